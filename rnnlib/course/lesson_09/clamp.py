"""The panel of lesson 09: a network that has counted, and is told another number."""

from ..figures import BLUE, GRAY, INK
from ..panel import Buttons, Panel, Slider

READ, TOLD = (5, 10, 15, 20), range(2, 25)


def clamp_panel(written):
    """A panel that sets the cell that counts: what is read, and what is written then.

    written: a function (read, told) that gives how many letters b a network writes after it has
    read so many letters a, when its counter was set to what it is after `told` of them.
    """

    def page(read, told):
        b = written(read, told)
        note = f"It has read {read} letters a. Its cell says {told}. It writes {b} letters b."
        look = "font:20px/1.6 monospace; overflow-wrap:anywhere; color:"
        body = (
            f'<div style="{look}{INK}">{"a" * read}'
            f'<span style="color:white; background:{BLUE}">{"b" * b}</span></div>'
            f'<div style="font:15px sans-serif; color:{GRAY}">what the cell says:</div>'
            f'<div style="{look}{GRAY}">{"a" * told}{"b" * told}</div>'
        )
        return note, body

    controls = [Buttons("letters a read", READ, 15), Slider("the cell says", TOLD, 15)]
    return Panel(controls, page, label="what it writes", height=10)
