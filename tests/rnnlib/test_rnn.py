"""The RNN's own: its equations. What it shares with the LSTM is in test_network.py."""

import numpy as np
import pytest
from hypothesis import given
from literal import Literal
from numpy.testing import assert_allclose
from test_network import a_window, sizes

from rnnlib import RNN, cross_entropy


@given(**sizes)
def test_forward_is_the_equation_letter_by_letter(T, B, V):
    model, inputs, _, state = a_window(RNN, T, B, V, 0)
    p = model.params
    logits, last, _ = model.forward(inputs, state)
    assert logits.shape == (T, B, V)
    for b in range(B):
        h = state[b]
        for t in range(T):
            x = np.eye(V)[inputs[t, b]]
            h = np.tanh(p["Wxh"] @ x + p["Whh"] @ h + p["bh"])
            assert_allclose(logits[t, b], p["Why"] @ h + p["by"], rtol=1e-12, atol=1e-12)
        assert_allclose(last[b], h, rtol=1e-12)


@given(**sizes)
def test_backward_is_the_sum_over_streams_of_the_literal_loop(T, B, V):
    model, inputs, targets, state = a_window(RNN, T, B, V, 1)
    logits, _, cache = model.forward(inputs, state)
    loss, dlogits = cross_entropy(logits, targets)
    grads, _ = model.backward(dlogits, cache)

    literal = Literal(model.params, [])
    losses, sums = 0.0, {name: 0.0 for name in grads}
    for b in range(B):
        one, g, _ = literal.loss_and_gradients(inputs[:, b], targets[:, b], state[b][:, None])
        losses += one
        for name in sums:
            sums[name] += g[name].reshape(model.params[name].shape)
    assert loss == pytest.approx(losses / B, rel=1e-12)
    for name in grads:
        assert_allclose(grads[name], sums[name] / B, rtol=1e-10, atol=1e-12)
