"""What every network keeps to: the contract that trainer, sampling and files rely on."""

import copy
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnlib import LSTM, RNN, cross_entropy
from rnnlib.course.literal import LiteralLSTM, LiteralRNN

H = 4
LITERAL = {RNN: LiteralRNN, LSTM: LiteralLSTM}
kinds = pytest.mark.parametrize("kind", LITERAL)
sizes = {"T": st.integers(1, 6), "B": st.integers(1, 4), "V": st.integers(1, 6)}


def any_size(test):
    """Forty of all 144 sizes: the smallest, and others drawn anew each time."""
    return settings(max_examples=40)(given(**sizes)(test))


def a_window(kind, T, B, V, seed, dtype=np.float64):
    """A network of 4 units, a window of letters, the letters that follow, a state."""
    rng = np.random.default_rng(seed)
    model = kind(V, H, rng=rng, dtype=dtype, init_scale=0.5)
    model.params.flat[:] += rng.normal(0, 0.1, model.params.flat.shape)  # biases that are not 0
    inputs, targets = rng.integers(V, size=(2, T, B))
    state = rng.uniform(-1, 1, model.initial_state(B).shape).astype(dtype)
    return model, inputs, targets, state


def gradients(model, inputs, targets, state, dstate=None):
    logits, _, cache = model.forward(inputs, state)
    return model.backward(cross_entropy(logits, targets)[1], cache, dstate)


@kinds
@any_size
def test_losses_and_gradients_are_the_sum_over_streams_of_the_literal_loop(kind, T, B, V):
    model, inputs, targets, state = a_window(kind, T, B, V, 1)
    logits, last, cache = model.forward(inputs, state)
    loss, dlogits = cross_entropy(logits, targets)
    grads, _ = model.backward(dlogits, cache)

    literal = LITERAL[kind](model.params, [])
    losses, sums = 0.0, {name: 0.0 for name in grads}
    for b in range(B):
        columns = state[..., b, :, None]  # (H,1), for the LSTM two of them
        one, g, after = literal.loss_and_gradients(inputs[:, b], targets[:, b], columns)
        assert_allclose(last[..., b, :, None], after, rtol=1e-11, atol=1e-14)
        losses += one
        for name in sums:
            sums[name] += g[name].reshape(model.params[name].shape)
    assert loss == pytest.approx(losses / B, rel=1e-12)
    for name in grads:
        assert_allclose(grads[name], sums[name] / B, rtol=1e-10, atol=1e-12)


@kinds
@any_size
def test_step_is_forward_of_one_letter(kind, T, B, V):
    model, inputs, _, state = a_window(kind, T, B, V, 2)
    logits, last, _ = model.forward(inputs, state)
    assert logits.shape == (T, B, V)
    for t in range(T):
        one, state = model.step(inputs[t], state)
        assert_allclose(one, logits[t], rtol=1e-12, atol=1e-12)
    assert_allclose(state, last, rtol=1e-12)


@kinds
def test_step_reads_one_text_without_the_axis_of_streams(kind):
    model, inputs, _, state = a_window(kind, 1, 1, 5, 2)
    logits, after = model.step(inputs[0, 0], state[..., 0, :])
    rows, states = model.step(inputs[0], state)
    assert_allclose(logits, rows[0], rtol=1e-12)
    assert_allclose(after, states[..., 0, :], rtol=1e-12)
    assert model.initial_state(None).shape == (*model.parts, H)
    with pytest.raises(ValueError, match=r"initial_state\(None\)"):
        model.step(0, state)


@kinds
@any_size
def test_without_a_state_it_begins_from_zeros(kind, T, B, V):
    model, inputs, targets, _ = a_window(kind, T, B, V, 3)
    zeros = model.initial_state(B)
    assert zeros.shape == (*model.parts, B, H)
    assert not zeros.any()
    assert_array_equal(model.forward(inputs)[0], model.forward(inputs, zeros)[0])
    assert_array_equal(model.forward(inputs)[1], model.forward(inputs, zeros)[1])
    without = gradients(model, inputs, targets, None)
    with_zeros = gradients(model, inputs, targets, None, zeros)
    assert_array_equal(without[0].flat, with_zeros[0].flat)
    assert_array_equal(without[1], with_zeros[1])


