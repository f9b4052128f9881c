"""The long short-term memory, forward and backward. Taught in lesson 09."""

from typing import NamedTuple

import numpy as np

from .guards import as_ids, check_shape
from .network import Network
from .text import one_hot

# the new content, then the three gates: each has its weights Wx? (H,V), Wh? (H,H) and bias b? (H,)
GATES = "gifo"


class LSTM(Network):
    """A network with a memory cell that it writes, keeps and reads through gates. Lesson 09.

        g = tanh(Wxg x[t] + Whg h[t-1] + bg)       what could be written
        i, f, o = sigmoid(Wx? x[t] + Wh? h[t-1] + b?)       input, forget and output gate
        c[t] = f c[t-1] + i g       h[t] = o tanh(c[t])       logits[t] = Why h[t] + by

    The arguments are those of `RNN`. forget_bias: where bf begins; above 0 the cell keeps what it
    holds before it has learned to. The state is (2,B,H): `h, c = state`.
    Raises ValueError for a size below 1 or a dtype that is not a float.
    Sources: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; the forget gate: Gers,
    Schmidhuber, Cummins, Learning to Forget, 2000.
    """

    kind = "lstm"
    parts = (2,)  # the state is h and c: (2,B,H)

    @staticmethod
    def shapes(V, H):
        return {
            **{f"Wx{gate}": (H, V) for gate in GATES},
            **{f"Wh{gate}": (H, H) for gate in GATES},
            "Why": (V, H),
            **{f"b{gate}": (H,) for gate in GATES},
            "by": (V,),
        }

    def __init__(self, *sizes, forget_bias=1.0, **options):
        super().__init__(*sizes, **options)
        self.params["bf"] += forget_bias

    def forward(self, inputs, state=None):
        """Read a window of letters; predict at every step. Lesson 09.

        inputs: (T,B) integers. state: (2,B,H), before the window; without one, zeros.
        Returns logits (T,B,V); the state after the window (2,B,H); and the cache for backward.
        Raises ValueError for inputs that are not (T,B) ids, and for a state of the wrong shape.
        """
        inputs, state = self._window(inputs, state)
        Wx, Wh, Why, b, by = self._stacked()
        T, B = inputs.shape
        H = self.hidden_size

        hs, cs = np.empty((2, T + 1, B, H), self.dtype)
        hs[0], cs[0] = state  # row 0: the state before
        gates = np.add(Wx.T, b, order="C")[inputs]  # (T,B,4H): what comes from the letters
        WhT = Wh.T.copy()  # in rows, as the product below reads it
        for t in range(T):
            a = gates[t]
            a += hs[t].dot(WhT)  # one product for g and the three gates
            g, i, f, o = activate(a)  # each (B,H)
            np.multiply(f, cs[t], out=cs[t + 1])
            cs[t + 1] += i * g
            np.tanh(cs[t + 1], out=hs[t + 1])
            hs[t + 1] *= o

        logits = hs[1:].reshape(T * B, H).dot(Why.T) + by
        return logits.reshape(T, B, -1), np.stack([hs[-1], cs[-1]]), Cache(inputs, hs, cs, gates)

    def backward(self, dlogits, cache, dstate=None):
        """The gradient of the loss with respect to every weight, through the window. Lesson 09.

        dlogits: (T,B,V), the gradient with respect to the logits. cache: what forward returned.
        dstate: (2,B,H), what the windows after this one say of its last state; without it, zeros.
        Returns grads, Parameters, unclipped; and dstate (2,B,H), with respect to the first state.
        Raises ValueError for a dlogits or a dstate of the wrong shape.
        """
        inputs, hs, cs, gates = cache
        T, B = inputs.shape
        V, H = self.vocab_size, self.hidden_size
        check_shape("dlogits", dlogits, (T, B, V))
        _, Wh, Why, _, _ = self._stacked()
        dlogits = np.asarray(dlogits, self.dtype).reshape(T * B, V)

        # Slopes of all steps at once: of c with respect to what went into g, i and f; of h with
        # respect to what went into o, and to c.
        g, i, f, o = split(gates)  # each (T,B,H)
        tanh_c = np.tanh(cs[1:])
        das = np.empty_like(gates)
        for slope, value in zip(
            split(das),
            (i * (1 - g**2), g * i * (1 - i), cs[:-1] * f * (1 - f), tanh_c * o * (1 - o)),
            strict=True,
        ):
            slope[...] = value
        through_c = o * (1 - tanh_c**2)

        dhs = dlogits.dot(Why).reshape(T, B, H)  # what each output says about its h
        dhnext, dcnext = self.initial_state(B) if dstate is None else self._state(dstate, B)
        for t in reversed(range(T)):
            da = das[t].reshape(B, 4, H)
            dh = dhs[t] + dhnext  # two gradients meet at h,
            dc = dh * through_c[t] + dcnext  # and two at c
            da[:, :3] *= dc[:, None]
            da[:, 3] *= dh
            dhnext = das[t].dot(Wh)
            dcnext = dc * f[t]  # the way back that need not fade

        das = das.reshape(T * B, 4 * H)
        grads = self.params.like()
        dWx, dWh, dWhy, db, dby = self._stacked(grads)
        np.dot(das.T, one_hot(inputs.ravel(), V, self.dtype), out=dWx)
        np.dot(das.T, hs[:-1].reshape(T * B, H), out=dWh)
        np.dot(dlogits.T, hs[1:].reshape(T * B, H), out=dWhy)
        das.sum(axis=0, out=db)
        dlogits.sum(axis=0, out=dby)
        return grads, np.stack([dhnext, dcnext])

    def step(self, ids, state):
        """Read one letter in each stream, for sampling: the forward pass at T=1. Lesson 09.

        ids: (B,) integers. state: (2,B,H). Returns logits (B,V) and the next state (2,B,H).
        For one text alone the axis of streams may be left out: an id and (2,H) give (V,), (2,H).
        Raises ValueError for ids that are none, and for a state of the wrong shape.
        """
        ids = as_ids(ids, self.vocab_size)
        h, c = self._state(state, len(ids) if np.ndim(ids) else None)
        Wx, Wh, Why, b, by = self._stacked()
        g, i, f, o = activate(Wx.T[ids] + h.dot(Wh.T) + b)
        c = f * c + i * g
        h = o * np.tanh(c)
        return h.dot(Why.T) + by, np.stack([h, c])

    def _stacked(self, params=None):
        """Wx (4H,V), Wh (4H,H), Why (V,H), b (4H,), by (V,): g, i, f and o on top of each other."""
        params = self.params if params is None else params
        return (
            params.stacked("Wxg", "Wxo"),
            params.stacked("Whg", "Who"),
            params["Why"],
            params.stacked("bg", "bo"),
            params["by"],
        )


class Cache(NamedTuple):
    """What backward needs of forward."""

    inputs: np.ndarray  # (T,B)
    hs: np.ndarray  # (T+1,B,H), row 0 the state before the window
    cs: np.ndarray  # (T+1,B,H), likewise
    gates: np.ndarray  # (T,B,4H): g, i, f, o


def split(stacked):
    """g, i, f and o, as windows onto the last axis: (...,4H) -> four (...,H)."""
    H = stacked.shape[-1] // 4
    return [stacked[..., k * H : (k + 1) * H] for k in range(4)]


def activate(a):
    """tanh for g and sigmoid for i, f and o, in place: (...,4H). Returns the four.

    sigmoid(z) = (1 + tanh(z / 2)) / 2, which overflows nowhere and needs one tanh for all.
    """
    H = a.shape[-1] // 4
    gates = a[..., H:]
    gates *= 0.5
    np.tanh(a, out=a)
    gates += 1
    gates *= 0.5
    return split(a)
