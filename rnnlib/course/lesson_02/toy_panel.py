"""The panel that opens lesson 02: the toy network, with its weights to drag."""

from pathlib import Path

import numpy as np

from ...loss import softmax
from ..figures import BLUE, GRAY, GREEN, ink, number, tint
from ..panel import CELL, Choice, Panel, Slider, shown, table

AS_IT_IS, TRANSPOSED, ZERO = WHH = ("as it is", "transposed", "all zero")
NAMES = ("Wxh", "bh", "Whh", "Why")
RIGHT, WRONG = "\u2713", "\u2717"
PLAIN = "font-weight:normal; padding:0 0.4em"
DRAGGED = (
    "padding:0.1em 0.2em; width:2.3em; cursor:ew-resize; touch-action:none; user-select:none; "
    "outline-offset:-3px"
)
STEPS = 30  # a weight is changed by at most so many tenths


def toy_panel(model, chars, text, targets):
    """A panel to drag the weights of a small network: its states and answers while it reads.

    chars: its letters. targets: what should follow each letter of the text. It shows what
    model.forward gives, without by; toy_panel.js computes the same in the browser.
    """
    weights = {name: np.array(model.params[name]) for name in NAMES}
    places = [(name, i) for name in NAMES for i in np.ndindex(weights[name].shape)]
    ids, right = ([chars.index(char) for char in string] for string in (text, targets))

    def page(place, change, Whh):
        used = {name: values.copy() for name, values in weights.items()}
        if Whh != AS_IT_IS:
            used["Whh"] = weights["Whh"].T.copy() if Whh == TRANSPOSED else 0 * weights["Whh"]
        name, i = place
        used[name][i] += change
        states, answers = _read(ids, used)
        best = [chars[k] for k in answers.argmax(axis=1)]
        hits = sum(a == b for a, b in zip(best, targets, strict=True))
        note = (
            f"{_short(place)} = {number(used[name][i], 1)}. After {', '.join(text)} it expects "
            f"{', '.join(best)}: {hits} of {len(text)} right"
        )
        shown_weights = [_weights(name, used[name], chars, place, weights) for name in NAMES]
        look = "display:flex; align-items:flex"
        # where it is narrow the answers come above the weights
        return note, (
            f'<div style="{look}-end; flex-wrap:wrap-reverse; gap:6px 20px">'
            f'<div style="{look}-start; flex-wrap:wrap; gap:10px 14px; width:346px">'
            f"{''.join(shown_weights)}</div>{_reading(chars, text, right, states, answers)}</div>"
        )

    controls = [
        Choice("weight", places, ("Whh", (0, 1)), lambda place: _words(place, chars)),
        Slider(
            "changed by", np.arange(-STEPS, STEPS + 1) / 10, 0.0,
            lambda x: ("+" if x > 0 else "") + number(x, 1),
        ),
        Choice("Whh", WHH),
    ]  # fmt: skip
    formula = Path(__file__).with_suffix(".js")
    return Panel(controls, page, label="states and answers", height=20, formula=formula)


def _read(ids, weights):
    """States (T,H) and probabilities (T,V)."""
    h, states = np.zeros(len(weights["bh"])), []
    for i in ids:
        h = np.tanh(weights["Wxh"][:, i] + weights["Whh"] @ h + weights["bh"])
        states.append(h)
    return np.array(states), softmax(np.array(states) @ weights["Why"].T)


def _short(place):
    name, i = place
    return f"{name}[{','.join(map(str, i))}]"


def _words(place, chars):
    name, (i, *j) = place
    units = [f"unit {k}" for k in (i, *j)]
    ways = {
        "Wxh": lambda: f"{chars[j[0]]} to {units[0]}",
        "Whh": lambda: f"{units[1]} to {units[0]}",
        "bh": lambda: units[0],
        "Why": lambda: f"{units[1]} to {chars[i]}",
    }
    return f"{_short(place)}: {ways[name]()}"


def _weights(name, used, chars, place, start):
    """A matrix as a table; each cell keeps the weight that it starts from, for toy_panel.js."""
    letters, units = [*map(shown, chars)], [str(k) for k in range(len(start["bh"]))]
    rows, columns, what = {
        "Wxh": (units, letters, "letter to unit"),
        "Whh": (units, units, "unit to unit"),
        "bh": (units, [""], "bias"),
        "Why": (letters, units, "unit to letter"),
    }[name]
    head = "".join(
        f'<th scope="col" style="{PLAIN}">{c}</th>' if c else "<td>&nbsp;</td>" for c in columns
    )
    lines = ""
    for r, label in enumerate(rows):
        cells = ""
        for c in range(len(columns)):
            i = (r, c) if used.ndim == 2 else (r,)
            cells += (
                f'<td data-weight="{start[name][i]:.1f}" style="{CELL}; {DRAGGED}; '
                f'{_colors(used[i] / 2.5)}; outline:{_outline((name, i) == place)}">'
                f"{number(used[i], 1)}</td>"
            )
        lines += f'<tr><th scope="row" style="{PLAIN}">{label}</th>{cells}</tr>'
    look = "white-space:nowrap; font-family:sans-serif"
    caption = f'<caption style="{look}"><b>{name}</b> {what}</caption>'
    return table(f"{caption}<thead><tr><td></td>{head}</tr></thead><tbody>{lines}</tbody>")


def _reading(chars, text, right, states, answers):
    """Below each letter of the text: the state, the probabilities, the likeliest letter."""
    head = "".join(f'<th scope="col" style="font-size:20px">{shown(char)}</th>' for char in text)
    lines = f'<thead><tr><th scope="row" style="{PLAIN}; text-align:left">letter</th>{head}</tr>'
    lines += "</thead><tbody>"
    for k, row in enumerate(states.T):
        cells = "".join(f'<td style="{CELL}; {_colors(x)}">{number(x)}</td>' for x in row)
        lines += f'<tr><th scope="row" style="{PLAIN}; text-align:left">unit {k}</th>{cells}</tr>'
    for k, char in enumerate(chars):
        cells = ""
        for p, i in zip(answers[:, k], right, strict=True):
            bar = f"background:{GREEN if i == k else GRAY}; width:{p:.1%}"
            cells += (
                f'<td style="width:3.8em; border-left:2px solid {GRAY}; text-align:left; '
                f'font-weight:{"bold" if i == k else "normal"}"><span style="display:block; '
                f'height:0.6em; {bar}"></span>{p:.2f}</td>'
            )
        lines += (
            f'<tr><th scope="row" style="{PLAIN}; text-align:left">next {shown(char)}</th>'
            f"{cells}</tr>"
        )
    cells = "".join(
        f'<td style="text-align:center; font-size:20px">{shown(chars[k])} '
        f"{RIGHT if k == i else WRONG}</td>"
        for k, i in zip(answers.argmax(axis=1), right, strict=True)
    )
    lines += f'<tr><th scope="row" style="{PLAIN}; text-align:left">likeliest</th>{cells}</tr>'
    return table(lines + "</tbody>")


def _colors(x):
    return f"background:{tint(x)}; color:{ink(x)}"


def _outline(chosen):
    return f"4px solid {BLUE}" if chosen else "none"
