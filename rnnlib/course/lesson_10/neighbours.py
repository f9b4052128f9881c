"""Neighbours in state space: places of a text after which a network is in nearly the same state."""

import html

import numpy as np

from ..figures import BLUE, GRAY, INK, visible
from ..panel import Buttons, Panel, Slider

BEFORE, AFTER = 32, 12  # letters that are shown of a place, up to it and after it


def nearest(units, others, k=5):
    """The k rows of others that are closest to each row of units: (N,k) numbers, nearest first.

    units: (N,H). others: (M,H). Closest by the length of the difference.
    """
    far = (others**2).sum(axis=1) - 2 * units @ others.T  # and a constant for each row
    return np.argsort(far, axis=1)[:, :k]


def shared(text, place, other_text, other):
    """How many of the last letters up to two places are the same."""
    n = 0
    while n <= min(place, other) and text[place - n] == other_text[other - n]:
        n += 1
    return n


def neighbours_panel(text, places, other_text, found):
    """A panel: a place of a text, and the places of another whose states are nearest.

    found: {name of a network: (P,k) places of other_text, nearest first}. What stands up to a place
    is shown, and then, in gray, what comes after it, which no network has read yet.
    """
    names = [*found]

    def page(name, k):
        place, others = places[k], found[name][k]
        same = [shared(text, place, other_text, other) for other in others]
        rows = _line(text, place, 1, INK) + "".join(
            _line(other_text, other, n, BLUE) for other, n in zip(others, same, strict=True)
        )
        told = ", ".join(map(str, same))
        note = f"{name}: the last {told} letters are the same"
        return note, f'<div style="font:16px/1.7 monospace; color:{INK}">{rows}</div>'

    controls = [
        Buttons("network", names),
        Slider("place", range(len(places)), shown=lambda k: f"{k + 1} of {len(places)}"),
    ]
    return Panel(controls, page, label="places with the nearest states", height=None)


def _line(text, place, same, color):
    """A place with its context: what is the same as elsewhere is bold."""
    read = [html.escape(visible(char)) for char in text[max(place + 1 - BEFORE, 0) : place + 1]]
    cut = max(len(read) - same, 0)
    told, bold = "".join(read[:cut]), "".join(read[cut:])
    after = "".join(html.escape(visible(char)) for char in text[place + 1 : place + 1 + AFTER])
    return (
        f'<div style="white-space:pre">{told}<b style="color:{color}">{bold}</b>'
        f'<span style="color:{GRAY}">{after}</span></div>'
    )
