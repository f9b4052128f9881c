"""The pictures of lesson 01."""

import os
import subprocess
import sys

import numpy as np
from matplotlib.patches import Rectangle

from ...checkpoint import load_model
from ...sample import sample
from ..figures import (
    BLUE,
    BROWN,
    GRAY,
    INK,
    PALE,
    arrow,
    box,
    diagram,
    label,
    matrix,
    visible,
)  # fmt: skip


def same_numbers(length=24):
    """A network's ids, read with its own list of letters and with another: a figure."""
    model, vocab, _ = load_model("rnn-100000")
    ids = vocab.encode(sample(model, vocab, 100, rng=2))[19 : 19 + length]
    other = np.random.default_rng(0).permutation(vocab.chars)
    rows = [
        ("what it wrote", [str(i) for i in ids], GRAY),
        ("its own list", [visible(vocab.chars[i]) for i in ids], BLUE),
        ("another list", [visible(other[i]) for i in ids], BROWN),
    ]
    fig, ax = diagram(11, 2.1, xlim=(-4.6, length), ylim=(-0.2, 5))
    for y, (name, cells, color) in zip((3.5, 1.9, 0.3), rows, strict=True):
        label(ax, -0.4, y + 0.5, name, 15, color, ha="right")
        for x, words in enumerate(cells):
            ax.add_patch(Rectangle((x, y - 0.1), 0.92, 1.2, facecolor=PALE, edgecolor="none"))
            label(ax, x + 0.46, y + 0.5, words, 12 if color == GRAY else 17)
    return fig


def tape():
    """`hello` on a tape, and the same tape pulled on by one letter: a figure."""
    fig, ax = diagram(9, 3, xlim=(-1.9, 7.9), ylim=(-0.4, 3.0))
    for x, char in enumerate("hello"):
        _cell(ax, x, 1.8, char, BLUE, paired=x < 4)
        _cell(ax, x - 1, 0.1, char, BROWN, paired=x > 0)
        if x < 4:
            arrow(ax, (x + 0.4, 1.72), (x + 0.4, 1.0), INK)
    label(ax, 5.1, 2.2, "inputs: what it reads", color=BLUE, ha="left")
    label(ax, 5.1, 0.5, "targets: what it should say", color=BROWN, ha="left", size=14)
    return fig


def two_tapes():
    """`hello world` cut into two streams that are read side by side: a figure."""
    fig, ax = diagram(9, 3.4, xlim=(-2.4, 7.6), ylim=(-0.3, 3.6))
    ax.add_patch(Rectangle((1.92, 0.0), 0.96, 3.0, facecolor="none", edgecolor=INK, linewidth=2.5))
    label(ax, 2.4, 3.3, "step 2 reads both")
    for y, piece, name in ((1.75, "hello ", "stream 0"), (0.2, " world", "stream 1")):
        label(ax, -0.3, y + 0.4, name, ha="right")
        for x, char in enumerate(piece):
            _cell(ax, x, y, char, BLUE, paired=x < 5)
    label(ax, 6.0, 2.15, "target only", 13, GRAY, ha="left")
    label(ax, 6.0, 0.6, "target only", 13, GRAY, ha="left")
    return fig


def _cell(ax, x, y, char, color, paired):
    if paired:
        box(ax, x + 0.05, y + 0.05, 0.7, 0.7, edge=color)
    else:
        ax.add_patch(Rectangle((x, y), 0.8, 0.8, facecolor="white", edgecolor=GRAY, linestyle="--"))
    label(ax, x + 0.4, y + 0.4, visible(char), 19, INK if paired else GRAY)


DIAGRAMS = [tape, two_tapes]


def likeness(W, chars, letters):
    """How alike the columns of some letters are, the cosine of each pair: a figure.

    W: (H,V) weights. chars: the V letters. letters: those to compare.
    """
    columns = W[:, [chars.index(char) for char in letters]].astype(float)
    columns /= np.linalg.norm(columns, axis=0)
    return matrix(columns.T @ columns, rows=letters, columns=letters, width=6.5)


def two_processes(code):
    """What two new processes of Python print when they run this code: a list of two strings.

    Their hash seeds are given, so that both say the same again when the lesson is run again.
    """
    return [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in "12"
    ]
