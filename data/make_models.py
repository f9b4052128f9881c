"""Train the networks in data/models again: python data/make_models.py [FOLDER]

One plain network of 100 units learns the first nine tenths of Shakespeare, and a copy of it is
kept at six moments. On another processor the weights differ (rounding grows), the losses hardly.
"""

import sys
from pathlib import Path

from rnnlib import RNN, Trainer, Vocabulary, evaluate, load_text, save_model
from rnnlib.corpora import text_hash

MOMENTS = (0, 100, 1_000, 5_000, 20_000, 100_000)
SEED = 0
SETTINGS = {"seq_length": 50, "batch_size": 16, "learning_rate": 0.03, "clip": 5.0}


def main(folder):
    text = load_text("shakespeare")
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    cut = len(ids) * 9 // 10
    training, held_out = ids[:cut], ids[cut:]

    model = RNN(len(vocab), hidden_size=100, rng=SEED)
    trainer = Trainer(model, training, **SETTINGS)
    for moment in MOMENTS:
        trainer.run(moment - trainer.iteration)
        facts = {
            "corpus": "shakespeare",
            "corpus_sha256": text_hash(text),
            "hold_out": 0.1,
            "seed": SEED,
            "settings": SETTINGS,
            "steps": trainer.iteration,
            "training_loss": evaluate(model, training),
            "held_out_loss": evaluate(model, held_out),
        }
        save_model(folder / f"rnn-{moment}.npz", model, vocab, **facts)
        print(f"{moment:>7}  training {facts['training_loss']:.4f}", end="  ")
        print(f"held out {facts['held_out_loss']:.4f} nats per character", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "models")
