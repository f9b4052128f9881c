"""Train the networks of data/models again: python data/make_models.py NAME [FOLDER]

NAME is rnn, tales, lstm or lstm-tales. Each learns the first nine tenths of a text; its losses on
these and on the last tenth, which it never saw, are written into its file. On another processor
the weights differ (rounding grows), the losses hardly. A command that was stopped goes on where it
was when it is given again.
"""

import os
import sys
from pathlib import Path

for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM"):  # before NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np

from rnnlib import LSTM, RNN, Trainer, Vocabulary, evaluate, hold_out, load_model, load_text
from rnnlib.checkpoint import write
from rnnlib.corpora import text_hash

SEED = 0
SAVE_EVERY = 500  # updates
PLAIN = {"seq_length": 50, "batch_size": 16, "learning_rate": 0.03, "clip": 5.0}
ADAM = {"seq_length": 64, "batch_size": 16, "learning_rate": 0.002, "clip": 5.0,
        "optimizer": "adam"}  # fmt: skip

# what to make -> the text, the network, its training, the numbers of updates after which a file
# is written, the name of the file, and the parts of the weights that are left out while learning
NETWORKS = {
    "rnn": ("shakespeare", RNN, {"hidden_size": 100}, PLAIN,
            (0, 100, 1_000, 5_000, 20_000, 100_000), "rnn-{}.npz", {}),
    "tales": ("tales", RNN, {"hidden_size": 100}, PLAIN, (20_000,), "tales-{}.npz", {}),
    "lstm": ("shakespeare", LSTM, {"hidden_size": 400, "init_scale": 0.05}, ADAM, (20_000,),
             "lstm.npz", {"recurrent": 0.2, "output": 0.25}),
    "lstm-tales": ("tales", LSTM, {"hidden_size": 128, "init_scale": 0.05},
                   {**ADAM, "learning_rate": 0.01}, (4_000,), "lstm-tales.npz",
                   {"recurrent": 0.1, "output": 0.1}),
}  # fmt: skip


class Dropping:
    """A network that leaves out a part of its weights, another part at every update.

    recurrent: the share of the recurrent weights left out (DropConnect: Wan et al., 2013; for an
    LSTM: Merity, Keskar, Socher, 2018). output: the share of the units left out on their way to
    the logits (dropout: Srivastava et al., 2014). What stays is made larger, so that sums keep
    their size. All this is a mask on the vector of weights; the network knows nothing of it.
    """

    def __init__(self, model, updates, recurrent, output):
        self.model, self.updates, self.recurrent, self.output = model, updates, recurrent, output

    def __getattr__(self, name):
        return getattr(self.model, name)

    def forward(self, inputs, state):
        rng = np.random.default_rng((SEED, self.updates))  # the same when the training goes on
        self.updates += 1
        self.mask = self.params.like(np.ones_like(self.params.flat))
        for name in self.params:
            if name.startswith("Wh") and name != "Why":
                kept = rng.random(self.mask[name].shape, np.float32) >= self.recurrent
                np.divide(kept, 1 - self.recurrent, out=self.mask[name])
        self.mask["Why"] *= (rng.random(self.hidden_size) >= self.output) / (1 - self.output)
        return self._masked(self.model.forward, inputs, state)

    def backward(self, dlogits, cache):
        grads, dstate = self._masked(self.model.backward, dlogits, cache)
        grads.flat *= self.mask.flat
        return grads, dstate

    def _masked(self, function, *arguments):
        whole = self.params.flat.copy()
        self.params.flat *= self.mask.flat
        result = function(*arguments)
        self.params.flat[:] = whole
        return result


def make(name, folder):
    corpus, kind, sizes, settings, moments, file_name, dropped = NETWORKS[name]
    text = load_text(corpus)
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    training, held_out = hold_out(ids, 0.1)

    partial = folder / f".{name}-in-training.npz"
    if partial.exists():
        trainer = Trainer.load(partial, training)
    else:
        trainer = Trainer(kind(len(vocab), **sizes, rng=SEED), training, **settings)
        if name.startswith("lstm"):
            trainer.optimizer.beta2 = 0.995
    model = trainer.model
    if dropped:
        trainer.model = Dropping(model, trainer.iteration, **dropped)

    def after_update():
        if name.startswith("lstm"):  # the rate falls in a straight line to 0
            left = 1 - trainer.iteration / moments[-1]
            trainer.optimizer.learning_rate = settings["learning_rate"] * left
        if trainer.iteration % SAVE_EVERY == 0 and trainer.iteration < moments[-1]:
            trainer.save(partial)

    for moment in moments:
        if moment < trainer.iteration:
            continue
        trainer.run(moment - trainer.iteration, after_update=after_update)
        facts = {
            "corpus": corpus,
            "corpus_sha256": text_hash(text),
            "hold_out": 0.1,
            "seed": SEED,
            "settings": {**settings, **dropped},
            "steps": trainer.iteration,
        }
        path = folder / file_name.format(moment)
        dtype = np.float16 if kind is LSTM else None  # half the room, and measured as shipped
        write(path, model, vocab, facts, dtype=dtype)
        shipped, _, _ = load_model(path)
        facts["training_loss"] = evaluate(shipped, training)
        facts["held_out_loss"] = evaluate(shipped, held_out)
        write(path, model, vocab, facts, dtype=dtype)
        print(f"{path.name}  training {facts['training_loss']:.4f}", end="  ")
        print(f"held out {facts['held_out_loss']:.4f} nats per letter", flush=True)
    partial.unlink(missing_ok=True)


if __name__ == "__main__":
    make(sys.argv[1], Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent / "models"))
