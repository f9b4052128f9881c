"""Some gradients of a large network, by backward and by nudging. Lesson 05."""

import numpy as np

from ...gradcheck import numerical_gradient
from ...loss import cross_entropy


def sampled_gradients(model, inputs, targets, places):
    """What backward and nudging say of some weights of a network: a and n, arrays (N,).

    inputs, targets: (T,B). places: of the weights in `model.params.flat`, (N,).
    """

    def loss():
        return cross_entropy(model.forward(inputs)[0], targets)[0]

    logits, _, cache = model.forward(inputs)
    grads, _ = model.backward(cross_entropy(logits, targets)[1], cache)
    weights = model.params.flat
    nudged = [numerical_gradient(loss, weights[i : i + 1])[0] for i in places]
    return grads.flat[places], np.array(nudged)
