"""The literal loop and rnnlib, update by update from the same weights."""

import numpy as np

from ...loss import cross_entropy
from ...optim import Adagrad, clip
from ...rnn import RNN
from ..literal import LiteralRNN


def from_the_same_weights(ids, vocab_size, updates, rate=0.1):
    """How far the weights are apart after one update of each: the largest difference, (updates,).

    Before every update rnnlib is given all that the literal loop has: weights, Adagrad's memory,
    the state and the place in the text.
    """
    model = RNN(vocab_size, 100, dtype=np.float64)
    optimizer = Adagrad(model.params, rate)
    literal = LiteralRNN(model.params, ids, 25, rate)
    apart = []
    for _ in range(updates):
        if literal.position + 26 > len(ids):  # the text begins again
            literal.position, literal.state = 0, literal.zeros()
        model.params.flat[:] = _row(literal.w)
        optimizer.memory[:] = _row(literal.memory)
        window = ids[literal.position : literal.position + 26, None]  # (T+1,1)
        logits, _, cache = model.forward(window[:-1], literal.state.T.copy())
        _, dlogits = cross_entropy(logits, window[1:])
        grads, _ = model.backward(dlogits, cache)
        optimizer.update(clip(grads, 5))
        literal.update()
        apart.append(np.abs(model.params.flat - _row(literal.w)).max())
    return np.array(apart)


def _row(arrays):
    """All numbers of the literal loop's arrays in one row, as in `Parameters.flat`."""
    return np.concatenate([array.ravel() for array in arrays.values()])
