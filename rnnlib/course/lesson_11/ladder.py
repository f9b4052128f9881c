"""From the literal loop to rnnlib, one change at a time. Every rung computes the same gradients.

The first rung is the loop of `literal.py`; each class below changes one thing of the rung before
it. The last rungs are rnnlib's own `Trainer`: one vector for all weights, float32, streams.
"""

import numpy as np

from ...loss import cross_entropy
from ...rnn import RNN
from ...text import streams
from ...train import Trainer
from ..literal import LiteralRNN

H, T, RATE, STREAMS = 100, 25, 0.1, 32


class LookUp(LiteralRNN):
    """No one-hot vectors: their products are columns."""

    def loss_and_gradients(self, inputs, targets, state):
        Wxh, Whh, Why, bh, by = self.w.values()
        hs, ps, loss = {-1: state}, {}, 0.0
        for t in range(len(inputs)):
            column = Wxh[:, inputs[t], None]  # (H,1), where a product was
            hs[t] = np.tanh(column + np.dot(Whh, hs[t - 1]) + bh)
            y = np.dot(Why, hs[t]) + by
            ps[t] = np.exp(y) / np.sum(np.exp(y))
            loss -= np.log(ps[t][targets[t], 0])

        d = {name: np.zeros_like(array) for name, array in self.w.items()}
        dhnext = np.zeros_like(bh)
        for t in reversed(range(len(inputs))):
            dy = np.copy(ps[t])
            dy[targets[t]] -= 1
            d["Why"] += np.dot(dy, hs[t].T)
            d["by"] += dy
            dh = np.dot(Why.T, dy) + dhnext
            da = (1 - hs[t] * hs[t]) * dh
            d["bh"] += da
            d["Wxh"][:, inputs[t], None] += da  # one column, where a whole matrix was
            d["Whh"] += np.dot(da, hs[t - 1].T)
            dhnext = np.dot(Whh.T, da)
        return loss, d, hs[len(inputs) - 1]


class OutputsAtOnce(LiteralRNN):
    """What no step needs of another leaves the loops: all outputs, and all that they say back."""

    def loss_and_gradients(self, inputs, targets, state):
        _, Whh, Why, _, by = self.w.values()
        hs = self.states(inputs, state)  # (T+1,H)
        p = np.exp(hs[1:] @ Why.T + by.T)  # (T,V), in one product
        p /= p.sum(axis=1, keepdims=True)
        right = np.arange(len(targets)), targets
        loss = -np.log(p[right]).sum()

        p[right] -= 1  # now dlogits
        d = {name: np.zeros_like(array) for name, array in self.w.items()}
        d["Why"] += p.T @ hs[1:]
        d["by"] += p.sum(axis=0)[:, None]
        dhs, dhnext = p @ Why, 0  # (T,H): what each output says about its h
        for t in reversed(range(len(inputs))):
            da = (1 - hs[t + 1] * hs[t + 1]) * (dhs[t] + dhnext)  # (H,)
            d["bh"] += da[:, None]
            d["Wxh"][:, inputs[t]] += da
            d["Whh"] += np.outer(da, hs[t])  # (hs[0] is the state before: hs[t] is h[t-1])
            dhnext = da @ Whh
        return loss, d, hs[-1][:, None]

    def states(self, inputs, state):
        """The one loop that has to be: the state before the window, and after each letter."""
        Wxh, Whh, _, bh, _ = self.w.values()
        hs = np.empty((len(inputs) + 1, len(bh)), bh.dtype)
        hs[0] = state[:, 0]
        for t, letter in enumerate(inputs):
            hs[t + 1] = np.tanh(Wxh[:, letter] + Whh @ hs[t] + bh[:, 0])
        return hs


