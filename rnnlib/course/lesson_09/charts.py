"""The charts of lesson 09: who fails where, how memory is learned, and the cell that counts."""

import numpy as np

from ..figures import BLUE, BROWN, GRAY, INK, figure, visible
from .stored import at_the_end, moments, runs_of

NAMES = {"no time": "RNN, no gradient\nthrough time", "rnn": "RNN", "lstm": "LSTM"}
COLORS = {"no time": GRAY, "rnn": BROWN, "lstm": BLUE}


def rows_of_dots(ax, rows, colors=None):
    """A row of dots for each name, the first on top. rows: name -> numbers."""
    for y, (name, values) in enumerate(reversed(rows.items())):
        color = (colors or {}).get(name, BLUE)
        ax.plot(values, np.full(len(values), y), "o", color=color, markersize=10, alpha=0.7)
    ax.set_yticks(range(len(rows)), [*reversed(rows)])
    ax.set_ylim(-0.6, len(rows) - 0.4)


def line_with_name(ax, x, words, **where):
    """A dashed line, with words at its upper end."""
    ax.axvline(x, color=GRAY, linewidth=2, linestyle="--", zorder=0)
    top = ax.get_ylim()[1]
    ax.text(x, top, words, fontsize=14, color=INK, va="bottom", **{"ha": "center", **where})


def where_they_fail(kinds=("rnn", "lstm")):
    """The first n that each network fails at, a dot for each seed: a figure."""
    fig, ax = figure(10, 1.4 + 0.6 * len(kinds))
    rows = {NAMES[kind]: at_the_end("counting", kind, "fails_at") for kind in kinds}
    rows_of_dots(ax, rows, {NAMES[kind]: COLORS[kind] for kind in kinds})
    ax.set_xlim(0, 3 + max(row.max() for row in rows.values()))
    line_with_name(ax, 20, "no longer n was trained")
    ax.set_xlabel("first n that it fails at")
    return fig


def learning(task, name):
    """How a measure changes over training, a line for each network and seed: a figure.

    task: "counting" or "reber". name: "above" or "outer_right".
    """
    fig, ax = figure(10, 4)
    x = moments()
    ends = {}
    for kind, color in COLORS.items():
        lines = np.array([run[name] for run in runs_of(task, kind)])
        for line in lines:
            ax.plot(x, line, color=color, linewidth=2, alpha=0.7)
        ends[kind] = lines[:, -1].mean()
    ax.set(xlim=(0, x[-1]), xlabel="updates")
    if name == "above":
        ax.set(yscale="log", ylabel="nats above the least")
        ax.set_yticks([0.1, 0.01, 0.001], ["0.1", "0.01", "0.001"])
        ax.minorticks_off()
    else:
        ax.axhline(0.5, color=GRAY, linewidth=2, linestyle="--", zorder=0)
        ax.set(ylim=(0.4, 1.03), ylabel="share that is known")
    for kind, y in apart(ends, ax).items():
        ax.text(x[-1] * 1.01, y, NAMES[kind], color=COLORS[kind], fontsize=15, va="center")
    return fig


def apart(ends, ax, least=0.1):
    """Heights for words at the ends of lines, moved so far that none lies on another."""
    scale = np.log if ax.get_yscale() == "log" else np.asarray
    low, high = (scale(y) for y in ax.get_ylim())
    places, before = {}, -np.inf
    for kind in sorted(ends, key=ends.get):
        before = places[kind] = max((scale(ends[kind]) - low) / (high - low), before + least)
    back = np.exp if ax.get_yscale() == "log" else np.asarray
    return {kind: back(low + place * (high - low)) for kind, place in places.items()}


def cells_over(text, units, chosen):
    """What each cell holds after each letter of a text, (N,H), one of them in color: a figure."""
    fig, ax = figure(10, 4)
    x = np.arange(len(text))
    ax.plot(x, units, color=GRAY, linewidth=1, alpha=0.6)
    ax.plot(x, units[:, chosen], "o-", color=BLUE, linewidth=2.5, markersize=4)
    ax.text(x[-1] + 0.5, units[-1, chosen], f"cell {chosen}", color=BLUE, fontsize=15, va="center")
    ax.set_xticks(x, [visible(letter) for letter in text])
    ax.tick_params(axis="x", labelsize=11, length=0)
    ax.set(xlabel="letter read", ylabel="in the cell")
    return fig


def clamped(put, wrote):
    """How many letters b a network writes when its counter was set: a figure.

    put: for how many a's the cell was set. wrote: how many b's came.
    """
    fig, ax = figure(6, 4.6)
    ends = np.array([min(put), max(put)])
    ax.plot(ends, ends, color=GRAY, linewidth=2, linestyle="--")
    ax.text(ends[1], ends[1], " all of it ", color=INK, fontsize=14, ha="right", va="bottom")
    ax.plot(put, wrote, "o", color=BLUE, markersize=9)
    ax.set(xlabel="a's that the cell is told of", ylabel="b's that it writes")
    return fig


def forget_biases(biases=(0.0, 1.0, 2.0)):
    """What LSTMs with several first forget biases come to on both languages: a figure."""
    fig, ax = figure(10, 2.8)
    ax.remove()
    axes = fig.subplots(1, 2)
    for ax, task, name, words in (
        (axes[0], "counting", "fails_at", "first n that it fails at"),
        (axes[1], "reber", "above", "Reber: nats per letter above the least"),
    ):
        rows = {f"{bias:g}": at_the_end(task, "lstm", name, bias) for bias in biases}
        rows_of_dots(ax, rows)
        ax.set_xlabel(words, fontsize=15)
        ax.tick_params(labelsize=14)
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("forget bias", fontsize=15)
    axes[1].locator_params(axis="x", nbins=4)
    return fig


def on_a_text(losses, lines):
    """Losses on a text, a dot for each seed, and what else is known as dashed lines: a figure.

    losses: name -> (S,), in nats per letter. lines: words -> nats per letter.
    """
    fig, ax = figure(10, 3.4)
    rows_of_dots(ax, {NAMES[kind]: row for kind, row in losses.items()},
                 {NAMES[kind]: COLORS[kind] for kind in losses})  # fmt: skip
    for words, x in lines.items():
        line_with_name(ax, x, words)
    ax.set_xlabel("nats per letter on text never seen")
    return fig
