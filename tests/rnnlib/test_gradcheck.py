import numpy as np
import pytest

from rnnlib import LSTM, RNN, check_gradients, cross_entropy
from rnnlib.gradcheck import compare_gradients, numerical_gradient

INPUTS, TARGETS = np.random.default_rng(0).integers(5, size=(2, 6, 2))


@pytest.mark.parametrize("kind", [RNN, LSTM])
def test_the_backward_pass_is_right(kind):
    model = kind(5, 4, rng=1, dtype=np.float64, init_scale=0.3)
    report = check_gradients(model, INPUTS, TARGETS)
    assert report.passed
    assert list(report) == [*model.params, "state"]
    assert all(check.passed and 0 <= check.worst < 1e-6 for check in report.values())


def test_number_by_number_it_compares_what_the_check_judges(small):
    found = compare_gradients(small, INPUTS, TARGETS)
    report = check_gradients(small, INPUTS, TARGETS)
    assert list(found) == list(report)
    state = np.random.default_rng(0).uniform(-0.5, 0.5, (2, 4))
    logits, _, cache = small.forward(INPUTS, state)
    grads, dstate = small.backward(cross_entropy(logits, TARGETS)[1], cache)
    for name, (a, n, error) in found.items():
        np.testing.assert_array_equal(a, dstate if name == "state" else grads[name])
        assert a.shape == n.shape == error.shape
        np.testing.assert_array_equal(error, abs(a - n) / (0.01 + np.maximum(abs(a), abs(n))))
        assert error.max() == report[name].worst


def test_letters_that_do_not_occur_pass_as_zero_against_zero(small):
    zeros = np.zeros((3, 1), int)
    assert check_gradients(small, zeros, zeros).passed


def spoil(model, monkeypatch, change):
    right = model.backward

    def wrong(dlogits, cache):
        grads, dstate = right(dlogits, cache)
        change({**grads, "state": dstate})
        return grads, dstate

    monkeypatch.setattr(model, "backward", wrong)


@pytest.mark.parametrize("name", ["Wxh", "Whh", "Why", "bh", "by", "state"])
def test_a_wrong_gradient_is_found_and_named(small, monkeypatch, name):
    def nudge(grads):
        grads[name].flat[1] *= 1.001

    spoil(small, monkeypatch, nudge)
    report = check_gradients(small, INPUTS, TARGETS)
    assert not report.passed
    assert [wrong for wrong, check in report.items() if not check.passed] == [name]
    ends = [line.split()[::2] for line in str(report).splitlines()[1:]]
    assert ends == [[row, "WRONG" if row == name else "ok"] for row in report]


def test_nan_does_not_pass(small, monkeypatch):
    spoil(small, monkeypatch, lambda grads: grads["bh"].fill(np.nan))
    assert not check_gradients(small, INPUTS, TARGETS).passed


def test_the_check_is_nearly_blind_at_small_weights_and_a_state_of_zeros(monkeypatch):
    """A backward pass that forgets tanh: seen at weights of 0.3, hardly at 0.01."""
    found = {}
    for scale, state in ((0.3, None), (0.01, np.zeros((2, 4)))):
        model = RNN(5, 4, rng=0, dtype=np.float64, init_scale=scale)
        right = model.backward

        def without_tanh(dlogits, cache, right=right):
            hs = np.concatenate([cache.hs[:1], np.zeros_like(cache.hs[1:])])
            return right(dlogits, cache._replace(hs=hs))

        report = check_gradients(model, INPUTS, TARGETS, state)
        assert report.passed
        monkeypatch.setattr(model, "backward", without_tanh)
        found[scale] = check_gradients(model, INPUTS, TARGETS, state)["bh"].worst
    assert found[0.3] > 100 * found[0.01]


