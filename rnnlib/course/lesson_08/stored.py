"""What others have published, and what was measured here beside it."""

import html

import numpy as np

from ...checkpoint import load_model
from ..figures import INK
from ..measured import measured
from ..panel import CELL, table, thousands

NUMIR = "https://github.com/ShigekiKarita/numir-char-rnn"
WEIXSONG = "https://github.com/weixsong/min-char-rnn"
KAFKA = "https://github.com/llSourcell/recurrent_neural_network"
NANOGPT = "https://github.com/karpathy/nanoGPT#quick-start"

# update, the running average printed there in nats per window of 25, who, where
PUBLISHED = (
    (9_900, 56.04, "NumPy", NUMIR),
    (92_400, 48.54, "NumPy", WEIXSONG),
    (999_900, 43.99, "a port to D", NUMIR),
)
OF_KAFKA = ((0, 109.86), (1_000, 86.77), (3_000, 60.74), (8_000, 53.62))  # likewise
HEADS = ("program, text", "update", "published", "ours")


def printed():
    """What our trainings print: updates (K,), and a line for each seed, some shorter than K."""
    facts = measured("published")
    lines = [np.array(run["printed"]) for run in facts["runs"]]
    return facts["every"] * np.arange(max(map(len, lines))), lines


def ours_at(update):
    """What those of our trainings print that come to this update: (seeds,)."""
    updates, lines = printed()
    n = updates.tolist().index(update)
    return np.array([line[n] for line in lines if n < len(line)])


def results():
    """What was published beside what we measure, as a table: HTML."""
    counted = measured("counting_shakespeare")
    held_out = {
        "our LSTM": load_model("lstm")[2]["held_out_loss"],
        "counting, Kneser-Ney": min(row["held_out_loss"] for row in counted["kneser_ney"]),
        "counting, mixed": min(row["mixed_held_out_loss"] for row in counted["models"]),
        "our plain network": load_model("rnn-100000")[2]["held_out_loss"],
    }
    rows = []
    for update, loss, how, where in PUBLISHED:
        ours = ours_at(update)
        told = f"{ours.min():.2f}" + (f" to {ours.max():.2f}" if len(ours) > 1 else "")
        seeds = f", {len(ours)} seeds" if len(ours) > 1 else ", one seed"
        rows.append((f"min-char-rnn, Shakespeare, {how}", update, loss, where, told + seeds))
    for update, loss in OF_KAFKA:
        ours = "no copy of the text" if update else f"25 ln 81 = {25 * np.log(81):.2f}"
        rows.append(("min-char-rnn, Kafka", update, loss, KAFKA, ours))
    told = ", ".join(f"{name} {loss:.3f}" for name, loss in held_out.items())
    rows.append(("nanoGPT, Shakespeare, held out", None, 1.4697, NANOGPT, told))
    head = "".join(f'<th style="{CELL}; text-align:left">{name}</th>' for name in HEADS)
    body = "".join(
        f'<tr><td style="{CELL}; text-align:left">{html.escape(what)}</td>'
        f'<td style="{CELL}; white-space:nowrap">{"" if update is None else thousands(update)}</td>'
        f'<td style="{CELL}"><a href="{where}">{loss}</a></td>'
        f'<td style="{CELL}; text-align:left">{html.escape(ours)}</td></tr>'
        for what, update, loss, where, ours in rows
    )
    look = f"background:white; color:{INK}; font:15px sans-serif"
    return f'<div style="{look}; overflow-x:auto">{table(f"<tr>{head}</tr>{body}", look)}</div>'
