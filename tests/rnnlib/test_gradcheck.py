import numpy as np
import pytest

from rnnlib import RNN, check_gradients

INPUTS, TARGETS = np.random.default_rng(0).integers(5, size=(2, 6, 2))


def test_the_backward_pass_is_right(small):
    report = check_gradients(small, INPUTS, TARGETS)
    assert report.passed
    assert list(report) == ["Wxh", "Whh", "Why", "bh", "by"]
    assert all(check.passed and 0 <= check.worst < 1e-6 for check in report.values())


def test_letters_that_do_not_occur_pass_as_zero_against_zero(small):
    zeros = np.zeros((3, 1), int)
    assert check_gradients(small, zeros, zeros).passed


def spoil(model, monkeypatch, change):
    right = model.backward

    def wrong(dlogits, cache):
        grads = right(dlogits, cache)
        change(grads)
        return grads

    monkeypatch.setattr(model, "backward", wrong)


@pytest.mark.parametrize("name", ["Wxh", "Whh", "Why", "bh", "by"])
def test_a_wrong_gradient_is_found_and_named(small, monkeypatch, name):
    def nudge(grads):
        grads[name].flat[1] *= 1.001

    spoil(small, monkeypatch, nudge)
    report = check_gradients(small, INPUTS, TARGETS)
    assert not report.passed
    assert [wrong for wrong, check in report.items() if not check.passed] == [name]
    assert "WRONG" in str(report)


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
            inputs, hs = cache
            return right(dlogits, (inputs, np.concatenate([hs[:1], np.zeros_like(hs[1:])])))

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
    assert [line.split()[0] for line in lines[1:]] == ["Wxh", "Whh", "Why", "bh", "by"]
    assert all(line.endswith("ok") for line in lines[1:])


def test_without_a_state_it_begins_from_one_that_is_not_zero(small, monkeypatch):
    begun, right = [], small.forward
    monkeypatch.setattr(
        small, "forward", lambda inputs, state: begun.append(state.copy()) or right(inputs, state)
    )
    check_gradients(small, INPUTS, TARGETS, rng=3)
    assert (np.abs(begun[0]) > 0).all()
    assert all((state == begun[0]).all() for state in begun)


def test_float32_is_refused():
    with pytest.raises(ValueError, match="float64"):
        check_gradients(RNN(5, 4), INPUTS, TARGETS)
