"""Train min-char-rnn at its own settings, from several seeds: python data/train_published.py [FILE]

What people have published of it is the running average that it prints: here is ours, at the same
updates. 100 units, one stream, windows of 25 letters, Adagrad at a rate of 0.1, gradients cut at 5,
float64, and the whole of Shakespeare: nothing is held out. A command that was stopped goes on
where it was.
"""

import json
import sys
from pathlib import Path

import numpy as np
from make_models import SEED  # before NumPy is imported: it limits the threads

from rnnlib import RNN, Trainer, Vocabulary, load_text
from rnnlib.corpora import text_hash
from rnnlib.files import replacing

FILE = Path(__file__).parent / "measured" / "published.json"
EVERY = 1_100  # updates; 9 900, 92 400 and 999 900 are multiples
SAVE_EVERY = 11_000
RUNS = ((0, 92_400), (1, 92_400), (2, 92_400), (3, 92_400), (4, 92_400), (SEED, 999_900))


def printed(losses, V, T, every=EVERY):
    """The running average as the original prints it, at the updates 0, every, 2 * every, ...

    losses: of each update, in nats per character. It prints update n when n + 1 windows are read.
    """
    smooth, shown = np.log(V) * T, []
    for n, loss in enumerate(losses):
        smooth = 0.999 * smooth + 0.001 * loss * T
        if n % every == 0:
            shown.append(round(float(smooth), 3))
    return shown


def main(path=FILE, runs=RUNS):
    text = load_text("shakespeare")
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    facts = {
        "corpus": "shakespeare",
        "corpus_sha256": text_hash(text),
        "hold_out": 0,
        "settings": {"hidden_size": 100, "seq_length": 25, "learning_rate": 0.1, "clip": 5.0},
        "every": EVERY,
        "printed": {},  # seed -> the running average, in nats per window
    }
    if path.exists():
        facts = json.loads(path.read_text("utf-8"))
    for seed, updates in runs:
        if len(facts["printed"].get(str(seed), ())) > updates // EVERY:
            continue
        partial = path.with_name(f".published-{seed}-in-training.npz")
        if partial.exists():
            trainer = Trainer.load(partial, ids)
        else:
            model = RNN(len(vocab), 100, rng=seed, dtype=np.float64)
            trainer = Trainer(model, ids, seq_length=25, learning_rate=0.1, clip=5.0)
        while trainer.iteration <= updates:
            trainer.run(min(SAVE_EVERY, updates + 1 - trainer.iteration), progress=False)
            trainer.save(partial)
        facts["printed"][str(seed)] = printed(trainer.losses, len(vocab), 25)
        rows = ",\n".join(f'  "{k}": {json.dumps(v)}' for k, v in facts["printed"].items())
        head = json.dumps({**facts, "printed": {}}, indent=1).removesuffix("{}\n}")
        with replacing(path) as file:
            file.write(f"{head}{{\n{rows}\n }}\n}}\n".encode())
        print(f"seed {seed}, update {updates}: {facts['printed'][str(seed)][-1]}", flush=True)
    for partial in path.parent.glob(".published-*-in-training.npz"):
        partial.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
