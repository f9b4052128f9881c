import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from rnnlib import MarkovModel

texts = st.lists(st.integers(0, 3), min_size=6, max_size=40)


@given(texts, st.integers(0, 3))
def test_probabilities_are_smoothed_counts(ids, order):
    model = MarkovModel(order, smoothing=0.5).fit(ids, 4)
    for start in range(len(ids) - order):
        context = ids[start : start + order]
        counts = np.zeros(4)
        for i in range(order, len(ids)):  # the slow, obvious way
            if ids[i - order : i] == context:
                counts[ids[i]] += 1
        assert_allclose(model.probabilities(context), (counts + 0.5) / (counts.sum() + 2))


@given(texts, texts, st.integers(0, 3))
def test_cross_entropy_is_the_mean_surprise(ids, others, order):
    model = MarkovModel(order).fit(ids, 4)
    surprises = [
        -np.log(model.probabilities(others[i - order : i])[others[i]])
        for i in range(order, len(others))
    ]
    assert model.cross_entropy(others) == pytest.approx(np.mean(surprises))


def test_a_context_never_seen_predicts_every_letter_alike():
    model = MarkovModel(2).fit([0, 1, 0, 1, 0], 4)
    assert_allclose(model.probabilities((3, 3)), 0.25)


def test_looking_at_counts_changes_none(ids, vocab):
    model = MarkovModel(2).fit(ids[:2000], len(vocab))
    kept = len(model.counts), len(model.totals)
    model.cross_entropy(ids[2000:4000])
    model.probabilities((0, 0))
    assert (len(model.counts), len(model.totals)) == kept


def test_longer_contexts_predict_tales_better_until_they_are_too_rare(ids, vocab):
    cut = len(ids) * 9 // 10
    losses = [
        MarkovModel(order).fit(ids[:cut], len(vocab)).cross_entropy(ids[cut:]) for order in range(7)
    ]
    best = int(np.argmin(losses))
    assert 2 <= best <= 4
    assert losses[:best] == sorted(losses[:best], reverse=True)
    assert losses[best:] == sorted(losses[best:])


@given(st.integers(0, 3), st.integers(0, 30))
def test_sample_is_reproducible_and_as_long_as_asked(order, length):
    model = MarkovModel(order).fit([0, 1, 2, 3] * 5, 4)
    a, b = model.sample(length, 1), model.sample(length, np.random.default_rng(1))
    assert a.tolist() == b.tolist()
    assert a.shape == (length,)


def test_sample_follows_the_counts():
    model = MarkovModel(1, smoothing=1e-9).fit([0, 1, 2, 3] * 5, 4)
    ids = model.sample(40, 0)
    assert ((ids[1:] - ids[:-1]) % 4 == 1).all()
    biased = MarkovModel(0).fit([0] * 90 + [1] * 10, 2).sample(2000, 0)
    assert 0.07 < biased.mean() < 0.13


def test_faults():
    with pytest.raises(ValueError, match="2 are needed"):
        MarkovModel(2).fit([0, 1, 0], 2).probabilities((0,))
    with pytest.raises(ValueError, match="at least 0"):
        MarkovModel(0).fit([0, 1], 2).sample(-1)
    with pytest.raises(ValueError, match="one text"):
        MarkovModel(0).fit([[0, 1]], 2)
    with pytest.raises(ValueError, match="order is -1"):
        MarkovModel(-1)
    with pytest.raises(ValueError, match="smoothing"):
        MarkovModel(1, smoothing=0)
    with pytest.raises(ValueError, match="at least 3"):
        MarkovModel(2).fit([0, 1], 2)
    with pytest.raises(ValueError, match="0 to 1"):
        MarkovModel(0).fit([0, 2], 2)
    with pytest.raises(ValueError, match="at least 2"):
        MarkovModel(1).fit([0, 1], 2).cross_entropy([0])
