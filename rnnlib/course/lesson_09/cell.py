"""The picture of an LSTM cell in lesson 09, with the numbers of one step."""

from ..figures import BLUE, BROWN, GRAY, INK, ORANGE, PALE, arrow, box, diagram, label


def lstm_cell():
    """One unit of an LSTM at one step, with its numbers; two are missing: a figure."""
    fig, ax = diagram(12, 5.6, xlim=(-0.2, 13.2), ylim=(0.1, 6.2))
    top, low = 4.9, 1.2

    def part(x, y, words, color=PALE, wide=1.5):
        box(ax, x - wide / 2, y - 0.4, wide, 0.8, color)
        label(ax, x, y, words, 16)

    def knob(x, y, words):
        ax.plot([x], [y], "o", markersize=34, color="white", markeredgecolor=INK, markeredgewidth=2)
        label(ax, x, y, words, 20)

    # the way of c, straight through
    for start, end in ((1.75, 3.55), (4.25, 6.25), (6.95, 8.5)):
        arrow(ax, (start, top), (end, top), BLUE)
    part(0.9, top, "c[t\u22121]\n2.0", ORANGE, 1.6)
    knob(3.9, top, "\u00d7")
    knob(6.6, top, "+")
    part(9.35, top, "c[t]\n?", ORANGE, 1.6)
    # what is written, and what is shown
    knob(6.6, 3.05, "\u00d7")
    arrow(ax, (6.6, 3.4), (6.6, 4.53), BLUE)
    knob(9.35, 3.05, "\u00d7")
    arrow(ax, (9.35, 4.42), (9.35, 3.42), BLUE)
    label(ax, 9.5, 3.95, "tanh", 15, ha="left")
    arrow(ax, (9.72, 3.05), (11.3, 3.05), BLUE)
    part(12.15, 3.05, "h[t]\n?", wide=1.6)
    # the gates
    for x, name, value, words, end in (
        (3.9, "f", "0.9", "keep", (3.9, 4.53)),
        (5.6, "i", "0.5", "write", (6.35, 2.75)),
        (7.3, "g", "\u22120.8", "what", (6.85, 2.75)),
        (9.35, "o", "0.6", "show", (9.35, 2.68)),
    ):
        part(x, low, f"{name}\n{value}", wide=1.2)
        arrow(ax, (x, low + 0.45), end, BLUE)
        label(ax, x, low - 0.75, words, 15, GRAY)
    label(ax, 1.2, low + 0.2, "each from the letter\nand h[t\u22121]", 15)
    arrow(ax, (2.25, low + 0.15), (3.2, low + 0.15), BLUE)
    # the way back
    arrow(ax, (8.5, 5.75), (1.75, 5.75), BROWN)
    label(ax, 5.2, 6.02, "back along c: \u00d7 f, and nothing else", 15, BROWN)
    return fig


DIAGRAMS = [lstm_cell]
