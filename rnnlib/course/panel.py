"""Panels: native controls above pages that were computed before. Used by all lessons.

    Panel([Slider("rate", (0.1, 0.5, 1.0))], page, label="what comes of it")

`page(0.1)` gives what the panel shows there: a sentence, and HTML. It is called for every position
of the sliders and choices, and panel.js turns the pages, with a kernel or without one. Only what
is typed into a `Text` is asked of the kernel.
"""

import base64
import html
import io
import itertools
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import anywidget
import matplotlib
import traitlets

from .figures import INK, visible

SAFE = " /=:;,'()"  # what an address in quotation marks may hold as it is
CELL = "padding:0.1em 0.5em; text-align:center; border:1px solid #767676"  # of a `table`
GROUND = f"background:white; color:{INK}"  # of its cells: JupyterLab has a ground for rows

HERE = Path(__file__)
PARTS = HERE.with_name("parts.js").read_text("utf-8")  # of every script, before its own
LOOK = HERE.with_suffix(".css")


@dataclass(frozen=True)
class Choice:
    """A menu. values: what may be chosen. start: the value chosen first, or else the first one.

    shown: makes of a value the words that stand for it.
    """

    name: str
    values: Sequence
    start: object = None
    shown: Callable = str
    kind = "choice"

    @property
    def first(self):
        """The position to begin with. Raises ValueError for a start that is none of the values."""
        return 0 if self.start is None else list(self.values).index(self.start)

    def value(self, position):
        return self.values[position]


class Buttons(Choice):
    """A row of buttons, one of them pressed, for few values with short names. As `Choice`."""

    kind = "buttons"


@dataclass(frozen=True)
class Slider(Choice):
    """A slider over values in their order. The first four arguments are those of `Choice`.

    plays: it has a button, Play, that moves it on, one value in so many milliseconds. begins:
    whether it plays as soon as it is seen (not for people who asked for less motion).
    """

    plays: int | None = None
    begins: bool = False
    kind = "slider"


@dataclass(frozen=True)
class Text:
    """A line to type into; its position is the text itself. start: what stands there first."""

    name: str
    start: str = ""
    kind = "text"
    values, shown = (), str

    @property
    def first(self):
        return self.start

    def value(self, position):
        return position


class Panel(anywidget.AnyWidget):
    """Controls above a page; a still of the first page stands where nothing runs.

    controls: of the kinds above, each with a name of its own. page: takes their values,
    returns a sentence (plain text) and what stands below it (HTML); a ValueError that it raises is
    shown as a message. label: what a screen reader calls the page. height: of the page, in em;
    None where all pages are as high as each other, and each needs no more than that.
    formula: a script that computes all other pages in the browser, where they would be too many,
    from what is given to it. given: anything that JSON can hold.
    """

    _esm, _css = PARTS + HERE.with_suffix(".js").read_text("utf-8"), LOOK
    setup = traitlets.Dict().tag(sync=True)
    pages = traitlets.Unicode().tag(sync=True)  # JSON, packed: pages repeat themselves
    given = traitlets.Unicode().tag(sync=True)  # JSON, packed

    def __init__(self, controls, page, *, label, height=18, formula=None, given=None):
        self.controls, self.page = controls, page
        start = [control.first for control in controls]
        positions = [
            [at] if formula or control.kind == "text" else range(len(control.values))
            for control, at in zip(controls, start, strict=True)
        ]
        pages = [self.page_at(at) for at in itertools.product(*positions)]
        self.still = self._still(start)
        super().__init__(
            setup={
                "label": label,
                "height": height,
                "controls": [
                    {"kind": control.kind, "name": control.name, "start": at,
                     "shown": [control.shown(value) for value in control.values],
                     "plays": getattr(control, "plays", None),
                     "begins": getattr(control, "begins", False)}
                    for control, at in zip(controls, start, strict=True)
                ],
            },
            pages=packed(pages),
            given=packed(given),
            _esm=self._esm + (formula.read_text("utf-8") if formula else ""),
        )  # fmt: skip
        self.on_msg(self._answer)

    def page_at(self, positions):
        """What stands there when the controls are at these positions: a dictionary for panel.js."""
        values = [control.value(at) for control, at in zip(self.controls, positions, strict=True)]
        note, body, error = "", "", ""
        try:
            note, body = self.page(*values)
        except ValueError as wrong:
            error = str(wrong)
        return {"at": positions, "note": note, "body": body, "error": error}

    def _answer(self, _, question, buffers):
        """Send the page that the browser asks for, or a sign of life."""
        self.send(self.page_at(question["at"]) if "at" in question else {})

    def _still(self, start):
        page = self.page_at(start)
        told = html.escape(page["note"] or page["error"])
        settings = " · ".join(
            f"{html.escape(control.name)} <b>{html.escape(control.shown(control.value(at)))}</b>"
            for control, at in zip(self.controls, start, strict=True)
        )
        return (
            f'<div style="max-width:860px; background:white; color:{INK}; font-size:16px; '
            'padding:12px"><p><i>A panel to play with, once the notebook runs.</i></p>'
            f"<p>{settings}</p><p><b>{told}</b></p>{page['body']}</div>"
        )

    def __repr__(self):
        names = ", ".join(control.name for control in self.controls)
        return f"[a panel to play with, once the notebook runs: {names}]"

    def _repr_mimebundle_(self, **options):
        data, metadata = super()._repr_mimebundle_(**options)
        return {**data, "text/html": self.still}, metadata


def packed(value):
    """JSON, as short as it gets: parts.js unpacks it."""
    return base64.b64encode(zlib.compress(json.dumps(value).encode(), 9)).decode()


def shown(char):
    """A letter so that it can be seen, for HTML."""
    return html.escape(visible(char))


def table(rows, style=""):
    """A table for a page. rows: HTML."""
    look = f"border-collapse:collapse; font-family:monospace; font-size:16px; {style}"
    return f'<table style="{look}">{rows}</table>'


def drawing(fig, alt):
    """A figure as lines and letters for a page: sharp at every size, and many of them pack well.

    alt: what can be seen in it, a whole sentence.
    """
    file = io.StringIO()
    names = ["DejaVu Sans", "Verdana"]  # of letters; matplotlib would write ten with every word
    look = {"svg.fonttype": "none", "svg.hashsalt": "rnnlib", "font.sans-serif": names}
    with matplotlib.rc_context(look):
        fig.savefig(
            file, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
        )
    width = round(fig.get_figwidth() * 80)
    return (
        f'<img style="width:100%; max-width:{width}px" alt="{html.escape(alt)}" '
        f'src="data:image/svg+xml,{quote(file.getvalue(), safe=SAFE)}">'
    )


def thousands(n):
    """A count as it is read: 100 000."""
    return f"{n:,}".replace(",", " ")
