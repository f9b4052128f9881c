"""What others have published, and what was measured here beside it."""

import html

import numpy as np

from ...checkpoint import load_model
from ..figures import BLUE
from ..measured import measured
from ..panel import CELL, GROUND, table, thousands

NUMIR = "https://github.com/ShigekiKarita/numir-char-rnn"
WEIXSONG = "https://github.com/weixsong/min-char-rnn"
KAFKA = "https://github.com/llSourcell/recurrent_neural_network"
NANOGPT = "https://github.com/karpathy/nanoGPT#quick-start"

# update, the running average printed there in nats per window of 25, who, where, and whether a
# window begins from the state that the one before it has left
PUBLISHED = (
    (9_900, 56.04, "NumPy", NUMIR, True),
    (92_400, 48.54, "NumPy", WEIXSONG, True),
    (9_900, 54.47, "a port to D", NUMIR, False),  # in its source/app.d only sampling sets hprev
    (999_900, 43.99, "a port to D", NUMIR, False),
)
OF_KAFKA = ((0, 109.86), (1_000, 86.77), (3_000, 60.74), (8_000, 53.62))  # likewise
LOOK = f"{CELL}; {GROUND}"
HEADS = ("program, text", "update", "published", "ours")


def ours_at(update, handed_on=True):
    """What those of our trainings print that come to this update: (seeds,).

    handed_on: whether a window begins from the state that the one before it has left, or from
    zeros.
    """
    facts = measured("published")
    n = update // facts["every"]
    lines = [run["printed"] for run in facts["runs"] if run["handed_on"] == handed_on]
    return np.array([line[n] for line in lines if n < len(line)])


def results():
    """What was published beside what we measure, as a table: HTML."""
    counted = measured("counting_shakespeare")
    held_out = {
        "LSTM of 400 units, with dropout": load_model("lstm")[2]["held_out_loss"],
        "counting (Kneser-Ney, 03b)": min(row["held_out_loss"] for row in counted["kneser_ney"]),
        "counting (mixed)": min(row["mixed_held_out_loss"] for row in counted["models"]),
        "plain network of 100 units": load_model("rnn-100000")[2]["held_out_loss"],
    }
    rows = []
    for update, loss, how, where, handed_on in PUBLISHED:
        told = _range(ours_at(update))
        if not handed_on:
            told = f"from zeros {_range(ours_at(update, handed_on))}; {told}"
        rows.append(
            (f"min-char-rnn, Shakespeare, {how}", thousands(update), str(loss), where, told)
        )
    moments, losses = zip(*OF_KAFKA, strict=True)
    rows.append(
        ("min-char-rnn, Kafka", ", ".join(map(thousands, moments)), ", ".join(map(str, losses)),
         KAFKA, f"25 ln 81 = {25 * np.log(81):.2f}; we have no copy")
    )  # fmt: skip
    told = "; ".join(f"{name} {loss:.3f}" for name, loss in held_out.items())
    rows.append(("nanoGPT, Shakespeare, held out", "", "1.4697", NANOGPT, told))
    head = "".join(f'<th style="{LOOK}; text-align:left">{name}</th>' for name in HEADS)
    body = "".join(
        f'<tr><td style="{LOOK}; text-align:left">{html.escape(what)}</td>'
        f'<td style="{LOOK}; white-space:nowrap">{update}</td>'
        f'<td style="{LOOK}"><a style="color:{BLUE}" href="{where}">{loss}</a></td>'
        f'<td style="{LOOK}; text-align:left">{html.escape(ours)}</td></tr>'
        for what, update, loss, where, ours in rows
    )
    look = f"{GROUND}; font:15px sans-serif"
    return f'<div style="{look}; overflow-x:auto">{table(f"<tr>{head}</tr>{body}", look)}</div>'


def _range(losses):
    """Some losses in words: the least, the largest, and how many they are."""
    ends = sorted({f"{losses.min():.2f}", f"{losses.max():.2f}"})
    return f"{' to '.join(ends)} ({len(losses)} seed{'s' * (len(losses) > 1)})"
