"""Figures: one style, the map of the machine, and a way to show them that can be read aloud.

Used by all lessons.
"""

import base64
import html
import io

import numpy as np
from IPython.display import HTML, display
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

# After Okabe and Ito: told apart by color-blind eyes and, by their lightness, in print; the
# ones that words are written in are dark enough to read on white.
INK, GRAY, PALE = "#1a1a1a", "#767676", "#f2f2f2"
BLUE, ORANGE, GREEN, BROWN = "#0072b2", "#e69f00", "#007355", "#a04a00"

# part of the machine -> its place (x, y, width, height), what it is, and its lesson
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


def figure(width=10, height=4):
    """A figure of this size in inches, and its axes, in the one style of the course."""
    fig = Figure(figsize=(width, height), dpi=100, layout="constrained", facecolor="white")
    ax = fig.add_subplot()
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=14)
    ax.xaxis.label.set_size(15)
    ax.yaxis.label.set_size(15)
    return fig, ax


def visible(char):
    """A letter as it can be seen: a space as an open box, a line end as an arrow."""
    return {" ": "\u2423", "\n": "\u21b5"}.get(char, char)


def matrix(values, rows=(), columns=(), numbers=None, title="", width=8):
    """A matrix (R,C) as colored cells, purple below 0, orange above: a figure.

    rows, columns: a label for each, such as letters. numbers: a format such as "{:.1f}" to write
    into every cell, or None for color alone (a strip of states over time, say). width: in inches.
    """
    values = np.atleast_2d(values)
    n_rows, n_columns = values.shape
    row = 0.5 if numbers else 0.3
    fig, ax = figure(width, 0.7 + row * n_rows + 0.4 * bool(title))
    limit = np.abs(values).max() or 1
    ax.imshow(values, cmap="PuOr_r", vmin=-limit, vmax=limit, aspect="auto")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_xticks(range(len(columns)), [visible(label) for label in columns])
    ax.set_yticks(range(len(rows)), [visible(label) for label in rows])
    ax.xaxis.tick_top()
    ax.set_xticks(np.arange(n_columns + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(n_rows + 1) - 0.5, minor=True)
    ax.grid(which="minor", color="white", linewidth=2 if numbers else 0.5)
    ax.tick_params(which="minor", length=0)
    if numbers:
        for (i, j), value in np.ndenumerate(values):
            light = abs(value) < 0.6 * limit
            ax.text(
                j, i, numbers.format(value), ha="center", va="center", fontsize=14,
                color=INK if light else "white",
            )  # fmt: skip
    if title:
        ax.set_title(title, fontsize=15)
    return fig


def bars(probabilities, chars, k=5, width=6):
    """The k likeliest letters as bars, the likeliest on top: a figure.

    probabilities: (V,). chars: the V letters.
    """
    best = np.argsort(-probabilities, kind="stable")[:k][::-1]
    fig, ax = figure(width, 0.5 * k + 0.9)
    ax.barh(range(len(best)), probabilities[best], color=BLUE)
    ax.set_yticks(range(len(best)), [visible(chars[i]) for i in best])
    ax.set(xlim=(0, 1), xlabel="probability")
    return fig


def colored_text(text, values, high):
    """A text, each letter on a color that is the deeper, the larger its value: HTML.

    values: one for each letter, at least 0. high: the value of the deepest color.
    """
    spans = []
    for char, value in zip(text, values, strict=True):
        share = min(max(value / high, 0), 1)
        # from white to orange: dark letters stay readable on both
        red, green, blue = (round(255 - share * (255 - end)) for end in (230, 159, 0))
        shown = visible(char) + "\n" if char == "\n" else char
        spans.append(
            f'<span style="background:rgb({red},{green},{blue})" title="{value:.2f}">'
            f"{html.escape(shown)}</span>"
        )
    return (
        '<div style="white-space:pre-wrap; font-family:monospace; font-size:17px; '
        f'line-height:1.6; color:{INK}">{"".join(spans)}</div>'
    )


def unrolled(letters, targets):
    """The network at several steps, side by side, with one set of weights: a figure.

    letters: what it reads at each step. targets: what should come next at each.
    """
    T = len(letters)
    fig, ax = figure(2.2 * T + 2, 4.6)
    ax.set(xlim=(-2.3, 2.2 * T + 0.2), ylim=(-0.4, 4.3), aspect="equal")
    ax.axis("off")

    def arrow(start, end, label, dx=0.0, dy=0.0):
        ax.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=20, linewidth=2.5,
                                     color=BLUE, shrinkA=0, shrinkB=0))  # fmt: skip
        x, y = (start[0] + end[0]) / 2 + dx, (start[1] + end[1]) / 2 + dy
        ax.text(x, y, label, ha="center", va="center", fontsize=14, color=BROWN)

    ax.text(-1.25, 2, "hs[0]", ha="right", va="center", fontsize=16)
    for t, (letter, target) in enumerate(zip(letters, targets, strict=True)):
        x = 2.2 * t + 0.5
        ax.add_patch(FancyBboxPatch((x - 0.5, 1.6), 1, 0.8, boxstyle="round,pad=0.05",
                                    facecolor=PALE, edgecolor=INK, linewidth=2))  # fmt: skip
        ax.text(x, 2, f"hs[{t + 1}]", ha="center", va="center", fontsize=16)
        ax.text(x, 0, visible(letter), ha="center", va="center", fontsize=20)
        ax.text(x, 4, visible(target) + "?", ha="center", va="center", fontsize=20)
        arrow((x, 0.35), (x, 1.52), "Wxh", dx=0.48)
        arrow((x, 2.48), (x, 3.65), "Why", dx=0.48)
        start = x - 1.5 if t == 0 else x - 1.62
        arrow((start, 2), (x - 0.58, 2), "Whh", dy=0.3)
    return fig


