"""Train the network tales-20000 again, from other seeds: python data/train_again.py [FILE]

How much of a held-out loss is the seed's? The settings are those of make_models.py. What FILE has
already is not trained again, so a command that was stopped goes on.
"""

import json
import sys
from pathlib import Path

from make_models import NETWORKS  # before NumPy is imported: it limits the threads

from rnnlib import Trainer, Vocabulary, evaluate, hold_out, load_text
from rnnlib.corpora import text_hash

FILE = Path(__file__).parent / "measured" / "tales_seeds.json"
SEEDS = range(1, 5)  # tales-20000 has seed 0


def main(path=FILE, seeds=SEEDS):
    corpus, kind, sizes, settings, moments, *_ = NETWORKS["tales"]
    updates = moments[-1]
    text = load_text(corpus)
    vocab = Vocabulary(text)
    training, held_out = hold_out(vocab.encode(text), 0.1)
    facts = {
        "corpus": corpus,
        "corpus_sha256": text_hash(text),
        "hold_out": 0.1,
        "settings": settings,
        "updates": updates,
        "held_out_losses": {},  # seed -> nats per character
    }
    if path.exists():
        facts = json.loads(path.read_text("utf-8"))
    losses = facts["held_out_losses"]
    for seed in seeds:
        if str(seed) not in losses:
            model = kind(len(vocab), **sizes, rng=seed)
            Trainer(model, training, **settings).run(updates, progress=False)
            losses[str(seed)] = round(evaluate(model, held_out), 4)
            path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
        print(f"seed {seed}: {losses[str(seed)]:.3f} nats per character, held out", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
