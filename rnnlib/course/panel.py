"""Interactive panels: each function returns one widget of fixed height. Used by all lessons.

A panel shows what a plain function gives; the lesson calls that function beside it. Results are
the values of HTML widgets, never printed, so they look the same however the notebook is run.
"""

import html

import ipywidgets
import numpy as np

from ..loss import cross_entropy, softmax
from ..sample import sample
from ..text import Vocabulary, one_hot
from .figures import BLUE, BROWN, GRAY, GREEN, INK, colored_text, figure, picture, visible

LABELS = {"description_width": "initial"}  # or long descriptions are cut off


class Panel(ipywidgets.VBox):
    """Controls above their result. Where no kernel runs, its `about` stands in its place."""

    def __init__(self, controls, result, about):
        super().__init__([*controls, result], layout=ipywidgets.Layout(max_width="860px"))
        self.controls, self.result, self.about = controls, result, about

    def __repr__(self):
        return f"[a panel to play with, once the notebook runs: {self.about}]"


def text_box(text, label, prompt="", note=""):
    """Text as it was written, in a box of fixed height: HTML.

    label: what a screen reader calls the box. prompt: stands before the text, bold. note: above.
    """
    return (
        f'<div style="font-size:16px; line-height:1.4; font-weight:bold">{html.escape(note)}</div>'
        f'<div tabindex="0" role="region" aria-label="{label}" style="height:17em; '
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
            result.value = text_box(text, "what it writes", words.value)
        except ValueError as error:  # a letter that the network does not know
            result.value = text_box(str(error), "what it writes")

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
        result.value = text_box(texts[i], "what it wrote then", note=note)

    slider.observe(turn, "value")
    turn()
    return Panel([slider], result, "move the slider from 0 to 100 000 updates")


CELL = "padding:0.1em 0.5em; text-align:center; border:1px solid #767676"


def one_hot_viewer(text="hello", longest=24):
    """A panel that shows a text as its one-hot matrix, a row for each letter. Lesson 01.

    It shows one_hot(vocab.encode(text), len(vocab)) with vocab = Vocabulary(text).
    longest: how many letters may be typed.
    """
    words = ipywidgets.Text(text, description="text", style=LABELS)
    result = ipywidgets.HTML()

    def draw(_=None):
        typed = words.value[:longest]
        result.value = _box(_one_hot_table(typed) if typed else "type a letter", "one-hot matrix")

    words.observe(draw, "value")
    draw()
    return Panel([words], result, "type a text and see its one-hot matrix")


def _one_hot_table(text):
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    head = "".join(f'<th scope="col" style="{CELL}">{_shown(c)}</th>' for c in vocab.chars)
    rows = []
    for char, i, row in zip(text, ids, one_hot(ids, len(vocab)).astype(int), strict=True):
        cells = "".join(
            f'<td style="{CELL}; background:{"#ffd27f" if x else "white"}; color:{INK}">{x}</td>'
            for x in row
        )
        rows.append(
            f'<tr><th scope="row" style="{CELL}">{_shown(char)}</th>'
            f'<td style="{CELL}; color:{BLUE}">{i}</td>{cells}</tr>'
        )
    return (
        f"<p>{len(text)} letters, {len(vocab)} different: shape ({len(text)}, {len(vocab)})</p>"
        '<table style="border-collapse:collapse; font-family:monospace; font-size:16px">'
        f'<tr><th scope="col" style="{CELL}">letter</th><th scope="col" style="{CELL}">id</th>'
        f"{head}</tr>{''.join(rows)}</table>"
    )


def forward_stepper(model, vocab, text, units=30):
    """A panel that steps through a text: the state, and the five likeliest next letters. Lesson 02.

    Everything is computed once, model.forward over the text; the slider points into it.
    units: how many hidden units are shown, at most.
    """
    ids = vocab.encode(text)[:, None]  # (T,1)
    logits, _, (_, hs) = model.forward(ids, model.initial_state())
    probabilities = softmax(logits)[:, 0]  # (T,V)
    states = hs[1:, 0, :units]
    slider = ipywidgets.IntSlider(
        0, min=0, max=len(text) - 1, description="step", style=LABELS,
        layout=ipywidgets.Layout(width="420px"),
    )  # fmt: skip
    result = ipywidgets.HTML()

    def draw(_=None):
        t = slider.value
        result.value = _box(
            _reading(text, t) + _state_strip(states[t]) + _bars(probabilities[t], vocab.chars),
            "forward pass",
        )

    slider.observe(draw, "value")
    draw()
    return Panel([slider], result, "move the slider through the text, letter by letter")


def probability_pusher(chars, logits, target):
    """A panel that pushes probability between letters: the loss and its gradient. Lesson 03.

    chars: a few letters. logits: one for each, to begin with. target: the letter that came.
    It shows cross_entropy(logits, targets), and the softmax of the logits.
    """
    sliders = [
        ipywidgets.FloatSlider(
            z, min=-6, max=6, step=0.5, description=f"logit of {visible(char)}", style=LABELS
        )
        for char, z in zip(chars, logits, strict=True)
    ]
    came = ipywidgets.Dropdown(
        options=list(chars), value=target, description="the letter that came", style=LABELS
    )
    result = ipywidgets.HTML()

    def draw(_=None):
        z = np.array([slider.value for slider in sliders])
        k = chars.index(came.value)
        loss, dlogits = cross_entropy(z[None, None], np.array([[k]]))
        result.value = _box(
            f"<p>loss = -ln({softmax(z)[k]:.3f}) = <b>{loss:.5f}</b> nats</p>"
            + _gradient_table(chars, softmax(z), k, dlogits[0, 0]),
            "loss and gradient",
            height="19em",
        )

    controls = [*sliders, came]
    for control in controls:
        control.observe(draw, "value")
    draw()
    return Panel(controls, result, "move the logits, choose the letter that came")


def _gradient_table(chars, p, k, dlogits):
    def bar(share, color):
        return (
            f'<span style="display:inline-block; height:1em; background:{color}; '
            f'width:{100 * share:.1f}px"></span>'
        )

    rows = "".join(
        f'<tr><th scope="row" style="{CELL}">{_shown(char)}</th><td style="{CELL}">{p[i]:.3f}</td>'
        f'<td style="width:120px">{bar(p[i], GREEN)}</td>'
        f'<td style="{CELL}">{int(i == k)}</td><td style="{CELL}">{dlogits[i]:+.3f}</td>'
        f'<td style="width:100px; text-align:right">{bar(max(-dlogits[i], 0), BLUE)}</td>'
        f'<td style="width:100px; border-left:2px solid {GRAY}">'
        f"{bar(max(dlogits[i], 0), BROWN)}</td></tr>"
        for i, char in enumerate(chars)
    )
    head = "".join(
        f'<th scope="col" style="{CELL}">{name}</th>' if name else "<td></td>"
        for name in ("letter", "p", "", "onehot", "gradient", "", "")
    )
    return (
        '<table style="border-collapse:collapse; font-family:monospace; font-size:16px">'
        f"<tr>{head}</tr>{rows}</table>"
        f"<p>the gradient sums to {abs(dlogits.sum()):.3f}</p>"
    )


def spectral_slider(radii, norms, straight):
    """A panel that turns the spectral radius: how a gradient fades or grows on its way. Lesson 04.

    radii: (R,). norms, straight: (R,D+1), the norm of the gradient D steps back, with the slopes
    of tanh and without. The pictures are drawn once; the slider turns them like pages.
    """
    pages = [_fading(*row, norms.shape[1]) for row in zip(radii, norms, straight, strict=True)]
    slider = ipywidgets.SelectionSlider(
        options=[(f"{rho:.1f}", i) for i, rho in enumerate(radii)], index=len(pages) // 3,
        description="spectral radius", style=LABELS, layout=ipywidgets.Layout(width="420px"),
    )  # fmt: skip
    result = ipywidgets.HTML()

    def turn(_=None):
        result.value = _box(pages[slider.value], "gradient by distance", height="25em")

    slider.observe(turn, "value")
    turn()
    return Panel([slider], result, "move the spectral radius of Whh")


def _fading(rho, norms, straight, n):
    fig, ax = figure(8, 4.2)
    ax.semilogy(range(n), straight, color=BROWN, linewidth=3, linestyle="--", label="Whh alone")
    ax.semilogy(range(n), norms, color=BLUE, linewidth=4, label="Whh and the slopes of tanh")
    ax.set(xlabel="steps back", ylabel="norm of the gradient", ylim=(1e-17, 1e17))
    ax.set_yticks(10.0 ** np.arange(-15, 16, 5))
    ax.legend(fontsize=14, loc="upper left")
    words = (
        f"radius {rho:.1f}: {n - 1} steps back the norm is {norms[-1]:.1e}, "
        f"without the slopes {straight[-1]:.1e}"
    )
    return picture(fig, f"Two lines on a logarithmic axis, {words}.", words)


def reach_viewer(text, steps, predicted, reach):
    """A panel that colors what a prediction depends on, letter by letter. Lesson 04.

    steps: the number of updates of C networks. predicted: C texts of N letters, what each holds
    for the likeliest after each letter of the text. reach: (C,N,N), how strongly each letter (last
    axis) reaches that prediction, at most 1. The deepest color is 1; white is 0.001 and less.
    """
    layout = ipywidgets.Layout(width="420px")
    updates = ipywidgets.SelectionSlider(
        options=[(f"{n:,}".replace(",", " "), i) for i, n in enumerate(steps)],
        index=len(steps) - 1, description="updates", style=LABELS, layout=layout,
    )  # fmt: skip
    letter = ipywidgets.IntSlider(
        len(text) - 1, min=0, max=len(text) - 1, description="letter", style=LABELS, layout=layout
    )
    result = ipywidgets.HTML()

    def draw(_=None):
        t = letter.value
        values = reach[updates.value, t, : t + 1]
        seen = int((values > 0.01).sum())
        result.value = _box(
            colored_text(text[: t + 1], 3 + np.log10(np.maximum(values, 1e-3)), high=3)
            + f"<p>the likeliest next letter: <b>{_shown(predicted[updates.value][t])}</b></p>"
            f"<p>{seen} of {t + 1} letters have more than a hundredth of the strongest</p>",
            "reach of the prediction",
            height="14em",
        )

    for control in (updates, letter):
        control.observe(draw, "value")
    draw()
    return Panel([updates, letter], result, "move through the text and through the training")


def _reading(text, t):
    shown = [_shown(char) for char in text]
    return (
        '<p style="font-family:monospace; font-size:20px; overflow-wrap:anywhere">'
        f'{"".join(shown[:t])}<b style="background:#ffd27f">{shown[t]}</b>'
        f'<span style="color:#767676">{"".join(shown[t + 1 :])}</span></p>'
    )


def _state_strip(state):
    words = ", ".join(f"{x:.1f}" for x in state)
    cells = "".join(
        f'<span style="display:inline-block; width:24px; height:24px; background:{_color(x)}" '
        f'title="{x:.2f}"></span>'
        for x in state
    )
    return (
        f"<p>state, {len(state)} units (purple -1, white 0, orange +1):<br>"
        f'<span role="img" aria-label="state: {words}">{cells}</span></p>'
    )


def _color(x):
    """From purple at -1 over white at 0 to orange at 1."""
    end = np.array([230, 97, 1] if x > 0 else [94, 60, 153])
    red, green, blue = (255 - abs(float(x)) * (255 - end)).round().astype(int)
    return f"rgb({red},{green},{blue})"


def _bars(p, chars, k=5):
    rows = "".join(
        f'<tr><th scope="row" style="width:2em">{_shown(chars[i])}</th><td>{p[i]:.2f}</td>'
        f'<td style="width:300px"><span style="display:block; height:1em; background:{BLUE}; '
        f'width:{p[i]:.1%}"></span></td></tr>'
        for i in np.argsort(-p, kind="stable")[:k]
    )
    return (
        "<p>what may come next:</p>"
        f'<table style="font-family:monospace; font-size:16px">{rows}</table>'
    )


def _box(inside, label, height="22em"):
    return (
        f'<div tabindex="0" role="region" aria-label="{label}" style="height:{height}; '
        "overflow:auto; "
        f'font-size:16px; color:{INK}; padding:0.5em; border:1px solid #767676">{inside}</div>'
    )


def _shown(char):
    return html.escape(visible(char))
