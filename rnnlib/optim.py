"""From gradients to better weights. Taught in lesson 06."""

import numpy as np

from .guards import check_positive


class SGD:
    """Plain gradient descent: weights -= learning_rate * gradient. Lesson 06.

    params: the Parameters to improve; update changes them where they are.
    learning_rate: above 0. Raises ValueError for one that is not.
    """

    def __init__(self, params, learning_rate=0.05):
        self.params = params
        self.learning_rate = check_positive("learning_rate", learning_rate)

    def update(self, grads):
        """Change the weights once. grads: Parameters of the same names and shapes."""
        self.params.flat -= self.learning_rate * grads.flat


class Adagrad:
    """Gradient descent in which every weight has its own, shrinking step. Lesson 06.

        memory += gradient ** 2
        weights -= learning_rate * gradient / sqrt(memory + 1e-8)

    params: the Parameters to improve; update changes them where they are.
    learning_rate: above 0, and the size of a weight's first step, where its gradient is not
    tiny.
    Raises ValueError for a rate that is not above 0.
    Source: Duchi, Hazan, Singer, Adaptive Subgradient Methods, 2011; the 1e-8 inside the root
    is min-char-rnn's.
    """

    def __init__(self, params, learning_rate=0.05):
        self.params = params
        self.learning_rate = check_positive("learning_rate", learning_rate)
        self.memory = np.zeros_like(params.flat)  # (N,): the sum of squared gradients so far

    def update(self, grads):
        """Change the weights once. grads: Parameters of the same names and shapes."""
        g = grads.flat
        self.memory += g * g
        step = np.sqrt(self.memory + 1e-8)
        np.divide(g, step, out=step)
        step *= self.learning_rate
        self.params.flat -= step


class Adam:
    """Gradient descent along a running mean, by a running size, of the gradients. Lesson 06.

        mean += (1 - beta1) (gradient - mean)        square += (1 - beta2) (gradient ** 2 - square)
        weights -= learning_rate * mean' / (sqrt(square') + 1e-8)

    where ' divides by 1 - beta ** updates, because both begin at 0.
    params: the Parameters to improve; update changes them where they are.
    learning_rate: above 0, and about the size of a step. beta1, beta2: from 0 to below 1; the
    nearer to 1, the longer the memory.
    Raises ValueError for a rate that is not above 0 and a beta outside its bounds.
    Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, algorithm 1.
    """

    def __init__(self, params, learning_rate=0.002, beta1=0.9, beta2=0.999):
        for name, beta in (("beta1", beta1), ("beta2", beta2)):
            if not 0 <= beta < 1:
                raise ValueError(f"{name} is {beta}: it must be from 0 to below 1")
        self.params = params
        self.learning_rate = check_positive("learning_rate", learning_rate)
        self.beta1, self.beta2 = float(beta1), float(beta2)
        self.mean = np.zeros_like(params.flat)  # (N,)
        self.square = np.zeros_like(params.flat)  # (N,)
        self.updates = 0

    def update(self, grads):
        """Change the weights once. grads: Parameters of the same names and shapes."""
        g = grads.flat
        self.updates += 1
        self.mean += (1 - self.beta1) * (g - self.mean)
        self.square += (1 - self.beta2) * (g * g - self.square)
        step = self.mean / (1 - self.beta1**self.updates)
        step /= np.sqrt(self.square / (1 - self.beta2**self.updates)) + 1e-8
        step *= self.learning_rate
        self.params.flat -= step


OPTIMIZERS = {"sgd": SGD, "adagrad": Adagrad, "adam": Adam}


def clip(grads, limit=5.0, out=None):
    """The gradients with every number cut to -limit..limit. Lesson 06.

    out: the Parameters to write into, as in NumPy; without them, new ones.
    Raises ValueError for a limit that is not above 0.
    """
    if not limit > 0:
        raise ValueError(f"the limit is {limit}: it must be above 0")
    limit = float(limit)
    out = grads.like() if out is None else out
    np.clip(grads.flat, -limit, limit, out=out.flat)
    return out
