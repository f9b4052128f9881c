"""The panel of lesson 02."""

import numpy as np

from ...loss import softmax
from ..figures import BLUE, GRAY, ink, sign, tint, visible
from ..panel import Panel, Slider, shown, table


def forward_stepper(model, vocab, text, units=30):
    """A panel that steps through a text: the state, and the five likeliest next letters.

    It shows model.forward over the text, in one go.
    units: how many hidden units are shown, at most.
    """
    ids = vocab.encode(text)[:, None]  # (T,1)
    logits, _, cache = model.forward(ids)
    probabilities = softmax(logits)[:, 0]  # (T,V)
    states = cache.hs[1:, 0, :units]

    def page(t):
        p = probabilities[t]
        best = np.argsort(-p, kind="stable")[:5]
        note = f"after {visible(text[t])}, {visible(vocab.chars[best[0]])} is the likeliest"
        return note, _reading(text, t) + _state_strip(states[t]) + _bars(p, best, vocab.chars)

    return Panel([Slider("step", range(len(text)))], page, label="forward pass", height=20)


def _reading(text, t):
    letters = [shown(char) for char in text]
    return (
        '<p style="font-family:monospace; font-size:20px; overflow-wrap:anywhere">'
        f'{"".join(letters[:t])}<b style="background:#ffd27f">{letters[t]}</b>'
        f'<span style="color:{GRAY}">{"".join(letters[t + 1 :])}</span></p>'
    )


def _state_strip(state):
    words = ", ".join(f"{x:.1f}" for x in state)
    cells = "".join(
        '<span style="display:inline-block; width:22px; height:22px; vertical-align:top; '
        f"box-sizing:border-box; border:1px solid {GRAY}; line-height:20px; text-align:center; "
        f'background:{tint(x)}; color:{ink(x)}">{sign(x)}</span>'
        for x in state
    )
    return (
        f"<p>state, {len(state)} units (purple -1, white 0, orange +1):<br>"
        f'<span role="img" aria-label="state: {words}">{cells}</span></p>'
    )


def _bars(p, best, chars):
    rows = "".join(
        f'<tr><th scope="row" style="width:2em">{shown(chars[i])}</th>'
        f'<td style="padding-right:0.5em">{p[i]:.2f}</td>'
        f'<td style="width:300px"><span style="display:block; height:1em; background:{BLUE}; '
        f'width:{p[i]:.1%}"></span></td></tr>'
        for i in best
    )
    return f"<p>what may come next:</p>{table(rows)}"
