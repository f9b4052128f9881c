"""The panels of lesson 00, Start here."""

import html

import numpy as np

from ..sample import sample
from .panel import Panel, Slider, Text, thousands


def sampler(model, vocab, prompt="", length=300):
    """A panel that writes with a network: prompt, temperature and seed.

    It shows sample(model, vocab, length, prompt=…, temperature=…, rng=seed), prompt in bold.
    """

    def page(prompt, temperature, seed):
        text = sample(model, vocab, length, prompt=prompt, temperature=temperature, rng=seed)
        end = "\u2026" + prompt[-40:] if len(prompt) > 40 else prompt  # or it would hide the text
        return f"{length} letters" + f" after \u201c{end}\u201d" * bool(end), _written(text, end)

    controls = [
        Text("prompt", prompt),
        Slider("temperature", np.arange(1, 11) / 5, 1.0, "{:.1f}".format),
        Slider("seed", range(5)),
    ]
    return Panel(controls, page, label="what it writes", height=20)


def scrubber(steps, losses, texts):
    """A panel that turns the pages of one network's training.

    steps: the number of updates at each moment. losses: nats per character on unseen text at each.
    texts: what the network wrote at each.
    """

    def page(i):
        note = f"{losses[i]:.2f} nats per character on text it has never seen"
        return note, _written(texts[i])

    slider = Slider("updates", range(len(steps)), shown=lambda i: thousands(steps[i]))
    return Panel([slider], page, label="what it wrote then")


def _written(text, prompt=""):
    return (
        '<pre style="margin:0; white-space:pre-wrap; word-break:normal; overflow-wrap:anywhere; '
        'font:17px/1.4 monospace">'
        f"<b>{html.escape(prompt)}</b>{html.escape(text)}</pre>"
    )
