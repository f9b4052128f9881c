import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from rnnlib import RNN, Vocabulary, generate, sample, softmax
from rnnlib.sample import draw, letter_weights

VOCAB = Vocabulary("\nabcd")


@pytest.fixture
def model():
    return RNN(5, 8, rng=2, dtype=np.float64, init_scale=1.0)


def test_a_seed_gives_the_same_text(model):
    text = sample(model, VOCAB, 50, rng=7)
    assert text == sample(model, VOCAB, 50, rng=np.random.default_rng(7))
    assert text != sample(model, VOCAB, 50, rng=8)
    assert len(text) == 50
    assert set(text) <= set(VOCAB.chars)


def test_without_a_seed_it_differs(model):
    assert sample(model, VOCAB, 200) != sample(model, VOCAB, 200)


def test_a_generator_goes_on(model):
    rng = np.random.default_rng(0)
    assert sample(model, VOCAB, 50, rng=rng) != sample(model, VOCAB, 50, rng=rng)


def test_a_longer_text_begins_like_the_shorter(model):
    assert sample(model, VOCAB, 80, rng=1).startswith(sample(model, VOCAB, 30, rng=1))


def test_what_is_usual_when_nothing_is_said(model):
    text = sample(model, VOCAB, 200, prompt="\n", temperature=1.0, top_k=5, rng=3)
    assert sample(model, VOCAB, rng=3) == text
    assert "".join(char for char, _, _ in generate(model, VOCAB, rng=3)) == text
    logits = np.array([1.0, 3.0, 2.0])
    assert_allclose(letter_weights(logits), np.exp(logits - 3))


@pytest.mark.parametrize("prompt", ["", "abc"])
@pytest.mark.parametrize(("temperature", "top_k"), [(1.0, None), (0.5, 3), (2.0, 1)])
def test_probabilities_and_states_are_those_of_forward(model, prompt, temperature, top_k):
    chars, rows, states = zip(
        *generate(model, VOCAB, 20, prompt=prompt, temperature=temperature, top_k=top_k, rng=3),
        strict=True,
    )
    read = VOCAB.encode((prompt or "\n") + "".join(chars))[:, None]
    logits, _, (_, hs) = model.forward(read, model.initial_state())
    first = len(prompt or "\n") - 1
    for i, (p, state) in enumerate(zip(rows, states, strict=True)):
        assert p.dtype == np.float64
        expected = softmax(logits[first + i, 0], temperature)
        expected[expected < np.sort(expected)[-(top_k or 5)]] = 0
        assert_allclose(p, expected / expected.sum(), atol=1e-9)
        assert state.shape == (1, 8)
        assert_allclose(state, hs[first + i + 1], atol=1e-9)


def test_letters_are_drawn_as_often_as_their_probability():
    p = np.array([0.5, 0.25, 1e-300, 0.2, 0.05])
    rng = np.random.default_rng(0)
    counts = np.bincount([draw(p * 3, rng.random()) for _ in range(20_000)], minlength=5)
    assert counts[2] == 0
    assert_allclose(counts / 20_000, p, atol=0.015)  # four standard deviations


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=70))
def test_the_ends_of_the_line_belong_to_letters(weights):
    weights = np.array([0.0, *weights, 0.0])
    assert draw(weights, 0.0) == 1
    last = draw(weights, np.nextafter(1, 0))
    assert weights[last] > 0
    assert weights[last + 1 :].sum() <= 1e-15 * weights.sum()


@given(st.floats(0, 1, exclude_max=True))
def test_a_letter_of_weight_zero_is_never_drawn(point):
    assert draw(np.array([0.0, 1.0, 0.0, 0.5, 0.0]), point) == (1 if point < 2 / 3 else 3)


@given(st.lists(st.floats(-20, 20), min_size=5, max_size=5), st.integers(1, 7))
def test_top_k_keeps_the_k_likeliest(logits, k):
    logits = np.array(logits)
    kept_logits = logits.copy()
    weights = letter_weights(logits, 1.0, k)
    p = weights / weights.sum()
    np.testing.assert_array_equal(logits, kept_logits)
    assert (p > 0).sum() == min(k, 5)
    assert p.sum() == pytest.approx(1)
    kept = p > 0
    assert kept.all() or logits[kept].min() >= logits[~kept].max()
    full = softmax(logits)
    assert_allclose(p[kept], full[kept] / full[kept].sum())


def test_of_letters_alike_the_first_are_kept():
    logits = np.random.default_rng(0).integers(3, size=200).astype(float)
    likeliest = sorted(range(200), key=lambda i: (-logits[i], i))
    kept = np.flatnonzero(letter_weights(logits, top_k=100))
    assert kept.tolist() == sorted(likeliest[:100])
    kept = np.flatnonzero(letter_weights(logits, top_p=0.8))
    assert kept.tolist() == sorted(likeliest[: len(kept)])
    assert 0 < len(kept) < 200


