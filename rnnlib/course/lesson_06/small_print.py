"""The pictures of notebook 06b: what turns an update, and what a factor, a cut, a pointer do."""

import numpy as np
from matplotlib.patches import Circle, Rectangle

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


def next_gradient(trainer):
    """The gradient (N,) of a trainer's next update, before it is cut. Nothing is changed."""
    window = slice(trainer.position, trainer.position + trainer.seq_length)
    logits, _, cache = trainer.model.forward(trainer.inputs[window], trainer.state)
    dlogits = cross_entropy(logits, trainer.targets[window])[1]
    return trainer.model.backward(dlogits, cache)[0].flat


def turns(fans):
    """Arrows turned away from dashed ones, side by side: a figure.

    fans: what the dashed arrow is -> {what another one is: its angle to it, in degrees}.
    """
    fig, ax = diagram(10, 3.3, xlim=(-0.1, 4.9), ylim=(-0.18, 1.32))
    for place, (gradient, angles) in enumerate(fans.items()):
        left = 2.55 * place
        arrows = [(0, gradient, GRAY), *zip(angles.values(), angles, COLORS, strict=False)]
        for n, (degrees, name, color) in enumerate(arrows):
            length = 1 if n < 2 else 1.2  # two with nearly one direction end apart
            turned = np.radians(degrees)
            x, y = left + length * np.cos(turned), length * np.sin(turned)
            ax.annotate(
                "", (x, y), (left, 0),
                arrowprops={"arrowstyle": "-|>,head_length=0.8,head_width=0.4", "color": color,
                            "linewidth": 3, "linestyle": "-" if n else "--", "shrinkA": 0,
                            "shrinkB": 0},
            )  # fmt: skip
            words = f"{degrees:.0f}\u00b0, {name}" if n else name
            height = max(y, 0.09) if n else -0.08
            label(ax, x + 0.06, height, words, color=color if n else INK, ha="left")
    return fig


def angles_to_text(names, angles, what):
    """Mean angles to the text's gradient, in degrees, one beside the other: a figure.

    names: numbers, or words. what: what they are, for the axis under them.
    """
    fig, ax = figure(8, 3.4)
    ax.plot(angles, color=BLUE, linewidth=3, marker="o", markersize=8)
    off, ha = (-0.06, "right") if angles[0] < angles[-1] else (0.06, "left")  # beside the line
    for place, degrees in enumerate(angles):
        ax.text(place + off, degrees + 4, f"{degrees:.0f}\u00b0", fontsize=15, color=BLUE, ha=ha)
    ax.set(xlabel=what, ylabel="angle to the\ntext's gradient", ylim=(0, 105))
    ax.set_xlim(-0.45, len(angles) - 0.5)
    ax.set_xticks(range(len(angles)), [n if isinstance(n, str) else thousands(n) for n in names])
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
        (by_norm, BLUE, "cut by norm", (0.35, -0.75)),
    )
    for place, color, words, off in places:
        look = {"arrowstyle": "-|>,head_length=0.8,head_width=0.4", "color": color, "linewidth": 3}
        ax.annotate("", place, (0, 0), arrowprops={**look, "shrinkA": 0, "shrinkB": 0})
        ax.text(*np.add(place, off), words, color=color, fontsize=15, va="center")
    ax.set(xlim=(-0.3, 11), ylim=(-0.3, 5.4), aspect="equal")
    ax.set(xlabel="first number", ylabel="second number")
    return fig


def ways_of(ways, factor):
    """How updates go elsewhere when all gradients are multiplied by a factor: a figure.

    ways: name -> how many times as far they go, and by how many degrees the way is turned.
    """
    fig, ax = figure(9, 3.4)
    names = list(ways)[::-1]
    ratios = [ways[name][0] for name in names]
    alike = [abs(ratio - 1) < 0.05 and degrees < 5 for ratio, degrees in (ways[n] for n in names)]
    bars = ax.barh(names, ratios, color=[BLUE if same else BROWN for same in alike])
    words = ("\u00d7 {:.3g}, turned by {:.0f}\u00b0".format(*ways[name]) for name in names)
    ax.bar_label(bars, list(words), padding=5, fontsize=14)
    ax.set(xlim=(0, factor * 1.42), xlabel=f"how much farther, with gradients \u00d7 {factor}")
    ax.set_xticks(range(0, factor + 1, 5))
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