@kinds
@given(T=st.integers(2, 6), B=st.integers(1, 4), V=st.integers(1, 6), cut=st.integers(1, 5))
def test_two_windows_chained_are_one_long_one(kind, T, B, V, cut):
    """Forward by the state, backward by its gradient."""
    cut = min(cut, T - 1)
    model, inputs, targets, state = a_window(kind, T, B, V, 3)
    whole, last, cache = model.forward(inputs, state)
    first, middle, early = model.forward(inputs[:cut], state)
    second, end, late = model.forward(inputs[cut:], middle)
    assert_allclose(np.concatenate([first, second]), whole, rtol=1e-12, atol=1e-14)
    assert_allclose(end, last, rtol=1e-12)

    dlogits = cross_entropy(whole, targets)[1]
    dlast = np.random.default_rng(0).normal(size=state.shape)
    grads, dstate = model.backward(dlogits, cache, dlast)
    of_late, dmiddle = model.backward(dlogits[cut:], late, dlast)
    of_early, dfirst = model.backward(dlogits[:cut], early, dmiddle)
    assert_allclose(of_early.flat + of_late.flat, grads.flat, rtol=1e-9, atol=1e-12)
    assert_allclose(dfirst, dstate, rtol=1e-9, atol=1e-12)


@kinds
@any_size
def test_streams_do_not_touch_each_other(kind, T, B, V):
    model, inputs, targets, state = a_window(kind, T, B, V, 4)
    logits, last, _ = model.forward(inputs, state)
    grads, dstate = gradients(model, inputs, targets, state)
    total = np.zeros_like(grads.flat)
    for b in range(B):
        one = inputs[:, b : b + 1], targets[:, b : b + 1], state[..., b : b + 1, :]
        alone, end, _ = model.forward(one[0], one[2])
        assert_allclose(alone[:, 0], logits[:, b], rtol=1e-11, atol=1e-12)
        assert_allclose(end[..., 0, :], last[..., b, :], rtol=1e-11)
        of_one, dstate_of_one = gradients(model, *one)
        total += of_one.flat / B
        assert_allclose(dstate_of_one[..., 0, :] / B, dstate[..., b, :], rtol=1e-9, atol=1e-12)
    assert_allclose(total, grads.flat, rtol=1e-9, atol=1e-12)


@kinds
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_never_changes(kind, dtype):
    model, inputs, targets, state = a_window(kind, 3, 2, 5, 4, dtype)
    logits, last, cache = model.forward(inputs, state.astype(np.float64))
    dlogits = cross_entropy(logits, targets)[1].astype(np.float64)
    grads, dstate = model.backward(dlogits, cache, state.astype(np.float64))
    one, after = model.step(inputs[0], state.astype(np.float64))
    arrays = [
        *cache[1:],
        logits,
        last,
        dstate,
        grads.flat,
        grads["Why"],
        one,
        after,
        model.params.flat,
    ]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)} == {model.initial_state().dtype}


@kinds
def test_float64_is_not_computed_in_float32_on_the_way(kind):
    """A difference of 1e-12 in the weights or the state must arrive."""
    model, inputs, targets, state = a_window(kind, 3, 2, 5, 4)
    before = model.forward(inputs, state)[0]
    assert (model.forward(inputs, state + 1e-12)[0] != before).any()
    one = model.step(inputs[0], state)[0]
    assert (model.step(inputs[0], state + 1e-12)[0] != one).any()
    grads = gradients(model, inputs, targets, state)[0].flat.copy()
    assert (grads != grads.astype(np.float32)).mean() > 0.5
    model.params.flat += 1e-12
    assert (model.forward(inputs, state)[0] != before).all()


@kinds
def test_arguments_are_left_alone(kind):
    model, inputs, targets, state = a_window(kind, 3, 2, 5, 5)
    logits, last, cache = model.forward(inputs, state)
    dlogits = cross_entropy(logits, targets)[1]
    given_in = (dlogits, model.params.flat, state, inputs)
    kept = [array.copy() for array in given_in]
    dstate = np.ones_like(state)
    first, before = model.backward(dlogits, cache, dstate)
    second, _ = model.backward(dlogits, cache, dstate)  # the cache is whole
    last += 1  # the state that was given back is the caller's own
    before += 1
    third, _ = model.backward(dlogits, cache, dstate)
    assert_array_equal(second.flat, first.flat)
    assert_array_equal(third.flat, first.flat)
    assert (dstate == 1).all()
    model.step(inputs[0], state)
    for array, copy_ in zip(given_in, kept, strict=True):
        assert_array_equal(array, copy_)


