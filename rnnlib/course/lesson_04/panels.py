"""The panels of lesson 04."""

import numpy as np

from ..figures import BLUE, BROWN, colored_text, figure, visible
from ..panel import Panel, Slider, drawing, thousands


def spectral_slider(radii, norms, straight):
    """A panel that turns the spectral radius: how a gradient fades or grows on its way.

    radii: (R,). norms, straight: (R,D+1), the norm of the gradient D steps back, with the slopes
    of tanh and without.
    """
    far = norms.shape[1] - 1
    fig, ax = figure(9, 4.2)
    ax.set(xlabel="steps back", ylabel="norm of the gradient", xlim=(-1, far + 20))
    ax.set(yscale="log", ylim=(1e-19, 1e18))
    [dashed] = ax.plot(straight[0], color=BROWN, linewidth=3, linestyle="--")
    [solid] = ax.plot(norms[0], color=BLUE, linewidth=4)
    above = ax.text(far + 1, 1, "Whh alone", color=BROWN, fontsize=15, va="bottom")
    below = ax.text(far + 1, 1, "with the slopes of tanh", color=BLUE, fontsize=15, va="top")
    ax.set_xticks(range(0, far + 1, 10))
    ax.spines["bottom"].set_bounds(0, far)
    powers = range(-15, 16, 5)
    ax.set_yticks([10.0**n for n in powers], [f"1e{n}" for n in powers])
    fig.draw_without_rendering()
    fig.set_layout_engine("none")  # found once: only the lines change

    def page(i):
        for line, name, y in ((dashed, above, straight[i]), (solid, below, norms[i])):
            line.set_ydata(y)
            name.set_y(y[-1])
        words = (
            f"radius {radii[i]:.1f}: {far} steps back the norm is {norms[i, -1]:.1e}, "
            f"without the slopes {straight[i, -1]:.1e}"
        )
        return words, drawing(fig, f"Two lines on a logarithmic axis, {words}.")

    slider = Slider(
        "spectral radius", range(len(radii)), len(radii) // 3, lambda i: f"{radii[i]:.1f}"
    )
    return Panel([slider], page, label="gradient by distance", height=22)


def reach_viewer(text, steps, predicted, reach):
    """A panel that colors what a prediction depends on, letter by letter.

    steps: the number of updates of C networks. predicted: C texts of N letters, what each holds
    for the likeliest after each letter of the text. reach: (C,N,N), how strongly each letter (last
    axis) reaches that prediction, at most 1. The deepest color is 1; white is 0.001 and less.
    """

    def page(c, t):
        values = reach[c, t, : t + 1]
        seen = int((values > 0.01).sum())
        note = (
            f"likeliest next letter: {visible(predicted[c][t])}; {seen} of {t + 1} letters above "
            "0.01 of the strongest"
        )
        return note, colored_text(text[: t + 1], 3 + np.log10(np.maximum(values, 1e-3)), high=3)

    controls = [
        Slider("updates", range(len(steps)), len(steps) - 1, lambda c: thousands(steps[c])),
        Slider("letter", range(len(text)), len(text) - 1),
    ]
    return Panel(controls, page, label="reach of the prediction", height=9)
