"""A training that is watched: its losses on what it learns and on what it never sees."""

from typing import NamedTuple

import numpy as np

from ...sample import sample
from ...train import evaluate

READ = 20_000  # letters of the held-out text that are read, at most
RECENT = 50  # the training loss is a mean over so many updates
LETTERS = 300  # of a sample
LEAST, SHORT = 1000, 20_000  # letters of a text
MANY = 1000  # different letters


class Watched(NamedTuple):
    """What was measured at some moments of a training; a loss is in nats per letter."""

    updates: list
    training: list
    held_out: list
    samples: list


def about(text, held_out):
    """A line or two about a text to learn from: its size, and what to expect.

    Raises ValueError for a text too short to learn from.
    """
    if len(text) < LEAST:
        raise ValueError(f"{len(text)} letters are too few to learn from: take {LEAST} or more")
    told = f"{len(text)} letters, {len(set(text))} different ones; {len(held_out)} held out"
    if len(text) < SHORT:
        told += "\nThat is short: it will soon know them by heart (How long?)"
    if len(set(text)) > MANY:
        told += (
            "\nThat many different ones take minutes, and most are too rare to learn: better stop "
            "the cell, and reduce them (Too many letters?)"
        )
    return told


def opening(text):
    """The first words of a text, up to 50 letters, to be read before something is written."""
    start = text.lstrip()[:50]
    return start.rpartition(" ")[0] or start


def watch(trainer, held_out, vocab, moments, prompt="", seed=0):
    """Train until each of the moments; measure, and let it write: a `Watched`.

    moments: numbers of updates, rising. held_out: (N,) ids that it does not learn; at most
    20 000 of them are read. prompt: what it reads before it writes. seed: of the samples.
    """
    seen = Watched([], [], [], [])
    for moment in moments:
        trainer.run(moment - trainer.iteration, progress=False)
        recent = trainer.losses[-RECENT:] or [np.log(trainer.model.vocab_size)]
        seen.updates.append(trainer.iteration)
        seen.training.append(float(np.mean(recent)))
        seen.held_out.append(evaluate(trainer.model, held_out[:READ]))
        seen.samples.append(sample(trainer.model, vocab, LETTERS, prompt=prompt, rng=seed))
    return seen
