"""Why gradients fade, in the notebook 04b: the spectral radius on a slider, and four charts."""

from matplotlib.figure import Figure

from ..figures import BLUE, BROWN, GRAY, GREEN, figure
from ..panel import Panel, Slider, drawing, thousands

HIGHEST = 1e7  # where the slider's chart ends: a gradient that explodes leaves it


def spectral_slider(radii, lengths, straight):
    """A panel that turns the spectral radius: how a gradient fades or grows on its way.

    radii: (R,). lengths, straight: (R,D+1), the length of the gradient D steps back, with the
    slopes of tanh and without.
    """
    far = lengths.shape[1] - 1
    fig, ax = figure(9, 4.2)
    ax.set(xlabel="steps back", ylabel="length of the gradient", xlim=(-1, far + 9))
    ax.set(yscale="log", ylim=(1 / HIGHEST, HIGHEST))
    ax.axhline(1, color=GRAY, linewidth=1)
    [dashed] = ax.plot(straight[0], color=BROWN, linewidth=3, linestyle="--")
    [solid] = ax.plot(lengths[0], color=BLUE, linewidth=4)
    above = ax.text(far + 1, 1, "Whh alone", color=BROWN, fontsize=15, va="bottom")
    below = ax.text(far + 1, 1, "with slopes", color=BLUE, fontsize=15, va="top")
    ax.set_xticks(range(0, far + 1, 10))
    ax.spines["bottom"].set_bounds(0, far)
    powers = range(-6, 7, 2)
    ax.set_yticks([10.0**n for n in powers], [f"1e{n}" if n else "1" for n in powers])
    ax.minorticks_off()
    fig.draw_without_rendering()
    fig.set_layout_engine("none")  # found once: only the lines change

    def page(i):
        for line, name, y in ((dashed, above, straight[i]), (solid, below, lengths[i])):
            line.set_ydata(y)
            last = (y <= HIGHEST).nonzero()[0][-1]  # a line that leaves the chart: its name there
            name.set_position((last + 1, min(y[last], HIGHEST / 10)))
        words = (
            f"radius {radii[i]:.1f}: {far} steps back the length is {lengths[i, -1]:.1e}, "
            f"without the slopes {straight[i, -1]:.1e}"
        )
        return words, drawing(fig, f"Two lines on a logarithmic axis, {words}.")

    start = min(range(len(radii)), key=lambda i: abs(radii[i] - 1.2))  # one line falls, one rises
    slider = Slider("spectral radius", range(len(radii)), start, lambda i: f"{radii[i]:.1f}")
    return Panel([slider], page, label="gradient by distance", height=22)


def seeds(radii, lengths, straight):
    """A gradient's way back through several random networks, a chart for each radius: a figure.

    radii: (R,). lengths, straight: (R,S,D+1), the length of the gradient D steps back in each of S
    networks, with the slopes of tanh and without.
    """
    fig = Figure(figsize=(10, 4), dpi=100, layout="constrained", facecolor="white")
    for ax, radius, bent, bare in zip(
        fig.subplots(1, len(radii), sharey=True), radii, lengths, straight, strict=True
    ):
        ax.plot(bare.T, color=BROWN, linewidth=0.8, linestyle="--")
        ax.plot(bent.T, color=BLUE, linewidth=0.8)
        ax.axhline(1, color=GRAY, linewidth=1)
        ax.set_yscale("log")
        ax.set(ylim=(1e-3, 1e5), xlim=(0, bent.shape[1] - 1))
        grow = (bent[:, -1] > 1).sum()
        ax.set_title(f"radius {radius:.1f}\n{grow} of {len(bent)} grow", fontsize=16)
        ax.set_xlabel("steps back", fontsize=15)
        ax.tick_params(labelsize=14)
        ax.spines[["top", "right"]].set_visible(False)
    first, *_ = fig.axes
    first.set_ylabel("length of the gradient", fontsize=15)
    end = lengths.shape[2] - 1
    for words, color, y, side in (
        ("Whh alone", BROWN, straight[0, :, -1].max() * 2, "bottom"),
        ("with slopes", BLUE, lengths[0, :, -1].min() / 2, "top"),
    ):
        first.text(end, y, words, color=color, fontsize=15, ha="right", va=side)
    return fig


