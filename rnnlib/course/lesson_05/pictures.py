"""The pictures of lesson 05 and its notebook 05b: a chord, differences, and errors by epsilon."""

import numpy as np

from ...gradcheck import ATOL, RTOL
from ..figures import BLUE, BROWN, GRAY, INK, figure
from .u_curve import short


def chords():
    """The slope at a point, and two chords of which one is nearer to it: a figure."""
    fig, ax = figure(10, 4)
    ax.axis("off")
    x = np.linspace(-0.35, 1.75, 100)
    w, epsilon = 0.6, 0.75
    height, slope = np.tanh(w), 1 - np.tanh(w) ** 2
    ax.plot(x[x < 1.6], np.tanh(x[x < 1.6]), color=INK, linewidth=3)
    ax.text(1.6, np.tanh(1.6) - 0.03, "loss", fontsize=15, va="top")
    names = (
        (w, w + epsilon, BROWN, "one-sided", 0.02, -0.02),
        (w - epsilon, w + epsilon, BLUE, "central", 0.02, 0.03),
    )
    for start, end, color, words, right, up in names:
        rise = (np.tanh(end) - np.tanh(start)) / (end - start)
        line = np.tanh(start) + rise * (x - start)
        keep = (x > start - 0.2) & (x < end + 0.35)
        ax.plot(x[keep], line[keep], color=color, linewidth=2.5)
        ax.plot([start, end], np.tanh([start, end]), "o", color=color, markersize=9)
        at = x[keep][-1]
        ax.text(at + right, line[keep][-1] + up, words, color=color, fontsize=15, va="center")
    keep = np.abs(x - w) < 0.95
    ax.plot(x[keep], height + slope * (x[keep] - w), color=GRAY, linewidth=2.5, linestyle="--")
    ax.text(w + 0.98, height + slope * 0.95 + 0.06, "the slope at w", color=GRAY, fontsize=15)
    ax.plot([w], [height], "o", color=INK, markersize=9)
    for at, words in ((w - epsilon, "w \u2212 \u03b5"), (w, "w"), (w + epsilon, "w + \u03b5")):
        ax.plot([at, at], [-0.42, np.tanh(at)], color=GRAY, linewidth=1, linestyle=":")
        ax.text(at, -0.5, words, fontsize=15, ha="center", va="top")
    ax.set(xlim=(-0.5, 2.45), ylim=(-0.62, 1.28))
    return fig


def near_enough(right, wrong):
    """How far gradients are off by how large they are, and the line below which they pass.

    right, wrong: (a, n), arrays (N,) each: what backward says, and what nudging says. Of the wrong
    ones only those are drawn that do not pass.
    """
    fig, ax = figure(10, 5)
    ax.set(xscale="log", yscale="log", xlim=(1e-7, 3e2), ylim=(3e-14, 1e2))
    ax.set(xlabel="size of the gradient", ylabel="difference from nudging")
    ax.minorticks_off()
    ax.set_xticks([1e-6, 1e-4, 0.01, 1], ["1e-6", "1e-4", "0.01", "1"])
    powers = range(-12, 1, 3)
    ax.set_yticks([10.0**n for n in powers], ["1e-12", "1e-9", "1e-6", "0.001", "1"])
    for (a, n), color, x, y, words in (
        (wrong, BROWN, 6, 6, "a bug"),
        (right, BLUE, 6, 1e-9, "right"),
    ):
        sizes, off = np.maximum(np.abs(a), np.abs(n)), np.abs(a - n)
        drawn = sizes > 0 if color == BLUE else off > ATOL + RTOL * sizes
        points = sizes[drawn], np.maximum(off[drawn], 1e-13)
        ax.plot(*points, ".", color=color, markersize=6, alpha=0.5)
        ax.text(x, y, words, color=color, fontsize=15, va="center")
    sizes = np.geomspace(1e-7, 9, 50)
    ax.plot(sizes, RTOL * sizes, color=GRAY, linewidth=2.5, linestyle="--")
    ax.plot(sizes, ATOL + RTOL * sizes, color=INK, linewidth=2.5)
    ax.text(11, 9e-6, "a millionth of it,\nand 1e-8", fontsize=14, va="center")
    ax.text(3e-7, 3.5e-14, "a millionth of it", color=GRAY, fontsize=14, va="bottom", ha="left")
    return fig


def by_epsilon(epsilons, errors):
    """The worst error of two checks, over how far they nudge: a figure.

    errors: {name: (E,)} of two, the first drawn in blue and the second in brown.
    """
    fig, ax = figure(9, 4)
    ax.set(xscale="log", yscale="log", xlabel="epsilon: how far a weight is nudged")
    ax.set(ylabel="worst error", xlim=(min(epsilons) / 1.5, max(epsilons) * 15))
    ax.set_xticks(epsilons, map(short, epsilons))
    ax.set_yticks([1e-6, 1e-4, 0.01], ["1e-6", "1e-4", "0.01"])
    ax.minorticks_off()
    ax.axhline(RTOL, color=GRAY, linewidth=1.5)
    for (name, found), color in zip(errors.items(), (BLUE, BROWN), strict=True):
        ax.plot(epsilons, found, "o-", color=color, linewidth=3, markersize=9)
        at = np.argmax(epsilons)
        ax.text(max(epsilons) * 1.4, found[at], name, color=color, fontsize=15, va="center")
    return fig


DIAGRAMS = [chords]  # drawn once, by notebooks/images/draw.py