@kinds
def test_a_copied_network_learns_apart(kind):
    model, inputs, *_ = a_window(kind, 3, 2, 5, 5)
    other = copy.deepcopy(model)
    other.params.flat[:] = 0
    assert not other.forward(inputs)[0].any()
    assert model.forward(inputs)[0].any()


@kinds
def test_first_weights(kind):
    model = kind(65, 100, rng=3)
    same, other = kind(65, 100, rng=np.random.default_rng(3)), kind(65, 100, rng=4)
    larger = kind(65, 100, rng=3, init_scale=0.3)
    assert_array_equal(model.params.flat, same.params.flat)
    drawn = set()
    for name, window in model.params.items():
        if name.startswith("W"):
            assert (window != other.params[name]).all()
            assert window.std() == pytest.approx(0.01, rel=0.1)
            assert abs(window.mean()) < 0.001
            assert_allclose(larger.params[name], 30 * window, rtol=1e-5)
            drawn.add(window.flat[0])
        else:
            assert (window == (name == "bf")).all()  # the forget gate's begins at 1
    assert len(drawn) == sum(name.startswith("W") for name in model.params)  # none is a copy
    assert not kind(3, 2, init_scale=0).params["Why"].any()


@kinds
def test_without_a_seed_the_first_weights_are_those_of_seed_0(kind):
    assert_array_equal(kind(3).params.flat, kind(3, 100, rng=0, init_scale=0.01).params.flat)
    assert kind(3).dtype == np.float32


@kinds
@pytest.mark.parametrize("wrong", [{"vocab_size": 0}, {"hidden_size": 0}, {"hidden_size": 2.0}])
def test_sizes_below_one_are_refused(kind, wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} is .* at least 1"):
        kind(**{"vocab_size": 3, **wrong})
    assert kind(1, 1).params["Why"].shape == (1, 1)


@kinds
@pytest.mark.parametrize("dtype", [int, np.float16])
def test_another_dtype_is_refused(kind, dtype):
    with pytest.raises(ValueError, match=f"dtype is {np.dtype(dtype)}: use float32 or float64"):
        kind(3, dtype=dtype)


@kinds
def test_wrong_shapes_say_which_is_needed(kind):
    model, inputs, targets, state = a_window(kind, 3, 2, 5, 0)
    logits, _, cache = model.forward(inputs, state)
    needed = str((*model.parts, 2, H)).replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(ValueError, match=rf"state has shape \(4,\), but {needed} is needed"):
        model.forward(inputs, np.zeros(4))
    with pytest.raises(ValueError, match=r"begin with initial_state\(2\)"):
        model.forward(inputs, model.initial_state(1))
    for ids in (np.zeros(3, int), 2, np.zeros((0, 2), int), np.zeros((2, 0), int)):
        shape = re.escape(str(np.shape(ids)))
        with pytest.raises(ValueError, match=rf"inputs have shape {shape}: they must be \(T,B\)"):
            model.forward(ids, state)
    with pytest.raises(ValueError, match=r"dlogits has shape \(3, 5\), but \(3, 2, 5\) is needed"):
        model.backward(np.zeros((3, 5)), cache)
    with pytest.raises(ValueError, match=needed):
        model.backward(cross_entropy(logits, targets)[1], cache, model.initial_state(1))
    with pytest.raises(ValueError, match=r"initial_state\(1\)"):
        model.step([0], state)
    with pytest.raises(ValueError, match="batch_size is 0"):
        model.initial_state(0)


@kinds
def test_letters_that_are_not_in_the_vocabulary_are_refused(kind):
    model = kind(5, H)
    for wrong in (5, -1):
        with pytest.raises(ValueError, match="0 to 4"):
            model.forward(np.full((1, 1), wrong))
        for ids, state in ((wrong, model.initial_state(None)), ([wrong], model.initial_state())):
            with pytest.raises(ValueError, match="0 to 4"):
                model.step(ids, state)
    with pytest.raises(ValueError, match="whole numbers"):
        model.forward(np.zeros((2, 1)))
