"""The charts of lesson 10: what was found, against what chance finds; what units are worth."""

import numpy as np

from ..figures import BLUE, BROWN, GRAY, INK, PALE, figure, label

LOOKS = {  # of who has searched: color, mark
    "LSTM": (BLUE, "o"),
    "RNN": (BROWN, "s"),
    "shuffled LSTM": (GRAY, "X"),
}


def found_by_search(rows):
    """The best unit of each network for each property: a figure.

    rows: {property: {name: score}}, names of LOOKS, scores from 0.5 to 1.
    """
    fig, ax = figure(10, 1.3 + 0.62 * len(rows))
    for y, scores in enumerate(reversed(rows.values())):
        ax.axhline(y, color=PALE, linewidth=2, zorder=0)
        for name, score in scores.items():
            color, mark = LOOKS[name]
            ax.plot(score, y, mark, color=color, markersize=11)
    ax.set_yticks(range(len(rows)), [*reversed(rows)])
    ax.set(xlim=(0.49, 1.01), ylim=(-0.6, len(rows) - 0.3), xlabel="score of the best unit")
    top = len(rows) - 0.35
    for name, x in (("shuffled LSTM", 0.6), ("RNN", 0.76), ("LSTM", 0.93)):
        color, mark = LOOKS[name]
        beside = x - 0.012 - 0.006 * len(name)
        ax.plot(beside, top + 0.25, mark, color=color, markersize=10, clip_on=False)
        label(ax, x, top + 0.25, name, 15, INK if color == GRAY else color)
    return fig


def worth_of_units(runs, chosen):
    """What it costs when a unit hands on its mean, a dot for each unit: a figure.

    runs: dictionaries with unit, line_ends and others, in nats per letter. chosen: the unit that is
    named.
    """
    fig, ax = figure(10, 4.2)
    x = np.array([run["others"] for run in runs])
    y = np.array([run["line_ends"] for run in runs])
    here = [run["unit"] == chosen for run in runs].index(True)
    rest = np.arange(len(runs)) != here
    ax.plot(x[rest], y[rest], "o", color=GRAY, markersize=6, alpha=0.5)
    ax.plot(x[here], y[here], "o", color=BLUE, markersize=12)
    ax.annotate(f"unit {chosen}  ", (x[here], y[here]), color=BLUE, fontsize=15, ha="left",
                va="center", xytext=(12, 0), textcoords="offset points")  # fmt: skip
    ax.set(xlabel="nats at all other letters", ylabel="nats at line ends")
    return fig


def turned(runs):
    """How many line ends are written while a unit is held at several values: a figure.

    runs: dictionaries with value (None: the unit is free) and ends_in_100.
    """
    fig, ax = figure(8, 4)
    free = next(run["ends_in_100"] for run in runs if run["value"] is None)
    points = [(run["value"], run["ends_in_100"]) for run in runs if run["value"] is not None]
    ax.axhline(free, color=GRAY, linewidth=2, linestyle="--")
    ax.plot(*zip(*points, strict=True), "o-", color=BLUE, linewidth=2.5, markersize=9)
    ax.text(points[0][0], free, "free", color=INK, fontsize=15, va="bottom")
    ax.set(xlabel="value of the unit", ylabel="line ends in 100 letters", ylim=(0, None))
    return fig
