"""The graph of lesson 04: three steps of the toy network, with its numbers, forward and back."""

import html
import re
from urllib.parse import quote

import numpy as np
from IPython.display import HTML, display

from ...loss import softmax
from ..figures import BLUE, BROWN, GRAY, INK, PALE, number, tint
from ..figures import ink as ink_on
from ..toy import toy_network

CELL, HIGH = 48, 28  # of a number's box, in pixels
WIDE = 328  # from step to step
ROWS = {"surprise": 34, "dz": 104, "direct": 180, "h": 262, "da": 344, "letter": 432}
FULL = 5.7  # a gradient of this size has the deepest color
BACKWARD = ("dz", "direct", "dhnext", "da")  # what is computed on the way back, in this order


class Graph:
    """The toy network at each step of a window, and what is known of the way back.

    letters: what it reads at each step. targets: what should come next at each.
    """

    def __init__(self, letters="hel", targets="elo"):
        self.letters, self.targets = letters, targets
        toy, self.chars = toy_network(), sorted(set("hello"))
        ids, wanted = ([self.chars.index(char) for char in text] for text in (letters, targets))
        logits, _, (_, hs) = toy.forward(np.array(ids)[:, None])
        ps = softmax(logits[:, 0])
        self.hs, self.dzs = hs[:, 0], ps - np.eye(len(self.chars))[wanted]
        self.surprises = -np.log(ps[range(len(ids)), wanted])
        self.known = {}  # (name, t) -> a vector
        self.new = {}  # what was filled in since the graph was shown: (name, t), in this order

    def fill(self, t, **vectors):
        """Write gradients of step t into the graph: dz, direct, dhnext or da."""
        if unknown := vectors.keys() - {*BACKWARD}:
            raise ValueError(f"the graph has no place for {unknown}: it has {', '.join(BACKWARD)}")
        filled = {(name, t): vector for name, vector in vectors.items()}
        self.known |= filled
        self.new |= dict.fromkeys(filled)

    def show(self):
        """Display the graph; what is new since the last time gets a bold frame."""
        filled = " and ".join(f"{name} of t = {t}" for name, t in self.new)
        display(HTML(shown(self.svg(self.new), f"The graph of three steps. New in it: {filled}.")))
        self.new = {}

    def svg(self, new=()):
        """The graph as SVG. new: what gets a bold frame."""
        return picture(*self.size, self.parts(new))

    @property
    def size(self):
        return WIDE * len(self.letters) + 12, ROWS["letter"] + 36

    def parts(self, new=(), thick=False):
        """Pieces of SVG. thick: arrows are as thick as their gradient is long."""
        return [part for t in range(len(self.letters)) for part in self._step(t, new, thick)]

    def _step(self, t, new, thick):
        x, y = 34 + WIDE * t, ROWS
        middle, right = x + 1.5 * CELL, x + 3 * CELL
        T, hidden = len(self.letters), len(self.hs[0])

        def vector(name, x, size, places=()):
            value, bold = self.known.get((name, t)), (name, t) in new
            row = y["da" if name == "dhnext" else name]
            return strip(x, row, [None] * size if value is None else value, FULL, bold, places)

        def width(name, t=t):
            value = self.known.get((name, t))
            return 2.5 if not thick or value is None else max(2, 2 * np.linalg.norm(value))

        def back(name, *points, t=t):
            dim = thick and (name, t) not in self.known
            return arrow(points, BROWN, width(name, t), dashed=dim, faint=dim)

        parts = [word(x, 20, f"t = {t}", bold=True, anchor="start")]
        # the way forward
        left, up, level = x - 16, x + 4 * CELL + 14, y["h"] + HIGH / 2
        parts += [
            box(x - 26, y["letter"], 128, HIGH, f"reads {self.letters[t]}"),
            arrow([(left, y["letter"]), (left, level), (x - 1, level)], BLUE, 2.5),
            arrow([(right + 1, level), (up, level), (up, y["surprise"] + HIGH)], BLUE, 2.5),
            strip(x, y["h"], self.hs[t + 1], None),
            word(x, y["h"] - 7, f"hs[{t + 1}]", anchor="start"),
            word(up + 6, y["direct"] + 20, "Why", BLUE, anchor="start"),
            word(left + 6, y["da"] - 30, "Wxh", BLUE, anchor="start"),
            box(
                x - 26, y["surprise"], 254, HIGH,
                f"surprise of {self.targets[t]}: {number(self.surprises[t])}",
            ),
        ]  # fmt: skip
        if t + 1 < T:
            parts += [
                arrow([(up, level), (x + WIDE - 18, level)], BLUE, 2.5),
                word(up + 20, level - 8, "Whh", BLUE, anchor="start"),
            ]
        # the way back
        parts += [
            back("dz", (middle, y["surprise"] + HIGH + 1), (middle, y["dz"] - 19)),
            word(x - 8, y["dz"] + 19, "dz", BROWN, anchor="end"),
            vector("dz", x, len(self.chars), self.chars),
            back("direct", (middle, y["dz"] + HIGH + 1), (middle, y["direct"] - 1)),
            word(x - 4, y["direct"] - 7, "direct", BROWN, anchor="start"),
            vector("direct", x, hidden),
            back("direct", (middle, y["direct"] + HIGH + 1), (middle, y["h"] - 1)),
            back("da", (middle, y["h"] + HIGH + 1), (middle, y["da"] - 1)),
            word(x - 4, y["da"] - 7, "da", BROWN, anchor="start"),
            vector("da", x, hidden),
            vector("dhnext", right + 14, hidden),
            word(right + 14 + 3 * CELL, y["da"] - 7, "dhnext", BROWN, anchor="end"),
            back("dhnext", (right + 34, y["da"] - 1), (right + 3, y["h"] + HIGH - 4)),
        ]
        if t + 1 < T:
            level = y["da"] + HIGH + 28
            start, end = x + WIDE + 1.5 * CELL, right + 14 + 1.5 * CELL
            below = y["da"] + HIGH + 1
            parts += [
                back("dhnext", (start, below), (start, level), (end, level), (end, below)),
                word(x + WIDE - 8, level + 23, "through Whh", BROWN, anchor="start"),
            ]
        else:
            words = "0: we ask no further"
            parts.append(word(right + 14, y["da"] + HIGH + 20, words, GRAY, anchor="start"))
        return parts


