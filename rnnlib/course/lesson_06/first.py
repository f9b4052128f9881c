"""What the first updates do to a network, in lesson 06."""

import numpy as np

from ...loss import cross_entropy, softmax
from ...rnn import RNN
from ...train import BLAS, Trainer

SATURATED = 0.99  # a unit of this size, and a larger one


def spectral_radius(W):
    """How much a square matrix amplifies when it is applied again and again.

    It is the largest size of an eigenvalue.
    """
    return np.abs(np.linalg.eigvals(W)).max()


def off_from_trainer(loop, ids, vocab_size, updates):
    """How far the losses of a loop of lesson 06 are from those of a Trainer, in nats per letter."""
    first, second = (RNN(vocab_size, 100, dtype=np.float64) for _ in range(2))
    summed = loop(first, ids, T=25, rate=0.1, updates=updates)
    trainer = Trainer(second, ids, learning_rate=0.1)
    trainer.run(updates, progress=False)
    return np.abs(np.array(summed) / 25 - trainer.losses).max()


def shuffled(ids, vocab_size, seeds=8):
    """The fifth window, read with Whh as four updates at the original's rate have left it, and with
    the numbers of Whh shuffled: (2,2,seeds), the share of saturated units and the loss of each.
    """
    found = np.empty((2, 2, seeds))
    for seed in range(seeds):
        model = RNN(vocab_size, 100, rng=seed)
        trainer = Trainer(model, ids, learning_rate=0.1)
        trainer.run(4, progress=False)
        window = slice(trainer.position, trainer.position + 25)
        for row in found[..., seed]:
            logits, _, cache = model.forward(trainer.inputs[window], trainer.state)
            loss, _ = cross_entropy(logits, trainer.targets[window])
            row[:] = np.mean(np.abs(cache.hs[1:]) > SATURATED), loss / 25
            mixed = np.random.default_rng(seed).permutation(model.params["Whh"].ravel())
            model.params["Whh"] = mixed.reshape(100, 100)
    return found


def leaps(ids, vocab_size, slowed=(), seeds=8, updates=20):
    """The first updates at the original's rate, with a tenth of it for some arrays: (5,seeds).

    slowed: the names of these arrays. Of each training: its worst loss, in nats per letter; in the
    fifth window, so after four updates, the share of units that are saturated, and the mean
    probability of the likeliest letter; how many updates raised the loss of their own window;
    and how many of the first ten gradients had a number that was cut.
    """
    return np.transpose([_leap(ids, vocab_size, slowed, seed, updates) for seed in range(seeds)])


def _leap(ids, vocab_size, slowed, seed, updates):
    trainer = Trainer(RNN(vocab_size, 100, rng=seed), ids, learning_rate=0.1)
    rates = trainer.model.params.like(np.full_like(trainer.model.params.flat, 0.1))
    for name in slowed:
        rates[name] = rates[name] / 10
    trainer.optimizer.learning_rate = rates.flat
    raised = cut = 0
    for n in range(updates):
        window, state = slice(trainer.position, trainer.position + 25), trainer.state
        inputs, targets = trainer.inputs[window], trainer.targets[window]
        with BLAS.limit(limits=1):
            logits, _, cache = trainer.model.forward(inputs, state)
            _, dlogits = cross_entropy(logits, targets)
            grads, _ = trainer.model.backward(dlogits, cache)
            if n < 10:
                cut += np.abs(grads.flat).max() > trainer.clip
            if n == 4:
                saturated = np.mean(np.abs(cache.hs[1:]) > SATURATED)
                likeliest = np.mean(np.max(softmax(logits), axis=-1))
            trainer.run(1, progress=False)
            logits, _, _ = trainer.model.forward(inputs, state)
            raised += cross_entropy(logits, targets)[0] / 25 > trainer.losses[-1]
    return max(trainer.losses), saturated, likeliest, raised, cut
