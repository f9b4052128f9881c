"""The panel of 02b: networks that have learned nothing yet, with first weights of several sizes."""

import numpy as np

from ..figures import BLUE, figure
from ..panel import Choice, Panel, Slider, drawing


def first_weights(kinds, scales, states, losses):
    """A panel that turns the size of the first weights: what the states look like at the start.

    kinds: of random numbers, such as "randn". states: {(kind, scale): any array of numbers from
    -1 to 1}, the states of a network that has read a text and learned nothing. losses: {(kind,
    scale): nats per character}, what it comes to after a short training.
    """
    fig, ax = figure(9, 3.6)
    edges = np.linspace(-1, 1, 21)
    bars = ax.bar(edges[:-1], np.zeros(20), width=0.09, align="edge", color=BLUE)
    ax.set(xlabel="a unit's state", ylabel="share of all states", xlim=(-1.02, 1.02), ylim=(0, 1))
    ax.set_yticks([0, 0.5, 1], ["0", "50%", "100%"])
    fig.draw_without_rendering()
    fig.set_layout_engine("none")  # found once: only the bars change

    def page(kind, scale):
        values = np.ravel(states[kind, scale])
        shares = np.histogram(values, edges)[0] / values.size
        for bar, share in zip(bars, shares, strict=True):
            bar.set_height(share)
        pressed = (np.abs(values) > 0.95).mean()
        words = (
            f"{kind} of {scale}: {pressed:.0%} of the states near -1 or 1 at the start, "
            f"{losses[kind, scale]:.1f} nats after the training"
        )
        return words, drawing(fig, f"Bars for the states from -1 to 1. {words}.")

    controls = [Choice("random numbers", kinds), Slider("scale", scales)]
    return Panel(controls, page, label="states at the start", height=19)
