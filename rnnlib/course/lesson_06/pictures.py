"""The pictures of lesson 06: what an update does to the network, and what a curve tells."""

from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from ..figures import BLUE, BROWN, GRAY, GREEN, INK, PALE, SIGNED, figure, number
from ..panel import thousands

COLORS = (BROWN, BLUE, GREEN)


def learning_curve(losses, name, nothing):
    """The losses of a whole training on a logarithmic axis of updates: a figure.

    losses: (n,), in nats per letter; the first ten are large dots, then some of the others, and a
    line goes through their means. nothing: the loss of a network that knows nothing.
    """
    fig, ax = figure(8, 3.9)
    n = len(losses)
    updates = np.arange(1, n + 1)
    some = np.unique(np.geomspace(11, n, 400).astype(int)) - 1
    ax.plot(updates[some], losses[some], ".", color=BROWN, markersize=4, zorder=1)
    edges = np.unique([*range(1, 12), *np.geomspace(12, n + 1, 20).astype(int)])
    pieces = [slice(a - 1, b - 1) for a, b in pairwise(edges)]
    middles = [np.mean(updates[piece]) for piece in pieces]
    means = [np.mean(losses[piece]) for piece in pieces]
    ax.plot(middles, means, color="white", linewidth=5)  # stands out from its dots
    ax.plot(middles, means, color=BROWN, linewidth=3)
    ax.plot(updates[:10], losses[:10], "o", color=BROWN, markersize=7)
    ax.text(n * 1.15, means[-1], name, color=BROWN, fontsize=15, va="center")
    ax.plot([0.9, n], [nothing] * 2, color=INK, linestyle="--")
    ax.text(n, nothing + 0.12, "knows nothing", fontsize=15, ha="right", va="bottom")
    ax.set(xscale="log", xlim=(0.9, n * 5), ylim=(0, None))
    ax.set(xlabel="update", ylabel="nats per letter")
    _decades(ax, n)
    return fig


def compared(rows, titles, formats, ends):
    """What was measured of several trainings, a bar for each of its numbers: a figure.

    rows: name -> its numbers (K,). titles, formats, ends: (K,), what stands over the bars, how
    their numbers are written, and where they may end.
    """
    size = (8, 1 + 0.42 * len(rows))
    fig = Figure(figsize=size, dpi=100, layout="constrained", facecolor="white")
    axes = fig.subplots(1, len(titles), sharey=True, squeeze=False)[0]
    for k, (ax, title, spec, end) in enumerate(zip(axes, titles, formats, ends, strict=True)):
        values = [row[k] for row in rows.values()]
        bars = ax.barh([*rows], values, color=COLORS[k], height=0.7)
        ax.bar_label(bars, [format(value, spec) for value in values], padding=5, fontsize=14)
        ax.set_title(title, fontsize=15, loc="left")
        ax.set(xlim=(0, 1.3 * end), xticks=[])
        ax.spines[["top", "right", "bottom"]].set_visible(False)
        ax.tick_params(axis="y", labelsize=14, length=0)
    axes[0].invert_yaxis()
    return fig


def by_seed(rows, titles, formats):
    """What was measured of trainings from several seeds, a dot for each: a figure.

    rows: name -> (K,S), K numbers from each of S seeds; a stroke stands at their mean, and the mean
    beside them. titles, formats: (K,), what stands over the dots, and how means are written.
    """
    fig = Figure(figsize=(9, 1 + 0.45 * len(rows)), dpi=100, layout="constrained")
    axes = fig.subplots(1, len(titles), sharey=True)
    for k, (ax, title, spec) in enumerate(zip(axes, titles, formats, strict=True)):
        for name, row in rows.items():
            ax.plot(
                row[k],
                [name] * len(row[k]),
                "o",
                color=COLORS[k],
                markersize=7,
                markeredgecolor="white",
            )
            mean = np.mean(row[k])
            ax.plot([mean], [name], "|", color=INK, markersize=20, markeredgewidth=2.5)
            place = {"xycoords": ("axes fraction", "data"), "fontsize": 15, "va": "center"}
            ax.annotate(format(mean, spec), (1.02, name), **place)
        ax.set_title(title, fontsize=15, loc="left")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(labelsize=14)
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", color=PALE, linewidth=2)
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _, spec=spec: format(x, spec)))
        ax.xaxis.set_major_locator(MaxNLocator(3))
    axes[0].invert_yaxis()
    return fig


