"""Where a check is made: the panel of notebook 05b."""

import numpy as np

from ...gradcheck import ATOL, RTOL, compare_gradients
from ...loss import cross_entropy
from ..figures import BLUE, BROWN, INK, PALE, figure
from ..panel import GROUND, Buttons, Panel, Slider, drawing
from .bugs import BUGS, with_bug

RIGHT = {"right, RNN": with_bug(None), "right, LSTM": with_bug(None, "lstm")}
PASSES = RIGHT | {bug.title: with_bug(key) for key, bug in BUGS.items()}

WEIGHTS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
STATES = {"zeros": 0.0, "drawn": 0.5}  # how far from zero it may be
LETTERS = (1, 2, 10)
LEAST = 4e-10  # an error that is drawn: what is smaller stands here


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


def table_of_places(places):
    """Which pass is let through where: HTML. places: (scale, spread, letters), as `worst_at`."""
    first = f"{GROUND}; text-align:left; font-weight:normal"
    words = {spread: state for state, spread in STATES.items()}
    columns = [worst_at(*place) for place in places]
    head = "".join(
        f'<th scope="col" style="{GROUND}; text-align:center; font-weight:normal">{scale:g}<br>'
        f"{words[spread]}<br>{letters}</th>"
        for scale, spread, letters in places
    )
    rows = ""
    for name in PASSES:
        cells = ""
        for worst in columns:
            passes = worst[name] <= RTOL
            lies = passes != (name in RIGHT)
            ground = f"background:{BROWN}; color:white" if lies else GROUND
            cells += f'<td style="text-align:center; {ground}">{"passes" if passes else "·"}</td>'
        rows += f'<tr><th scope="row" style="{first}">{name}</th>'
        rows += f"{cells}</tr>"
    return (
        f'<table style="{GROUND}; font-size:15px; max-width:860px">'
        f'<thead><tr><th scope="col" style="{first}">'
        f"weights<br>state<br>letters</th>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


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
        Slider("weights", WEIGHTS, 0.3, shown="{:g}".format),
        Buttons("state before", [*STATES], "drawn"),
        Buttons("letters read", LETTERS),
    ]
    return Panel(controls, page, label="what a check sees", height=None)
