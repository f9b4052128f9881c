"""The loop of min-char-rnn, one letter and one column vector at a time, from its equations.

It is the slow, obvious reference: lesson 08 runs beside it, `Trainer` must give the same losses,
and the benchmark measures how much time it takes. Weights, texts and random numbers come from
outside.

    h = tanh(Wxh x + Whh h + bh)    y = Why h + by    p = exp(y) / sum(exp(y))    L = -ln p[target]
    Adagrad:  m = m + g^2           w = w - rate g / sqrt(m + 1e-8)

and, in the same loop, the LSTM of Hochreiter and Schmidhuber (1997) with the forget gate of Gers,
Schmidhuber and Cummins (2000), one gate at a time:

    i, f, o = sigmoid(Wx x + Wh h + b), each with its own weights      g = tanh(Wxg x + Whg h + bg)
    c = f c + i g                   h = o tanh(c)
"""

import numpy as np


class Literal:
    """The training loop. weights: a mapping name -> array, as in `RNN.params`."""

    def __init__(self, weights, ids, seq_length=25, learning_rate=0.1):
        self.w = {name: np.array(weights[name]) for name in self.names}
        for name, array in self.w.items():
            if array.ndim == 1:
                self.w[name] = array.reshape(-1, 1)  # column vectors, as in the original
        self.memory = {name: np.zeros_like(array) for name, array in self.w.items()}
        self.ids = [int(i) for i in ids]
        self.seq_length = seq_length
        self.learning_rate = learning_rate
        self.position = 0
        self.state = self.zeros()

    def update(self):
        """One window, one step of Adagrad. Returns the window's loss and its clipped gradients."""
        T = self.seq_length
        if self.position + T + 1 > len(self.ids):
            self.position, self.state = 0, self.zeros()
        inputs = self.ids[self.position : self.position + T]
        targets = self.ids[self.position + 1 : self.position + T + 1]
        loss, d, self.state = self.loss_and_gradients(inputs, targets, self.state)
        for name, g in d.items():
            np.clip(g, -5, 5, out=g)
            self.memory[name] += g * g
            self.w[name] -= self.learning_rate * g / np.sqrt(self.memory[name] + 1e-8)
        self.position += T
        return loss, d


class LiteralRNN(Literal):
    """The plain network of the original. Its state is h (H,1)."""

    names = ("Wxh", "Whh", "Why", "bh", "by")

    def zeros(self):
        return np.zeros_like(self.w["bh"])

    def loss_and_gradients(self, inputs, targets, state):
        """Forward and back. Returns the window's loss, its gradients, the last h."""
        Wxh, Whh, Why, bh, by = self.w.values()
        xs, hs, ps, loss = {}, {-1: state}, {}, 0.0
        for t in range(len(inputs)):
            xs[t] = np.zeros_like(by)
            xs[t][inputs[t]] = 1
            hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
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
            d["Wxh"] += np.dot(da, xs[t].T)
            d["Whh"] += np.dot(da, hs[t - 1].T)
            dhnext = np.dot(Whh.T, da)
        return loss, d, hs[len(inputs) - 1]

    def sample(self, first, length, rng):
        """Draw length letters after the letter `first`, from the state of the moment."""
        Wxh, Whh, Why, bh, by = self.w.values()
        h, i, ids = self.state, first, []
        for _ in range(length):
            x = np.zeros_like(by)
            x[i] = 1
            h = np.tanh(np.dot(Wxh, x) + np.dot(Whh, h) + bh)
            y = (np.dot(Why, h) + by).astype(np.float64)
            p = np.exp(y) / np.sum(np.exp(y))
            i = int(rng.choice(range(len(by)), p=p.ravel()))
            ids.append(i)
        return ids


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class LiteralLSTM(Literal):
    """The LSTM. Its state is the pair of h and c, (H,1) each."""

    names = (
        *("Wxi", "Whi", "bi", "Wxf", "Whf", "bf"),
        *("Wxo", "Who", "bo", "Wxg", "Whg", "bg", "Why", "by"),
    )

    def zeros(self):
        return np.zeros_like(self.w["bi"]), np.zeros_like(self.w["bi"])

    def loss_and_gradients(self, inputs, targets, state):
        """Forward and back. Returns the window's loss, its gradients, the last h and c."""
        Wxi, Whi, bi, Wxf, Whf, bf, Wxo, Who, bo, Wxg, Whg, bg, Why, by = self.w.values()
        xs, ps, loss = {}, {}, 0.0
        i, f, o, g = {}, {}, {}, {}
        hs, cs = {-1: state[0]}, {-1: state[1]}
        for t in range(len(inputs)):
            x = xs[t] = np.zeros_like(by)
            x[inputs[t]] = 1
            h = hs[t - 1]
            i[t] = sigmoid(np.dot(Wxi, x) + np.dot(Whi, h) + bi)
            f[t] = sigmoid(np.dot(Wxf, x) + np.dot(Whf, h) + bf)
            o[t] = sigmoid(np.dot(Wxo, x) + np.dot(Who, h) + bo)
            g[t] = np.tanh(np.dot(Wxg, x) + np.dot(Whg, h) + bg)
            cs[t] = f[t] * cs[t - 1] + i[t] * g[t]
            hs[t] = o[t] * np.tanh(cs[t])
            y = np.dot(Why, hs[t]) + by
            ps[t] = np.exp(y) / np.sum(np.exp(y))
            loss -= np.log(ps[t][targets[t], 0])

        d = {name: np.zeros_like(array) for name, array in self.w.items()}
        dhnext, dcnext = self.zeros()
        for t in reversed(range(len(inputs))):
            dy = np.copy(ps[t])
            dy[targets[t]] -= 1
            d["Why"] += np.dot(dy, hs[t].T)
            d["by"] += dy
            dh = np.dot(Why.T, dy) + dhnext
            tanh_c = np.tanh(cs[t])
            dc = dh * o[t] * (1 - tanh_c * tanh_c) + dcnext
            dai = dc * g[t] * i[t] * (1 - i[t])  # by what went into each gate's sigmoid or tanh
            daf = dc * cs[t - 1] * f[t] * (1 - f[t])
            dao = dh * tanh_c * o[t] * (1 - o[t])
            dag = dc * i[t] * (1 - g[t] * g[t])
            for gate, da in (("i", dai), ("f", daf), ("o", dao), ("g", dag)):
                d["Wx" + gate] += np.dot(da, xs[t].T)
                d["Wh" + gate] += np.dot(da, hs[t - 1].T)
                d["b" + gate] += da
            dhnext = np.dot(Whi.T, dai) + np.dot(Whf.T, daf)
            dhnext += np.dot(Who.T, dao) + np.dot(Whg.T, dag)
            dcnext = dc * f[t]
        return loss, d, (hs[len(inputs) - 1], cs[len(inputs) - 1])