def word(x, y, text, color=INK, size=14, bold=False, anchor="middle"):
    look = ' font-weight="bold"' if bold else ""
    look += "" if color == INK else f' fill="{color}"'
    look += "" if size == 14 else f' font-size="{size}"'
    look += "" if anchor == "middle" else f' text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}"{look}>{html.escape(text)}</text>'


def box(x, y, width, height, text):
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="5" fill="{PALE}" '
        f'stroke="{INK}" stroke-width="1.5"/>' + word(x + width / 2, y + height / 2 + 5, text)
    )


def strip(x, y, values, limit, bold=False, names=()):
    """Numbers in boxes: white without a limit, else in their colors; "?" for None."""
    parts = []
    for i, value in enumerate(values):
        left = x + CELL * i
        if value is None:
            fill, color, text = PALE, GRAY, "?"
        else:
            depth = 0 if limit is None else value / limit
            fill, color, text = tint(depth), ink_on(depth), number(value)
        parts += [
            f'<rect x="{left:g}" y="{y:g}" width="{CELL}" height="{HIGH}" fill="{fill}" '
            f'stroke="{GRAY}"/>',
            word(left + CELL / 2, y + 19, text, color),
        ]
    parts += [word(x + CELL * (i + 0.5), y - 5, name) for i, name in enumerate(names)]
    if bold:
        parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{CELL * len(values)}" height="{HIGH}" fill="none" '
            f'stroke="{INK}" stroke-width="3.5"/>'
        )
    return "".join(parts)