class GradientsAtOnce(OutputsAtOnce):
    """Going back, the loop keeps da alone; then every gradient is one product."""

    def loss_and_gradients(self, inputs, targets, state):
        _, Whh, Why, _, by = self.w.values()
        hs = self.states(inputs, state)  # (T+1,H)
        p = np.exp(hs[1:] @ Why.T + by.T)  # (T,V)
        p /= p.sum(axis=1, keepdims=True)
        right = np.arange(len(targets)), targets
        loss = -np.log(p[right]).sum()

        p[right] -= 1
        das, dhnext = p @ Why, 0  # (T,H): here dhs, and row by row it becomes da
        slopes = 1 - hs[1:] ** 2
        for t in reversed(range(len(inputs))):
            das[t] = (das[t] + dhnext) * slopes[t]
            dhnext = das[t] @ Whh
        one_hot = np.eye(len(by), dtype=by.dtype)[inputs]  # (T,V)
        d = {
            "Wxh": das.T @ one_hot,
            "Whh": das.T @ hs[:-1],
            "Why": p.T @ hs[1:],
            "bh": das.sum(axis=0)[:, None],
            "by": p.sum(axis=0)[:, None],
        }
        return loss, d, hs[-1][:, None]


# what is changed -> (loop, type, streams)
RUNGS = {
    "the literal loop": (LiteralRNN, "float64", 1),
    "columns looked up": (LookUp, "float64", 1),
    "outputs at once": (OutputsAtOnce, "float64", 1),
    "gradients at once": (GradientsAtOnce, "float64", 1),
    "one vector (rnnlib)": (Trainer, "float64", 1),
    "float32": (Trainer, "float32", 1),
    f"{STREAMS} streams": (Trainer, "float32", STREAMS),
}


def updates(ids, vocab_size, hidden_size=H, seq_length=T):
    """The rungs, ready to train on a text: name -> a function that makes n updates.

    ids: (N,) integers. All begin with the same weights.
    """
    found = {}
    for name, (loop, dtype, batch_size) in RUNGS.items():
        model = RNN(vocab_size, hidden_size, dtype=dtype)
        if loop is Trainer:
            trainer = Trainer(model, ids, seq_length=seq_length, batch_size=batch_size,
                              learning_rate=RATE)  # fmt: skip
            found[name] = lambda n, trainer=trainer: trainer.run(n, progress=False)
        else:
            literal = loop(model.params, ids, seq_length, RATE)
            found[name] = lambda n, literal=literal: [literal.update() for _ in range(n)]
    return found


def gradients(name, ids, vocab_size, hidden_size=H, seq_length=T):
    """The gradients of one window, on a rung: name of an array -> array, in float64.

    ids: at least seq_length * STREAMS + 1 letters. A rung of one stream reads every stream of them
    alone, and its gradients are the means; so all rungs have the same.
    """
    loop, dtype, _ = RUNGS[name]
    model = RNN(vocab_size, hidden_size, rng=1, dtype=dtype, init_scale=0.1)
    inputs, targets = (part[:seq_length] for part in streams(ids, STREAMS))  # (T,B) each
    if loop is Trainer and RUNGS[name][2] > 1:
        logits, _, cache = model.forward(inputs)
        return dict(model.backward(cross_entropy(logits, targets)[1], cache)[0])
    found = {key: np.zeros(array.shape) for key, array in model.params.items()}
    for b in range(STREAMS):
        if loop is Trainer:
            logits, _, cache = model.forward(inputs[:, b : b + 1])
            d, _ = model.backward(cross_entropy(logits, targets[:, b : b + 1])[1], cache)
        else:
            literal = loop(model.params, inputs[:, b], seq_length)
            _, d, _ = literal.loss_and_gradients(inputs[:, b], targets[:, b], literal.zeros())
        for key, g in d.items():
            found[key] += g.reshape(found[key].shape) / STREAMS
    return found


def assert_same_gradients(ids, vocab_size):
    """Raises AssertionError unless all rungs have the gradients of the first, as exactly as their
    type allows. Returns how far each is off: name -> the largest difference, as a share of the
    largest gradient of its array."""
    first, *_ = RUNGS
    right, off = gradients(first, ids, vocab_size), {}
    for name, (_, dtype, _) in RUNGS.items():
        mine = gradients(name, ids, vocab_size)
        off[name] = max(np.abs(mine[k] - right[k]).max() / np.abs(right[k]).max() for k in right)
        assert off[name] < {"float64": 1e-12, "float32": 1e-4}[dtype], (name, off[name])
    return off
