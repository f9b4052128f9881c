"""The diagram of lesson 04."""

from ..figures import BLUE, BROWN, arrow, box, diagram, label, visible


def backward_graph(letters="hel", targets="elo"):
    """The network at several steps as a graph, with the way back beside the way forward: a figure.

    letters: what it reads at each step. targets: what should come next at each.
    """
    T, wide = len(letters), 3.6
    fig, ax = diagram(wide * T + 0.2, 7, xlim=(-2.3, wide * T - 2.1), ylim=(-0.5, 6.5))

    def line(start, end, color, name="", dx=0.0, dy=0.0):
        arrow(ax, start, end, color, dashed=color == BROWN)
        middle = (start[0] + end[0]) / 2 + dx, (start[1] + end[1]) / 2 + dy
        label(ax, *middle, name, 13, color)

    def there_and_back(x, low, high, forward, backward):
        line((x - 0.13, low), (x - 0.13, high), BLUE, forward, dx=-0.42)
        line((x + 0.13, high), (x + 0.13, low), BROWN, backward, dx=0.22 + 0.05 * len(backward))

    for t, (letter, target) in enumerate(zip(letters, targets, strict=True)):
        x = wide * t + 0.2
        label(ax, x, -0.1, visible(letter), 20)
        for y, half, name in (
            (1.5, 0.45, "a"),
            (3.0, 0.45, f"hs[{t + 1}]"),
            (4.5, 0.45, "z"),
            (6.0, 1.05, f"surprise: {visible(target)}?"),
        ):
            box(ax, x - half, y - 0.25, 2 * half, 0.5)
            label(ax, x, y, name, 16)
        line((x, 0.2), (x, 1.18), BLUE, "Wxh", dx=-0.45)
        there_and_back(x, 1.82, 2.68, "tanh", "da")
        there_and_back(x, 3.32, 4.18, "Why", "direct")
        there_and_back(x, 4.82, 5.68, "", "dz")
        # from the state before, which for the first step comes from outside the window
        start = (x - wide + 0.55, 2.95) if t else (x - 1.6, 2.21)
        line(start, (x - 0.52, 1.66), BLUE, "Whh", dx=0.0 if t else -0.2, dy=0.3 if t else -0.25)
        if t:
            line((x - 0.52, 1.4), (x - wide + 0.42, 2.66), BROWN, "dhnext", dx=0.1, dy=-0.36)
    label(ax, -1.4, 2.4, "hs[0]", 16, ha="right")
    return fig


DIAGRAMS = [backward_graph]  # drawn once, by notebooks/images/draw.py
