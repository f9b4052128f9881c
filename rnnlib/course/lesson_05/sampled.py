"""Gradients of a large network, the trained one of lesson 00, by backward and by nudging."""

import functools

import numpy as np

from ...checkpoint import load_model
from ...gradcheck import numerical_gradient
from ...loss import cross_entropy

TEXT = "\nROMEO:\nI love the king of "


@functools.cache
def trained():
    """Its weights (N,) in float64, and a window of 26 letters: inputs and targets (T,1)."""
    shipped, vocab, _ = load_model("rnn-100000")
    ids = vocab.encode(TEXT)[:, None]
    return shipped.params.flat.astype(np.float64), ids[:-1], ids[1:]


def of_a_thousand(kind, how_many=1000):
    """What backward and nudging say of a thousand of its weights: a and n, arrays (N,).

    kind: a class of `with_bug`, whose backward it is.
    """
    weights, inputs, targets = trained()
    model = kind(65, 100, dtype=np.float64)
    model.params.flat[:] = weights
    places = np.random.default_rng(0).choice(weights.size, how_many, replace=False)
    return sampled_gradients(model, inputs, targets, places)


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
