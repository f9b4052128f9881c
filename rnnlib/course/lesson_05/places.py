"""Where a check is made, and how it measures: lesson 05's table of what passes."""

import html

import numpy as np

from ...gradcheck import compare_gradients
from ..figures import BROWN, GRAY, INK, PALE
from .bugs import BUGS, with_bug
from .u_curve import short

PLACES = {"weights 0.3, state drawn": (0.3, 0.5), "weights 0.01, state 0": (0.01, 0.0)}
RIGHT = {"right, RNN": with_bug(None), "right, LSTM": with_bug(None, "lstm")}
PASSES = RIGHT | {bug.title: with_bug(key) for key, bug in BUGS.items()}
CELL = f"padding:3px 6px; border:1px solid {GRAY}; text-align:center"
PLAIN = f"{CELL}; background:white; color:{INK}; font-weight:normal"
LIES = f"{CELL}; background:{BROWN}; color:white; font-weight:bold"
NOISE = f"{CELL}; background:{PALE}; color:{INK}; font-style:italic"


def small_network(kind, scale=0.3):
    """A network of 5 units over 6 letters, of which every weight can be nudged. kind: a class."""
    return kind(6, 5, rng=2, dtype=np.float64, init_scale=scale)


def worst_errors(measures, inputs, targets):
    """How far off several measures find backward passes, checked at two places.

    measures: {name: (function of all gradients of backward and of nudging, (N,) each; and up to
    which error it passes)}. inputs, targets: (T,1). Returns (R,P,M): one backward pass of `PASSES`
    after the other, the places of `PLACES`, the measures.
    """
    worst = []
    for kind in PASSES.values():
        for scale, spread in PLACES.values():
            model = small_network(kind, scale)
            rng = np.random.default_rng(0)
            state = rng.uniform(-spread, spread, model.initial_state().shape)
            found = compare_gradients(model, inputs, targets, state).values()
            a, n = (np.concatenate([arrays[i].ravel() for arrays in found]) for i in (0, 1))
            with np.errstate(invalid="ignore"):  # 0/0
                worst.append([measure(a, n) for measure, _ in measures.values()])
    return np.reshape(worst, (len(PASSES), len(PLACES), len(measures)))


def what_passes(worst, measures, caption=""):
    """What they say, brown where a check lies: a table, as HTML.

    worst, measures: of `worst_errors`. Italic is what is refused no more than the right backward
    pass of its kind is, so it is not the bug that is seen.
    """
    heads = "".join(
        f'<th scope="colgroup" colspan="{len(measures)}" style="{PLAIN}"><b>{place}</b></th>'
        for place in PLACES
    )
    corner = f'<td rowspan="2" style="{PLAIN}"></td>'
    rows = f'<tr>{corner}{heads}</tr><tr style="background:white">'
    for name, (_, most) in [*measures.items()] * len(PLACES):
        words = f"{html.escape(name)}<br>\u2264 {short(most)}"
        rows += f'<th scope="col" style="{PLAIN}">{words}</th>'
    rows += "</tr>"
    limits = [most for _, most in measures.values()] * len(PLACES)
    worst = worst.reshape(len(PASSES), -1)
    for i, (name, kind) in enumerate(PASSES.items()):
        rows += f'<tr><th scope="row" style="{PLAIN}; text-align:right">{html.escape(name)}</th>'
        right = worst[[one.kind for one in RIGHT.values()].index(kind.kind)]
        for error, limit, least in zip(worst[i], limits, right, strict=True):
            passes, lies = error <= limit, (error <= limit) != (name in RIGHT)
            noise = name not in RIGHT and limit < error < 2 * least
            look = NOISE if noise else LIES if lies else PLAIN
            said = "noise" if noise else "passes" if passes else "fails"
            number = short(error).replace("-", "\u2011")  # a hyphen that no line breaks at
            rows += f'<td style="{look}">{said} {number}</td>'
        rows += "</tr>"
    told = f"caption-side:bottom; text-align:left; padding:8px 0; background:white; color:{INK}"
    return (
        f'<div style="background:white; color:{INK}; padding:8px; max-width:860px; '
        'overflow-x:auto"><table style="border-collapse:collapse; table-layout:auto; '
        f'font:15px/1.25 sans-serif; width:100%"><caption style="{told}">{html.escape(caption)}'
        f"</caption>{rows}</table></div>"
    )
