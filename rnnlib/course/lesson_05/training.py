"""What the bugs of lesson 05 do to training, from what was measured: a sentence, and a picture."""

import numpy as np
from matplotlib.figure import Figure

from ..figures import BLUE, GRAY, INK, PALE
from ..measured import measured
from ..panel import thousands
from .bugs import BUGS

TRAINED = [key for key in BUGS if key != "clipped"]  # a trainer clips anyway: there it is no bug


def losses_of(key, kind=None):
    """The losses on text never seen, of a bug's trainings: seeds (S,), each (M,) or shorter.

    key: of `BUGS`; or "right", of the kind "rnn" or "lstm". A row is shorter where something was no
    number any more. In nats per letter, at the moments of `measured("bugs_rnn")["moments"]`.
    """
    runs = measured(f"bugs_{kind or BUGS[key].kind}")["runs"]
    return [run["held_out"] for run in runs if run["bug"] == key]


def above(key):
    """How many of a bug's networks broke, or ended above every network with the right pass."""
    kind = BUGS[key].kind
    return int((_ends(key, kind) > _ends("right", kind).max()).sum())


def told(key):
    """What a bug does to training, in a sentence."""
    kind = BUGS[key].kind
    ours, right = _ends(key, kind), _ends("right", kind)
    if key not in TRAINED:
        return "In training it makes no difference: the trainer clips at 5 as well."
    if broken := np.isinf(ours).sum():
        return f"In training {broken} of {len(ours)} networks broke: their loss was no number."
    updates = thousands(measured(f"bugs_{kind}")["moments"][-1])
    return (
        f"After {updates} updates {above(key) or 'none'} of {len(ours)} networks had a higher loss "
        f"than all right ones, on text never seen: {ours.min():.2f} to {ours.max():.2f} nats per "
        f"letter, those {right.min():.2f} to {right.max():.2f}."
    )


def what_bugs_do():
    """How well networks with a bug have learned, a dot for each of some seeds: a figure.

    The band is the right pass, from its best seed to its worst. A cross is a network that broke:
    its loss was no number. The dashed line is what the frequencies of letters alone would give.
    """
    fig = Figure(figsize=(10, 7.4), dpi=100, layout="constrained", facecolor="white")
    keys = {kind: [key for key in TRAINED if BUGS[key].kind == kind] for kind in ("rnn", "lstm")}
    above, below = fig.subplots(2, 1, sharex=True, height_ratios=[*map(len, keys.values())])
    for ax, kind in ((above, "rnn"), (below, "lstm")):
        _dots(ax, kind, keys[kind])
        ax.set_ylabel(kind.upper(), fontsize=15)
    top = len(keys["rnn"]) - 0.4
    letters = measured("counting_shakespeare")["models"][0]["held_out_loss"]
    for x, words in ((_ends("right", "rnn").mean(), "right"), (letters, "frequencies of letters")):
        above.text(x, top, words, fontsize=14, ha="center", va="bottom")
    for ax in (above, below):
        ax.axvline(letters, color=GRAY, linewidth=2, linestyle="--", zorder=1)
    updates = thousands(measured("bugs_rnn")["moments"][-1])
    below.set_xlabel(f"nats per letter on text never seen, after {updates} updates", fontsize=15)
    return fig


BROKEN = 3.6  # where the crosses stand


def _ends(key, kind):
    """The loss at the end of each training, (S,); infinity where it broke."""
    moments = measured(f"bugs_{kind}")["moments"]
    rows = losses_of(key, kind)
    return np.array([row[-1] if len(row) == len(moments) else np.inf for row in rows])


def _dots(ax, kind, keys):
    """A row for each bug, the one that harms least on top."""
    right = _ends("right", kind)
    ax.axvspan(right.min(), right.max(), color=PALE, zorder=0)
    ax.axvline(right.mean(), color=GRAY, linewidth=2, zorder=1)
    keys = sorted(keys, key=lambda key: np.mean(_ends(key, kind)), reverse=True)
    for y, key in enumerate(keys):
        x = _ends(key, kind)
        for some, place, look, color in (
            (np.isfinite(x), x, "o", BLUE), (np.isinf(x), np.full_like(x, BROKEN), "x", INK)
        ):  # fmt: skip
            ax.plot(
                place[some], np.full(some.sum(), y), look, color=color, markersize=10, alpha=0.7
            )
        if np.isinf(x).any():
            ax.text(BROKEN + 0.03, y, f"{np.isinf(x).sum()} broke", fontsize=14, va="center")
    ax.set_yticks(range(len(keys)), [BUGS[key].title for key in keys])
    ax.tick_params(labelsize=14)
    ax.set(ylim=(-0.6, len(keys) - 0.4), xlim=(2, BROKEN + 0.25))
    ax.spines[["top", "right"]].set_visible(False)