def backward_graph(letters, targets):
    """The network at several steps as a graph, with the way back beside the way forward: a figure.

    letters: what it reads at each step. targets: what should come next at each.
    """
    T, wide = len(letters), 3.6
    fig, ax = figure(wide * T + 0.2, 7)
    ax.set(xlim=(-2.3, wide * T - 2.1), ylim=(-0.5, 6.5), aspect="equal")
    ax.axis("off")

    def arrow(start, end, color, label="", dx=0.0, dy=0.0):
        style = "--" if color == BROWN else "-"
        ax.add_patch(
            FancyArrowPatch(
                start, end, arrowstyle="-|>", mutation_scale=18, linewidth=2.5, color=color,
                linestyle=style, shrinkA=0, shrinkB=0,
            )
        )  # fmt: skip
        x, y = (start[0] + end[0]) / 2 + dx, (start[1] + end[1]) / 2 + dy
        ax.text(x, y, label, ha="center", va="center", fontsize=13, color=color)

    def there_and_back(x, low, high, forward, backward):
        arrow((x - 0.13, low), (x - 0.13, high), BLUE, forward, dx=-0.42)
        arrow((x + 0.13, high), (x + 0.13, low), BROWN, backward, dx=0.22 + 0.05 * len(backward))

    for t, (letter, target) in enumerate(zip(letters, targets, strict=True)):
        x = wide * t + 0.2
        ax.text(x, -0.1, visible(letter), ha="center", va="center", fontsize=20)
        boxes = (
            (1.5, "a"),
            (3.0, f"hs[{t + 1}]"),
            (4.5, "z"),
            (6.0, f"surprise: {visible(target)}?"),
        )
        for y, name in boxes:
            half = 1.05 if "surprise" in name else 0.45
            ax.add_patch(FancyBboxPatch((x - half, y - 0.25), 2 * half, 0.5,
                                        boxstyle="round,pad=0.05", facecolor=PALE,
                                        edgecolor=INK, linewidth=2))  # fmt: skip
            ax.text(x, y, name, ha="center", va="center", fontsize=16)
        arrow((x, 0.2), (x, 1.18), BLUE, "Wxh", dx=-0.45)
        there_and_back(x, 1.82, 2.68, "tanh", "da")
        there_and_back(x, 3.32, 4.18, "Why", "direct")
        there_and_back(x, 4.82, 5.68, "", "dz")
        # from the state before, which for the first step comes from outside the window
        start = (x - wide + 0.55, 2.95) if t else (x - 1.6, 2.21)
        arrow(start, (x - 0.52, 1.66), BLUE, "Whh", dx=0.0 if t else -0.2, dy=0.3 if t else -0.25)
        if t:
            arrow((x - 0.52, 1.4), (x - wide + 0.42, 2.66), BROWN, "dhnext", dx=0.1, dy=-0.36)
    ax.text(-1.4, 2.4, "hs[0]", ha="right", va="center", fontsize=16)
    return fig


