"""The literal loop and rnnlib, update by update from the same weights."""

import numpy as np

from ...rnn import RNN
from ...train import Trainer
from ..literal import LiteralRNN


def from_the_same_weights(ids, vocab_size, updates, rate=0.1):
    """How far the two losses of each update are apart, (updates,), in nats per window.

    Before every update rnnlib's network is given all that the literal loop has: weights, Adagrad's
    memory and the state.
    """
    model = RNN(vocab_size, 100, dtype=np.float64)
    literal = LiteralRNN(model.params, ids, 25, rate)
    trainer = Trainer(model, ids, learning_rate=rate)
    apart = []
    for _ in range(updates):
        if literal.position + 26 > len(ids):  # the text begins again
            literal.position, literal.state = 0, literal.zeros()
        for name, window in model.params.items():
            window[...] = literal.w[name].reshape(window.shape)
        trainer.optimizer.memory[:] = np.concatenate([m.ravel() for m in literal.memory.values()])
        trainer.state, trainer.position = literal.state.T.copy(), literal.position
        loss, _ = literal.update()
        trainer.run(1, progress=False)
        apart.append(abs(loss - 25 * trainer.losses[-1]))
    return np.array(apart)
