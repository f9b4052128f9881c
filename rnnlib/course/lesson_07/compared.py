"""Bars of lesson 07: what was measured of several things, side by side."""

from matplotlib.figure import Figure

from ..figures import BLUE, BROWN, GREEN

COLORS = (BROWN, BLUE, GREEN)


def compared(rows, titles, formats, ends):
    """What was measured of several things, a bar for each of its numbers: a figure.

    rows: name -> its numbers (K,). titles, formats, ends: (K,), what stands over the bars, how
    their numbers are written, and where they may end.
    """
    size = (8, 1 + 0.42 * len(rows))
    fig = Figure(figsize=size, dpi=100, layout="constrained", facecolor="white")
    axes = fig.subplots(1, len(titles), sharey=True, squeeze=False)[0]
    for k, (ax, title, spec, end) in enumerate(zip(axes, titles, formats, ends, strict=True)):
        values = [row[k] for row in rows.values()]
        bars = ax.barh([*rows], values, color=COLORS[k], height=0.7)
        ax.bar_label(bars, [format(value, spec) for value in values], padding=5, fontsize=14)
        ax.set_title(title, fontsize=15, loc="left")
        ax.set(xlim=(0, 1.3 * end), xticks=[])
        ax.spines[["top", "right", "bottom"]].set_visible(False)
        ax.tick_params(axis="y", labelsize=14, length=0)
    axes[0].invert_yaxis()
    return fig
