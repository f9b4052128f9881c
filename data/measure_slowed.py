"""Train with one array slowed, or without clipping: python data/measure_slowed.py [FILE]

Once through the tales with the settings of min-char-rnn, from several seeds: at one rate for all
five arrays; at 0.1 with a tenth of it for one of them, or for the first updates; and at 0.05
without clipping.
"""

import numpy as np
from sweep import MEASURED, arguments, sweep

from rnnlib import RNN, Trainer, Vocabulary, load_text
from rnnlib.corpora import text_hash

UPDATES = 4518  # once through the tales
FIRST, LAST = 60, 1000  # updates
NEVER = 1e9  # a limit that no gradient reaches

# learning rate, the array that has a tenth of it, for how many updates all have, where gradients
# are cut
WAYS = (
    *((rate, "", 0, 5) for rate in (0.1, 0.05, 0.02, 0.01)),
    *((0.1, name, 0, 5) for name in ("Why", "Whh")),
    *((0.1, "", updates, 5) for updates in (10, 100)),
    (0.05, "", 0, NEVER),
)
SETTINGS = [
    {"rate": rate, "slowed": slowed, "warmup": warmup, "clip": clip, "seed": seed}
    for rate, slowed, warmup, clip in WAYS
    for seed in range(8)
]


def train(rate, slowed, warmup, clip, seed):
    """The worst loss at first, the warm-up and 60 updates, and the mean loss at last, both in nats
    per letter, and the share of units that are saturated at last."""
    text = load_text("tales")
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    trainer = Trainer(RNN(len(vocab), 100, rng=seed), ids, learning_rate=rate, clip=clip)
    rates = trainer.model.params.like(np.full_like(trainer.model.params.flat, rate))
    if slowed:
        rates[slowed] = rates[slowed] / 10
    trainer.optimizer.learning_rate = rates.flat / 10
    trainer.run(warmup, progress=False)
    trainer.optimizer.learning_rate = rates.flat
    trainer.run(UPDATES - warmup, progress=False)
    _, _, cache = trainer.model.forward(ids[-1000:, None])
    return {
        "worst": round(max(trainer.losses[: warmup + FIRST]), 3),
        "end": round(float(np.mean(trainer.losses[-LAST:])), 3),
        "saturated": round(float(np.mean(np.abs(cache.hs[1:]) > 0.99)), 3),
    }


def main(path=MEASURED / "slowed.json", settings=SETTINGS, **where):
    facts = {
        "corpus": "tales",
        "corpus_sha256": text_hash(load_text("tales")),
        "updates": UPDATES,
    }
    sweep(path, settings, train, facts, **where)


if __name__ == "__main__":
    main(**arguments(__doc__))
