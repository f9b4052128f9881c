"""Train min-char-rnn at its own settings, from several seeds: python data/train_published.py [FILE]

What people have published of it is the running average that it prints: here is ours, at the same
updates. 100 units, one stream, windows of 25 letters, Adagrad at a rate of 0.1, gradients cut at 5,
float64, and the whole of Shakespeare: nothing is held out. Some runs begin every window from zeros,
as a port does that hands no state on.
"""

import numpy as np
from sweep import MEASURED, arguments, sweep

from rnnlib import RNN, Trainer, Vocabulary, load_text
from rnnlib.corpora import text_hash

CORPUS = "shakespeare"
T, EVERY = 25, 1_100  # 9 900, 92 400 and 999 900 updates are multiples of 1 100
SETTINGS = [
    {"handed_on": handed_on, "seed": seed, "updates": updates}
    for handed_on, seeds, updates in (
        (True, (2, 3, 4), 92_400), (True, (0, 1), 999_900),
        (False, (2, 3, 4), 9_900), (False, (0, 1), 999_900),
    )
    for seed in seeds
]  # fmt: skip


def train(handed_on, seed, updates):
    """The running average that the original prints at the updates 0, EVERY, 2 * EVERY, …

    It prints that of update n when it has read n + 1 windows. handed_on: whether a window begins
    from the state that the one before it has left, or from zeros.
    """
    text = load_text(CORPUS)
    vocab = Vocabulary(text)
    model = RNN(len(vocab), 100, rng=seed, dtype=np.float64)
    trainer = Trainer(model, vocab.encode(text), seq_length=T, learning_rate=0.1, clip=5.0)
    forget = None if handed_on else lambda: trainer.state.fill(0)
    printed = []
    while trainer.iteration <= updates:
        trainer.run(EVERY if printed else 1, progress=False, after_update=forget)
        printed.append(round(trainer.smooth_loss, 3))
    return {"printed": printed}


def main(path=MEASURED / "published.json", settings=SETTINGS, **where):
    facts = {
        "corpus": CORPUS,
        "corpus_sha256": text_hash(load_text(CORPUS)),
        "hold_out": 0,
        "every": EVERY,
    }
    sweep(path, settings, train, facts, **where)


if __name__ == "__main__":
    main(**arguments(__doc__))
