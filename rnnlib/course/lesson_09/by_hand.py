"""The first panel of lesson 09: its reader sets the gates of one cell, and makes it count."""

from ..figures import BLUE, BROWN, INK, number
from ..panel import Buttons, Panel

STRING = "aaaaabbbbb"
ZERO = 85  # how high above the letters and how deep below them there is room, in pixels
FULL = 10  # what a cell can hold at most, after ten letters


def along(f, i, at_a, at_b, letters=STRING):
    """What a cell that begins with 0 holds after each letter, its gates set by hand: a list.

    at_a, at_b: g when it reads a, and when it reads b.
    """
    held, c = [], 0.0
    for letter in letters:
        c = f * c + i * (at_a if letter == "a" else at_b)
        held.append(c)
    return held


def gates_by_hand():
    """A panel: the gates of one cell, and a bar for what it holds after each letter."""

    def page(f, i, at_a, at_b):
        held = along(f, i, at_a, at_b)
        n = STRING.count("a")
        note = f"after the last a the cell holds {number(held[n - 1])}, after the last b "
        note += number(held[-1]) + (": it counts" if counts(held) else "")
        return note, bars(held)

    controls = [
        Buttons("f: of what it holds, keep", (0.0, 0.5, 0.9, 1.0), 0.5, shown="{:g}".format),
        Buttons("i: of g, write", (0.0, 0.5, 1.0), 1.0, shown="{:g}".format),
        Buttons("g when it reads a", (-1, 0, 1), 1, signed),
        Buttons("g when it reads b", (-1, 0, 1), 1, signed),
    ]
    return Panel(controls, page, label="what the cell holds", height=None)


def counts(held):
    """Whether it is the more the more letters a came, either way, and 0 when all b's have come."""
    n = STRING.count("a")
    steps = [after - before for before, after in zip([0, *held], held, strict=False)]
    even = steps[0] != 0 and all(abs(step) == abs(steps[0]) for step in steps)
    return even and len({*steps[:n]}) == 1 and held[-1] == 0


def signed(x):
    return f"{x}".replace("-", "\u2212")


def bars(held):
    """A bar for each letter, up from 0 or down, with its number: HTML."""
    columns = ""
    for letter, c in zip(STRING, held, strict=True):
        high = abs(c) / FULL * (ZERO - 20)
        place = "bottom" if c >= 0 else "top"
        columns += (
            f'<div style="position:relative; width:9%; height:{2 * ZERO}px; text-align:center">'
            f'<span style="position:absolute; left:15%; right:15%; {place}:{ZERO}px; '
            f'height:{high:.0f}px; background:{BLUE if letter == "a" else BROWN}"></span>'
            f'<span style="position:absolute; left:0; right:0; {place}:{ZERO + high + 2:.0f}px">'
            f"{number(c, 1)}</span></div>"
        )
    letters = "".join(f'<b style="width:9%; text-align:center">{letter}</b>' for letter in STRING)
    said = ", ".join(f"{letter} {number(c)}" for letter, c in zip(STRING, held, strict=True))
    row = "display:flex; justify-content:space-between"
    line = f"linear-gradient({INK},{INK}) 0 50%/100% 1.5px no-repeat"
    return (
        f'<div role="img" aria-label="What the cell holds after each letter: {said}." '
        'style="max-width:720px; font-size:15px">'
        f'<div style="{row}; background:{line}">{columns}</div>'
        f'<div style="{row}; font-size:18px">{letters}</div>'
        "</div>"
    )
