"""The plain recurrent network, forward and backward. Taught in lessons 02 and 04."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .guards import as_ids, check_shape
from .network import Network
from .text import one_hot


class RNN(Network):
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
    parts = ()  # the state is h alone: (B,H)

    @staticmethod
    def shapes(V, H):
        return {"Wxh": (H, V), "Whh": (H, H), "Why": (V, H), "bh": (H,), "by": (V,)}

    def forward(self, inputs, state=None):
        """Read a window of letters; predict at every step. Lesson 02.

        inputs: (T,B) integers. state: (B,H), before the window; without one, zeros.
        Returns logits (T,B,V); the state after the window (B,H); and the cache that backward needs.
        Raises ValueError for inputs that are not (T,B) ids, and for a state of the wrong shape.
        """
        inputs, state = self._window(inputs, state)
        Wxh, Whh, Why, bh, by = self.params.values()
        T, B = inputs.shape

        hs = np.empty((T + 1, B, self.hidden_size), self.dtype)
        hs[0] = state  # row 0: the state before the window
        table = np.add(Wxh.T, bh, order="C")  # (V,H): a one-hot product is a column of Wxh
        np.take(table, inputs, axis=0, out=hs[1:], mode="clip")  # (faster; nothing is clipped)
        WhhT = Whh.T.copy()  # in rows, as the product below reads it
        for before, h in pairwise(hs):  # (B,H) each, windows onto hs
            h += before.dot(WhhT)
            np.tanh(h, out=h)

        logits = hs[1:].reshape(T * B, -1).dot(Why.T)  # the loop was needed only for h
        logits += by
        return logits.reshape(T, B, -1), hs[-1].copy(), Cache(inputs, hs)

    def backward(self, dlogits, cache, dstate=None):
        """The gradient of the loss with respect to every weight, through the window. Lesson 04.

        dlogits: (T,B,V), the gradient with respect to the logits. cache: what forward returned.
        dstate: (B,H), what the windows after this one say about its last state; without it, zeros.
        Returns grads, Parameters, unclipped; and dstate (B,H), with respect to the first state.
        Raises ValueError for a dlogits or a dstate of the wrong shape.
        """
        inputs, hs = cache
        T, B = inputs.shape
        V, H = self.vocab_size, self.hidden_size
        check_shape("dlogits", dlogits, (T, B, V))
        _, Whh, Why, _, _ = self.params.values()
        dlogits = np.asarray(dlogits, self.dtype).reshape(T * B, V)

        dhs = dlogits.dot(Why).reshape(T, B, H)  # what each output says about its h
        slopes = 1 - hs[1:] ** 2  # (T,B,H): of tanh, at every step
        dhnext = self._state(dstate, (B,))
        for da, slope in zip(reversed(dhs), reversed(slopes), strict=True):  # each (B,H)
            da += dhnext  # two gradients meet at h
            da *= slope  # where dh was, there is now da, with respect to what went into tanh
            dhnext = da.dot(Whh)

        das = dhs.reshape(T * B, H)
        grads = self.params.like(np.empty_like(self.params.flat))
        np.dot(das.T, one_hot(inputs.ravel(), V, self.dtype), out=grads["Wxh"])
        np.dot(das.T, hs[:-1].reshape(T * B, H), out=grads["Whh"])  # h[t-1], not h[t]
        np.dot(dlogits.T, hs[1:].reshape(T * B, H), out=grads["Why"])
        das.sum(axis=0, out=grads["bh"])
        dlogits.sum(axis=0, out=grads["by"])
        return grads, dhnext

    def step(self, ids, state):
        """Read one letter in each stream, for sampling: the forward pass at T=1. Lesson 07.

        ids: (B,) integers. state: (B,H). Returns logits (B,V) and the next state (B,H).
        For one text alone the axis of streams may be left out: an id and (H,) give (V,) and (H,).
        Raises ValueError for ids that are none, and for a state of the wrong shape.
        """
        Wxh, Whh, Why, bh, by = self.params.values()
        x = Wxh.T[as_ids(ids, self.vocab_size)]  # (B,H) or (H,)
        h = self._state(state, x.shape[:-1])
        h = np.tanh(x + h.dot(Whh.T) + bh)
        return h.dot(Why.T) + by, h


class Cache(NamedTuple):
    """What backward needs of forward."""

    inputs: np.ndarray  # (T,B)
    hs: np.ndarray  # (T+1,B,H), row 0 the state before the window
