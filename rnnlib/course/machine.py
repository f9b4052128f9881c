"""The map of the whole machine, which opens every lesson with that lesson's part lit."""

from .figures import BLUE, BROWN, GRAY, GREEN, ORANGE, arrow, box, diagram, label

# part of the machine -> its place (x, y, width, height), what it is, and its lessons
PARTS = {
    "one-hot": ((1.5, 3.4, 1.9, 1.5), "letter\nto vector", "01"),
    "state": ((4.3, 3.4, 1.9, 1.5), "hidden\nstate", "02, 09, 10"),
    "probabilities": ((7.1, 3.4, 1.9, 1.5), "proba-\nbilities", "02"),
    "loss": ((9.9, 3.4, 1.9, 1.5), "surprise\n(loss)", "03"),
    "gradients": ((9.9, 0.6, 1.9, 1.5), "gradients", "04, 05"),
    "update": ((7.1, 0.6, 1.9, 1.5), "update", "06"),
    "weights": ((4.3, 0.6, 1.9, 1.5), "weights", "08"),
    "sampling": ((4.3, 6.0, 1.9, 1.0), "draw", "07"),
}


def parts_of(lesson):
    """The names of the parts that a lesson builds. lesson: its number."""
    return [name for name, (*_, lessons) in PARTS.items() if f"{lesson:02}" in lessons.split(", ")]


def machine_map(lesson):
    """The map of the whole machine, with the parts of a lesson lit: a figure.

    lesson: its number. Lesson 00 looks at all of it, and lights nothing.
    """
    lit = parts_of(lesson)
    fig, ax = diagram(12, 6, xlim=(0, 13.4), ylim=(0, 7.4))
    for name, ((x, y, width, height), what, lessons) in PARTS.items():
        look = {"color": ORANGE, "line": 2.5} if name in lit else {"edge": GRAY, "line": 1.5}
        box(ax, x, y, width, height, **look)
        label(ax, x + width / 2, y + height / 2 + 0.15, what, 16)
        label(ax, x + width, y + 0.02, lessons, 13, ha="right", va="bottom")

    # reading
    label(ax, 0.55, 4.15, "letter\n\u201ch\u201d")
    for start, end in ((0.95, 1.42), (3.48, 4.22), (6.28, 7.02), (9.08, 9.82), (12.35, 11.88)):
        arrow(ax, (start, 4.15), (end, 4.15), BLUE)
    label(ax, 12.8, 4.15, "next\n\u201ce\u201d")
    arrow(ax, (5.85, 4.98), (4.65, 4.98), BLUE, bend=0.9)  # the state, to the next step
    label(ax, 1.0, 3.0, "read", color=BLUE)
    # learning
    for start, end in (
        ((10.85, 3.32), (10.85, 2.18)), ((9.82, 1.35), (9.08, 1.35)), ((7.02, 1.35), (6.28, 1.35)),
        ((5.25, 2.18), (5.25, 3.32)), ((6.0, 2.18), (7.35, 3.32)),
    ):  # fmt: skip
        arrow(ax, start, end, BROWN, dashed=True)
    label(ax, 11.45, 2.75, "learn", color=BROWN)
    # writing
    arrow(ax, (8.05, 4.98), (6.28, 6.5), GREEN, bend=0.25)
    arrow(ax, (4.22, 6.5), (2.45, 4.98), GREEN, bend=0.25)
    label(ax, 8.1, 6.3, "write", color=GREEN)
    return fig
