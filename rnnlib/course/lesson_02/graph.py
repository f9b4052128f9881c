"""The diagram of lesson 02."""

import numpy as np

from ...loss import softmax
from ..figures import BLUE, BROWN, GRAY, GREEN, INK, arrow, box, diagram, ink, label, number, tint
from ..toy import toy_network

CELL, WIDE = 0.8, 3.4  # of a number of the state, and from one step to the next


def unrolled(text="hell", targets="ello"):
    """The toy network at several steps, side by side, with its states and answers: a figure.

    text: what it reads, letter by letter. targets: what should come next at each.
    """
    model, chars = toy_network(), sorted(set("hello"))
    ids = np.array([[chars.index(char)] for char in text])
    logits, _, cache = model.forward(ids)
    answers, T, H = softmax(logits)[:, 0], len(text), model.hidden_size
    fig, ax = diagram(11, 4.9, xlim=(-2.9, WIDE * T - 1.8), ylim=(-0.5, 5.6))
    half = H * CELL / 2
    label(ax, -2.5, 1.97, "hs[0]\nall 0", 14)
    for t, (letter, target) in enumerate(zip(text, targets, strict=True)):
        x = WIDE * t
        for tail, head, name, dx, dy in (
            ((x, 0.3), (x, 1.5), "Wxh", 0.55, 0),
            ((x, 2.45), (x, 3.2), "Why", 0.55, 0),
            (
                (x - WIDE + half + 0.06 if t else -2.05, 1.97),
                (x - half - 0.06, 1.97),
                "Whh",
                0,
                0.3,
            ),
        ):
            arrow(ax, tail, head, BLUE)
            label(ax, (tail[0] + head[0]) / 2 + dx, (tail[1] + head[1]) / 2 + dy, name, 13, BROWN)
        label(ax, x, 0, letter, 20)
        for k, value in enumerate(cache.hs[t + 1, 0]):
            left = x - half + k * CELL
            ax.fill_between([left, left + CELL], 1.62, 2.32, color=tint(value), edgecolor=INK)
            label(ax, left + CELL / 2, 1.97, number(value), 12, ink(value))
        box(ax, x - half + 0.05, 1.67, 2 * half - 0.1, 0.6, color="none")
        label(ax, x - half, 1.38, f"hs[{t + 1}]", 12, GRAY, ha="left")
        for k, (char, p) in enumerate(zip(chars, answers[t], strict=True)):
            left = x - 1.15 + 0.6 * k
            color = GREEN if char == target else GRAY
            ax.fill_between([left, left + 0.42], 3.72, 3.72 + 1.35 * p, color=color, linewidth=0)
            label(ax, left + 0.21, 3.47, char, 15, color)
            if char == target:
                label(ax, left + 0.21, 3.72 + 1.35 * p + 0.2, number(p), 13, color)
    label(ax, -2.4, 4.3, "proba-\nbilities", 14)
    label(ax, -2.4, 0, "letter", 14)
    return fig


DIAGRAMS = [unrolled]  # drawn once, by notebooks/images/draw.py
