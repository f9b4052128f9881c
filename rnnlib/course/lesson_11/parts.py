"""Which part of an update takes how long."""

import numpy as np

from ...loss import cross_entropy
from ...optim import Adagrad, clip
from ...rnn import RNN
from .clock import in_turns
from .ladder import H, T

PARTS = ("forward and loss", "backward", "clip and Adagrad")


def parts_of_rnnlib(ids, vocab_size, B, dtype=np.float32):
    """The processor time of each part of an update of rnnlib's: (3,) seconds per letter."""
    model = RNN(vocab_size, H, dtype=dtype)
    optimizer = Adagrad(model.params, 1e-9)  # the same gradients again and again
    window = np.array([ids[b * T : b * T + T + 1] for b in range(B)]).T  # (T+1,B)

    def forward():
        logits, _, cache = model.forward(window[:-1])
        return *cross_entropy(logits, window[1:]), cache

    _, dlogits, cache = forward()
    grads, _ = model.backward(dlogits, cache)
    steps = (
        forward,
        lambda: model.backward(dlogits, cache),
        lambda: optimizer.update(clip(grads, out=grads)),
    )
    loops = {part: _repeat(step) for part, step in zip(PARTS, steps, strict=True)}
    return np.array(list(in_turns(loops).values())) / (T * B)


def _repeat(step):
    def loop(n):
        for _ in range(n):
            step()

    return loop
