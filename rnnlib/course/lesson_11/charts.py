"""The charts of lesson 11: the ladder, what a call costs, and how cost grows."""

import numpy as np
from matplotlib.ticker import FuncFormatter, NullFormatter

from ..figures import BLUE, BROWN, GRAY, GREEN, INK, ORANGE, PALE, figure
from ..panel import thousands
from .cost import exponent

LINES = {1: BROWN, 4: GREEN, 16: BLUE, 64: INK}


def ladder_chart(rates, could, hide=()):
    """Letters per second of each rung, and a line for what one core could do: a figure.

    rates: name -> letters per second, the first on top. could: letters per second, if nothing were
    done but the products. hide: rungs of which no bar is shown yet.
    """
    fig, ax = figure(10, 0.9 + 0.5 * len(rates))
    for y, (name, rate) in enumerate(rates.items()):
        if name in hide:
            ax.text(could * 0.01, y, "?", fontsize=17, va="center", color=GRAY)
            continue
        ax.barh(y, rate, color=BLUE, height=0.7)
        times = f"   \N{MULTIPLICATION SIGN} {rate / next(iter(rates.values())):.1f}" if y else ""
        words = f"{_rounded(rate)}{times}"
        inside = rate > 0.6 * could
        ax.text(rate + could * (-0.01 if inside else 0.01), y, words, fontsize=15, va="center",
                ha="right" if inside else "left", color="white" if inside else INK)  # fmt: skip
    ax.axvline(could, color=BROWN, linewidth=3)
    ax.text(could, -0.75, "one core could ", fontsize=15, color=BROWN, ha="right", va="bottom")
    ax.set_yticks(range(len(rates)), [*rates])
    ax.set_ylim(len(rates) - 0.5, -0.8)
    ax.set(xlim=(0, could * 1.05), xlabel="letters per second")
    ax.locator_params(axis="x", nbins=6)
    ax.xaxis.set_major_formatter(FuncFormatter(_plain))
    return fig


def _plain(x, _=None):
    """A number at an axis, without powers of ten."""
    return thousands(round(x)) if x >= 1000 else f"{x:g}"


def _rounded(x):
    """A count with two digits that matter: 24 000."""
    return thousands(int(float(f"{x:.2g}")))


def call_chart(sizes, seconds):
    """How long a product (n,n) times (n,) takes, on logarithmic axes: a figure."""
    fig, ax = figure(8, 4)
    ax.plot(sizes, 1e6 * np.asarray(seconds), "o-", color=BLUE, linewidth=3, markersize=8)
    _log(ax, sizes)
    ax.set(xlabel="n", ylabel="microseconds")
    return fig


def column_chart(columns, speeds, could):
    """Operations per second of a product (100,100) times (100,B), against B: a figure.

    speeds: operations per second, (K,). could: of a large product.
    """
    fig, ax = figure(8, 3.8)
    ax.plot(columns, np.asarray(speeds) / 1e9, "o-", color=BLUE, linewidth=3, markersize=8)
    ax.axhline(could / 1e9, color=BROWN, linewidth=3)
    ax.text(columns[0], could / 1e9, "a large product", fontsize=15, color=BROWN, va="bottom")
    ax.set_xscale("log", base=2)
    ax.set_xticks(columns, columns)
    ax.set(xlabel="streams B", ylabel="billion operations\nper second", ylim=(0, could / 8e8))
    return fig


