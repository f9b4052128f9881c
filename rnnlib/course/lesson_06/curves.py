"""The pictures of whole trainings in notebook 06b: their rates, their waves, their seeds."""

from itertools import pairwise

import numpy as np
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, NullFormatter

from ..figures import BLUE, BROWN, GRAY, GREEN, figure, visible
from ..panel import thousands

COLORS = (BROWN, BLUE, GREEN)


def letter_rates(chars, counts, rates):
    """How far a weight still moves, against how many windows held its letter: a figure.

    counts, rates: (V,), in how many windows each letter was, and the rate. Where there is no room
    for a letter it is a dot. The dashed line falls with the root of the count.
    """
    fig, ax = figure(8, 4.8)
    ax.set(xscale="log", yscale="log", xlim=(counts.min() / 1.5, counts.max() * 1.5))
    ax.set(ylim=(rates.min() / 1.6, rates.max() * 1.6))
    middle = np.exp(np.mean(np.log(rates * np.sqrt(counts))))
    ends = np.array([counts.min(), counts.max()])
    ax.plot(ends, middle / np.sqrt(ends), color=GRAY, linestyle="--")
    fig.draw_without_rendering()
    taken = np.empty((0, 2))  # in pixels
    for k in np.argsort(counts):
        spot = ax.transData.transform((counts[k], rates[k]))
        if (np.abs(taken - spot) < (19, 22)).all(axis=1).any():  # no room for its name
            ax.plot(counts[k], rates[k], "o", color=GRAY, markersize=4, zorder=1)
            continue
        taken = np.concatenate([taken, [spot]])
        words = "space" if chars[k] == " " else visible(chars[k])
        words = ax.text(
            counts[k], rates[k], words, color=BLUE, fontsize=16, ha="center", va="center"
        )
        words.set_path_effects([withStroke(linewidth=4, foreground="white")])
    ax.set(xlabel="windows with the letter in them", ylabel="rate of its weights")
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: thousands(round(x))))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:g}"))
    return fig


def by_place(passes, letters):
    """The losses of several passes against the place in the text: a figure.

    passes: (P,K), means over K stretches of the text; the first may begin above the frame. letters:
    how long the text is.
    """
    fig, ax = figure(8, 3.6)
    bottom, top = passes.min() - 0.05, passes[1:].max() + 0.4
    places = (np.arange(passes.shape[1]) + 0.5) * letters / passes.shape[1]
    ends = _apart(passes[:, -1], 0.1 * (top - bottom))
    for n, (losses, color, end) in enumerate(zip(passes, COLORS, ends, strict=True)):
        ax.plot(places, losses, color=color, linewidth=3)
        ax.text(letters * 1.01, end, f"pass {n + 1}", color=color, fontsize=15, va="center")
    ax.set(xlabel="place in the text, letters", ylabel="nats per letter")
    ax.set(xlim=(0, letters * 1.1), ylim=(bottom, top))
    ax.spines["bottom"].set_bounds(0, letters)
    ticks = range(0, letters, 20_000)
    ax.set_xticks(ticks, [thousands(n) for n in ticks])
    return fig


def by_rate(curves):
    """The loss of each optimizer at each of its rates: a figure.

    curves: name -> {rate: losses, one for each seed, in nats per letter}.
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
    ax.set(xscale="log", xlabel="learning rate", ylabel="nats per letter", ylim=(1.95, top + 0.04))
    ticks = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.xaxis.set_minor_formatter(NullFormatter())
    return fig


def seeds(updates, runs):
    """The loss of many trainings while they learn, a line for each: a figure.

    updates: (K,), when. runs: a learning rate -> losses (S,K), in nats per letter.
    """
    fig, ax = figure(8, 3.8)
    for (rate, losses), color, end in zip(runs.items(), COLORS, (2.3, 1.75), strict=False):
        for line in losses:
            ax.plot(updates, line, color=color, linewidth=1.8)
        ax.text(updates[-1] * 1.01, end, f"rate {rate:g}", color=color, fontsize=15, va="center")
    ax.set(xlabel="update", ylabel="nats per letter", xlim=(0, updates[-1] * 1.14))
    ax.set(yscale="log", ylim=(1.6, 12))
    ax.set_yticks([2, 3, 4, 6, 8, 10], ["2", "3", "4", "6", "8", "10"])
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.spines["bottom"].set_bounds(0, updates[-1])
    ax.set_xticks(updates[9::10], [thousands(n) for n in updates[9::10]])
    return fig


def two_readings(updates, zero, carried, running):
    """One training at a rate too large, judged in three ways: a figure.

    updates: (K,), when. zero, carried: (K,), a text that was not learned, read from a state of
    zeros and from the training's own. running: (K,), the mean loss of the training.
    """
    fig, ax = figure(8, 3.4)
    ends = _apart([zero[-1], carried[-1], running[-1]], 0.9)
    names = ("read from zeros", "read on", "training loss")
    lines = zip(names, (zero, carried, running), COLORS, ends, strict=True)
    for name, losses, color, end in lines:
        ax.plot(updates, losses, color=color, linewidth=3)
        ax.text(updates[-1] * 1.01, end, name, color=color, fontsize=15, va="center")
    ax.set(xlabel="update", ylabel="nats per letter", xlim=(0, updates[-1] * 1.28))
    ax.set(ylim=(0, max(zero) + 0.5))
    ax.spines["bottom"].set_bounds(0, updates[-1])
    ax.set_xticks(updates[9::20], [thousands(n) for n in updates[9::20]])
    return fig


def _apart(heights, least):
    """Heights for labels: in the same order, and no two nearer than least."""
    order = np.argsort(heights)
    placed = np.array(heights, float)
    for below, above in pairwise(order):
        placed[above] = max(placed[above], placed[below] + least)
    return placed
