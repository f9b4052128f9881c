"""What the bugs of lesson 05 do to training: python data/measure_bugs.py NAME [FILE]

NAME is bugs_rnn or bugs_lstm: every bug of the gallery trains beside the right backward pass; or
loss_that_lies: the one without dhnext does, twice as long. All learn the first nine tenths of
Shakespeare, from the same weights for a seed, on the same windows, with the settings of the
original but a rate of 0.05. Losses are in nats per letter: of training, the mean over so many
updates; held out, on all of the last tenth. What stands in the file already is not measured again,
so a command that was stopped goes on where it was.
"""

import json
import os
import sys
from pathlib import Path

for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM"):  # before NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np

from rnnlib import Trainer, Vocabulary, evaluate, hold_out, load_text
from rnnlib.corpora import text_hash
from rnnlib.course.lesson_05 import BUGS, with_bug

SEEDS = range(4)
SETTINGS = {"seq_length": 25, "batch_size": 1, "learning_rate": 0.05, "clip": 5.0}
HIDDEN_SIZE = 100
EVERY = 250  # updates, over which the loss of training is averaged
MOMENTS = (500, 1_000, 2_000, 5_000, 10_000)  # updates, when the held-out loss is taken


def with_bugs(kind):
    """Every run of a kind, by its name in the file: the key of a bug, and the kind."""
    keys = [key for key, bug in BUGS.items() if bug.kind == kind]
    return {"right": (None, kind), **{key: (key, kind) for key in keys}}


# NAME -> what is trained, and the moments
RUNS = {
    "bugs_rnn": (with_bugs("rnn"), MOMENTS),
    "bugs_lstm": (with_bugs("lstm"), MOMENTS),
    "loss_that_lies": ({"right": (None, "rnn"), "no time": ("no time", "rnn")}, (*MOMENTS, 20_000)),
}


def train(kind, seed, moments, training, held_out, size):
    """The losses of one run; they end where they are no numbers any more."""
    trainer = Trainer(kind(size, HIDDEN_SIZE, rng=seed), training, **SETTINGS)
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


def effects(runs, last):
    """What each bug did to training, in a word, judged by the held-out losses of its runs.

    nan: a run ended before its time, because something was no number any more. worse, better: at
    the end all of its runs are above, or below, all of the right pass. slower: not at the end, but
    at a moment before. Otherwise nothing: they overlap, as right passes of other seeds would.
    """
    words, right = {}, [run["held_out"] for run in runs["right"].values()]
    for name, seeds in runs.items():
        losses = [run["held_out"] for run in seeds.values()]
        if name == "right" or not losses:
            continue
        words[name] = "nothing"
        if any(len(row) < last for row in losses):
            words[name] = "nan"
            continue
        for ours, theirs in zip(zip(*losses, strict=True), zip(*right, strict=True), strict=True):
            if min(ours) > max(theirs):
                words[name] = "worse"
            elif words[name] == "worse":
                words[name] = "slower"
        if max(ours) < min(theirs):
            words[name] = "better"
    return words


def main(name, path):
    runs, moments = RUNS[name]
    text = load_text("shakespeare")
    vocab = Vocabulary(text)
    training, held_out = hold_out(vocab.encode(text), 0.1)
    facts = {
        "corpus": "shakespeare",
        "corpus_sha256": text_hash(text),
        "hold_out": 0.1,
        "hidden_size": HIDDEN_SIZE,
        "settings": SETTINGS,
        "every": EVERY,
        "moments": moments,
        "runs": {run: {} for run in runs},
    }
    if path.exists():
        facts = json.loads(path.read_text("utf-8"))
    for seed in map(str, SEEDS):
        for run, (key, kind) in runs.items():
            done = facts["runs"].setdefault(run, {})
            if seed not in done:
                done[seed] = train(
                    with_bug(key, kind), int(seed), moments, training, held_out, len(vocab)
                )
                path.write_text(json.dumps(facts) + "\n", encoding="utf-8")
                print(f"{run:20} seed {seed}  held out {done[seed]['held_out']}", flush=True)
    facts["effects"] = effects(facts["runs"], len(moments))
    path.write_text(json.dumps(facts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    default = Path(__file__).parent / "measured" / f"{sys.argv[1]}.json"
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else default)
