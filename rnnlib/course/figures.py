"""Figures: one style, and a way to show them that can be read aloud. Used by all lessons."""

import base64
import html
import io

import numpy as np
from IPython.display import HTML, display
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from PIL import Image

# After Okabe and Ito: told apart by color-blind eyes and, by their lightness, in print; the
# ones that words are written in are dark enough to read on white.
INK, GRAY, PALE = "#1a1a1a", "#767676", "#f2f2f2"
BLUE, ORANGE, GREEN, BROWN = "#0072b2", "#e69f00", "#007355", "#a04a00"
# A number's color, in every matrix, strip and panel: below 0, 0, above 0.
NEGATIVE, ZERO, POSITIVE = "#5e3c99", "#ffffff", "#e66101"
SIGNED = LinearSegmentedColormap.from_list("signed", [NEGATIVE, ZERO, POSITIVE], 257)


def figure(width=10, height=4):
    """A figure of this size in inches, and its axes, in the one style of the course."""
    fig = Figure(figsize=(width, height), dpi=100, layout="constrained", facecolor="white")
    ax = fig.add_subplot()
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=14)
    ax.xaxis.label.set_size(15)
    ax.yaxis.label.set_size(15)
    return fig, ax


def diagram(width, height, xlim, ylim):
    """A figure for boxes, arrows and words, without axes: the figure, and what to draw on."""
    fig, ax = figure(width, height)
    ax.set(xlim=xlim, ylim=ylim, aspect="equal")
    ax.axis("off")
    return fig, ax


def box(ax, x, y, width, height, color=PALE, edge=INK, line=2):
    """Draw a box with round corners; x, y: its lower left one."""
    ax.add_patch(
        FancyBboxPatch(
            (x, y), width, height, boxstyle="round,pad=0.05",
            facecolor=color, edgecolor=edge, linewidth=line,
        )
    )  # fmt: skip


def arrow(ax, start, end, color, dashed=False, bend=0):
    """Draw an arrow from one point to another. bend: 0 for a straight one."""
    ax.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=20, linewidth=2.5, color=color,
            linestyle="--" if dashed else "-", connectionstyle=f"arc3,rad={bend}",
            shrinkA=0, shrinkB=0,
        )
    )  # fmt: skip


def label(ax, x, y, text, size=15, color=INK, **options):
    """Write in a diagram, centered on a point."""
    ax.text(x, y, text, **{"ha": "center", "va": "center", **options}, fontsize=size, color=color)


def visible(char):
    """A letter as it can be seen: a space as an open box, a line end as an arrow."""
    return {" ": "\u2423", "\n": "\u21b5"}.get(char, char)


def tint(x):
    """The color of a number between -1 and 1: purple, over white at 0, to orange."""
    return to_hex(SIGNED((float(np.clip(x, -1, 1)) + 1) / 2))


def ink(x):
    """The color of letters that can be read on `tint(x)`: a contrast of 4.5 at least."""
    return "white" if x < -0.76 else "black"


def sign(x):
    """The sign of a number, to stand on its `tint` where colors don't show."""
    return "" if abs(x) < 0.05 else "\u2212" if x < 0 else "+"


def number(x, digits=2):
    """A number as it is read: a minus as long as a plus, and never -0.00."""
    return f"{round(x, digits) + 0.0:.{digits}f}".replace("-", "\u2212")


def matrix(
    values, rows=(), columns=(), numbers=None, title="", width=8, row_name="", column_name=""
):
    """A matrix (R,C) as colored cells, purple below 0, orange above: a figure.

    rows, columns: a label for each, such as letters. numbers: how many digits after the point to
    write into every cell; without, cells that are large enough get the sign. row_name,
    column_name: what the rows and columns are, such as "letter read". width: in inches.
    """
    values = np.atleast_2d(values)
    n_rows, n_columns = values.shape
    row = 0.3 if numbers is None else 0.5
    height = 0.7 + row * n_rows + 0.4 * bool(title) + 0.3 * bool(column_name)
    fig, ax = figure(width, height)
    limit = np.abs(values).max() or 1
    ax.imshow(values, cmap=SIGNED, vmin=-limit, vmax=limit, aspect="auto")
    ax.set(xlabel=column_name, ylabel=row_name)
    ax.xaxis.set_label_position("top")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_xticks(range(len(columns)), [visible(label) for label in columns])
    ax.set_yticks(range(len(rows)), [visible(label) for label in rows])
    ax.xaxis.tick_top()
    ax.set_xticks(np.arange(n_columns + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(n_rows + 1) - 0.5, minor=True)
    ax.grid(which="minor", color="white", linewidth=0.5 if numbers is None else 2)
    ax.tick_params(which="minor", length=0)
    if numbers is not None or n_columns * 0.25 <= width:
        for (i, j), value in np.ndenumerate(values):
            words = sign(value / limit) if numbers is None else number(value, numbers)
            ax.text(
                j, i, words, ha="center", va="center", fontsize=14, color=ink(value / limit),
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


def colored_text(text, values, high, name=""):
    """A text, each letter on a color that is the deeper, the larger its value: HTML.

    values: one for each letter, at least 0. high: the value of the deepest color. name: what the
    values are, such as "surprise, in nats": written beside a scale of the colors.
    """
    spans = []
    for char, value in zip(text, values, strict=True):
        shown = visible(char) + "\n" if char == "\n" else char
        spans.append(
            f'<span style="background:{tint(max(value / high, 0))}" title="{value:.2f}">'
            f"{html.escape(shown)}</span>"
        )
    scale = name and (
        f'<div style="font:15px sans-serif; margin-bottom:6px">{html.escape(name)}: 0 '
        '<span style="display:inline-block; width:160px; height:1em; vertical-align:middle; '
        f'border:1px solid {GRAY}; background:linear-gradient(90deg, {ZERO}, {POSITIVE})"></span> '
        f"{high:g} and more</div>"
    )
    return (
        f'<div style="background:white; color:{INK}; padding:8px">{scale}<div '
        'style="white-space:pre-wrap; font-family:monospace; font-size:17px; line-height:1.6">'
        f"{''.join(spans)}</div></div>"
    )


def picture(fig, alt, caption=""):
    """A figure with a sentence that a screen reader reads, and a caption: HTML.

    alt: what can be seen in it, a whole sentence. caption: what it shows, for everybody.
    Raises ValueError for an alt that is too short to be a sentence.
    """
    if len(alt) < 25:
        raise ValueError(f"alt is {alt!r}: say in a whole sentence what can be seen")
    drawn, file = io.BytesIO(), io.BytesIO()
    fig.savefig(drawn, format="png")
    # so few colors look the same, and take a third of the bytes; lines and letters need fewer still
    colors = 128 if any(ax.images for ax in fig.axes) else 32
    Image.open(drawn).convert("RGB").quantize(colors).save(file, format="png", optimize=True)
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