def arrow(points, color, width, dashed=False, faint=False):
    """A line through points, with a head at its end."""
    (x0, y0), (x1, y1) = points[-2:]
    along = np.array([x1 - x0, y1 - y0]) / np.hypot(x1 - x0, y1 - y0)
    across = np.array([-along[1], along[0]])
    tip, half = np.array([x1, y1]), 4.5 + width / 2
    back = tip - along * (half + 4)
    head = " ".join(
        f"{a:.1f},{b:.1f}" for a, b in (tip, back + half * across, back - half * across)
    )
    path = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in (*points[:-1], back + along))
    dashes = ' stroke-dasharray="5 5"' if dashed else ""
    opacity = ' opacity="0.45"' if faint else ""
    return (
        f'<g{opacity}><path d="{path}" fill="none" stroke="{color}" stroke-width="{width:.1f}"'
        f'{dashes}/><polygon points="{head}" fill="{color}"/></g>'
    )


def sum_of(matrices, names, total, top=0, size=3):
    """Square matrices, and their sum at the end, as parts of SVG that are `sum_size` large.

    names: what to write above each. total: above the sum. None for a matrix not yet known. top:
    from which height on to draw. size: of a matrix.
    """
    parts = []
    known = [matrix for matrix in matrices if matrix is not None]
    whole = sum(known) if known else None
    for n, (matrix, name) in enumerate(zip([*matrices, whole], [*names, total], strict=True)):
        x = 20 + n * (size * CELL + 40)
        parts.append(word(x + size * CELL / 2, top + 20, name, bold=n == len(matrices)))
        for i in range(size):
            row = [None] * size if matrix is None else matrix[i]
            parts.append(strip(x, top + 30 + HIGH * i, row, FULL, False))
        if n < len(matrices):
            sign = "=" if n == len(matrices) - 1 else "+"
            parts.append(word(x + size * CELL + 20, top + 36 + HIGH * size / 2, sign, size=24))
    return parts


def sum_size(count, size=3):
    """Width and height of what `sum_of` draws for so many matrices."""
    return 20 + (count + 1) * (size * CELL + 40), 50 + HIGH * size


def show_copies(gradients):
    """Display the gradients of three copies of Whh, (T,H,H) over `hel`, and their sum."""
    names = [f"copy at t = {t}" for t in range(len(gradients))]
    svg = picture(*sum_size(len(gradients)), sum_of(gradients, names, "sum"))
    alt = (
        "Three matrices and their sum. The first is zero, the second large in row 1 only, the "
        "third in rows 0 and 2. The sum is the gradient found at the beginning."
    )
    caption = "The gradients of the three copies add up to the gradient of the one matrix."
    display(HTML(shown(svg, alt, caption)))


def picture(width, height, parts):
    """An SVG on white."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="DejaVu Sans, Verdana, sans-serif" '
        f'font-size="14" text-anchor="middle" fill="{INK}">'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>'
    )


def shown(svg, alt, caption=""):
    """An SVG as HTML, with a sentence that a screen reader reads, and a caption."""
    width, height = re.search(r'width="(.+?)" height="(.+?)"', svg).groups()
    data = quote(svg.replace('"', "'"), safe=" /=:;,'()")
    image = (  # told its size, it keeps its place on the page while it is drawn
        f'<img width="{width}" height="{height}" style="width:100%; height:auto" '
        f'alt="{html.escape(alt)}" src="data:image/svg+xml,{data}">'
    )
    words = f'<figcaption style="font-size:15px">{html.escape(caption)}</figcaption>'
    return (
        f'<figure style="margin:0; max-width:{width}px">{image}{words if caption else ""}</figure>'
    )


def backward_graph():
    """The graph before anything is known of the way back, as SVG."""
    return Graph().svg()


DIAGRAMS = [backward_graph]  # drawn once, by notebooks/images/draw.py
