"""Where a check is made, and how it measures: the panel and the table of notebook 05b."""

import html

import numpy as np

from ...gradcheck import ATOL, RTOL, compare_gradients
from ...loss import cross_entropy
from ..figures import BLUE, BROWN, GRAY, INK, PALE, figure
from ..panel import Buttons, Panel, Slider, drawing
from .bugs import BUGS, with_bug
from .u_curve import short

RIGHT = {"right, RNN": with_bug(None), "right, LSTM": with_bug(None, "lstm")}
PASSES = RIGHT | {bug.title: with_bug(key) for key, bug in BUGS.items()}

WEIGHTS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
STATES = {"zeros": 0.0, "drawn": 0.5}  # how far from zero it may be
LETTERS = (1, 2, 10)
LEAST = 4e-10  # an error that is drawn: what is smaller stands here

PLACES = {"weights 0.3, state drawn": (0.3, 0.5), "weights 0.01, state 0": (0.01, 0.0)}
CELL = f"padding:3px 6px; border:1px solid {GRAY}; text-align:center"
PLAIN = f"{CELL}; background:white; color:{INK}; font-weight:normal"
LIES = f"{CELL}; background:{BROWN}; color:white; font-weight:bold"
NOISE = f"{CELL}; background:{PALE}; color:{INK}; font-style:italic"


def small_network(kind, scale=0.3):
    """A network of 5 units over 6 letters, of which every weight can be nudged. kind: a class."""
    return kind(6, 5, rng=2, dtype=np.float64, init_scale=scale)


def gradients_at(scale, spread, letters=10):
    """What backward and nudging say at a place: {name: (a, n)} of `PASSES`, arrays (N,) each.

    scale: of the weights. spread: how far from zero the state before may be. letters: how many are
    read. All passes of a kind share the forward pass, and so what nudging says.
    """
    inputs, targets = np.random.default_rng(0).integers(6, size=(2, letters, 1))
    nudged, found = {}, {}
    for name, kind in PASSES.items():
        model = small_network(kind, scale)
        shape = model.initial_state().shape
        state = np.random.default_rng(0).uniform(-spread, spread, shape)
        if model.kind not in nudged:
            compared = compare_gradients(model, inputs, targets, state).values()
            nudged[model.kind] = np.concatenate([n.ravel() for _, n, _ in compared])
        logits, _, cache = model.forward(inputs, state)
        grads, dstate = model.backward(cross_entropy(logits, targets)[1], cache)
        found[name] = np.append(grads.flat, dstate), nudged[model.kind]
    return found


def worst_at(scale, spread, letters=10):
    """The worst error of each pass at a place, as `check_gradients` measures: {name: error}."""
    return {
        name: (np.abs(a - n) / (ATOL / RTOL + np.maximum(np.abs(a), np.abs(n)))).max()
        for name, (a, n) in gradients_at(scale, spread, letters).items()
    }


def where_to_check():
    """A panel that turns the place of a check: which bugs pass there. See `worst_at`."""
    fig, ax = figure(10, 6.4)
    rows = {name: -i for i, name in enumerate(PASSES)}
    ax.set(xscale="log", xlim=(LEAST / 2, 10), ylim=(0.4 - len(rows), 1.5))
    ax.set_yticks([*rows.values()], [*rows])
    ax.set_xticks([1e-8, 1e-6, 1e-4, 0.01, 1], ["1e-8", "1e-6", "1e-4", "0.01", "1"])
    ax.minorticks_off()
    ax.set_xlabel("worst error")
    ax.tick_params(axis="y", length=0)
    ax.hlines([*rows.values()], LEAST / 2, 10, color=PALE, linewidth=2, zorder=0)
    ax.axvspan(LEAST / 2, RTOL, color=PALE, zorder=0)
    for x, words in ((1e-8, "passes"), (1e-2, "is refused")):
        ax.text(x, 1, words, fontsize=15, ha="center", va="center")
    [fine] = ax.plot([], [], "o", color=BLUE, markersize=11)
    [lies] = ax.plot([], [], "X", color=BROWN, markersize=13)
    fig.draw_without_rendering()
    fig.set_layout_engine("none")  # found once: only the marks change

    def page(scale, state, letters):
        worst = worst_at(scale, STATES[state], letters)
        lied = [name for name in worst if (worst[name] <= RTOL) != (name in RIGHT)]
        for marks, names in ((fine, [name for name in worst if name not in lied]), (lies, lied)):
            x = [max(worst[name], LEAST) for name in names]
            marks.set_data(x, [rows[name] for name in names])
        for name, label in zip(rows, ax.get_yticklabels(), strict=True):
            label.set_color(BROWN if name in lied else INK)
        missed = [name for name in lied if name not in RIGHT]
        refused = [name for name in lied if name in RIGHT]
        said = f"{len(missed) or 'none'} of {len(BUGS)} bugs pass"
        said += f", and what is right is refused: {', '.join(refused)}" if refused else ""
        note = f"weights {scale:g}, state {state}, {letters} letter{'s' * (letters > 1)}: {said}"
        return note, drawing(fig, f"{note}. Crosses: {', '.join(lied) or 'none'}.")

    controls = [
        Slider("weights", WEIGHTS, 0.01, shown="{:g}".format),
        Buttons("state before", [*STATES]),
        Buttons("letters read", LETTERS, LETTERS[-1]),
    ]
    return Panel(controls, page, label="what a check sees", height=None)


def worst_errors(measures):
    """How far off several measures find backward passes, checked at two places.

    measures: {name: (function of all gradients of backward and of nudging, (N,) each; and up to
    which error it passes)}. Returns (R,P,M): one backward pass of `PASSES` after the other, the
    places of `PLACES`, the measures.
    """
    places = [gradients_at(*place) for place in PLACES.values()]
    with np.errstate(invalid="ignore"):  # 0/0
        return np.array([
            [[measure(*at[name]) for measure, _ in measures.values()] for at in places]
            for name in PASSES
        ])  # fmt: skip


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
