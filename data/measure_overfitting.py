"""Let a network learn 5 000 letters by heart: python data/measure_overfitting.py [FILE]

They are the first of the tales. On the way it is measured on them and on the last tenth, and it
writes. The panel of lesson 08 shows the run of seed 0.
"""

import numpy as np
from sweep import MEASURED, arguments, sweep

from rnnlib import RNN, Trainer, Vocabulary, hold_out, load_text
from rnnlib.corpora import text_hash
from rnnlib.course.lesson_07 import longest_copy
from rnnlib.course.lesson_08 import watch

CORPUS, LETTERS = "tales", 5_000
MOMENTS = (0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000, 1_200, 1_400, 1_700, 2_000, 2_500,
           3_000, 3_500, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 10_000)  # fmt: skip
TRAINING = {"seq_length": 50, "batch_size": 8, "optimizer": "adam", "learning_rate": 0.002}
SETTINGS = [{"seed": seed} for seed in range(3)]


def train(seed):
    """Losses in nats per letter, what it writes, and how much of that is copied in one piece."""
    text = load_text(CORPUS)
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    _, held_out = hold_out(ids, 0.1)
    trainer = Trainer(RNN(len(vocab), 100, rng=seed), ids[:LETTERS], **TRAINING)
    seen = watch(trainer, held_out, vocab, MOMENTS)
    return {
        "training": np.round(seen.training, 3).tolist(),
        "held_out": np.round(seen.held_out, 3).tolist(),
        "longest": [longest_copy(written, text[:LETTERS]) for written in seen.samples],
        "samples": seen.samples,
    }


def main(path=MEASURED / "overfitting.json", settings=SETTINGS, **where):
    facts = {
        "corpus": CORPUS,
        "corpus_sha256": text_hash(load_text(CORPUS)),
        "letters": LETTERS,
        "hold_out": 0.1,
        "settings": {"hidden_size": 100, **TRAINING},
        "updates": MOMENTS,
    }
    sweep(path, settings, train, facts, **where)


if __name__ == "__main__":
    main(**arguments(__doc__))
