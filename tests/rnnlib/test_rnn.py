import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import Literal
from numpy.testing import assert_allclose

from rnnlib import RNN, cross_entropy

sizes = {"T": st.integers(1, 6), "B": st.integers(1, 4), "V": st.integers(1, 6)}


def a_window(T, B, V, seed, dtype=np.float64):
    """A network of 4 units, a window of letters, the letters that follow, a state."""
    rng = np.random.default_rng(seed)
    model = RNN(V, 4, rng=rng, dtype=dtype, init_scale=0.5)
    model.params.flat[:] += rng.normal(0, 0.1, model.params.flat.shape)  # biases that are not 0
    inputs, targets = rng.integers(V, size=(2, T, B))
    return model, inputs, targets, rng.uniform(-1, 1, (B, 4)).astype(dtype)


@given(**sizes)
def test_forward_is_the_equation_letter_by_letter(T, B, V):
    model, inputs, _, state = a_window(T, B, V, 0)
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
    model, inputs, targets, state = a_window(T, B, V, 1)
    logits, _, cache = model.forward(inputs, state)
    loss, dlogits = cross_entropy(logits, targets)
    grads = model.backward(dlogits, cache)

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


@given(**sizes)
def test_step_is_forward_of_one_letter(T, B, V):
    model, inputs, _, state = a_window(T, B, V, 2)
    logits, last, _ = model.forward(inputs, state)
    for t in range(T):
        one, state = model.step(inputs[t], state)
        assert_allclose(one, logits[t], rtol=1e-12, atol=1e-12)
    assert_allclose(state, last, rtol=1e-12)


def test_step_reads_one_text_without_the_axis_of_streams():
    model, inputs, _, state = a_window(1, 1, 5, 2)
    logits, after = model.step(inputs[0, 0], state[0])
    rows, states = model.step(inputs[0], state)
    assert_allclose(logits, rows[0], rtol=1e-12)
    assert_allclose(after, states[0], rtol=1e-12)
    assert model.initial_state(None).shape == (4,)
    with pytest.raises(ValueError, match=r"initial_state\(None\)"):
        model.step(0, state)


def test_two_windows_are_one_long_one():
    model, inputs, _, state = a_window(6, 2, 5, 3)
    whole, last, _ = model.forward(inputs, state)
    first, middle, _ = model.forward(inputs[:2], state)
    second, end, _ = model.forward(inputs[2:], middle)
    assert_allclose(np.concatenate([first, second]), whole, rtol=1e-12)
    assert_allclose(end, last, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_never_changes(dtype):
    model, inputs, targets, state = a_window(3, 2, 5, 4, dtype)
    logits, last, cache = model.forward(inputs, state)
    grads = model.backward(cross_entropy(logits, targets)[1], cache)
    one, after = model.step(inputs[0], state)
    for array in (logits, last, grads.flat, grads["Why"], one, after, model.params.flat):
        assert array.dtype == dtype
    assert model.initial_state().dtype == dtype


def test_arguments_are_left_alone():
    model, inputs, targets, state = a_window(3, 2, 5, 5)
    weights, before, ids = model.params.flat.copy(), state.copy(), inputs.copy()
    logits, last, cache = model.forward(inputs, state)
    dlogits = cross_entropy(logits, targets)[1]
    kept = dlogits.copy()
    model.backward(dlogits, cache)
    first = model.backward(dlogits, cache)
    assert_allclose(model.backward(dlogits, cache).flat, first.flat, rtol=0)  # the cache is whole
    last += 1  # the state that was given back is the caller's own
    assert_allclose(model.backward(dlogits, cache).flat, first.flat, rtol=0)
    model.step(inputs[0], state)
    np.testing.assert_array_equal(dlogits, kept)
    np.testing.assert_array_equal(model.params.flat, weights)
    np.testing.assert_array_equal(state, before)
    np.testing.assert_array_equal(inputs, ids)


def test_first_weights():
    model = RNN(65, 100, rng=3)
    same, other = RNN(65, 100, rng=np.random.default_rng(3)), RNN(65, 100, rng=4)
    np.testing.assert_array_equal(model.params.flat, same.params.flat)
    assert (model.params["Whh"] != other.params["Whh"]).any()
    shapes = {name: window.shape for name, window in model.params.items()}
    assert shapes == {
        "Wxh": (100, 65), "Whh": (100, 100), "Why": (65, 100), "bh": (100,), "by": (65,),
    }  # fmt: skip
    for name in ("Wxh", "Whh", "Why"):
        assert model.params[name].std() == pytest.approx(0.01, rel=0.1)
        assert abs(model.params[name].mean()) < 0.001
    assert (model.params["bh"] == 0).all()
    assert (model.params["by"] == 0).all()


@pytest.mark.parametrize("wrong", [{"vocab_size": 0}, {"hidden_size": 0}])
def test_sizes_below_one_are_refused(wrong):
    with pytest.raises(ValueError, match="at least 1"):
        RNN(**{"vocab_size": 3, **wrong})


def test_a_dtype_that_is_no_float_is_refused():
    with pytest.raises(ValueError, match="float32 or float64"):
        RNN(3, dtype=int)


def test_wrong_shapes_say_which_is_needed(small):
    inputs = np.zeros((3, 2), int)
    state = small.initial_state(2)
    _, _, cache = small.forward(inputs, state)
    with pytest.raises(ValueError, match=r"state has shape \(4,\), but \(2, 4\)"):
        small.forward(inputs, np.zeros(4))
    with pytest.raises(ValueError, match=r"initial_state\(2\)"):
        small.forward(inputs, small.initial_state(1))
    with pytest.raises(ValueError, match=r"must be \(T,B\)"):
        small.forward(np.zeros(3, int), state)
    with pytest.raises(ValueError, match=r"\(3, 2, 5\) is needed"):
        small.backward(np.zeros((3, 5)), cache)
    with pytest.raises(ValueError, match=r"\(1, 4\)"):
        small.step([0], state)
    with pytest.raises(ValueError, match="at least 1"):
        small.initial_state(0)


def test_letters_that_are_not_in_the_vocabulary_are_refused(small):
    for wrong in (5, -1):
        with pytest.raises(ValueError, match="0 to 4"):
            small.forward(np.full((1, 1), wrong), small.initial_state())
