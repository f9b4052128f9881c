import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from rnnlib import cross_entropy, softmax

logits = arrays(np.float64, (3, 2, 5), elements=st.floats(-50, 50))


@given(logits, st.sampled_from([0.5, 1, 2]) | st.floats(0.05, 20))
def test_softmax_is_what_its_definition_says(z, temperature):
    p = softmax(z, temperature)
    shifted = np.exp((z - z.max(-1, keepdims=True)) / temperature)
    assert_allclose(p, shifted / shifted.sum(-1, keepdims=True), rtol=1e-12)
    assert_allclose(p.sum(-1), 1)


@given(logits, st.floats(-1000, 1000))
def test_softmax_forgets_a_constant_and_does_not_overflow(z, constant):
    assert_allclose(softmax(z + constant), softmax(z), atol=1e-12)
    assert_allclose(softmax(np.array([1e6, 0.0, -1e6])), [1, 0, 0])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("temperature", [1e-300, 1e-6])
def test_the_limit_of_a_cold_softmax_is_argmax(dtype, temperature):
    for size in (1, 1000):  # some are divided to -inf
        z = size * np.array([1, 3, 2], dtype)
        assert_allclose(softmax(z, temperature), [0, 1, 0], atol=1e-12)


def test_the_limit_of_a_hot_softmax_is_uniform():
    assert_allclose(softmax(np.array([1.0, 3.0, 2.0]), 1e9), 1 / 3, rtol=1e-6)


@pytest.mark.parametrize("temperature", [0, -1, float("nan")])
def test_a_temperature_must_be_above_zero(temperature):
    with pytest.raises(ValueError, match="above 0"):
        softmax(np.zeros(3), temperature)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtypes_are_kept(dtype):
    z = np.zeros((2, 1, 3), dtype)
    assert softmax(z).dtype == softmax(z, 0.5).dtype == dtype
    loss, dz = cross_entropy(z, np.zeros((2, 1), int))
    assert dz.dtype == dtype
    assert type(loss) is float


def test_the_loss_of_not_knowing_is_T_times_ln_V():
    loss, _ = cross_entropy(np.zeros((25, 3, 65)), np.zeros((25, 3), int))
    assert loss == pytest.approx(25 * np.log(65), rel=1e-12)


def test_in_a_long_window_a_letter_more_adds_its_surprise():
    """Summed in float32, near 80 000 nats, the last digits would be lost."""
    one, many = (
        cross_entropy(np.zeros((T, 1, 65), np.float32), np.zeros((T, 1), int))[0]
        for T in (20_000, 20_001)
    )
    assert many - one == pytest.approx(np.log(65), abs=1e-5)


@given(logits, arrays(np.int64, (3, 2), elements=st.integers(0, 4)))
def test_loss_sums_over_time_and_averages_over_streams(z, targets):
    total = 0.0
    for t in range(3):
        for b in range(2):
            total -= np.log(softmax(z[t, b])[targets[t, b]])
    assert cross_entropy(z, targets)[0] == pytest.approx(total / 2, rel=1e-9, abs=1e-12)


@given(arrays(np.float64, (2, 2, 4), elements=st.floats(-3, 3)))
def test_the_gradient_is_that_of_the_loss(z):
    targets = np.array([[0, 3], [2, 2]])
    _, dz = cross_entropy(z, targets)
    for place in np.ndindex(z.shape):
        up, down = z.copy(), z.copy()
        up[place] += 1e-6
        down[place] -= 1e-6
        slope = (cross_entropy(up, targets)[0] - cross_entropy(down, targets)[0]) / 2e-6
        assert dz[place] == pytest.approx(slope, abs=1e-8)
    assert_allclose(dz.sum(-1), 0, atol=1e-12)


def test_each_row_has_its_own_largest_logit():
    z = np.array([[[2000.0, 0.0]], [[0.0, -1.0]]])
    loss, dz = cross_entropy(z, np.array([[0], [0]]))
    assert loss == pytest.approx(np.log(1 + np.exp(-1)))
    assert np.isfinite(dz).all()


def test_targets_that_are_no_letters_are_refused():
    with pytest.raises(ValueError, match="0 to 2"):
        cross_entropy(np.zeros((1, 1, 3)), np.array([[-1]]))


def test_whole_numbers_and_numpy_temperatures():
    assert_allclose(softmax([1, 2, 3], 0.5), softmax(np.array([1.0, 2, 3]), 0.5))
    assert softmax(np.zeros(3, np.float32), np.float64(0.5)).dtype == np.float32


def test_a_sure_mistake_costs_much_but_not_infinity():
    z = np.array([[[1000.0, 0.0]]])
    loss, dz = cross_entropy(z, np.array([[1]]))
    assert loss == 1000
    assert_allclose(dz, [[[1, -1]]])


def test_arguments_are_left_alone():
    z, targets = np.ones((2, 1, 3)), np.zeros((2, 1), int)
    cross_entropy(z, targets)
    softmax(z, 0.5)
    assert (z == 1).all()


def test_targets_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"\(2, 1\)"):
        cross_entropy(np.zeros((2, 1, 3)), np.zeros(2, int))


def test_each_row_of_softmax_has_its_own_largest_logit():
    """A row far below another one would vanish, if the largest of all were taken from each."""
    p = softmax(np.array([[1000.0, 0.0], [1.0, 1.0]]))
    np.testing.assert_allclose(p, [[1, 0], [0.5, 0.5]])
