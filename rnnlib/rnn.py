"""The plain recurrent network, forward and backward. Taught in lessons 02 and 04."""

import numpy as np

from .params import Parameters
from .text import as_ids, check_size, one_hot


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
        check_size("vocab_size", vocab_size)
        check_size("hidden_size", hidden_size)
        if np.dtype(dtype) not in (np.float32, np.float64):
            raise ValueError(f"dtype is {np.dtype(dtype)}: use float32 or float64")
        V, H = self.vocab_size, self.hidden_size = vocab_size, hidden_size
        self.dtype = np.dtype(dtype)
        shapes = {"Wxh": (H, V), "Whh": (H, H), "Why": (V, H), "bh": (H,), "by": (V,)}
        self.params = Parameters(shapes, dtype)
        if init_scale == 0:
            return
        rng = np.random.default_rng(rng)
        for name in ("Wxh", "Whh", "Why"):
            self.params[name] = init_scale * rng.standard_normal(shapes[name])

    def initial_state(self, batch_size=1):
        """The state before any letter: zeros (B,H), or (H,) for a batch_size of None.

        Raises ValueError for a batch_size below 1.
        """
        if batch_size is None:
            return np.zeros(self.hidden_size, self.dtype)
        check_size("batch_size", batch_size)
        return np.zeros((batch_size, self.hidden_size), self.dtype)

    def forward(self, inputs, state):
        """Read a window of letters; predict at every step. Lesson 02.

        inputs: (T,B) integers. state: (B,H), the hidden state before the window.
        Returns logits (T,B,V); the state after the window (B,H); and the cache that backward needs.
        Raises ValueError for inputs that are not (T,B) ids, and for a state of the wrong shape.
        """
        inputs = as_ids(inputs, self.vocab_size)
        if inputs.ndim != 2:
            raise ValueError(f"inputs have shape {inputs.shape}: they must be (T,B)")
        T, B = inputs.shape
        if np.shape(state) != (B, self.hidden_size):
            raise _wrong_state(state, (B, self.hidden_size))
        Wxh, Whh, Why, bh, by = self.params.values()

        xs = Wxh.T[inputs] + bh  # (T,B,H): a one-hot product is a column of Wxh
        WhhT = Whh.T.copy()  # in rows, as the product below reads it
        hs = np.empty((T + 1, B, self.hidden_size), self.dtype)  # row 0: the state before
        hs[0] = state
        h = hs[0]
        for t in range(T):
            h = hs[t + 1] = np.tanh(xs[t] + h.dot(WhhT))  # (B,H)

        logits = hs[1:].reshape(T * B, -1) @ Why.T + by  # the loop was needed only for h
        return logits.reshape(T, B, -1), h, (inputs, hs)

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

        dhs = (dlogits @ Why).reshape(T, B, H)  # what each output says about its h
        slopes = 1 - hs[1:] ** 2  # (T,B,H): of tanh, at every step
        das = np.empty_like(slopes)  # the gradient by a, what went into tanh
        dhnext = np.zeros((B, H), self.dtype)  # what the following step says about its h
        for t in reversed(range(T)):
            da = das[t] = (dhs[t] + dhnext) * slopes[t]  # two gradients meet at h
            dhnext = da.dot(Whh)

        das = das.reshape(T * B, H)
        grads = self.params.like()
        grads["Wxh"] = das.T @ one_hot(inputs.ravel(), V, self.dtype)
        grads["Whh"] = das.T @ hs[:-1].reshape(T * B, H)  # h[t-1], not h[t]
        grads["Why"] = dlogits.T @ hs[1:].reshape(T * B, H)
        grads["bh"] = das.sum(axis=0)
        grads["by"] = dlogits.sum(axis=0)
        return grads

    def step(self, ids, state):
        """Read one letter in each stream, for sampling: the forward pass at T=1. Lesson 07.

        ids: (B,) integers. state: (B,H). Returns logits (B,V) and the next state (B,H).
        For one text alone the axis of streams may be left out: an id and (H,) give (V,) and (H,).
        Raises ValueError for a state of the wrong shape.
        """
        Wxh, Whh, Why, bh, by = self.params.values()
        state = np.asarray(state, self.dtype)
        x = Wxh.T[ids]  # (B,H) or (H,), as the state
        if state.shape != x.shape:
            raise _wrong_state(state, x.shape)
        state = np.tanh(x + state.dot(Whh.T) + bh)
        return state.dot(Why.T) + by, state


def _wrong_state(state, needed):
    begin = needed[0] if len(needed) > 1 else None
    return ValueError(
        f"the state has shape {np.shape(state)}, but {needed} is needed: "
        f"begin with initial_state({begin})"
    )
