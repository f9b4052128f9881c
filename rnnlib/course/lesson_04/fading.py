"""What the notebook 04b shows: the spectral radius on a slider, and reach as triangles."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from ..figures import BLUE, BROWN, PALE, POSITIVE, ZERO, figure, visible
from ..panel import Panel, Slider, drawing, thousands


def spectral_slider(radii, lengths, straight):
    """A panel that turns the spectral radius: how a gradient fades or grows on its way.

    radii: (R,). lengths, straight: (R,D+1), the length of the gradient D steps back, with the
    slopes of tanh and without.
    """
    far = lengths.shape[1] - 1
    fig, ax = figure(9, 4.2)
    ax.set(xlabel="steps back", ylabel="length of the gradient", xlim=(-1, far + 20))
    ax.set(yscale="log", ylim=(1e-19, 1e18))
    [dashed] = ax.plot(straight[0], color=BROWN, linewidth=3, linestyle="--")
    [solid] = ax.plot(lengths[0], color=BLUE, linewidth=4)
    above = ax.text(far + 1, 1, "Whh alone", color=BROWN, fontsize=15, va="bottom")
    below = ax.text(far + 1, 1, "with the slopes of tanh", color=BLUE, fontsize=15, va="top")
    ax.set_xticks(range(0, far + 1, 10))
    ax.spines["bottom"].set_bounds(0, far)
    powers = range(-15, 16, 5)
    ax.set_yticks([10.0**n for n in powers], [f"1e{n}" for n in powers])
    fig.draw_without_rendering()
    fig.set_layout_engine("none")  # found once: only the lines change

    def page(i):
        for line, name, y in ((dashed, above, straight[i]), (solid, below, lengths[i])):
            line.set_ydata(y)
            name.set_y(y[-1])
        words = (
            f"radius {radii[i]:.1f}: {far} steps back the length is {lengths[i, -1]:.1e}, "
            f"without the slopes {straight[i, -1]:.1e}"
        )
        return words, drawing(fig, f"Two lines on a logarithmic axis, {words}.")

    slider = Slider(
        "spectral radius", range(len(radii)), len(radii) // 3, lambda i: f"{radii[i]:.1f}"
    )
    return Panel([slider], page, label="gradient by distance", height=22)


def triangles(text, steps, reach):
    """How strongly each letter read reaches each prediction, a triangle for each network: a figure.

    text: N letters. steps: the number of updates of each network. reach: (C,N,N), a row for each
    prediction, a column for each letter, at most 1. The color goes by powers of ten, from 1 down
    to 0.001, which is white; where nothing has been read yet it is gray.
    """
    fig = Figure(figsize=(10, 10.4), dpi=100, layout="constrained", facecolor="white")
    colors = LinearSegmentedColormap.from_list("reach", [ZERO, POSITIVE]).with_extremes(bad=PALE)
    letters = [visible(char) for char in text]
    for ax, n, values in zip(fig.subplots(2, 2).flat, steps, reach, strict=True):
        seen = np.log10(np.maximum(values, 1e-3))
        seen[np.triu_indices(len(text), 1)] = np.nan  # not read yet
        drawn = ax.imshow(seen, cmap=colors, vmin=-3, vmax=0)
        ax.set_title(f"{thousands(n)} updates", fontsize=16)
        ax.set_xticks(range(len(text)), letters)
        ax.set_yticks(range(len(text)), letters)
        ax.tick_params(length=0, labelsize=10)
        ax.spines[:].set_visible(False)
        ax.set_xlabel("letter read", fontsize=14)
        ax.set_ylabel("prediction after", fontsize=14)
    bar = fig.colorbar(drawn, ax=fig.axes, location="bottom", shrink=0.5, aspect=40)
    bar.set_ticks([-3, -2, -1, 0], labels=["0.001 and less", "0.01", "0.1", "1"], fontsize=13)
    return fig
