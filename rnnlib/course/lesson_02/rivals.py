"""The picture of 02b that puts tanh beside its rivals."""

from ..figures import BLUE, BROWN, GREEN, figure


def three_curves(a, curves):
    """tanh, the sigmoid and ReLU, each with its name at its end: a figure.

    a: (N,), what goes in. curves: name -> (N,), what comes out.
    """
    fig, ax = figure(8, 4)
    heights = []  # of the names
    for (name, curve), color in zip(curves.items(), (BLUE, BROWN, GREEN), strict=True):
        ax.plot(a, curve, color=color, linewidth=3.5)
        height = min(curve[-1], 2.3)
        if any(abs(height - other) < 0.4 for other in heights):
            height -= 0.4
        heights.append(height)
        ax.text(a[-1] + 0.1, height, name, va="center", color=color, fontsize=16)
    ax.set(xlabel="what goes in", ylabel="what comes out", ylim=(-1.3, 2.5))
    ax.set(xlim=(a[0], a[-1] + 1.4))
    return fig
