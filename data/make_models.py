"""Train the networks in data/models again: python data/make_models.py [FOLDER]

One plain network of 100 units learns the first nine tenths of Shakespeare, and a copy of it is
kept at six moments; a second one learns the first nine tenths of our tales. On another processor
the weights differ (rounding grows), the losses hardly.
"""

import sys
from pathlib import Path

from rnnlib import RNN, Trainer, Vocabulary, evaluate, load_text, save_model
from rnnlib.corpora import text_hash

# corpus -> file name for a number of updates, and the moments at which a copy is kept
NETWORKS = {
    "shakespeare": ("rnn-{}.npz", (0, 100, 1_000, 5_000, 20_000, 100_000)),
    "tales": ("tales-{}.npz", (20_000,)),
}
SEED = 0
SETTINGS = {"seq_length": 50, "batch_size": 16, "learning_rate": 0.03, "clip": 5.0}


def main(folder):
    for corpus, (name, moments) in NETWORKS.items():
        text = load_text(corpus)
        vocab = Vocabulary(text)
        ids = vocab.encode(text)
        cut = len(ids) * 9 // 10
        training, held_out = ids[:cut], ids[cut:]

        model = RNN(len(vocab), hidden_size=100, rng=SEED)
        trainer = Trainer(model, training, **SETTINGS)
        for moment in moments:
            trainer.run(moment - trainer.iteration)
            facts = {
                "corpus": corpus,
                "corpus_sha256": text_hash(text),
                "hold_out": 0.1,
                "seed": SEED,
                "settings": SETTINGS,
                "steps": trainer.iteration,
                "training_loss": evaluate(model, training),
                "held_out_loss": evaluate(model, held_out),
            }
            save_model(folder / name.format(moment), model, vocab, **facts)
            print(f"{corpus} {moment:>7}  training {facts['training_loss']:.4f}", end="  ")
            print(f"held out {facts['held_out_loss']:.4f} nats per character", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "models")
