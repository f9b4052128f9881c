"""What the bugs of lesson 05 do to training, from what was measured: a sentence, and a picture."""

import numpy as np
from matplotlib.figure import Figure

from ..figures import BLUE, GRAY, INK, PALE
from ..measured import measured
from ..panel import thousands
from .bugs import BUGS

CLIPPED = "clipped"  # a trainer clips anyway: this one does nothing to training
TRAINED = [key for key, bug in BUGS.items() if bug.kind == "rnn" and key != CLIPPED]


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
    if key == CLIPPED:
        return "In training it makes no difference: the trainer clips at 5 as well."
    if broken := np.isinf(ours).sum():
        return f"In training {broken} of {len(ours)} networks broke: their loss was no number."
    updates = thousands(measured(f"bugs_{kind}")["moments"][-1])
    return (
        f"After {updates} updates {above(key) or 'none'} of {len(ours)} networks had a higher loss "
        f"than all right ones, on text never seen: {_range(ours)} nats per letter, those "
        f"{_range(right)}."
    )


def _range(losses):
    """From the least to the largest, in words."""
    ends = dict.fromkeys(f"{loss:.2f}" for loss in (losses.min(), losses.max()))
    return " to ".join(ends)


def what_bugs_do():
    """How well networks of `TRAINED` have learned, a dot for each of some seeds: a figure.

    The band is the right pass, from its best seed to its worst. A cross is a network that broke:
    its loss was no number. The dashed line is what the frequencies of letters alone would give.
    """
    fig = Figure(figsize=(10, 5), dpi=100, layout="constrained", facecolor="white")
    ax, right = fig.subplots(), _ends("right", "rnn")
    ax.axvspan(right.min(), right.max(), color=PALE, zorder=0)
    letters = measured("counting_shakespeare")["models"][0]["held_out_loss"]
    for x, words, style in (
        (right.mean(), "right", "-"), (letters, "frequencies of letters", "--")
    ):  # fmt: skip
        ax.axvline(x, color=GRAY, linewidth=2, linestyle=style, zorder=1)
        ax.text(x, len(TRAINED) - 0.4, words, fontsize=14, ha="center", va="bottom")
    _dots(ax)
    updates = thousands(measured("bugs_rnn")["moments"][-1])
    ax.set_xlabel(f"nats per letter on text never seen, after {updates} updates", fontsize=15)
    return fig


BROKEN = 3.6  # where the crosses stand


def _ends(key, kind):
    """The loss at the end of each training, (S,); infinity where it broke."""
    moments = measured(f"bugs_{kind}")["moments"]
    rows = losses_of(key, kind)
    return np.array([row[-1] if len(row) == len(moments) else np.inf for row in rows])


def _dots(ax):
    """A row for each bug, the one that harms least on top."""
    keys = sorted(TRAINED, key=lambda key: np.mean(_ends(key, "rnn")), reverse=True)
    for y, key in enumerate(keys):
        x = _ends(key, "rnn")
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
