"""The long short-term memory, forward and backward. Taught in lesson 09."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .guards import as_ids, check_shape
from .network import Network
from .text import one_hot

# what could be written, then the input, forget and output gate; each has weights and a bias
GATES = "gifo"


class LSTM(Network):
    """A network with a memory cell that it writes, keeps and reads through gates. Lesson 09.

        g = tanh(Wxg x[t] + Whg h[t-1] + bg)        i, f, o = sigmoid(Wx? x[t] + Wh? h[t-1] + b?)
        c[t] = f c[t-1] + i g        h[t] = o tanh(c[t])        logits[t] = Why h[t] + by

    The arguments are those of `RNN`. forget_bias: where bf begins; above 0 the cell keeps what it
    holds before it has learned to. The state is h and c, (2,B,H): `h, c = state`.
    Raises ValueError for a size below 1 or a dtype that is not a float.
    Sources: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; the forget gate: Gers,
    Schmidhuber, Cummins, Learning to Forget, 2000.
    """

    kind = "lstm"
    parts = (2,)  # the state is h and c: (2,B,H)

    def __init__(self, *sizes, forget_bias=1.0, **options):
        super().__init__(*sizes, **options)
        self.params["bf"] += forget_bias

    @staticmethod
    def shapes(V, H):
        return {
            **{f"Wx{gate}": (H, V) for gate in GATES},
            **{f"Wh{gate}": (H, H) for gate in GATES},
            "Why": (V, H),
            **{f"b{gate}": (H,) for gate in GATES},
            "by": (V,),
        }

    def forward(self, inputs, state=None):
        """Read a window of letters; predict at every step. Lesson 09.

        inputs: (T,B) integers. state: (2,B,H), before the window; without one, zeros.
        Returns logits (T,B,V); the state after the window (2,B,H); and the cache for backward.
        Raises ValueError for inputs that are not (T,B) ids, and for a state of the wrong shape.
        """
        inputs, state = self._window(inputs, state)
        Wx, Wh, Why, b, by = stacked(self.params)
        T, B = inputs.shape
        H = self.hidden_size

        hs, cs = np.empty((2, T + 1, B, H), self.dtype)
        hs[0], cs[0] = state  # row 0: the state before the window
        tanh_cs = np.empty((T, B, H), self.dtype)
        table = np.add(Wx.swapaxes(1, 2), b[:, None], order="C")  # (4,V,H): columns of Wx, as rows
        gates = table[np.arange(4)[:, None], inputs[:, None]]  # (T,4,B,H): what the letters add
        WhT = Wh.swapaxes(1, 2).copy()  # in rows, as the product below reads it
        half = np.array(0.5, self.dtype)  # an array: NumPy is slow with Python's own numbers
        rows = zip(gates, tanh_cs, pairwise(hs), pairwise(cs), strict=True)
        for a, tanh_c, (h_before, h), (c_before, c) in rows:  # windows onto the arrays above
            a += np.matmul(h_before, WhT)  # (4,B,H)
            g, i, f, o = activate(a, half)  # each (B,H)
            np.add(f * c_before, i * g, out=c)
            np.tanh(c, out=tanh_c)
            np.multiply(o, tanh_c, out=h)

        logits = hs[1:].reshape(T * B, H).dot(Why.T)
        logits += by
        cache = Cache(inputs, hs, cs, tanh_cs, gates)
        return logits.reshape(T, B, -1), np.stack([hs[-1], cs[-1]]), cache

    def backward(self, dlogits, cache, dstate=None):
        """The gradient of the loss with respect to every weight, through the window. Lesson 09.

        dlogits: (T,B,V), the gradient with respect to the logits. cache: what forward returned.
        dstate: (2,B,H), what the windows after this one say of its last state; without it, zeros.
        Returns grads, Parameters, unclipped; and dstate (2,B,H), with respect to the first state.
        Raises ValueError for a dlogits or a dstate of the wrong shape.
        """
        inputs, hs, cs, tanh_cs, gates = cache
        T, B = inputs.shape
        V, H = self.vocab_size, self.hidden_size
        check_shape("dlogits", dlogits, (T, B, V))
        _, Wh, Why, _, _ = stacked(self.params)
        dlogits = np.asarray(dlogits, self.dtype).reshape(T * B, V)

        g, i, f, o = gates.swapaxes(0, 1)  # each (T,B,H)
        slopes = np.empty_like(gates)  # of c for what went into g, i and f; of h for o
        slopes[:, 0] = i * (1 - g * g)
        slopes[:, 1] = g * i * (1 - i)
        slopes[:, 2] = cs[:-1] * f * (1 - f)
        slopes[:, 3] = tanh_cs * o * (1 - o)
        slopes_c = o * (1 - tanh_cs * tanh_cs)  # (T,B,H): of h for c

        dhs = dlogits.dot(Why).reshape(T, B, H)  # what each output says about its h
        dhnext, dc = self._state(dstate, (B,)).copy()
        Wh = Wh.reshape(4 * H, H)
        rows = zip(slopes, dhs, slopes_c, f, strict=True)  # (4,B,H), then each (B,H)
        for da, dh, slope_c, forget in reversed(list(rows)):
            dh += dhnext  # two gradients meet at h,
            dc += dh * slope_c  # and two at c
            da[:3] *= dc  # where the slopes were, there is now da
            da[3] *= dh
            dc *= forget  # the way back that need not fade
            dhnext = da.swapaxes(0, 1).reshape(B, 4 * H).dot(Wh)

        das = slopes.swapaxes(0, 1).reshape(4, T * B, H)
        dasT = das.swapaxes(1, 2)
        grads = self.params.like(np.empty_like(self.params.flat))
        dWx, dWh, dWhy, db, dby = stacked(grads)
        np.matmul(dasT, one_hot(inputs.ravel(), V, self.dtype), out=dWx)
        np.matmul(dasT, hs[:-1].reshape(T * B, H), out=dWh)  # h[t-1], not h[t]
        np.dot(dlogits.T, hs[1:].reshape(T * B, H), out=dWhy)
        das.sum(axis=1, out=db)
        dlogits.sum(axis=0, out=dby)
        return grads, np.stack([dhnext, dc])

    def step(self, ids, state):
        """Read one letter in each stream, for sampling: the forward pass at T=1. Lesson 09.

        ids: (B,) integers. state: (2,B,H). Returns logits (B,V) and the next state (2,B,H).
        For one text alone the axis of streams may be left out: an id and (2,H) give (V,), (2,H).
        Raises ValueError for ids that are none, and for a state of the wrong shape.
        """
        ids = as_ids(ids, self.vocab_size)
        h, c = self._state(state, np.shape(ids))
        Wx, Wh, Why, b, by = stacked(self.params)
        a = Wx.swapaxes(1, 2)[:, ids] + np.matmul(h, Wh.swapaxes(1, 2))  # (4,B,H) or (4,H)
        g, i, f, o = activate(a + (b[:, None] if h.ndim == 2 else b))
        c = f * c + i * g
        h = o * np.tanh(c)
        return h.dot(Why.T) + by, np.stack([h, c])


class Cache(NamedTuple):
    """What backward needs of forward."""

    inputs: np.ndarray  # (T,B)
    hs: np.ndarray  # (T+1,B,H), row 0 the state before the window
    cs: np.ndarray  # (T+1,B,H), likewise
    tanh_cs: np.ndarray  # (T,B,H)
    gates: np.ndarray  # (T,4,B,H): g, i, f, o


def stacked(params):
    """Wx (4,H,V), Wh (4,H,H), Why (V,H), b (4,H), by (V,): g, i, f, o as one array, a window."""
    Wx, Wh, b = (params.stacked(f"{name}g", f"{name}o") for name in ("Wx", "Wh", "b"))
    return Wx, Wh, params["Why"], b, params["by"]


def activate(a, half=0.5):
    """tanh for g, sigmoid for i, f and o, in place: (4,...) -> (4,...).

    sigmoid(z) = (1 + tanh(z / 2)) / 2, which never overflows and lets one tanh serve all four.
    """
    sigmoids = a[1:]
    sigmoids *= half
    np.tanh(a, out=a)
    sigmoids *= half
    sigmoids += half
    return a
