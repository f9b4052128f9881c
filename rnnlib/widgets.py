"""Interactive panels: each function returns one widget of fixed height. Used by all lessons.

A panel shows what a plain function gives; the lesson calls that function beside it. Results are
the values of HTML widgets, never printed, so they look the same however the notebook is run.
"""

import html

import ipywidgets

from .sample import sample

LABELS = {"description_width": "initial"}  # or long descriptions are cut off


class Panel(ipywidgets.VBox):
    """Controls above their result. Where no kernel runs, its `about` stands in its place."""

    def __init__(self, controls, result, about):
        super().__init__([*controls, result], layout=ipywidgets.Layout(max_width="860px"))
        self.controls, self.result, self.about = controls, result, about

    def __repr__(self):
        return f"[a panel to play with, once the notebook runs: {self.about}]"


def text_box(text, prompt="", note=""):
    """Text as it was written, in a box of fixed height: HTML. prompt stands before it, bold."""
    return (
        f'<div style="font-size:16px; line-height:1.4; font-weight:bold">{html.escape(note)}</div>'
        '<div tabindex="0" role="region" aria-label="generated text" style="height:17em; '
        "overflow:auto; white-space:pre-wrap; font-family:monospace; font-size:16px; "
        'line-height:1.4; padding:0.5em; border:1px solid #767676">'
        f"<b>{html.escape(prompt)}</b>{html.escape(text)}</div>"
    )


def sampler(model, vocab, prompt="", length=400):
    """A panel that writes with a network: prompt, temperature and seed. Lesson 00.

    It shows sample(model, vocab, length, prompt=…, temperature=…, rng=seed), prompt in bold.
    """
    words = ipywidgets.Text(prompt, description="prompt", style=LABELS)
    temperature = ipywidgets.FloatSlider(
        1.0, min=0.1, max=2.0, step=0.1, description="temperature", style=LABELS
    )
    seed = ipywidgets.IntSlider(0, min=0, max=99, description="seed", style=LABELS)
    result = ipywidgets.HTML()

    def write(_=None):
        try:
            text = sample(
                model,
                vocab,
                length,
                prompt=words.value,
                temperature=temperature.value,
                rng=seed.value,
            )
            result.value = text_box(text, words.value)
        except ValueError as error:  # a letter that the network does not know
            result.value = text_box(str(error))

    controls = [words, temperature, seed]
    for control in controls:
        control.observe(write, "value")
    write()
    return Panel(controls, result, "type a prompt, move temperature and seed, read what it writes")


def scrubber(steps, losses, texts):
    """A panel that turns the pages of one network's training. Lesson 00.

    steps: the number of updates at each moment. losses: nats per character on unseen text at each.
    texts: what the network wrote at each.
    """
    slider = ipywidgets.SelectionSlider(
        options=[(f"{n:,}".replace(",", " "), i) for i, n in enumerate(steps)],
        description="updates",
        style=LABELS,
        layout=ipywidgets.Layout(width="420px"),
    )
    result = ipywidgets.HTML()

    def turn(_=None):
        i = slider.value
        note = f"{losses[i]:.2f} nats per character on text it has never seen"
        result.value = text_box(texts[i], note=note)

    slider.observe(turn, "value")
    turn()
    return Panel([slider], result, "move the slider from 0 to 100 000 updates")
