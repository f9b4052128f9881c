"""A training that is watched: its losses on what it learns and on what it never sees."""

from typing import NamedTuple

import numpy as np

from ...sample import sample
from ...train import evaluate

READ = 20_000  # letters of the held-out text that are read, at most
RECENT = 50  # the training loss is a mean over so many updates
LETTERS = 300  # of a sample


class Watched(NamedTuple):
    """What was measured at some moments of a training; a loss is in nats per letter."""

    updates: list
    training: list
    held_out: list
    samples: list


def watch(trainer, held_out, vocab, moments, seed=0):
    """Train until each of the moments; measure, and let it write: a `Watched`.

    moments: numbers of updates, rising. held_out: (N,) ids that it does not learn; at most
    20 000 of them are read. seed: of the samples.
    """
    seen = Watched([], [], [], [])
    for moment in moments:
        trainer.run(moment - trainer.iteration, progress=False)
        recent = trainer.losses[-RECENT:] or [np.log(trainer.model.vocab_size)]
        seen.updates.append(trainer.iteration)
        seen.training.append(float(np.mean(recent)))
        seen.held_out.append(evaluate(trainer.model, held_out[:READ]))
        seen.samples.append(sample(trainer.model, vocab, LETTERS, rng=seed))
    return seen