def two_measures(colors, kepts, effects):
    """How fast the colors fade, and what replacing letters moves, by distance: a figure.

    colors: (D,), the strength at each distance, from 0. effects: (K,), how far the probabilities
    move if all but the last so many letters, kepts, are replaced.
    """
    fig, ax = figure(9, 4.2)
    end = len(colors) - 1
    ax.axhline(0.01, color=GRAY, linewidth=1)
    ax.text(end, 0.011, "a hundredth", color=GRAY, fontsize=14, ha="right", va="bottom")
    ax.semilogy(colors, color=BLUE, linewidth=3)
    ax.semilogy(kepts, effects, "s--", color=BROWN, linewidth=3, markersize=8, clip_on=False)
    ax.text(end + 0.7, colors[-1], "colors", color=BLUE, fontsize=15, va="bottom")
    ax.text(end + 0.7, effects[-1], "replaced", color=BROWN, fontsize=15, va="center")
    ax.set(xlabel="letters back", ylabel="strength", xlim=(-0.5, end + 6), ylim=(3e-5, 1.5))
    ax.set_yticks([1e-4, 1e-3, 1e-2, 1e-1, 1], ["0.0001", "0.001", "0.01", "0.1", "1"])
    ax.minorticks_off()
    ax.spines["bottom"].set_bounds(0, end)
    return fig


def factors_by_training(updates, slopes, weights):
    """By what a step back multiplies the length of a gradient, at moments of a training: a figure.

    updates: their number at each moment. slopes, weights: (C,), what tanh does and what Whh does.
    """
    fig, ax = figure(9, 4.2)
    end = len(updates) - 1
    ax.axhline(1, color=GRAY, linewidth=1)
    ax.text(0.25, 1.02, "1: nothing is lost", color=GRAY, fontsize=14, va="bottom")
    for words, color, look, values in (
        ("Whh", BROWN, "s--", weights),
        ("both together", BLUE, "o-", slopes * weights),
        ("slopes of tanh", GREEN, "^:", slopes),
    ):
        ax.plot(values, look, color=color, linewidth=3, markersize=9, clip_on=False)
        ax.text(end + 0.08, values[-1], words, color=color, fontsize=15, va="center")
    ax.set_xticks(range(len(updates)), [thousands(n) for n in updates])
    ax.set(xlabel="updates", ylabel="factor for each step back", ylim=(0, 1.6))
    ax.set_xlim(-0.1, end + 0.85)
    ax.spines["bottom"].set_bounds(0, end)
    return fig


def cost_of_cuts(sizes, lost):
    """The error of each gradient by the length of the windows, labelled at its end: a figure.

    sizes: increasing. lost: {"Whh": errors, "Wxh": …, "Why": …}, in parts of the gradient's length.
    """
    fig, ax = figure(9, 4.2)
    order = sorted(lost, key=lambda name: -lost[name][-1])
    heights = dict(zip(order, (0.15, 0.07, -0.01), strict=True))  # the ends are close together
    for (name, values), color, look in zip(
        lost.items(), (BLUE, BROWN, GREEN), ("o-", "s--", "^:"), strict=True
    ):
        ax.semilogx(sizes, values, look, color=color, linewidth=3, markersize=9, clip_on=False)
        ax.text(1.13 * sizes[-1], heights[name], f"d{name}", color=color, fontsize=15, va="center")
    ax.set_xticks(sizes, [str(T) for T in sizes])
    ax.minorticks_off()
    ax.set(xlabel="length of the windows", ylabel="relative error", ylim=(-0.03, 1))
    ax.set_xlim(0.9, 1.6 * sizes[-1])
    ax.spines["bottom"].set_bounds(sizes[0], sizes[-1])
    return fig
