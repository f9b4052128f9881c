"""The two networks of lesson 05 of which one is wrong, and how they learned."""

import numpy as np

from ..exercise import replaced
from ..figures import BLUE, BROWN, figure
from ..measured import measured
from ..panel import thousands
from .backward import rnn_backward
from .bugs import PlainRNN, with_bug

SUSPECTS = {"A": None, "B": "no time"}  # a key of BUGS, or None where nothing is wrong
COLORS = {"A": BLUE, "B": BROWN}


def suspects():
    """The classes of the networks A and B."""
    return [with_bug(key) for key in SUSPECTS.values()]


def somebodys(exercise):
    """The class of the network of an exercise, "05.2" or "05.3"."""
    if exercise == "05.2":
        return with_bug("mean")
    last = replaced(rnn_backward, ("dzs[t], hs[t + 1],", "dzs[t], hs[-1],"))
    return type("PlainRNN", (PlainRNN,), {"plain": staticmethod(last)})


def learning(name, seed=0):
    """Training losses of a suspect: the updates, and nats per letter, the mean up to each."""
    losses = np.array(_runs(name)[seed]["training"])
    return measured("loss_that_lies")["every"] * np.arange(1, len(losses) + 1), losses


def held_out(name):
    """What a suspect costs on text that it has never read: the updates, and (seeds, updates)."""
    losses = np.array([run["held_out"] for run in _runs(name)])
    return np.array(measured("loss_that_lies")["moments"]), losses


def _runs(name):
    """What was measured of a suspect, a dictionary for each seed."""
    bug = SUSPECTS[name] or "right"
    return [run for run in measured("loss_that_lies")["runs"] if run["bug"] == bug]


def two_curves(updates=10_000):
    """How A and B learn, on one seed, up to so many updates: a figure."""
    fig, ax = figure(10, 4)
    ends = {}
    for name, color in COLORS.items():
        steps, losses = learning(name)
        shown = steps <= updates
        ax.plot(steps[shown], losses[shown], color=color, linewidth=2.5)
        ends[name] = losses[shown][-1]
    low, high = sorted(ends, key=ends.get)
    for name, side in ((low, "top"), (high, "bottom")):
        ax.text(
            updates * 1.01,
            ends[name],
            name,
            color=COLORS[name],
            fontsize=20,
            weight="bold",
            va=side,
        )
    ax.set(xlabel="updates", ylabel="loss, nats per letter", xlim=(0, updates * 1.04))
    ax.set_xticks(*ticks(range(0, updates + 1, updates // 5)))
    return fig


def over_seeds():
    """What A and B cost on text that they have never read, a line for each seed: a figure."""
    fig, ax = figure(10, 4)
    found = {name: held_out(name) for name in COLORS}
    high = max(found, key=lambda name: found[name][1][:, 0].mean())
    for (name, color), beside in zip(COLORS.items(), (0.98, 1.02), strict=True):
        steps, losses = found[name]
        for line in losses:  # the two beside each other, so that none hides another
            ax.plot(steps * beside, line, "o-", color=color, linewidth=1, markersize=8, alpha=0.6)
        ax.text(
            steps[0] * 0.94, losses[:, 0].mean(), name, color=color, fontsize=20, weight="bold",
            ha="right", va="bottom" if name == high else "top",
        )  # fmt: skip
    ax.set(xscale="log", xlabel="updates", ylabel="held-out loss, nats per letter")
    ax.set_xlim(steps[0] * 0.85, steps[-1] * 1.1)
    ax.set_xticks(*ticks(steps))
    ax.minorticks_off()
    return fig


def ticks(steps):
    return list(steps), [thousands(int(step)) for step in steps]
