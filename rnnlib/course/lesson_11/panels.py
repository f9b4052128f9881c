"""The panel of lesson 11: what an update costs."""

from ..figures import BLUE, GRAY, PALE
from ..panel import Buttons, Panel, Slider, thousands
from .cost import numbers_kept, operations, weights
from .stored import speed


def cost_of(H, T, V, B):
    """What an update costs, in the units of the panel: a dictionary.

    operations, in millions; megabytes of weights and Adagrad's memory, and of what the way back
    needs; milliseconds, as measured; letters per second; and the share of what the core could do.
    Raises ValueError for a point that was not measured.
    """
    found = speed()
    for *point, seconds in found["grid"]:
        if point == [H, T, V, B]:
            ops = T * B * operations(H, V)
            return {
                "million operations": ops / 1e6,
                "megabytes of weights": 2 * 4 * weights(H, V) / 1e6,
                "megabytes to go back": 4 * numbers_kept(H, T, V, B) / 1e6,
                "milliseconds": 1e3 * seconds,
                "letters per second": T * B / seconds,
                "share": ops / seconds / found["ladder"]["products"]["float32"],
            }
    raise ValueError(f"H={H}, T={T}, V={V}, B={B} was not measured")


def cost_panel():
    """H, T, V and B on controls; what an update costs, as it was measured once."""
    grid = speed()["grid"]
    values = [sorted({row[k] for row in grid}) for k in range(4)]

    def page(H, T, V, B):
        cost = cost_of(H, T, V, B)
        rate = thousands(int(float(f"{cost['letters per second']:.3g}")))
        note = (
            f"{_short(cost['milliseconds'])} ms an update, {rate} letters per second: "
            f"{cost['share']:.0%} of what the core could do."
        )
        rows = "".join(
            f'<tr><td style="padding:2px 12px 2px 0">{words}</td>'
            f'<td style="text-align:right">{_short(cost[key])}</td></tr>'
            for words, key in (
                ("million operations in products", "million operations"),
                ("megabytes of weights, and Adagrad's memory", "megabytes of weights"),
                ("megabytes to go back", "megabytes to go back"),
            )
        )
        share = max(0.5, 100 * cost["share"])
        bar = (
            f'<div style="background:{PALE}; border:1px solid {GRAY}; height:22px">'
            f'<div style="background:{BLUE}; height:22px; width:{share:.1f}%"></div></div>'
        )
        return note, f'{bar}<table style="font-size:16px; margin-top:8px">{rows}</table>'

    names = ("hidden units H", "letters in a window T", "different letters V", "streams B")
    kinds = (Slider, Slider, Buttons, Slider)
    start = (128, 25, 64, 1)
    controls = [
        kind(name, row, first)
        for kind, name, row, first in zip(kinds, names, values, start, strict=True)
    ]
    return Panel(controls, page, label="what an update costs", height=9)


def _short(x):
    """Three digits that matter, and no more zeros than that."""
    return f"{x:,.0f}".replace(",", " ") if x >= 100 else f"{x:.3g}"
