"""What the bugs of lesson 05 do to training: python data/measure_bugs.py NAME [FILE]

NAME is bugs_rnn or bugs_lstm: every bug of the gallery trains beside the right backward pass; or
loss_that_lies: the one without dhnext does, twice as long. All learn the first nine tenths of
Shakespeare, from the same weights for a seed, on the same windows, with the settings of the
original but a rate of 0.05. Losses are in nats per letter: of training, the mean over so many
updates; held out, on all of the last tenth.
"""

from functools import partial

import numpy as np
from sweep import MEASURED, arguments, sweep

from rnnlib import Trainer, Vocabulary, evaluate, hold_out, load_text
from rnnlib.corpora import text_hash
from rnnlib.course.lesson_05 import BUGS, with_bug

SEEDS = range(4)
SETTINGS = {"seq_length": 25, "batch_size": 1, "learning_rate": 0.05, "clip": 5.0}
HIDDEN_SIZE = 100
EVERY = 250  # updates, over which the loss of training is averaged
MOMENTS = (500, 1_000, 2_000, 5_000, 10_000)  # updates, when the held-out loss is taken


def keys(kind):
    """What is trained: nothing wrong, and every bug of a kind."""
    return ["right", *(key for key, bug in BUGS.items() if bug.kind == kind)]


# NAME -> the kind of network, what is trained, and the moments
RUNS = {
    "bugs_rnn": ("rnn", keys("rnn"), MOMENTS),
    "bugs_lstm": ("lstm", keys("lstm"), MOMENTS),
    "loss_that_lies": ("rnn", ["right", "no time"], (*MOMENTS, 20_000)),
}


def train(bug, seed, kind, moments):
    """The losses of one run; they end where they are no numbers any more."""
    text = load_text("shakespeare")
    vocab = Vocabulary(text)
    training, held_out = hold_out(vocab.encode(text), 0.1)
    network = with_bug(None if bug == "right" else bug, kind)
    trainer = Trainer(network(len(vocab), HIDDEN_SIZE, rng=seed), training, **SETTINGS)
    losses = {"training": [], "held_out": []}
    for moment in range(EVERY, moments[-1] + 1, EVERY):
        try:
            trainer.run(EVERY, progress=False)
            losses["training"].append(round(float(np.mean(trainer.losses[-EVERY:])), 3))
            if moment in moments:
                losses["held_out"].append(round(evaluate(trainer.model, held_out), 4))
        except FloatingPointError:
            break
    return losses


def main(name, path=None, **where):
    path = path or MEASURED / f"{name}.json"
    kind, bugs, moments = RUNS[name]
    facts = {
        "corpus": "shakespeare",
        "corpus_sha256": text_hash(load_text("shakespeare")),
        "hold_out": 0.1,
        "hidden_size": HIDDEN_SIZE,
        "settings": SETTINGS,
        "every": EVERY,
        "moments": moments,
    }
    settings = [{"bug": bug, "seed": seed} for seed in SEEDS for bug in bugs]
    run = partial(train, kind=kind, moments=moments)
    sweep(path, settings, run, facts, **where)


if __name__ == "__main__":
    main(**arguments(__doc__, RUNS))