def test_the_weights_are_as_before_also_after_an_error(small, monkeypatch):
    before = small.params.flat.copy()
    check_gradients(small, INPUTS, TARGETS)
    np.testing.assert_array_equal(small.params.flat, before)

    calls = []

    def failing(inputs, state, right=small.forward):
        calls.append(1)
        if len(calls) > 5:
            raise KeyboardInterrupt
        return right(inputs, state)

    monkeypatch.setattr(small, "forward", failing)
    with pytest.raises(KeyboardInterrupt):
        check_gradients(small, INPUTS, TARGETS)
    np.testing.assert_array_equal(small.params.flat, before)


def test_it_prints_as_a_table(small):
    lines = str(check_gradients(small, INPUTS, TARGETS)).splitlines()
    assert lines[0].split() == ["parameter", "worst", "error"]
    assert [line.split()[0] for line in lines[1:]] == [*small.params, "state"]
    assert all(line.endswith("ok") for line in lines[1:])


@pytest.mark.parametrize(("options", "seed"), [({}, 0), ({"rng": 3}, 3)])
def test_without_a_state_it_begins_from_one_that_is_not_zero(small, monkeypatch, options, seed):
    begun, right = [], small.forward
    monkeypatch.setattr(
        small, "forward", lambda inputs, state: begun.append(state.copy()) or right(inputs, state)
    )
    check_gradients(small, INPUTS, TARGETS, **options)
    assert (np.abs(begun[0]) > 0).all()
    expected = np.random.default_rng(seed).uniform(-0.5, 0.5, (2, 4))
    np.testing.assert_array_equal(begun[0], expected)
    moved = [(state != expected).sum() for state in begun]
    assert moved[0] == 0
    assert moved[1:].count(1) == 2 * expected.size  # the last ones nudge the state itself
    assert max(moved) == 1


def test_a_state_that_is_given_is_used_and_left_alone(small, monkeypatch):
    begun, right = [], small.forward
    monkeypatch.setattr(
        small, "forward", lambda inputs, state: begun.append(state.copy()) or right(inputs, state)
    )
    state = np.full((2, 4), 0.25)
    assert check_gradients(small, INPUTS, TARGETS, state).passed
    np.testing.assert_array_equal(begun[0], state)
    assert (state == 0.25).all()
    assert check_gradients(small, INPUTS, TARGETS, np.ones((2, 4), int)).passed


def test_a_nudge_that_is_too_large_is_too_coarse(small):
    assert not check_gradients(small, INPUTS, TARGETS, epsilon=0.1).passed


def test_the_worst_error_decides(small, monkeypatch):
    """One wrong number among many right ones, and by little: the mean would pass."""

    def nudge(grads):
        place = np.unravel_index(np.abs(grads["Whh"]).argmax(), (4, 4))
        grads["Whh"][place] *= 1 + 3e-6

    assert check_gradients(small, INPUTS, TARGETS).passed
    spoil(small, monkeypatch, nudge)
    check = check_gradients(small, INPUTS, TARGETS)["Whh"]
    assert not check.passed
    assert 1e-6 < check.worst < 4e-6


def test_numerical_gradient_of_a_cubic():
    x = np.array([[0.5, -1.0], [2.0, 0.0]])
    before = x.copy()
    np.testing.assert_allclose(numerical_gradient(lambda: (x**3).sum(), x), 3 * x**2, atol=1e-8)
    rows = numerical_gradient(lambda: (x**3).sum(axis=1), x)  # a loss for each row: (2,2,2)
    assert rows.shape == (2, 2, 2)
    np.testing.assert_allclose(rows[0, 1], [3, 0], atol=1e-8)
    np.testing.assert_array_equal(x, before)
    one = np.array([2.0])
    np.testing.assert_allclose(numerical_gradient(lambda: one[0] ** 3, one), [12])
    coarse = numerical_gradient(lambda: (x**3).sum(), x, epsilon=0.1)
    np.testing.assert_allclose(coarse, 3 * x**2 + 0.01, atol=1e-12)  # the error is epsilon squared


def test_float32_is_refused():
    with pytest.raises(ValueError, match="float64"):
        check_gradients(RNN(5, 4), INPUTS, TARGETS)
