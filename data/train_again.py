"""Train the network tales-20000 again, from other seeds: python data/train_again.py [FILE]

How much of a held-out loss is the seed's? The settings are those of make_models.py.
"""

from make_models import NETWORKS
from sweep import MEASURED, arguments, sweep

from rnnlib import Trainer, Vocabulary, evaluate, hold_out, load_text
from rnnlib.corpora import text_hash

CORPUS, KIND, SIZES, TRAINING, MOMENTS, *_ = NETWORKS["tales"]
SETTINGS = [{"seed": seed} for seed in range(1, 5)]  # tales-20000 has seed 0


def train(seed):
    """The loss on the last tenth, in nats per letter."""
    text = load_text(CORPUS)
    vocab = Vocabulary(text)
    training, held_out = hold_out(vocab.encode(text), 0.1)
    model = KIND(len(vocab), **SIZES, rng=seed)
    Trainer(model, training, **TRAINING).run(MOMENTS[-1], progress=False)
    return {"held_out": round(evaluate(model, held_out), 4)}


def main(path=MEASURED / "tales_seeds.json", settings=SETTINGS, **where):
    facts = {
        "corpus": CORPUS,
        "corpus_sha256": text_hash(load_text(CORPUS)),
        "hold_out": 0.1,
        "settings": TRAINING,
        "updates": MOMENTS[-1],
    }
    sweep(path, settings, train, facts, **where)


if __name__ == "__main__":
    main(**arguments(__doc__))
