"""From gradients to better weights. Taught in lesson 06."""

import numpy as np


class SGD:
    """Plain gradient descent: weights -= learning_rate * gradient. Lesson 06.

    params: the Parameters to improve; update changes them where they are.
    learning_rate: above 0. Raises ValueError for one that is not.
    """

    def __init__(self, params, learning_rate=0.05):
        self.params = params
        self.learning_rate = _rate(learning_rate)

    def update(self, grads):
        """Change the weights once. grads: Parameters of the same names and shapes."""
        self.params.flat -= self.learning_rate * grads.flat


class Adagrad:
    """Gradient descent in which every weight has its own, shrinking step. Lesson 06.

        memory += gradient ** 2
        weights -= learning_rate * gradient / sqrt(memory + 1e-8)

    params: the Parameters to improve; update changes them where they are.
    learning_rate: above 0, and the size of each weight's first step.
    Raises ValueError for a rate that is not above 0.
    Source: Duchi, Hazan, Singer, Adaptive Subgradient Methods, 2011; the 1e-8 inside the root
    is min-char-rnn's.
    """

    def __init__(self, params, learning_rate=0.05):
        self.params = params
        self.learning_rate = _rate(learning_rate)
        self.memory = np.zeros_like(params.flat)  # (N,): the sum of squared gradients so far

    def update(self, grads):
        """Change the weights once. grads: Parameters of the same names and shapes."""
        g = grads.flat
        self.memory += g * g
        root = np.sqrt(self.memory + 1e-8)
        self.params.flat -= self.learning_rate * g / root


def _rate(learning_rate):
    # a plain float: a NumPy one would turn float32 weights into float64 on the way
    if not 0 < learning_rate < np.inf:
        raise ValueError(f"learning_rate is {learning_rate}: it must be above 0 and finite")
    return float(learning_rate)


def clip(grads, limit=5.0):
    """The gradients with every number cut to -limit..limit, as new Parameters. Lesson 06.

    Raises ValueError for a limit that is not above 0.
    """
    if not limit > 0:
        raise ValueError(f"the limit is {limit}: it must be above 0")
    limit = float(limit)
    return grads.like(np.clip(grads.flat, -limit, limit))
