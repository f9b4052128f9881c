"""The panel of lesson 03."""

from pathlib import Path

import numpy as np

from ...loss import cross_entropy, softmax
from ..figures import GRAY, GREEN, NEGATIVE, POSITIVE, visible
from ..panel import CELL, Choice, Panel, Slider, shown, table


def probability_pusher(chars, logits, target):
    """A panel that pushes probability between letters: the loss and its gradient.

    chars: a few letters. logits: one for each, to begin with, multiples of 0.5 from -6 to 6.
    target: the letter that came. It shows cross_entropy(logits, targets), and the softmax of the
    logits; pusher.js computes the same in the browser, because the pages are too many.
    """

    def page(*values):
        z, k = np.array(values[:-1]), list(chars).index(values[-1])
        loss, dlogits = cross_entropy(z[None, None], np.array([[k]]))
        note = f"loss = -ln({softmax(z)[k]:.3f}) = {loss:.5f} nats"
        return note, _gradient_table(chars, softmax(z), k, dlogits[0, 0])

    controls = [
        *(
            Slider(f"logit of {visible(char)}", np.arange(-12, 13) / 2, z, "{:.1f}".format)
            for char, z in zip(chars, logits, strict=True)
        ),
        Choice("the letter that came", chars, target, visible),
    ]
    formula = Path(__file__).with_suffix(".js")
    return Panel(controls, page, label="loss and gradient", height=13, formula=formula)


def _gradient_table(chars, p, k, dlogits):
    def bar(share, color, style=""):
        return (
            f'<span style="display:block; height:1em; background:{color}; {style}'
            f'width:{share:.1%}"></span>'
        )

    rows = "".join(
        f'<tr><th scope="row" style="{CELL}">{shown(char)}</th><td style="{CELL}">{p[i]:.3f}</td>'
        f'<td style="width:20%">{bar(p[i], GREEN)}</td>'
        f'<td style="{CELL}">{int(i == k)}</td><td style="{CELL}">{dlogits[i]:+.3f}</td>'
        f'<td style="width:20%">{bar(max(-dlogits[i], 0), NEGATIVE, "margin-left:auto; ")}</td>'
        f'<td style="width:20%; border-left:2px solid {GRAY}">'
        f"{bar(max(dlogits[i], 0), POSITIVE)}</td></tr>"
        for i, char in enumerate(chars)
    )
    head = "".join(
        f'<th scope="col" style="{CELL}">{name}</th>' if name else "<td></td>"
        for name in ("letter", "p", "", "onehot", "gradient", "", "")
    )
    return (
        table(f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>", "width:100%; max-width:640px")
        + f"<p>the gradient sums to <span>{abs(dlogits.sum()):.3f}</span></p>"
    )