@given(
    st.lists(st.floats(-20, 20), min_size=1, max_size=8),
    st.sampled_from([0.3, 1.0, 2.5]),
    st.sampled_from([None, 1, 3, 20]),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_each_cut_is_made_from_what_the_one_before_left(logits, temperature, top_k, top_p, min_p):
    """Against the same rules said with lists: temperature, top-k, top-p, min-p."""
    logits = np.array(logits)
    p = softmax(logits, temperature)
    left = sorted(range(len(p)), key=lambda i: (-logits[i], i))[:top_k]
    ends = np.cumsum(p[left]) / p[left].sum()
    near = abs(ends[:-1] - top_p) < 1e-12  # there a last digit decides
    assume(top_p == 1 or not near.any())
    if top_p < 1:
        left = left[: 1 + sum(ends[:-1] < top_p)]
    assume(min(abs(p[left] / p.max() - min_p)) > 1e-12 or min_p in (0, 1))
    left = [i for i in left if p[i] >= min_p * p.max()]
    weights = letter_weights(logits, temperature, top_k, top_p, min_p)
    assert set(np.flatnonzero(weights)) == set(left)
    assert_allclose(weights[left], p[left] / p.max())


def test_top_p_takes_no_letter_more_than_it_needs():
    logits = np.log([0.25, 0.5, 0.125, 0.125])
    for top_p, kept in ((0, [1]), (0.5, [1]), (0.51, [0, 1]), (0.75, [0, 1]), (0.8, [0, 1, 2])):
        weights = letter_weights(logits, top_p=top_p)
        assert np.flatnonzero(weights).tolist() == kept
    assert (letter_weights(np.array([0.0, -40.0, -700.0]), top_p=1) > 0).all()


def test_min_p_is_a_share_of_the_likeliest_letters_probability():
    logits = np.log([0.25, 0.5, 0.125, 0.125])
    for min_p, kept in ((0, 4), (0.25, 4), (0.26, 2), (0.5, 2), (0.51, 1), (1, 1)):
        assert np.count_nonzero(letter_weights(logits, min_p=min_p)) == kept


def test_the_likeliest_letter_stays_where_rounding_makes_weights_alike():
    for top_p in (0, 0.3):
        assert letter_weights(np.array([1.0, 3.0, 2.0]), 1e17, top_p=top_p).tolist() == [0, 1, 0]
    assert letter_weights(np.array([0, 1e-17]), top_p=0).tolist() == [0, 1]


def test_top_k_comes_before_top_p_and_top_p_before_min_p():
    four, three = np.log([0.4, 0.3, 0.2, 0.1]), np.log([0.5, 0.3, 0.2])
    assert np.count_nonzero(letter_weights(four, top_k=2, top_p=0.55)) == 1  # else 2
    assert np.count_nonzero(letter_weights(three, top_p=0.6, min_p=0.5)) == 2  # else 1


def test_the_smallest_cuts_cut():
    letters = np.log([0.9989, 0.0006, 0.0005])
    assert np.count_nonzero(letter_weights(letters, top_p=0.9994)) == 2
    assert np.count_nonzero(letter_weights(letters, min_p=0.00055)) == 2
    assert np.count_nonzero(letter_weights(np.log([1 - 1e-9, 1e-9]), top_p=1 - 1e-10)) == 2


def test_the_temperature_comes_before_the_cuts():
    logits = np.log([0.6, 0.25, 0.15])
    assert np.count_nonzero(letter_weights(logits, 0.5, top_p=0.9)) == 2
    assert np.count_nonzero(letter_weights(logits, 1.0, top_p=0.9)) == 3
    assert np.count_nonzero(letter_weights(logits, 0.5, min_p=0.2)) == 1
    assert np.count_nonzero(letter_weights(logits, 1.0, min_p=0.2)) == 3


@pytest.mark.parametrize("only_the_likeliest", [{"top_k": 1}, {"top_p": 0}, {"min_p": 1}])
def test_every_cut_can_be_argmax(model, only_the_likeliest):
    likeliest = sample(model, VOCAB, 40, rng=1, **only_the_likeliest)
    assert likeliest == sample(model, VOCAB, 40, rng=2, temperature=1e-300)


@pytest.mark.parametrize("cut", [{"top_k": 2}, {"top_p": 0.5}, {"min_p": 0.5}])
def test_a_cut_is_in_the_probabilities(model, cut):
    whole, left = (
        np.array([p for _, p, _ in generate(model, VOCAB, 40, rng=0, **how)]) for how in ({}, cut)
    )
    assert (whole > 0).all()
    assert (left == 0).any()
    assert_allclose(left.sum(axis=1), 1)
    text = "".join(char for char, _, _ in generate(model, VOCAB, 40, rng=0, **cut))
    assert text == sample(model, VOCAB, 40, rng=0, **cut)


def test_top_1_is_argmax_and_needs_no_luck(model):
    assert sample(model, VOCAB, 40, top_k=1, rng=1) == sample(model, VOCAB, 40, top_k=1, rng=2)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"temperature": 0}, "top_k=1"),
        ({"temperature": -1}, "above 0"),
        ({"temperature": float("nan")}, "above 0"),
        ({"top_k": 0}, "^top_k is 0: .* at least 1"),
        ({"length": -1}, "^length is -1: .* at least 0"),
        ({"length": 2.5}, "whole number"),
        ({"top_k": 2.5}, "whole number"),
        ({"temperature": float("inf")}, "finite$"),
        ({"top_p": -0.1}, "^top_p is -0.1: it must be a number from 0 to 1$"),
        ({"top_p": 90}, "^top_p is 90: it must be a number from 0 to 1$"),
        ({"top_p": None}, "^top_p is None: it must be a number from 0 to 1$"),
        ({"min_p": 1.1}, "^min_p is 1.1: it must be a number from 0 to 1$"),
        ({"min_p": float("nan")}, "^min_p is nan: it must be a number from 0 to 1$"),
        ({"prompt": "abZ"}, "'Z' at position 2"),
    ],
)
def test_faults_are_told_at_once(model, wrong, words):
    with pytest.raises(ValueError, match=words):
        generate(model, VOCAB, **wrong)  # before the first letter is asked for


