"""The RNN's own: its equations. What it shares with the LSTM is in test_network.py."""

import numpy as np
from numpy.testing import assert_allclose
from test_network import a_window, any_size

from rnnlib import RNN


@any_size
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