def moments(matrices, names, full):
    """A matrix at some moments, all in the same colors: a figure.

    The rows and the columns of each are sorted, so that those which agree stand together, and
    every third one is drawn.
    full: a number of this size, and a larger one, has the deepest color.
    """
    fig = Figure(figsize=(9, 2.6), dpi=100, layout="constrained", facecolor="white")
    for ax, matrix, name in zip(fig.subplots(1, len(matrices)), matrices, names, strict=True):
        rows, _, columns = np.linalg.svd(matrix)
        matrix = matrix[np.argsort(rows[:, 0])[::3]][:, np.argsort(columns[0])[::3]]
        drawn = ax.imshow(matrix, cmap=SIGNED, vmin=-full, vmax=full, interpolation="none")
        ax.set_title(name, fontsize=16)
        ax.set(xticks=[], yticks=[])
    bar = fig.colorbar(drawn, ax=fig.axes, shrink=0.7, aspect=12)
    bar.set_ticks([-full, 0, full], labels=[number(x, 1) for x in (-full, 0, full)], fontsize=14)
    return fig


def leap(runs):
    """What the first updates do to the network: a figure.

    runs: a learning rate -> for each update the spectral radius of Whh, the share of saturated
    units, and what else was measured.
    """
    names = ("spectral radius\nof Whh", "saturated units")
    fig = Figure(figsize=(8, 4.4), dpi=100, layout="constrained", facecolor="white")
    for k, (ax, name) in enumerate(zip(fig.subplots(2, 1, sharex=True), names, strict=True)):
        for (rate, run), color in zip(runs.items(), COLORS, strict=False):
            n = len(run[k])
            ax.plot(range(1, n + 1), run[k], color=color, linewidth=3)
            ax.text(n * 1.02, run[k][-1], f"rate {rate:g}", color=color, fontsize=15, va="center")
        ax.set(ylim=(0, None), xlim=(0.5, n * 1.2))
        ax.set_ylabel(name, fontsize=15)
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines["bottom"].set_bounds(1, n)
        ax.tick_params(labelsize=14)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:.0%}"))
    ax.set_xlabel("update", fontsize=15)
    ax.set_xticks([1, *range(5, n + 1, 5)])
    return fig


def three_lines(losses, smooth, nothing):
    """One training in three lines, in nats per letter: a figure.

    losses: (n,), of each window. smooth: (n,), the running average after each.
    """
    n = len(losses)
    updates = np.arange(1, n + 1)
    hundreds = np.reshape(losses[: n // 100 * 100], (-1, 100)).mean(axis=1)
    fig, ax = figure(8, 3.6)
    ax.plot(updates[::12], losses[::12], ".", color=GRAY, markersize=4, markeredgewidth=0)
    ax.plot(updates, smooth, color=BROWN, linewidth=4)
    middles = 50 + 100 * np.arange(len(hundreds))
    ax.plot(middles, hundreds, color=BLUE, linewidth=3)
    ax.text(n * 0.3, smooth[int(n * 0.24)] + 0.18, "running average", color=BROWN, fontsize=15)
    ax.text(n * 1.01, hundreds[-4:].mean(), "means of 100", color=BLUE, fontsize=15, va="center")
    ax.text(n * 0.02, 1.0, "single windows", color=GRAY, fontsize=15, va="center")
    ax.plot([0, n], [nothing] * 2, color=INK, linestyle="--")
    ax.text(n * 1.01, nothing, "knows nothing", color=INK, fontsize=15, va="center")
    ax.set(xlabel="update", ylabel="nats per letter", xlim=(0, n * 1.22), ylim=(0.8, None))
    ax.spines["bottom"].set_bounds(0, n)
    ax.set_xticks(range(0, n + 1, 1000), [thousands(i) for i in range(0, n + 1, 1000)])
    return fig


def _decades(ax, last):
    """A logarithmic axis of updates, with ticks from 1 to the last."""
    powers = [10**n for n in range(7) if 10**n <= last]
    ax.set_xticks(powers, [thousands(n) for n in powers])
    ax.set_xticks([k * n for n in powers for k in range(2, 10) if k * n <= last], minor=True)
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.spines["bottom"].set_bounds(0.9, last)


def one_step(after, before):
    """The loss after one update, against its learning rate: a figure.

    after: pairs (learning rate, loss). before: the loss without the update.
    """
    fig, ax = figure(8, 3.4)
    rates, losses = np.transpose(after)
    ax.plot([rates[0], rates[-1]], [before] * 2, color=INK, linestyle="--")
    ax.text(rates[-1] * 1.15, before, "before", color=INK, fontsize=15, va="center")
    ax.plot(rates, losses, color=BLUE, linewidth=4)
    ax.text(rates[-1] * 1.15, losses[-1], "after", color=BLUE, fontsize=15, va="center")
    ax.set(xscale="log", xlabel="learning rate", ylabel="nats per window", ylim=(0, None))
    ax.set_xlim(rates[0], rates[-1] * 3)
    ax.set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    ax.xaxis.set_minor_formatter(NullFormatter())
    return fig
