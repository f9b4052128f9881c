"""The pictures of lesson 08: what a training comes to, and what a file holds."""

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, NullFormatter

from ..figures import (
    BLUE,
    BROWN,
    GRAY,
    INK,
    ORANGE,
    PALE,
    diagram,
    figure,
    label,
)
from ..panel import thousands

# What the lines of the original are for; how many they are there, and in the lesson.
LINES = (
    ("letters to ids", 7, 2, "01"),
    ("forward, and the loss", 17, 2, "02, 03"),
    ("backward", 15, 1, "04"),
    ("cut, and Adagrad", 11, 2, "06"),
    ("draw letters", 17, 7, "07"),
    ("settings, first weights", 10, 2, "02"),
    ("window, pointer, state", 10, 5, "01, 06"),
    ("running average, log", 10, 6, "06"),
)


def where_the_lines_went():
    """The original's lines and the lesson's, part by part: a diagram."""
    fig, ax = diagram(9, 4.6, xlim=(0, 18), ylim=(0, 9.6))
    label(ax, 5.0, 9.2, "lines", ha="right", color=GRAY)
    label(ax, 5.4, 9.2, "in the original", ha="left", color=BROWN)
    label(ax, 12.4, 9.2, "here", ha="left", color=BLUE)
    label(ax, 17.9, 9.2, "lesson", ha="right", color=GRAY)
    for row, (what, theirs, ours, lesson) in enumerate(LINES):
        y = 8.1 - 1.1 * row
        label(ax, 5.0, y, what, 14, ha="right")
        for x, number, color in ((5.4, theirs, BROWN), (12.4, ours, BLUE)):
            ax.barh(y, 0.32 * number, left=x, height=0.7, color=color)
            label(ax, x + 0.32 * number + 0.2, y, str(number), 14, ha="left")
        label(ax, 17.9, y, lesson, 14, ha="right", color=GRAY)
    return fig


DIAGRAMS = [where_the_lines_went]


def two_curves(seen, nothing, mark=None, height=3.6):
    """The losses of a training on what it learns and on what it never sees: a figure.

    seen: a `Watched`. nothing: the loss of a network that knows nothing. mark: the position of a
    moment that is to be marked; without one, the best is. height: in inches.
    """
    updates = np.array(seen.updates)
    fig, ax = figure(8, height)
    at = int(np.argmin(seen.held_out)) if mark is None else mark
    ax.axvline(updates[at], color=GRAY, linewidth=1.5, linestyle=":")
    ax.plot([0, updates[-1]], [nothing] * 2, color=INK, linestyle="--")
    ax.text(updates[-1] * 1.02, nothing, "knows nothing", fontsize=15, va="center")
    top = max(nothing, *seen.held_out)
    low = 0.06 * top  # a name lower than this would lie over the axis
    ends = [max(seen.training[-1], low), max(seen.held_out[-1], low + 0.4)]
    ends = _apart(ends, 0.4, nothing)
    named = (("learned text", seen.training, BLUE), ("new text", seen.held_out, BROWN))
    for (name, losses, color), end in zip(named, ends, strict=True):
        ax.plot(updates, losses, color=color, linewidth=3)
        ax.plot(updates[at], losses[at], "o", color=color, markersize=9)
        words = f"{name}, {losses[-1]:.2f}"
        ax.text(updates[-1] * 1.02, end, words, fontsize=15, color=color, va="center")
    ax.set(xlabel="update", ylabel="nats per letter", ylim=(0, 1.08 * max(top, ends[1])))
    ax.set_xlim(0, updates[-1] * 1.32)
    ax.spines["bottom"].set_bounds(0, updates[-1])
    ax.set_xticks([x for x in ax.get_xticks() if x <= updates[-1]])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: thousands(round(x))))
    return fig


def _apart(heights, gap, taken):
    """Two heights for two names, apart from each other and from a third one."""
    low, high = heights
    if abs(high - taken) < gap:
        high = taken + (gap if high >= taken else -gap)
    return min(low, high - gap), high


def differences(apart, each):
    """How far two programs are apart after each update: a figure.

    apart: (n,), their losses, each from its own weights. each: (n,), the weights that they come to,
    where both begin every update alike.
    """
    fig, ax = figure(8, 3.6)
    least = 1e-16  # of a difference of 0 a logarithm shows nothing
    for name, off, color in (
        ("losses,\neach on its own", apart, BROWN),
        ("weights, one update\nfrom the same", each, BLUE),
    ):
        off = np.maximum(off, least)
        ax.plot(range(1, len(off) + 1), off, color=color, linewidth=2)
        ax.text(len(off) * 1.02, np.exp(np.log(off[-20:]).mean()), name, fontsize=15, color=color,
                va="center")  # fmt: skip
    ax.plot([0, len(apart)], [1e-7] * 2, color=GRAY, linewidth=1.5, linestyle=":")
    ax.text(len(apart) * 1.02, 1e-7, "nine digits", fontsize=15, color=GRAY, va="center")
    ax.set(yscale="log", ylim=(1e-18, 1e3), xlim=(0, len(off) * 1.45))
    ax.set(xlabel="update", ylabel="difference")
    ax.set_yticks([1e-15, 1e-10, 1e-5, 1])
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.spines["bottom"].set_bounds(0, len(off))
    ax.set_xticks(range(0, len(off) + 1, 25))
    return fig


def ranking(losses, own=()):
    """Losses as bars, the worst on top: a figure. losses: name -> nats per letter.

    own: the names of those that are to stand out.
    """
    rows = sorted(losses.items(), key=lambda row: -row[1])
    fig, ax = figure(8, 0.7 + 0.42 * len(rows))
    colors = [ORANGE if name in own else BLUE if "network" in name else GRAY for name, _ in rows]
    drawn = ax.barh([name for name, _ in rows], [loss for _, loss in rows], color=colors)
    ax.bar_label(drawn, fmt="%.2f", padding=5, fontsize=14)
    ax.invert_yaxis()
    ax.set(xlabel="nats per letter of the held-out text", xlim=(0, 1.12 * rows[0][1]))
    ax.tick_params(axis="y", length=0)
    return fig


def bytes_of(text, files):
    """The bytes of files that all hold one text, letter by letter: a figure.

    files: a name -> (encoding, whether lines end with two bytes).
    """
    colors = (ORANGE, BLUE, "#c8c8c8")
    fig, ax = diagram(9, 0.3 + 0.75 * len(files), xlim=(-4.4, 11), ylim=(0, 1.3 * len(files)))
    for row, (name, how) in enumerate(files.items()):
        y = 1.3 * (len(files) - 1 - row) + 0.2
        label(ax, -0.2, y + 0.45, name, 15, ha="right")
        for x, (byte, letter) in enumerate(_pieces(text, *how)):
            color = PALE if letter is None else colors[letter % len(colors)]
            ax.add_patch(Rectangle((x, y), 0.9, 0.9, facecolor=color, edgecolor=INK))
            label(ax, x + 0.45, y + 0.45, f"{byte:02x}", 15, INK if letter != 1 else "white",
                  family="monospace")  # fmt: skip
    return fig


def _pieces(text, encoding, two_byte_ends):
    """The bytes of a file: pairs (byte, number of its letter, or None for the mark in front)."""
    mark = {"utf-8-sig": "\ufeff".encode(), "utf-16": b"\xff\xfe"}.get(encoding, b"")
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    found = [(byte, None) for byte in mark]
    for n, char in enumerate(text):
        char = "\r\n" if char == "\n" and two_byte_ends else char
        found += [(byte, n) for byte in char.encode(plain)]
    return found
