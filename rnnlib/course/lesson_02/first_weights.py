"""The pictures of 02b: eight networks that differ in how their first weights were drawn."""

import numpy as np
from matplotlib.figure import Figure

from ...rnn import RNN
from ..figures import SIGNED
from ..panel import Buttons, Panel, drawing

KINDS, SCALES = ("randn", "rand"), (0.01, 0.1, 0.3, 1.0)
UNITS = 40  # so many are shown


def started(vocab_size, kind, scale, seed=0):
    """A network of 100 units, its first weights random numbers times scale, its biases 0.

    kind: "randn", normal numbers, on both sides of 0, or "rand", numbers from 0 to 1.
    """
    model = RNN(vocab_size, rng=seed, init_scale=scale)
    if kind == "rand":
        for name in ("Wxh", "Whh", "Why"):
            uniform = np.random.default_rng(seed).random(model.params[name].shape)
            model.params[name] = scale * uniform
    return model


def states(model, ids):
    """The states of a network after each letter of a text, (N,H)."""
    return model.forward(ids[:, None])[2].hs[1:, 0]


def eight_networks(states, losses=None):
    """The states of eight networks while they read, from -1, purple, to 1, orange: a figure.

    states: {(kind, scale): (N,H)}, for all KINDS and SCALES. losses: {(kind, scale): nats per
    character}, to be written above.
    """
    fig = Figure(figsize=(10.5, 5.6), dpi=100, layout="constrained", facecolor="white")
    axes = fig.subplots(len(KINDS), len(SCALES))
    for (kind, scale), ax in zip(states, axes.flat, strict=True):
        ax.imshow(
            states[kind, scale][:, :UNITS].T, cmap=SIGNED, vmin=-1, vmax=1, aspect="auto",
            interpolation="none",
        )  # fmt: skip
        loss = f": {losses[kind, scale]:.1f} nats" if losses else ""
        ax.set_title(f"{kind}, {scale}{loss}", fontsize=15)
        ax.set(xticks=[], yticks=[])
    for ax in axes[-1]:
        ax.set_xlabel("letters read", fontsize=14)
    for ax in axes[:, 0]:
        ax.set_ylabel("units", fontsize=14)
    return fig


def before_and_after(before, after, losses):
    """A panel with two pictures of `eight_networks`: at the start, and after a training.

    before, after: {(kind, scale): (N,H)}. losses: {(kind, scale): nats per letter}, after it.
    """
    moments = {
        "at the start": ("Nothing is learned yet: only the first weights differ.", before, None),
        "after the training": ("Trained alike, and what became of each.", after, losses),
    }

    def page(moment):
        words, states, told = moments[moment]
        alt = "Eight sheets of colors, a row for each unit, a column for each letter. "
        if told:
            found = ", ".join(f"{kind} {scale} {told[kind, scale]:.1f}" for kind, scale in told)
            alt += f"Nats per letter: {found}."
        return words, drawing(eight_networks(states, told), alt + words)

    moment = Buttons("states", list(moments), "after the training")
    return Panel([moment], page, label="eight networks", height=None)
