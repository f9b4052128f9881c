"""The panel of lesson 10 that turns one unit like a knob, and shows what is written then."""

import html

from ..figures import INK, number
from ..panel import Panel, Slider


def knob_panel(texts):
    """A panel: what a network writes while one unit is held. texts: {value: text}, in their order.

    The value None is for the network as it is.
    """
    values = [*texts]

    def page(value):
        text = texts[value]
        ends = text.count("\n")
        note = f"{ends} line end{'s' * (ends != 1)} in {len(text)} letters"
        look = f"font:15px/1.4 monospace; white-space:pre-wrap; color:{INK}"
        return note, f'<div style="{look}">{html.escape(text)}</div>'

    slider = Slider(
        "the unit is held at",
        values,
        shown=lambda value: "nothing: it is free" if value is None else number(value),
    )
    return Panel([slider], page, label="what is written", height=26)
