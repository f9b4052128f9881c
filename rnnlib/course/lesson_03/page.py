"""What lesson 03 shows: the page it begins with, what letters cost, and two charts."""

import numpy as np

from ...corpora import load_text
from ...loss import softmax
from ..figures import BLUE, BROWN, figure


def unread_page():
    """Some lines of a scene in the last tenth of the tales, which no network has read.

    They begin with a line end, so that the first letter has one before it.
    """
    tales = load_text("tales")
    start = tales.index("\nPIP:\nSince breakfast.")
    return tales[start : tales.index("\n\nPIP:", start + 4)]


def surprises_in(network, ids):
    """What each letter but the first costs a network that reads a text: (N-1,), in nats.

    ids: (N,). It begins with a state of zeros.
    """
    logits, _, _ = network.forward(ids[:-1, None])
    return -np.log(softmax(logits)[np.arange(len(ids) - 1), 0, ids[1:]])


def surprise_curve(marks):
    """The surprise by the probability of the letter that came, as a curve: a figure.

    marks: pairs (probability, words) to mark on it; several probabilities may share their words.
    """
    x = np.linspace(0.0005, 1, 2000)
    fig, ax = figure(8, 4)
    ax.plot(x, -np.log(x), color=BLUE, linewidth=4)
    for p, words in marks:
        ax.plot(p, -np.log(p), "o", color=BROWN, markersize=11)
        p = np.max(p)
        ax.annotate(words, (p, -np.log(p)), (12, 6), textcoords="offset points", fontsize=16)
    ax.set(xlabel="probability of the letter that came", ylabel="surprise, nats", ylim=(0, 8))
    return fig


def first_losses(losses, line, words):
    """The losses of the first windows, and a level line with words: a figure."""
    fig, ax = figure(8, 3.6)
    ax.plot(losses, "o-", color=BLUE, linewidth=2, markersize=6)
    ax.axhline(line, color=BROWN, linewidth=3, linestyle="--")
    end = (len(losses), line)
    ax.annotate(words, end, va="center", color=BROWN, fontsize=15, annotation_clip=False)
    ax.set(xlabel="window", ylabel="loss of the window", ylim=(0, None))
    ax.set_xlim(-1, len(losses) - 0.5)
    return fig