def picture(fig, alt, caption=""):
    """A figure with a sentence that a screen reader reads, and a caption: HTML.

    alt: what can be seen in it, a whole sentence. caption: what it shows, for everybody.
    Raises ValueError for an alt that is too short to be a sentence.
    """
    if len(alt) < 25:
        raise ValueError(f"alt is {alt!r}: say in a whole sentence what can be seen")
    file = io.BytesIO()
    fig.savefig(file, format="png")
    data = base64.b64encode(file.getvalue()).decode("ascii")
    width = round(fig.get_figwidth() * 80)
    return (
        f'<figure style="margin:0; max-width:{width}px">'
        f'<img style="width:100%" alt="{html.escape(alt)}" src="data:image/png;base64,{data}">'
        f'<figcaption style="font-size:15px">{html.escape(caption)}</figcaption></figure>'
    )


def show(fig, alt, caption=""):
    """Display a `picture`: an <img> of its own, because JupyterLab drops the words of others."""
    display(HTML(picture(fig, alt, caption)))


def machine_map(*lit):
    """The map of the whole machine, with the named parts lit: a figure.

    lit: names from PARTS. Raises ValueError for a name that is not there.
    """
    unknown = set(lit) - set(PARTS)
    if unknown:
        raise ValueError(f"no part is called {unknown.pop()!r}: the parts are {', '.join(PARTS)}")
    fig, ax = figure(12, 6)
    ax.set(xlim=(0, 13.4), ylim=(0, 7.4), aspect="equal")
    ax.axis("off")
    for name, ((x, y, w, h), label, lesson) in PARTS.items():
        on = name in lit
        ax.add_patch(
            FancyBboxPatch(
                (x, y), w, h, boxstyle="round,pad=0.08", linewidth=2.5 if on else 1.5,
                facecolor=ORANGE if on else PALE, edgecolor=INK if on else GRAY,
            )
        )  # fmt: skip
        ax.text(x + w / 2, y + h / 2 + 0.15, label, ha="center", va="center", fontsize=16)
        ax.text(x + w, y + 0.02, lesson, ha="right", va="bottom", fontsize=13)

    def arrow(start, end, color=INK, bend=0.0, style="-"):
        ax.add_patch(
            FancyArrowPatch(
                start, end, arrowstyle="-|>", mutation_scale=22, linewidth=2.5, color=color,
                connectionstyle=f"arc3,rad={bend}", linestyle=style, shrinkA=0, shrinkB=0,
            )
        )  # fmt: skip

    def word(x, y, text, color=INK, **options):
        ax.text(x, y, text, ha="center", va="center", fontsize=15, color=color, **options)

    # reading
    word(0.55, 4.15, "letter\n\u201ch\u201d")
    arrow((0.95, 4.15), (1.42, 4.15), BLUE)
    arrow((3.48, 4.15), (4.22, 4.15), BLUE)
    arrow((6.28, 4.15), (7.02, 4.15), BLUE)
    arrow((9.08, 4.15), (9.82, 4.15), BLUE)
    arrow((12.35, 4.15), (11.88, 4.15), BLUE)
    word(12.8, 4.15, "next\n\u201ce\u201d")
    arrow((5.85, 4.98), (4.65, 4.98), BLUE, bend=0.9)  # the state, to the next step
    word(1.0, 3.0, "read", BLUE)
    # learning
    arrow((10.85, 3.32), (10.85, 2.18), BROWN, style="--")
    arrow((9.82, 1.35), (9.08, 1.35), BROWN, style="--")
    arrow((7.02, 1.35), (6.28, 1.35), BROWN, style="--")
    arrow((5.25, 2.18), (5.25, 3.32), BROWN, style="--")
    arrow((6.0, 2.18), (7.35, 3.32), BROWN, style="--")
    word(11.45, 2.75, "learn", BROWN)
    # writing
    arrow((8.05, 4.98), (6.28, 6.5), GREEN, bend=0.25)
    arrow((4.22, 6.5), (2.45, 4.98), GREEN, bend=0.25)
    word(8.1, 6.3, "write", GREEN)
    return fig


def show_map(*lit):
    """Display the map with the named parts lit, with its words. lit: as in `machine_map`."""
    fig = machine_map(*lit)
    where = f" Lit: {', '.join(lit)}." if lit else ""
    show(
        fig,
        "The machine as boxes and arrows. Read: a letter becomes a vector, changes the hidden "
        "state, which also feeds itself, and gives probabilities, and these meet the letter that "
        "really came next in the surprise, the loss. Learn: from the surprise back through "
        "gradients and an update to the weights, which serve the state and the probabilities. "
        "Write: a letter drawn from the probabilities goes in again at the start."
        f"{where}",
        "The whole machine. The small numbers are the lessons."
        + (" The part in color is this lesson's." if lit else ""),
    )
