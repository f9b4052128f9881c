"""The first panel of lesson 10: a text, colored by what one unit holds after each letter."""

import html
from pathlib import Path

import numpy as np

from ..figures import INK, ink, number, tint, visible
from ..panel import Panel, Slider

LEVELS = 9  # of color, from -1 to 1
TINTS = [(tint(x), ink(x)) for x in np.linspace(-1, 1, LEVELS)]
LETTER = '<span style="background:{ground}; color:{ink}">{char}</span>'
PAGE = (
    f'<div style="color:{INK}; font:16px/1.5 monospace; white-space:pre-wrap; '
    'overflow-wrap:anywhere">{letters}</div>'
)
NOTE = "unit {unit}: from {low} to {high} in these lines"


def unit_browser(text, units, first=0):
    """A panel: a text in the colors of one unit, and a slider through all units.

    text: N letters. units: (N,H), between -1 and 1, what each unit holds after each letter. first:
    the unit to begin with. browser.js makes the same pages.
    """
    levels = np.rint((units + 1) / 2 * (LEVELS - 1)).astype(int)  # (N,H)
    chars = [visible(char) + "\n" if char == "\n" else html.escape(char) for char in text]
    ends = [[number(x) for x in row] for row in (units.min(axis=0), units.max(axis=0))]

    def page(unit):
        letters = "".join(
            LETTER.format(char=char, ground=TINTS[level][0], ink=TINTS[level][1])
            for char, level in zip(chars, levels[:, unit], strict=True)
        )
        note = NOTE.format(unit=unit, low=ends[0][unit], high=ends[1][unit])
        return note, PAGE.format(letters=letters)

    return Panel(
        [Slider("unit", range(units.shape[1]), first)], page,
        label="the text in the colors of a unit", height=None,
        formula=Path(__file__).with_suffix(".js"),
        given={"chars": chars, "levels": ["".join(map(chr, row + 65)) for row in levels.T],
               "tints": TINTS, "ends": ends, "letter": LETTER, "page": PAGE, "note": NOTE},
    )  # fmt: skip
