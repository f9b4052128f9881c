"""The plain recurrent network, forward and backward. Taught in lessons 02 and 04."""

import numpy as np

from .params import Parameters
from .text import one_hot


class RNN:
    """A plain recurrent network that predicts the next letter. Lessons 02 and 04.

        h[t] = tanh(Wxh x[t] + Whh h[t-1] + bh)        logits[t] = Why h[t] + by

    vocab_size V and hidden_size H: at least 1. rng: a seed or a numpy Generator for the first
    weights, normal with standard deviation init_scale; biases begin at 0. dtype: float32 to
    train, float64 to check gradients; everything the network computes has this dtype.
    Raises ValueError for a size below 1 or a dtype that is not a float.
    Sources: Elman, Finding Structure in Time, 1990; the names are those of Karpathy's
    min-char-rnn, 2015.
    """

    kind = "rnn"

    def __init__(self, vocab_size, hidden_size=100, *, rng=0, dtype=np.float32, init_scale=0.01):
        for name, size in (("vocab_size", vocab_size), ("hidden_size", hidden_size)):
            if size < 1:
                raise ValueError(f"{name} is {size}: it must be at least 1")
        if np.dtype(dtype) not in (np.float32, np.float64):
            raise ValueError(f"dtype is {np.dtype(dtype)}: use float32 or float64")
        V, H = self.vocab_size, self.hidden_size = vocab_size, hidden_size
        self.dtype = np.dtype(dtype)
        shapes = {"Wxh": (H, V), "Whh": (H, H), "Why": (V, H), "bh": (H,), "by": (V,)}
        self.params = Parameters(shapes, dtype)
        rng = np.random.default_rng(rng)
        for name in ("Wxh", "Whh", "Why"):
            self.params[name] = init_scale * rng.standard_normal(shapes[name])

    def initial_state(self, batch_size=1):
        """The state before any letter: zeros (B,H)."""
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}: it must be at least 1")
        return np.zeros((batch_size, self.hidden_size), self.dtype)

    def forward(self, inputs, state):
        """Read a window of letters; predict at every step. Lesson 02.

        inputs: (T,B) integers. state: (B,H), the hidden state before the window.
        Returns logits (T,B,V); the state after the window (B,H); and the cache that backward needs.
        Raises ValueError for inputs or a state of the wrong shape.
        """
        inputs = np.asarray(inputs)
        if inputs.ndim != 2:
            raise ValueError(f"inputs have shape {inputs.shape}: they must be (T,B)")
        T, B = inputs.shape
        self._check_state(state, B)
        Wxh, Whh, Why, bh, by = self.params.values()

        WhhT = Whh.T
        xs = Wxh.T[inputs]  # (T,B,H): a one-hot product is a column of Wxh
        xs += bh
        hs = np.empty((T + 1, B, self.hidden_size), self.dtype)  # row 0: the state before
        hs[0] = state
        for x, h_before, h in zip(xs, hs[:-1], hs[1:], strict=True):
            np.matmul(h_before, WhhT, out=h)
            h += x
            np.tanh(h, out=h)  # (B,H)

        logits = hs[1:].reshape(T * B, -1) @ Why.T  # the loop was needed for h, and only for h
        logits += by
        return logits.reshape(T, B, -1), hs[-1].copy(), (inputs, hs)

    def backward(self, dlogits, cache):
        """The gradient of the loss by every weight, through the whole window. Lesson 04.

        dlogits: (T,B,V), the gradient of the loss by the logits. cache: what forward returned.
        Returns Parameters, unclipped. Nothing flows back from the windows that follow.
        Raises ValueError for a dlogits of the wrong shape.
        """
        inputs, hs = cache
        T, B = inputs.shape
        V, H = self.vocab_size, self.hidden_size
        if np.shape(dlogits) != (T, B, V):
            raise ValueError(f"dlogits have shape {np.shape(dlogits)}: {(T, B, V)} is needed")
        _, Whh, Why, _, _ = self.params.values()
        dlogits = np.asarray(dlogits, self.dtype).reshape(T * B, V)

        dzs = (dlogits @ Why).reshape(T, B, H)  # so far: what each output says about its h
        slopes = 1 - hs[1:] ** 2  # (T,B,H): of tanh, where the forward pass used it
        dhnext = np.zeros((B, H), self.dtype)  # what the following step says about its h
        for dz, slope in zip(dzs[::-1], slopes[::-1], strict=True):
            dz += dhnext  # two gradients meet at h
            dz *= slope  # and pass through tanh
            np.matmul(dz, Whh, out=dhnext)

        dzs = dzs.reshape(T * B, H)
        grads = self.params.like()
        np.matmul(dzs.T, one_hot(inputs.ravel(), V, self.dtype), out=grads["Wxh"])
        np.matmul(dzs.T, hs[:-1].reshape(T * B, H), out=grads["Whh"])  # h[t-1], not h[t]
        np.matmul(dlogits.T, hs[1:].reshape(T * B, H), out=grads["Why"])
        np.sum(dzs, axis=0, out=grads["bh"])
        np.sum(dlogits, axis=0, out=grads["by"])
        return grads

    def step(self, ids, state):
        """Read one letter in each stream, for sampling: the forward pass at T=1. Lesson 07.

        ids: (B,) integers. state: (B,H). Returns logits (B,V) and the next state (B,H).
        """
        ids = np.asarray(ids)
        if ids.ndim != 1:
            raise ValueError(f"ids have shape {ids.shape}: they must be (B,)")
        self._check_state(state, len(ids))
        Wxh, Whh, Why, bh, by = self.params.values()
        state = np.tanh(Wxh.T[ids] + state @ Whh.T + bh)
        return state @ Why.T + by, state

    def _check_state(self, state, batch_size):
        needed = (batch_size, self.hidden_size)
        if np.shape(state) != needed:
            raise ValueError(
                f"the state has shape {np.shape(state)}, but {needed} is needed: "
                f"begin with initial_state(batch_size={batch_size})"
            )
