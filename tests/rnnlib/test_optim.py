import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from rnnlib import SGD, Adagrad, Adam, Parameters, clip

numbers = st.lists(st.floats(-100, 100), min_size=4, max_size=4)


def params(values, dtype=np.float64):
    return Parameters({"W": (2, 2)}, dtype, np.array(values, dtype))


@given(numbers, numbers)
def test_sgd_goes_down_the_gradient(weights, gradient):
    p = params(weights)
    SGD(p, 0.1).update(params(gradient))
    assert_allclose(p.flat, np.array(weights) - 0.1 * np.array(gradient), rtol=1e-12)


# few gradients of any size, or many of about 1
lists = st.lists(numbers, min_size=1, max_size=5)
MANY = np.random.default_rng(0).normal(size=(300, 4)).tolist()


@given(numbers, lists)
@example([1, -1, 2, 0], MANY)
def test_adagrad_divides_by_the_root_of_all_squares_so_far(weights, gradients):
    p = params(weights)
    optimizer = Adagrad(p, 0.1)
    w, memory = np.array(weights), np.zeros(4)
    for g in gradients:
        optimizer.update(params(g))
        memory = memory + np.array(g) ** 2
        w = w - 0.1 * np.array(g) / np.sqrt(memory + 1e-8)
    assert_allclose(p["W"].ravel(), w, rtol=1e-12, atol=1e-12)
    assert_allclose(optimizer.memory, memory, rtol=1e-12)


def test_adagrads_first_step_has_the_size_of_the_learning_rate():
    p = params([0, 0, 0, 0])
    Adagrad(p, 0.05).update(params([3, -0.5, 40, 0]))
    assert_allclose(p.flat, [-0.05, 0.05, -0.05, 0], rtol=1e-6)


@given(numbers, lists)
@example([1, -1, 2, 0], MANY)
def test_adam_is_algorithm_1(weights, gradients):
    p = params(weights)
    optimizer = Adam(p, 0.1, beta1=0.8, beta2=0.95)
    w, mean, square = np.array(weights), np.zeros(4), np.zeros(4)
    for n, g in enumerate(gradients, 1):
        optimizer.update(params(g))
        mean = 0.8 * mean + 0.2 * np.array(g)
        square = 0.95 * square + 0.05 * np.array(g) ** 2
        w = w - 0.1 * (mean / (1 - 0.8**n)) / (np.sqrt(square / (1 - 0.95**n)) + 1e-8)
    assert_allclose(p["W"].ravel(), w, rtol=1e-10, atol=1e-10)
    assert_allclose(optimizer.mean, mean, rtol=1e-10, atol=1e-12)
    assert_allclose(optimizer.square, square, rtol=1e-10, atol=1e-12)
    assert optimizer.updates == len(gradients)


def test_adams_usual_settings_are_its_defaults():
    p = params([0, 0, 0, 0])
    optimizer = Adam(p)
    assert (optimizer.learning_rate, optimizer.beta1, optimizer.beta2) == (0.002, 0.9, 0.999)
    optimizer.update(params([3, -0.5, 40, 0]))  # the first step has the size of the rate
    assert_allclose(p.flat, [-0.002, 0.002, -0.002, 0], rtol=1e-6)


@pytest.mark.parametrize("betas", [{"beta1": 1}, {"beta2": -0.1}, {"beta2": float("nan")}])
def test_a_beta_outside_its_bounds_is_refused(betas):
    [name] = betas
    with pytest.raises(ValueError, match=f"{name} is .* from 0 to below 1"):
        Adam(params([0, 0, 0, 0]), **betas)
    Adam(params([0, 0, 0, 0]), beta1=0, beta2=0)


@pytest.mark.parametrize("optimizer", [SGD, Adagrad, Adam])
def test_all_go_down_a_valley(optimizer):
    p = params([3, -2, 1, 4], np.float32)
    opt = optimizer(p, 0.3)
    for _ in range(200):
        opt.update(p.like(2 * p.flat))  # the gradient of the sum of squares
    assert (p.flat**2).sum() < 0.01
    assert p.flat.dtype == np.float32


@pytest.mark.parametrize("optimizer", [SGD, Adagrad, Adam])
def test_gradients_are_left_alone(optimizer):
    g = params([1, 2, 3, 4])
    optimizer(params([0, 0, 0, 0])).update(g)
    assert g.flat.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("optimizer", [SGD, Adagrad, Adam])
@pytest.mark.parametrize("rate", [0, -0.1, float("nan"), float("inf")])
def test_a_learning_rate_must_be_above_zero(optimizer, rate):
    with pytest.raises(ValueError, match=f"^learning_rate is {rate}: it must be a number above 0"):
        optimizer(params([0, 0, 0, 0]), rate)


@pytest.mark.parametrize("optimizer", [SGD, Adagrad])
def test_the_learning_rate_is_a_twentieth_unless_said(optimizer):
    assert optimizer(params([0, 0, 0, 0])).learning_rate == 0.05


@given(numbers, st.floats(0.1, 10))
def test_clip_cuts_each_number_and_gives_new_parameters(gradient, limit):
    g = params(gradient)
    cut = clip(g, limit)
    assert cut["W"].ravel().tolist() == [min(max(x, -limit), limit) for x in gradient]
    assert clip(g).flat.tolist() == [min(max(x, -5), 5) for x in gradient]
    assert g.flat.tolist() == gradient


def test_numpy_numbers_do_not_change_the_dtype():
    p = params([1, 2, 3, 4], np.float32)
    Adagrad(p, np.float64(0.1)).update(params([1, 2, 3, 4], np.float32))
    assert clip(p, np.float64(2)).flat.dtype == p.flat.dtype == np.float32
    assert type(SGD(p, np.float32(0.5)).learning_rate) is float


def test_clip_into_the_gradients_themselves():
    g = params([3, -0.5, -7, 1])
    flat = g.flat
    assert clip(g, 2, out=g) is g
    assert g.flat is flat
    assert flat.tolist() == [2, -0.5, -2, 1]


@pytest.mark.parametrize("limit", [0, -5, float("nan")])
def test_a_clip_limit_must_be_above_zero(limit):
    with pytest.raises(ValueError, match="above 0"):
        clip(params([0, 0, 0, 0]), limit)