def parts_chart(rows, least):
    """Microseconds per letter of each part, a bar for each way: a figure.

    rows: name -> (parts, microseconds). least: microseconds that the products alone would take.
    """
    fig, ax = figure(10, 1.2 + 0.7 * len(rows))
    colors = (BLUE, BROWN, ORANGE)
    for y, values in enumerate(rows.values()):
        starts = np.cumsum([0, *values])
        for start, value, color in zip(starts, values, colors, strict=False):
            ax.barh(y, value, left=start, color=color, edgecolor="white", height=0.7)
        ax.text(starts[-1] * 1.01, y, f" {starts[-1]:.1f}", fontsize=15, va="center")
    names = ("forward and loss", "backward", "clip and Adagrad")
    first = next(iter(rows.values()))
    for start, value, name, color in zip(
        np.cumsum([0, *first]), first, names, colors, strict=False
    ):
        ax.text(start + value / 2, -0.45, name, fontsize=15, ha="center", va="bottom",
                color="#7a5200" if color == ORANGE else color)  # fmt: skip
    ax.axvline(least, color=INK, linewidth=2.5, linestyle="--")
    ax.text(least, len(rows) - 0.4, " the products alone", fontsize=14, va="center")
    ax.set_yticks(range(len(rows)), [*rows])
    ax.set_ylim(len(rows) - 0.2, -0.9)
    ax.set_xlim(0, 1.1 * max(sum(row) for row in rows.values()))
    ax.set_xlabel("microseconds per letter")
    return fig


def growth_chart(growth):
    """Time and memory of an update over H, T, V and B, with their last exponents: a figure."""
    fig, ax = figure(10, 5.2)
    ax.remove()
    for ax, (name, line) in zip(fig.subplots(2, 2).flat, growth["lines"].items(), strict=True):
        x, most = np.asarray(line["values"]), 0
        for key, scale, color in (("seconds", 1e3, BLUE), ("bytes", 1e-6, BROWN)):
            y = scale * np.asarray(line[key])
            ax.plot(x, y, "o-", color=color, linewidth=2.5, markersize=6)
            slope = exponent(x[-3:], y[-3:])
            ax.text(x[-1] * 1.15, y[-1], f"{slope:.1f}", fontsize=15, color=color,
                    va="bottom" if key == "seconds" else "top")  # fmt: skip
            most = max(most, y.max())
        _log(ax, x)
        ax.set_xlim(x[0] / 1.2, x[-1] * 2.2)
        ax.set_xlabel(name, fontsize=15, labelpad=0)
        ax.tick_params(labelsize=13)
        ax.spines[["top", "right"]].set_visible(False)
    first = fig.axes[0]
    first.text(0.04, 0.93, "milliseconds", color=BLUE, fontsize=15, transform=first.transAxes)
    first.text(0.04, 0.8, "megabytes", color=BROWN, fontsize=15, transform=first.transAxes)
    return fig


def learning_chart(learning):
    """What is learned with B streams, after letters and after seconds: a figure.

    learning: B -> (letters, seconds, losses), (K,) each.
    """
    fig, ax = figure(10, 3.8)
    ax.remove()
    axes = fig.subplots(1, 2, sharey=True)
    for ax, k, words in ((axes[0], 0, "letters read"), (axes[1], 1, "seconds of processor time")):
        for B, (*x, losses) in learning.items():
            ax.plot(x[k], losses, "o-", color=LINES[B], linewidth=2.5, markersize=5)
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter(FuncFormatter(_plain))
        ax.xaxis.set_minor_formatter(NullFormatter())
        ax.set_xlabel(words, fontsize=15)
        ax.tick_params(labelsize=14)
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].set_xticks([30_000, 100_000, 300_000])
    for B, (letters, _, losses) in learning.items():  # where the lines begin, far from each other
        words, place = f"{B} stream{'s' * (B > 1)} ", {1: "top", 4: "bottom"}.get(B, "center")
        style = {"color": LINES[B], "fontsize": 15, "ha": "right", "va": place}
        axes[0].text(letters[0] * 0.95, losses[0], words, **style)
    axes[0].set_xlim(learning[1][0][0] / 7, None)
    for B, (_, seconds, losses) in learning.items():
        axes[1].text(seconds[0], losses[0] + 0.04, f"{B}", color=LINES[B], fontsize=15, ha="center")
    axes[0].set_ylabel("nats per letter", fontsize=15)
    return fig


def _log(ax, x):
    """Two logarithmic axes with plain numbers."""
    ax.set(xscale="log", yscale="log")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(_plain))
        axis.set_minor_formatter(NullFormatter())
    ax.grid(color=PALE, linewidth=2)
