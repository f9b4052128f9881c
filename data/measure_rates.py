"""Train at several learning rates, from several seeds: python data/measure_rates.py [FILE]

The settings are min-char-rnn's (100 units, one stream, windows of 25 letters, gradients cut at 5),
on the first nine tenths of Shakespeare. Every 2 000 updates each network reads the beginning of the
last tenth, once from a state of zeros and once from the state that its training has reached.
"""

import numpy as np
from sweep import MEASURED, arguments, sweep

from rnnlib import RNN, Trainer, Vocabulary, cross_entropy, hold_out, load_text
from rnnlib.corpora import text_hash

LONG, SHORT, EVERY = 100_000, 20_000, 2_000  # updates
READ = 20_000  # letters of the last tenth

# optimizer, learning rates, seeds, updates
RUNS = (
    ("adagrad", (0.1, 0.05), range(10), LONG),
    ("adagrad", (0.01, 0.02, 0.05, 0.1, 0.2), range(3), SHORT),
    ("sgd", (0.001, 0.002, 0.003, 0.005, 0.01, 0.03, 0.1), range(3), SHORT),
    ("adam", (0.0003, 0.001, 0.003, 0.01, 0.03), range(3), SHORT),
)
SETTINGS = [
    {"optimizer": optimizer, "rate": rate, "seed": seed, "updates": updates}
    for optimizer, rates, seeds, updates in RUNS
    for seed in seeds
    for rate in rates
]


def reading(model, ids, state):
    """Nats per letter over a text, from a state; and the share of saturated units."""
    logits, _, cache = model.forward(ids[:-1, None], state)
    loss, _ = cross_entropy(logits, ids[1:, None])
    return loss / (len(ids) - 1), np.mean(np.abs(cache.hs) > 0.99)


def train(optimizer, rate, seed, updates):
    """One run, as a dictionary of what was measured every 2 000 updates."""
    text = load_text("shakespeare")
    vocab = Vocabulary(text)
    training, held_out = hold_out(vocab.encode(text), 0.1)
    held_out, model = held_out[: READ + 1], RNN(len(vocab), 100, rng=seed)
    trainer = Trainer(model, training, learning_rate=rate, optimizer=optimizer)
    run = {name: [] for name in ("running", "zero", "carried", "saturated", "radius", "clipped")}
    cut, update = [], trainer.optimizer.update

    def watched(grads):
        cut.append(np.abs(grads.flat).max() >= trainer.clip)
        update(grads)

    trainer.optimizer.update = watched
    for _ in range(updates // EVERY):
        try:
            trainer.run(EVERY, progress=False)
        except FloatingPointError:
            break
        zero, saturated = reading(model, held_out, None)
        carried, _ = reading(model, held_out, trainer.state)
        radius = np.abs(np.linalg.eigvals(model.params["Whh"])).max()
        run["running"].append(round(float(np.mean(trainer.losses[-EVERY:])), 3))
        run["zero"].append(round(float(zero), 3))
        run["carried"].append(round(float(carried), 3))
        run["saturated"].append(round(float(saturated), 3))
        run["radius"].append(round(float(radius), 2))
        run["clipped"].append(round(float(np.mean(cut[-EVERY:])), 3))
    return run


def main(path=MEASURED / "learning_rates.json", settings=SETTINGS, **where):
    facts = {
        "corpus": "shakespeare",
        "corpus_sha256": text_hash(load_text("shakespeare")),
        "hold_out": 0.1,
        "every": EVERY,
        "read": READ,
    }
    sweep(path, settings, train, facts, **where)


if __name__ == "__main__":
    main(**arguments(__doc__))
