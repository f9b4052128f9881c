"""Train at several learning rates, from several seeds: python data/measure_rates.py [FILE]

The settings are min-char-rnn's (100 units, one stream, windows of 25 letters, gradients cut at 5),
on the first nine tenths of Shakespeare. Every 2 000 updates each network reads the beginning of the
last tenth, once from a state of zeros and once from the state that its training has reached. A
quarter of an hour on one core. A finished run is kept: a command that was stopped goes on after it.
"""

import json
import os
import sys
from pathlib import Path

for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM"):  # before NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np

from rnnlib import RNN, Trainer, Vocabulary, cross_entropy, hold_out, load_text
from rnnlib.corpora import text_hash
from rnnlib.files import replacing

LONG, SHORT, EVERY = 100_000, 20_000, 2_000  # updates
READ = 20_000  # letters of the last tenth

# optimizer, learning rates, seeds, updates
RUNS = (
    ("adagrad", (0.1, 0.05), range(10), LONG),
    ("adagrad", (0.01, 0.02, 0.05, 0.1, 0.2), range(3), SHORT),
    ("sgd", (0.001, 0.002, 0.003, 0.005, 0.01, 0.03, 0.1), range(3), SHORT),
    ("adam", (0.0003, 0.001, 0.003, 0.01, 0.03), range(3), SHORT),
)


def reading(model, ids, state):
    """Nats per character over a text, from a state; and the share of saturated units."""
    logits, _, cache = model.forward(ids[:-1, None], state)
    loss, _ = cross_entropy(logits, ids[1:, None])
    return loss / (len(ids) - 1), np.mean(np.abs(cache.hs) > 0.99)


def train(training, held_out, V, optimizer, rate, seed, updates):
    """One run, as a dictionary of what was measured every 2 000 updates."""
    trainer = Trainer(RNN(V, 100, rng=seed), training, learning_rate=rate, optimizer=optimizer)
    run = {"optimizer": optimizer, "rate": rate, "seed": seed, "updates": updates}
    run |= {name: [] for name in ("running", "zero", "carried", "saturated", "radius", "clipped")}
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
        zero, saturated = reading(trainer.model, held_out, None)
        carried, _ = reading(trainer.model, held_out, trainer.state)
        radius = np.abs(np.linalg.eigvals(trainer.model.params["Whh"])).max()
        run["running"].append(round(float(np.mean(trainer.losses[-EVERY:])), 3))
        run["zero"].append(round(float(zero), 3))
        run["carried"].append(round(float(carried), 3))
        run["saturated"].append(round(float(saturated), 3))
        run["radius"].append(round(float(radius), 2))
        run["clipped"].append(round(float(np.mean(cut[-EVERY:])), 3))
    return run


def write(path, facts, runs):
    """A line for each run. The file is replaced, so a command that is stopped spoils none."""
    rows = ",\n".join(json.dumps(run) for run in runs)
    head = json.dumps(facts, indent=1).removesuffix("\n}")
    with replacing(path) as file:
        file.write(f'{head},\n "runs": [\n{rows}\n]}}\n'.encode())


def main(path, runs=RUNS):
    text = load_text("shakespeare")
    vocab = Vocabulary(text)
    training, held_out = hold_out(vocab.encode(text), 0.1)
    facts = {
        "corpus": "shakespeare",
        "corpus_sha256": text_hash(text),
        "hold_out": 0.1,
        "letters": len(training),
        "every": EVERY,
        "read": READ,
        "runs": json.loads(path.read_text("utf-8"))["runs"] if path.exists() else [],
    }
    done = {(run["optimizer"], run["rate"], run["seed"], run["updates"]) for run in facts["runs"]}
    for optimizer, rates, seeds, updates in runs:
        for seed in seeds:
            for rate in rates:
                if (optimizer, rate, seed, updates) in done:
                    continue
                settings = (optimizer, rate, seed, updates)
                run = train(training, held_out[: READ + 1], len(vocab), *settings)
                facts["runs"].append(run)
                rows = ",\n".join(json.dumps(run) for run in facts.pop("runs"))
                head = json.dumps(facts, indent=1).removesuffix("\n}")
                path.write_text(f'{head},\n "runs": [\n{rows}\n]}}\n', encoding="utf-8")
                facts["runs"] = json.loads(path.read_text("utf-8"))["runs"]
                print(*settings, run["running"][-1:], run["zero"][-1:], flush=True)


if __name__ == "__main__":
    default = Path(__file__).parent / "measured" / "learning_rates.json"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
