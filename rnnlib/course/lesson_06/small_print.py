"""The pictures of notebook 06b: what turns an update, and what a factor, a cut, a pointer do."""

import numpy as np
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import NullFormatter

from ...loss import cross_entropy
from ...text import windows
from ...train import BLAS
from ..figures import BLUE, BROWN, GRAY, GREEN, INK, ORANGE, PALE, diagram, figure, label
from ..panel import thousands

COLORS = (BROWN, BLUE, GREEN)


def gradients(model, ids, T):
    """The gradient of each window of a text, without learning: (windows,N), in the text's order.

    The state goes on from window to window. A last window that is shorter is left out.
    """
    state, found = model.initial_state(), []
    with BLAS.limit(limits=1):
        for inputs, targets, _ in windows(ids, T):
            logits, state, cache = model.forward(inputs, state)
            if len(inputs) == T:
                found.append(model.backward(cross_entropy(logits, targets)[1], cache)[0].flat)
    return np.array(found)


def angle(a, b):
    """The angle between two vectors, in degrees."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    return np.degrees(np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1)))


def turns(angles):
    """Arrows turned away from a dashed one: a figure. angles: name -> degrees."""
    fig, ax = diagram(9, 4.6, xlim=(-0.15, 2.35), ylim=(-0.12, 1.16))
    turned_by = zip(angles.values(), angles, COLORS, strict=True)
    for degrees, name, color in ((0, "the gradient", GRAY), *turned_by):
        turned = np.radians(degrees)
        x, y = np.cos(turned), np.sin(turned)
        ax.annotate(
            "", (x, y), (0, 0),
            arrowprops={"arrowstyle": "-|>,head_length=0.8,head_width=0.4", "color": color,
                        "linewidth": 3, "linestyle": "--" if degrees == 0 else "-", "shrinkA": 0,
                        "shrinkB": 0},
        )  # fmt: skip
        words = name if degrees == 0 else f"{degrees:.0f}\u00b0, {name}"
        height = -0.07 if degrees == 0 else max(y, 0.09)
        label(ax, x + 0.06, height, words, color=INK if degrees == 0 else color, ha="left")
    return fig


def angle_by_streams(sizes, angles):
    """How far the mean gradient of so many streams is from that of the text: a figure."""
    fig, ax = figure(8, 3.4)
    ax.plot(sizes, angles, color=BLUE, linewidth=3, marker="o", markersize=8)
    for size, degrees in zip(sizes, angles, strict=True):
        ax.text(size * 1.08, degrees + 3, f"{degrees:.0f}\u00b0", fontsize=15, color=BLUE)
    ax.set(xscale="log", xlabel="streams", ylabel="angle to the\ntext's gradient", ylim=(0, 102))
    ax.set_xticks(sizes, [thousands(size) for size in sizes])
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_yticks([0, 30, 60, 90], ["0\u00b0", "30\u00b0", "60\u00b0", "90\u00b0"])
    return fig


def two_cuts(g, by_number, by_norm, limit):
    """A gradient of two numbers, cut in two ways: a figure."""
    fig, ax = figure(9, 4.2)
    ax.add_patch(Rectangle((-limit, -limit), 2 * limit, 2 * limit, fill=False, edgecolor=BROWN))
    ax.add_patch(Circle((0, 0), limit, fill=False, edgecolor=BLUE))
    places = (
        (g, GRAY, "the gradient", (0.2, 0)),
        (by_number, BROWN, "cut by number", (0.2, 0.55)),
        (by_norm, BLUE, "cut by norm", (0.15, -0.75)),
    )
    for place, color, words, off in places:
        look = {"arrowstyle": "-|>,head_length=0.8,head_width=0.4", "color": color, "linewidth": 3}
        ax.annotate("", place, (0, 0), arrowprops={**look, "shrinkA": 0, "shrinkB": 0})
        ax.text(*np.add(place, off), words, color=color, fontsize=15, va="center")
    ax.set(xlim=(-0.3, 11), ylim=(-0.3, 5.4), aspect="equal")
    ax.set(xlabel="first number", ylabel="second number")
    return fig


def ratios_of(ratios, factor):
    """How much farther an update goes when all gradients are multiplied by a factor: a figure."""
    fig, ax = figure(9, 3.4)
    names = list(ratios)[::-1]
    colors = [BROWN if abs(ratios[name] - 1) > 0.05 else BLUE for name in names]
    bars = ax.barh(names, [ratios[name] for name in names], color=colors)
    ax.bar_label(bars, [f"\u00d7 {ratios[name]:.3g}" for name in names], padding=5, fontsize=14)
    ax.set(xlim=(0, factor * 1.12), xlabel=f"how much farther, with gradients \u00d7 {factor}")
    return fig


def five_windows(params):
    """All weights in one row, and which array looks onto which piece: a figure."""
    N = params.flat.size
    fig, ax = diagram(10, 1.7, xlim=(0, N), ylim=(-0.7, 1.6))
    ax.set_aspect("auto")
    start = 0
    for n, (name, window) in enumerate(params.items()):
        color = (ORANGE, PALE)[n % 2]
        ax.add_patch(Rectangle((start, 0), window.size, 1, facecolor=color, edgecolor=INK))
        middle = start + window.size / 2
        if window.size > N / 20:
            label(ax, middle, 0.5, f"{name} {window.shape}".replace(",", " \u00d7"))
        else:
            label(ax, middle - N / 30 * (n == 3), 1.3, name)
        start += window.size
    label(ax, 0, -0.4, "flat[0]", ha="left")
    label(ax, N, -0.4, f"flat[{N - 1}]", ha="right")
    return fig


def pointer(lengths, T, starts_of):
    """Texts as tapes, the targets of each window in a color, and what is never one: a figure.

    starts_of: a function of a length and T, giving where each window begins.
    """
    most = max(lengths)
    fig, ax = diagram(10, 0.8 * len(lengths), xlim=(-3.2, most + 0.2), ylim=(-0.2, len(lengths)))
    ax.set_aspect("auto")
    for row, N in enumerate(lengths):
        y = len(lengths) - 1 - row
        label(ax, -0.3, y + 0.35, f"{N} letters", ha="right")
        of_window = {p + 1 + t: n for n, p in enumerate(starts_of(N, T)) for t in range(T)}
        for i in range(N):
            read = of_window.get(i)
            color = "white" if i == 0 else PALE if read is None else (ORANGE, "#f7d58f")[read % 2]
            ax.add_patch(Rectangle((i, y), 1, 0.7, facecolor=color, edgecolor=INK))
            if i and read is None:
                label(ax, i + 0.5, y + 0.33, "\u2717")
    return fig


def by_rate(curves):
    """The loss of each optimizer at each of its rates: a figure.

    curves: name -> {rate: losses, one for each seed, in nats per character}.
    """
    fig, ax = figure(9, 4.2)
    top = 3.0
    for (name, losses), color in zip(curves.items(), COLORS, strict=True):
        rates = list(losses)
        means = [np.mean(losses[rate]) for rate in rates]
        for rate in rates:
            for loss in losses[rate]:
                up = loss > top
                ax.plot(rate, min(loss, top), "^" if up else "o", color=color, markersize=8)
        ax.plot(rates, np.minimum(means, top), color=color, linewidth=3)
        ax.text(rates[0], means[0] + 0.05, name, color=color, fontsize=16, ha="center")
    ax.set(
        xscale="log", xlabel="learning rate", ylabel="nats per character", ylim=(1.95, top + 0.04)
    )
    ticks = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.xaxis.set_minor_formatter(NullFormatter())
    return fig
