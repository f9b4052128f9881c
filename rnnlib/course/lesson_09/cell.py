"""The picture of an LSTM cell in lesson 09, with the numbers of one step, and the panel of it."""

from ..figures import BLUE, BROWN, GRAY, INK, PALE, arrow, box, diagram, ink, label, number, tint
from ..panel import GROUND, Panel, Slider, drawing, shown, table

GIVEN = {"g": -0.8, "i": 0.5, "f": 0.9, "o": 0.6, "c_before": 2.0}  # of the step in the picture
NAMES = {"c_before": "c[t\u22121]", "c": "c[t]", "h": "h[t]"}
TOP, MIDDLE, LOW = 4.9, 3.05, 1.2
PLACES = {  # of each number: x, y
    "c_before": (0.9, TOP), "c": (9.35, TOP), "h": (12.15, MIDDLE),
    "f": (3.9, LOW), "i": (5.6, LOW), "g": (7.3, LOW), "o": (9.35, LOW),
}  # fmt: skip


class Cell:
    """One unit of an LSTM at one step, drawn: its gates and what they lead to. fig: a figure."""

    def __init__(self):
        self.fig, ax = diagram(12, 5.6, xlim=(-0.2, 13.2), ylim=(0.1, 6.2))
        self.ax, self.words = ax, {}

        def knob(x, y, words):
            ax.plot([x], [y], "o", markersize=34, color="white", mec=INK, mew=2)
            label(ax, x, y, words, 20)

        for start, end in ((1.75, 3.55), (4.25, 6.25), (6.95, 8.5)):  # of c, straight through
            arrow(ax, (start, TOP), (end, TOP), BLUE)
        knob(3.9, TOP, "\u00d7")
        knob(6.6, TOP, "+")
        knob(6.6, MIDDLE, "\u00d7")  # what is written
        arrow(ax, (6.6, 3.4), (6.6, 4.53), BLUE)
        knob(9.35, MIDDLE, "\u00d7")  # what is shown
        arrow(ax, (9.35, 4.42), (9.35, 3.42), BLUE)
        label(ax, 9.5, 3.95, "tanh", 15, ha="left")
        arrow(ax, (9.72, MIDDLE), (11.3, MIDDLE), BLUE)
        for gate, words, end in (
            ("f", "keep", (3.9, 4.53)),
            ("i", "write", (6.35, 2.75)),
            ("g", "what", (6.85, 2.75)),
            ("o", "show", (9.35, 2.68)),
        ):
            x, _ = PLACES[gate]
            arrow(ax, (x, LOW + 0.45), end, BLUE)
            label(ax, x, LOW - 0.75, words, 15, GRAY)
        self.source = ax.text(1.2, LOW + 0.2, "", fontsize=15, ha="center", va="center")
        arrow(ax, (2.25, LOW + 0.15), (3.2, LOW + 0.15), BLUE)
        for name, (x, y) in PLACES.items():
            wide = 1.2 if name in "figo" else 1.6
            box(ax, x - wide / 2, y - 0.4, wide, 0.8, PALE)
            self.words[name] = (
                ax.patches[-1],
                ax.text(x, y, "", fontsize=16, ha="center", va="center"),
            )

    def tell(self, values, source, large):
        """Write numbers into the boxes, each on its color; one that is missing is a question mark.

        values: {name: number}, the names those of PLACES. source: what the gates are made from.
        large: a cell that holds so much has the deepest color.
        """
        self.source.set_text(source)
        for name, (patch, words) in self.words.items():
            value = values.get(name)
            told = "?" if value is None else number(value, 1 if values is GIVEN else 2)
            x = 0 if value is None else value / (large if name in ("c_before", "c") else 1)
            words.set(text=f"{NAMES.get(name, name)}\n{told}", color=ink(x))
            patch.set_facecolor(tint(x))
        return self.fig


def lstm_cell():
    """One unit of an LSTM at one step, with its numbers; two are missing: a figure."""
    cell = Cell()
    arrow(cell.ax, (8.5, 5.75), (1.75, 5.75), BROWN)
    label(cell.ax, 5.2, 6.02, "back along c: \u00d7 f, and nothing else", 15, BROWN)
    return cell.tell(GIVEN, "each from the letter\nand h[t\u22121]", 4)


def steps_of(model, ids, state, unit):
    """The numbers of one unit of an LSTM at each step of a text: a list of {name: number}.

    ids: (N,). state: (2,1,H), before it. The names are those of PLACES.
    """
    _, _, cache = model.forward(ids[:, None], state)
    of_unit = (*cache.gates[..., 0, unit].T, cache.cs[:-1, 0, unit], cache.cs[1:, 0, unit])
    rows = zip(*of_unit, cache.hs[1:, 0, unit], strict=True)
    names = "g", "i", "f", "o", "c_before", "c", "h"
    return [dict(zip(names, map(float, row), strict=True)) for row in rows]


def step_panel(letters, steps):
    """A panel that walks along a string, with the numbers of one unit in the picture of the cell.

    letters: of the string. steps: one for each letter, as `steps_of` gives them.
    """
    cell, large = Cell(), max(abs(step["c"]) for step in steps)
    cell.fig.draw_without_rendering()
    cell.fig.set_layout_engine("none")  # found once: only the numbers change

    def page(n):
        now = steps[n - 1]
        kept, written = (
            f"{number(now[gate])} of {number(now[name])} is {done}"
            for gate, name, done in (("f", "c_before", "kept"), ("i", "g", "written"))
        )
        letter = shown(letters[n - 1])
        fig = cell.tell(now, f"from {letter}\nand h[t\u22121]", large)
        said = "; ".join(f"{NAMES.get(name, name)} {number(now[name])}" for name in PLACES)
        picture = drawing(fig, f"One step of one unit: {said}.")
        return f"{letter} is read: {kept}, {written}", picture + so_far(letters, steps[:n], large)

    slider = Slider("letters read", range(1, len(letters) + 1), min(5, len(letters)), plays=1000)
    return Panel([slider], page, label="one step of one cell", height=None)


def so_far(letters, steps, large):
    """What the cell has held after each letter, colored, below the letters: HTML."""
    look = "padding:2px 0; min-width:38px; text-align:center; font-size:14px; "
    tops = cells = ""
    for k, letter in enumerate(letters):
        here = "font-weight:bold; text-decoration:underline" if k == len(steps) - 1 else ""
        tops += f'<td style="{look}{GROUND}; {here}">{shown(letter)}</td>'
        x = steps[k]["c"] if k < len(steps) else 0
        told = number(x, 1) if k < len(steps) else "&nbsp;"
        cells += (
            f'<td style="{look}background:{tint(x / large)}; color:{ink(x / large)}">{told}</td>'
        )
    return table(f"<tr>{tops}</tr><tr>{cells}</tr>")


DIAGRAMS = [lstm_cell]
