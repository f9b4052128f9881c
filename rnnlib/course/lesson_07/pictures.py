"""The pictures of lesson 07: a line cut into pieces, bent and cut."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, PercentFormatter

from ..figures import BLUE, BROWN, GRAY, GREEN, figure, visible

SHADES = ("#dbe7f0", "#b8d0e4")  # of neighbors on a line


def pieces(ax, p, chars, y, order, least=0.018):
    """Draw a line cut into pieces of the lengths p (V,), at the height y. order: of the letters.

    A piece shorter than `least` has no room for its letter.
    """
    start, shade = 0.0, 0
    for i in order:
        ax.barh(y, p[i], left=start, height=0.8, color=SHADES[shade % 2], edgecolor="white")
        shade += p[i] > 0.004  # a shorter one can't be seen
        if p[i] >= least:
            ax.text(
                start + p[i] / 2, y, visible(chars[i]), ha="center", va="center",
                fontsize=17, family="monospace",
            )  # fmt: skip
        start += p[i]


def arrived(p, counts, chars, k=8):
    """How often letters were drawn beside their probabilities, the k likeliest: a figure.

    p, counts: (V,). chars: the V letters.
    """
    best = np.argsort(-p, kind="stable")[:k]
    shares = counts / counts.sum()
    fig, ax = figure(8, 3.6)
    ax.bar(range(k), p[best], color=SHADES[1], width=0.7)
    ax.plot(range(k), shares[best], "o", color=BROWN, markersize=10)
    ax.set_xticks(range(k), [visible(chars[i]) for i in best], family="monospace", fontsize=17)
    ax.text(0.45, p[best[0]], "probability", color=BLUE, fontsize=16, va="top")
    ax.text(0.45, 0.85 * p[best[0]], "share of the draws", color=BROWN, fontsize=16, va="top")
    ax.yaxis.set_major_formatter(PercentFormatter(1, 0))
    return fig


def bent(rows, chars):
    """The line at several temperatures, one above the other: a figure.

    rows: what stands beside it -> p (V,); the letters in the order of the first.
    """
    first = next(iter(rows.values()))
    order = np.argsort(-first, kind="stable")
    fig, ax = figure(10, 0.8 + 0.55 * len(rows))
    for y, p in enumerate(rows.values()):
        pieces(ax, p, chars, -y, order)
    ax.set_yticks(range(0, -len(rows), -1), [*rows], fontsize=15)
    ax.set(xlim=(0, 1), ylim=(0.5 - len(rows), 0.5))
    ax.tick_params(axis="y", length=0)
    ax.set_ylabel("temperature")
    ax.spines["left"].set_visible(False)
    return fig


def by_temperature(temperatures, effective, words, real):
    """How many letters it chooses among, and how many words exist, by temperature: a figure.

    effective: (n,). words: (n,), from 0 to 1. real: the share of words in a page by hand.
    """
    fig = Figure(figsize=(9, 5.6), dpi=100, layout="constrained", facecolor="white")
    above, below = fig.subplots(2, 1, sharex=True)
    for ax, values, name in (
        (above, effective, "effective number\nof letters"),
        (below, words, "words that exist"),
    ):
        ax.plot(temperatures, values, "o-", color=BLUE, linewidth=3, markersize=8)
        ax.set_ylabel(name, fontsize=15)
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(labelsize=14)
        ax.axvline(1, color=GRAY, linestyle=":", zorder=0)
    above.set(yscale="log", yticks=[1, 3, 10, 30, 60], ylim=(0.9, 75))
    above.set_yticklabels(["1", "3", "10", "30", "60"])
    above.yaxis.set_minor_formatter(NullFormatter())
    below.axhline(real, color=GREEN, linestyle="--", linewidth=2)
    below.text(
        temperatures[-1], real + 0.02, "in a real page", color=GREEN, fontsize=15, ha="right"
    )
    below.set(ylim=(0, 1.12), xscale="log", xticks=temperatures)
    below.set_xticklabels([f"{t:g}" for t in temperatures])
    below.xaxis.set_minor_formatter(NullFormatter())
    below.yaxis.set_major_formatter(PercentFormatter(1, 0))
    below.set_xlabel("temperature", fontsize=15)
    return fig


def kept(moments, chars, k=16):
    """Which letters are kept at some moments, a row for each, by cuts, a column for each: a figure.

    moments: what was read -> {the cut: p (V,)}, the first of them uncut. It shows the k likeliest
    letters; of a cut one, what it had is an outline. Above stand how many are left, and their
    effective number.
    """
    n = len(next(iter(moments.values())))
    fig = Figure(
        figsize=(10.5, 2.8 * len(moments)), dpi=100, layout="constrained", facecolor="white"
    )
    for axes, (read, cuts) in zip(
        fig.subplots(len(moments), n, squeeze=False), moments.items(), strict=True
    ):
        own = next(iter(cuts.values()))
        best = np.argsort(-own, kind="stable")[:k]
        for ax, (name, p) in zip(axes, cuts.items(), strict=True):
            ax.bar(range(k), own[best], facecolor="white", edgecolor=GRAY, linewidth=1)
            ax.bar(range(k), np.where(p > 0, own, 0)[best], color=BLUE)
            ax.set_xticks(
                range(k), [visible(chars[i]) for i in best], family="monospace", fontsize=13
            )
            ax.set_yticks([])
            ax.set_ylim(0, 1.25 * own.max())
            ax.spines[["top", "right", "left"]].set_visible(False)
            ax.tick_params(axis="x", length=0)
            n = np.exp(-np.sum(p * np.log(np.where(p > 0, p, 1))))
            words = f"{name}\n{(p > 0).sum()} letters, effective {n:.1f}"
            ax.set_title(words, fontsize=13, loc="left")
        axes[0].set_ylabel(f"after “{read}”", fontsize=14)
    return fig


def compared(rows, titles, formats, ends):
    """What was measured of several ways to choose, a bar for each number: a figure.

    rows: name -> its numbers (K,). titles, formats, ends: (K,), what stands over the bars, how
    their numbers are written, and where they may end.
    """
    size = (8, 1 + 0.42 * len(rows))
    fig = Figure(figsize=size, dpi=100, layout="constrained", facecolor="white")
    axes = fig.subplots(1, len(titles), sharey=True, squeeze=False)[0]
    for k, (ax, title, spec, end) in enumerate(zip(axes, titles, formats, ends, strict=True)):
        values = [row[k] for row in rows.values()]
        bars = ax.barh([*rows], values, color=(BROWN, BLUE)[k], height=0.7)
        ax.bar_label(bars, [format(value, spec) for value in values], padding=5, fontsize=14)
        ax.set_title(title, fontsize=15, loc="left")
        ax.set(xlim=(0, 1.3 * end), xticks=[])
        ax.spines[["top", "right", "bottom"]].set_visible(False)
        ax.tick_params(axis="y", labelsize=14, length=0)
    axes[0].invert_yaxis()
    return fig
