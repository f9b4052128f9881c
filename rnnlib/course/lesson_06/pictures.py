"""The pictures of lesson 06: what updates do to a network."""

from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from ..figures import BLUE, BROWN, GREEN, INK, PALE, SIGNED, figure, number
from ..panel import thousands

COLORS = (BROWN, BLUE, GREEN)


def learning_curve(losses, running, nothing):
    """The losses of a whole training on a logarithmic axis of updates: a figure.

    losses: (n,), in nats per letter; the first ten are large dots, then some of the others, and a
    line goes through means of all. running: (n,), the running average. nothing: the loss of a
    network that knows nothing.
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
    ax.plot([0.9, n], [nothing] * 2, color=INK, linestyle="--")
    ax.text(n * 1.15, nothing, "knows nothing", color=INK, fontsize=15, va="center")
    for x, y, color in ((updates, running, BLUE), (middles, means, BROWN)):
        ax.plot(x, y, color="white", linewidth=6)  # stands out from the dots
        ax.plot(x, y, color=color, linewidth=3.5)
    ax.plot(updates[:10], losses[:10], "o", color=BROWN, markersize=7)
    ends = {"running average": (running[-1] + 0.4, BLUE), "means": (means[-1] - 0.4, BROWN)}
    for words, (end, color) in ends.items():
        ax.text(n * 1.15, end, words, color=color, fontsize=15, va="center")
    ax.set(xscale="log", xlim=(0.9, n * 12), ylim=(0, None))
    ax.set(xlabel="update", ylabel="nats per letter")
    _decades(ax, n)
    return fig


def by_seed(rows, titles, formats):
    """What was measured of trainings from several seeds, a dot for each: a figure.

    rows: name -> (K,S), K numbers from each of S seeds, one below the other; a stroke stands at
    their mean, and the mean beside them. titles, formats: (K,), what stands over the dots, and
    how means are written.
    """
    fig = Figure(figsize=(9, 1 + 0.45 * len(rows)), dpi=100, layout="constrained")
    axes = fig.subplots(1, len(titles), sharey=True)
    for k, (ax, title, spec) in enumerate(zip(axes, titles, formats, strict=True)):
        for y, row in enumerate(rows.values()):
            seeds = y + np.linspace(-0.27, 0.27, len(row[k]))
            ax.plot(row[k], seeds, "o", color=COLORS[k], markersize=5)
            mean = np.mean(row[k])
            ax.plot([mean], [y], "|", color=INK, markersize=22, markeredgewidth=2.5)
            place = {"xycoords": ("axes fraction", "data"), "fontsize": 15, "va": "center"}
            ax.annotate(format(mean, spec), (1.02, y), **place)
        ax.set_title(title, fontsize=15, loc="left")
        ax.spines[["top", "right", "left"]].set_visible(False)
        ax.tick_params(labelsize=14)
        ax.tick_params(axis="y", length=0)
        ax.set_yticks(range(len(rows)), [*rows])
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
    ax.set(xscale="log", xlabel="learning rate", ylabel="nats per letter", ylim=(0, None))
    ax.set_xlim(rates[0], rates[-1] * 3)
    ax.set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    ax.xaxis.set_minor_formatter(NullFormatter())
    return fig