def test_the_smallest_temperature_is_argmax_without_a_warning(model):
    cold = sample(model, VOCAB, 30, temperature=5e-324, rng=0)
    assert cold == sample(model, VOCAB, 30, top_k=1, rng=0)


def test_a_vocabulary_of_another_network_is_refused(model):
    with pytest.raises(ValueError, match="trained with"):
        generate(model, Vocabulary("ab"))


def test_a_vocabulary_or_a_prompt_that_is_none_is_refused(model):
    for wrong in ("\nabcd", ["\n", "a", "b", "c", "d"], None):
        with pytest.raises(
            TypeError, match=f"is a {type(wrong).__name__}: it must be a Vocabulary"
        ):
            sample(model, wrong)
    for wrong in (VOCAB.encode("abc"), [1, 2], b"abc"):
        with pytest.raises(TypeError, match="a text is a str"):
            sample(model, VOCAB, prompt=wrong)


def test_without_a_prompt_a_line_end_is_read_first():
    vocab, model = Vocabulary("\t\nab"), RNN(4, 8, rng=0, init_scale=1.0)
    assert sample(model, vocab, 40, rng=1) == sample(model, vocab, 40, prompt="\n", rng=1)
    assert sample(model, vocab, 40, rng=1) != sample(model, vocab, 40, prompt="\t", rng=1)


def test_a_long_text_is_drawn_bit_by_bit_from_the_same_numbers(model):
    long = sample(model, VOCAB, 2500, rng=1)
    assert long[:1000] == sample(model, VOCAB, 1000, rng=1)
    assert len(long) == 2500
    next(generate(model, VOCAB, 10**15, rng=0))  # nothing is set aside for the rest


def test_every_letter_has_a_random_number_of_its_own():
    """A network that knows nothing: each letter is the fifth of the line that its number is in."""
    nothing = RNN(5, 3, init_scale=0)
    points = np.random.default_rng(1).random(2500)
    assert sample(nothing, VOCAB, 2500, rng=1) == VOCAB.decode((5 * points).astype(int))


@pytest.mark.parametrize("cut", [{}, {"top_k": 1}, {"top_k": 4}, {"top_p": 0.5}, {"min_p": 1}])
@pytest.mark.parametrize("spoiled", [np.nan, np.inf])
def test_a_spoiled_network_says_so(model, spoiled, cut):
    model.params["by"][2] = spoiled
    with pytest.raises(FloatingPointError, match="earlier checkpoint"):
        sample(model, VOCAB, 5, rng=0, **cut)


@pytest.mark.parametrize("temperature", [0.7, 1, 2])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_weights_have_all_digits_of_float64(dtype, temperature):
    logits = np.random.default_rng(0).normal(0, 3, 65).astype(dtype)
    z = logits.tolist()
    exact = [math.exp((x - max(z)) / temperature) for x in z]
    assert_allclose(letter_weights(logits, temperature), exact, rtol=1e-14)


def test_a_vocabulary_without_a_line_end_can_begin():
    vocab, model = Vocabulary("abcd"), RNN(4, 8, rng=0, init_scale=1.0)
    assert sample(model, vocab, 40, rng=1) == sample(model, vocab, 40, prompt="a", rng=1)
    assert sample(model, vocab, 40, rng=1) != sample(model, vocab, 40, prompt="b", rng=1)
    assert sample(RNN(1, 3), Vocabulary("a"), 5, rng=0) == "aaaaa"


def test_nothing_is_drawn_for_a_length_of_zero(model):
    rng = np.random.default_rng(0)
    assert sample(model, VOCAB, 0, rng=rng) == ""
    assert rng.random() == np.random.default_rng(0).random()
