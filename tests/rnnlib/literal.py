"""The loop of min-char-rnn, one letter and one column vector at a time, from its equations.

It is the slow, obvious reference: `Trainer` must give the same losses, and the benchmark measures
how much time it takes. Weights, texts and random numbers come from outside.

    h = tanh(Wxh x + Whh h + bh)    y = Why h + by    p = exp(y) / sum(exp(y))    L = -ln p[target]
    Adagrad:  m = m + g^2           w = w - rate g / sqrt(m + 1e-8)
"""

import numpy as np

NAMES = ("Wxh", "Whh", "Why", "bh", "by")


class Literal:
    """The network and its training loop. weights: a mapping name -> array, as in `RNN.params`."""

    def __init__(self, weights, ids, seq_length=25, learning_rate=0.1):
        self.w = {name: np.array(weights[name]) for name in NAMES}
        for name in ("bh", "by"):
            self.w[name] = self.w[name].reshape(-1, 1)  # column vectors, as in the original
        self.memory = {name: np.zeros_like(self.w[name]) for name in NAMES}
        self.ids = [int(i) for i in ids]
        self.seq_length = seq_length
        self.learning_rate = learning_rate
        self.position = 0
        self.h = self.zeros()

    def zeros(self):
        return np.zeros((len(self.w["bh"]), 1), self.w["bh"].dtype)

    def loss_and_gradients(self, inputs, targets, h):
        """Forward and back. Returns the window's loss, its gradients, the last h."""
        w, vocab_size = self.w, len(self.w["by"])
        x, p, hs, loss = {}, {}, {-1: h}, 0.0
        for t in range(len(inputs)):
            x[t] = np.zeros((vocab_size, 1), h.dtype)
            x[t][inputs[t]] = 1
            hs[t] = np.tanh(w["Wxh"] @ x[t] + w["Whh"] @ hs[t - 1] + w["bh"])
            y = w["Why"] @ hs[t] + w["by"]
            p[t] = np.exp(y) / np.sum(np.exp(y))
            loss -= np.log(p[t][targets[t], 0])

        g = {name: np.zeros_like(w[name]) for name in NAMES}
        from_next = np.zeros_like(h)
        for t in reversed(range(len(inputs))):
            dy = p[t].copy()
            dy[targets[t]] -= 1
            g["Why"] += dy @ hs[t].T
            g["by"] += dy
            da = (1 - hs[t] * hs[t]) * (w["Why"].T @ dy + from_next)
            g["bh"] += da
            g["Wxh"] += da @ x[t].T
            g["Whh"] += da @ hs[t - 1].T
            from_next = w["Whh"].T @ da
        return loss, g, hs[len(inputs) - 1]

    def update(self):
        """One window, one step of Adagrad. Returns the window's loss and its clipped gradients."""
        T = self.seq_length
        if self.position + T + 1 > len(self.ids):
            self.position, self.h = 0, self.zeros()
        inputs = self.ids[self.position : self.position + T]
        targets = self.ids[self.position + 1 : self.position + T + 1]
        loss, g, self.h = self.loss_and_gradients(inputs, targets, self.h)
        for name in NAMES:
            np.clip(g[name], -5, 5, out=g[name])
            self.memory[name] += g[name] * g[name]
            self.w[name] -= self.learning_rate * g[name] / np.sqrt(self.memory[name] + 1e-8)
        self.position += T
        return loss, g

    def sample(self, first, length, rng):
        """Draw length letters after the letter `first`, from the state of the moment."""
        w, h, vocab_size, ids = self.w, self.h, len(self.w["by"]), []
        x = np.zeros((vocab_size, 1), h.dtype)
        x[first] = 1
        for _ in range(length):
            h = np.tanh(w["Wxh"] @ x + w["Whh"] @ h + w["bh"])
            y = (w["Why"] @ h + w["by"]).astype(np.float64)
            p = np.exp(y) / np.sum(np.exp(y))
            i = rng.choice(range(vocab_size), p=p.ravel())
            x = np.zeros((vocab_size, 1), h.dtype)
            x[i] = 1
            ids.append(int(i))
        return ids
