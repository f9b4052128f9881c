"""The LSTM's own: its equations. What it shares with the RNN is in test_network.py."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal
from test_network import H, a_window, any_size

from rnnlib import LSTM


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@any_size
def test_forward_is_the_equations_letter_by_letter(T, B, V):
    model, inputs, _, state = a_window(LSTM, T, B, V, 0)
    p = model.params
    logits, last, cache = model.forward(inputs, state)
    for b in range(B):
        h, c = state[:, b]
        for t in range(T):
            x = np.eye(V)[inputs[t, b]]
            g = np.tanh(p["Wxg"] @ x + p["Whg"] @ h + p["bg"])
            i = sigmoid(p["Wxi"] @ x + p["Whi"] @ h + p["bi"])
            f = sigmoid(p["Wxf"] @ x + p["Whf"] @ h + p["bf"])
            o = sigmoid(p["Wxo"] @ x + p["Who"] @ h + p["bo"])
            c = f * c + i * g
            h = o * np.tanh(c)
            assert_allclose(logits[t, b], p["Why"] @ h + p["by"], rtol=1e-11, atol=1e-12)
            assert_allclose(cache.gates[t, :, b], [g, i, f, o], rtol=1e-11)
            assert_allclose(cache.hs[t + 1, b], h, rtol=1e-11)
            assert_allclose(cache.cs[t + 1, b], c, rtol=1e-11, atol=1e-14)
        assert_allclose(last[:, b], [h, c], rtol=1e-11, atol=1e-14)


def test_the_parameters_have_their_names_and_shapes():
    shapes = LSTM.shapes(5, H)
    assert set(shapes) == {f"{kind}{gate}" for kind in ("Wx", "Wh", "b") for gate in "gifo"} | {
        "Why", "by",
    }  # fmt: skip
    assert {shapes[f"Wx{gate}"] for gate in "gifo"} == {(H, 5)}
    assert {shapes[f"Wh{gate}"] for gate in "gifo"} == {(H, H)}
    assert {shapes[f"b{gate}"] for gate in "gifo"} == {(H,)}
    assert (shapes["Why"], shapes["by"]) == ((5, H), (5,))


def test_the_forget_bias_is_an_argument():
    plain, open_ = LSTM(3, 2, forget_bias=0), LSTM(3, 2, forget_bias=2.5)
    assert (open_.params["bf"] == 2.5).all()
    open_.params["bf"] -= 2.5
    assert_array_equal(open_.params.flat, plain.params.flat)


def test_gates_that_are_wide_open_keep_the_cell_and_closed_ones_empty_it():
    model = LSTM(3, 2, dtype=np.float64, init_scale=0)
    state = np.array([[[0.1, -0.2]], [[0.7, -3.0]]])  # h, c
    for forget, kept in ((1000.0, 1.0), (-1000.0, 0.0)):  # no overflow on the way
        model.params["bf"][:], model.params["bi"][:], model.params["bo"][:] = (
            forget,
            -1000.0,
            1000.0,
        )
        _, (h, c), _ = model.forward(np.zeros((50, 1), int), state)
        assert_array_equal(c, kept * state[1])
        assert_array_equal(h, np.tanh(kept * state[1]))
