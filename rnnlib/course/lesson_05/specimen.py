"""The small networks and windows on which the gallery of lesson 05 shows its bugs."""

import numpy as np

from ..toy import toy_network
from .bugs import with_bug

TEXT = "heloheloh"  # the toy network knows hello: here it is wrong every few letters
CHARS = "ehlo"
LETTERS = (1, 2, 8)  # how many of them are read


def specimen(key, letters=8, kind="rnn"):
    """A small network with a bug of the gallery, and a window: what `gradient_map` needs.

    key: of `BUGS`; or None, for the right backward pass of a kind. letters: how many are read,
    1 to 8. Returns model, inputs (T,1), targets (T,1) and state; for an RNN with the toy network's
    weights, for an LSTM of its size with drawn ones.
    """
    model = with_bug(key, kind)(len(CHARS), 3, dtype=np.float64, init_scale=1.0, rng=6)
    h, c = [[0.5, -0.5, 0.2]], [[-1.0, 0.8, 0.6]]  # not zero, where some bugs don't show
    state = np.array([h, c]) if model.kind == "lstm" else np.array(h)
    if model.kind == "rnn":
        model.params.flat[:] = toy_network().params.flat
    ids = np.array([CHARS.index(char) for char in TEXT])[:, None]
    return model, ids[:letters], ids[1 : letters + 1], state
