"""The diagram of lesson 02."""

from ..figures import BLUE, BROWN, arrow, box, diagram, label, visible


def unrolled(letters="hell", targets="ello"):
    """The network at several steps, side by side, with one set of weights: a figure.

    letters: what it reads at each step. targets: what should come next at each.
    """
    T = len(letters)
    fig, ax = diagram(2.2 * T + 2, 4.6, xlim=(-2.3, 2.2 * T + 0.2), ylim=(-0.4, 4.3))
    label(ax, -1.25, 2, "hs[0]", 16, ha="right")
    for t, (letter, target) in enumerate(zip(letters, targets, strict=True)):
        x = 2.2 * t + 0.5
        box(ax, x - 0.5, 1.6, 1, 0.8)
        label(ax, x, 2, f"hs[{t + 1}]", 16)
        label(ax, x, 0, visible(letter), 20)
        label(ax, x, 4, visible(target) + "?", 20)
        start = x - (1.62 if t else 1.5)
        for tail, head, name, dx, dy in (
            ((x, 0.35), (x, 1.52), "Wxh", 0.48, 0),
            ((x, 2.48), (x, 3.65), "Why", 0.48, 0),
            ((start, 2), (x - 0.58, 2), "Whh", 0, 0.3),
        ):
            arrow(ax, tail, head, BLUE)
            middle = (tail[0] + head[0]) / 2 + dx, (tail[1] + head[1]) / 2 + dy
            label(ax, *middle, name, 14, BROWN)
    return fig


DIAGRAMS = [unrolled]  # drawn once, by notebooks/images/draw.py
