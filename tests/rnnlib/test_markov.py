import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from rnnlib import MarkovModel

texts = st.lists(st.integers(0, 3), min_size=6, max_size=40)
both = pytest.mark.parametrize("mixed", [False, True])


def counted(ids, context, size):
    """How often each letter followed a context, the slow, obvious way: (size,)."""
    counts, n = np.zeros(size), len(context)
    for i in range(n, len(ids)):
        if ids[i - n : i] == context:
            counts[ids[i]] += 1
    return counts


def witten_bell(ids, context, size):
    """The mixed probabilities, in the words of their definition: (size,)."""
    guess = witten_bell(ids, context[1:], size) if context else np.ones(size) / size
    counts = counted(ids, context, size)
    different = np.count_nonzero(counts)
    return (counts + different * guess) / (counts.sum() + different) if different else guess


@given(texts, st.integers(0, 3))
def test_simple_probabilities_are_smoothed_counts(ids, order):
    model = MarkovModel(order, smoothing=0.5).fit(ids, 4)
    for start in range(len(ids) - order):
        context = ids[start : start + order]
        counts = counted(ids, context, 4)
        assert_allclose(model.probabilities(context), (counts + 0.5) / (counts.sum() + 2))


@given(texts, st.lists(st.integers(0, 4), max_size=3), st.integers(0, 2))
def test_mixed_probabilities_lean_on_shorter_contexts(ids, context, more):
    """After a context as long as the order, and after shorter ones; letter 4 never came."""
    model = MarkovModel(len(context) + more, mixed=True).fit(ids, 5)
    p = model.probabilities(context)
    assert_allclose(p, witten_bell(ids, context, 5))
    assert p.sum() == pytest.approx(1)
    assert p.min() > 0


def test_a_mixed_model_by_hand():
    model = MarkovModel(1, mixed=True).fit([0, 0, 1], 2)
    assert_allclose(model.probabilities([]), [(2 + 2 / 2) / 5, (1 + 2 / 2) / 5])
    assert_allclose(model.probabilities([0]), [(1 + 2 * 0.6) / 4, (1 + 2 * 0.4) / 4])
    assert_allclose(model.probabilities([1]), [0.6, 0.4])  # nothing followed it
    assert model.cross_entropy([1, 0, 0]) == pytest.approx(-np.log([0.4, 0.6, 0.55]).mean())


@both
@given(texts, texts, st.integers(0, 3))
def test_cross_entropy_is_the_mean_surprise(mixed, ids, others, order):
    model = MarkovModel(order, mixed=mixed).fit(ids, 4)
    surprises = [
        -np.log(model.probabilities(others[max(i - order, 0) : i])[others[i]])
        for i in range(0 if mixed else order, len(others))
    ]
    assert model.cross_entropy(others) == pytest.approx(np.mean(surprises))


def test_a_context_never_seen_predicts_every_letter_alike():
    model = MarkovModel(2).fit([0, 1, 0, 1, 0], 4)
    assert_allclose(model.probabilities((3, 3)), 0.25)


def test_every_count_grows_by_three_hundredths_unless_said():
    model = MarkovModel(0).fit([0], 2)
    assert_allclose(model.probabilities([]), [1.03 / 1.06, 0.03 / 1.06])


@both
def test_looking_at_counts_changes_none(ids, vocab, mixed):
    model = MarkovModel(2, mixed=mixed).fit(ids[:2000], len(vocab))
    kept = [len(table) for table in (model.counts, model.totals, model.different)]
    model.cross_entropy(ids[2000:4000])
    model.probabilities((0, 0))
    assert [len(table) for table in (model.counts, model.totals, model.different)] == kept


@both
def test_a_second_text_replaces_the_first(mixed):
    model = MarkovModel(1, mixed=mixed).fit([0, 1, 2, 0], 3).fit([1, 1, 0], 2)
    fresh = MarkovModel(1, mixed=mixed).fit([1, 1, 0], 2)
    assert_allclose(model.probabilities([1]), fresh.probabilities([1]))


def test_longer_contexts_predict_tales_better_until_they_are_too_rare(ids, vocab):
    ids, cut = ids[:40_000], 36_000
    losses = [
        MarkovModel(order).fit(ids[:cut], len(vocab)).cross_entropy(ids[cut:]) for order in range(6)
    ]
    best = int(np.argmin(losses))
    assert 2 <= best <= 4
    assert losses[:best] == sorted(losses[:best], reverse=True)
    assert losses[best:] == sorted(losses[best:])
    mixed = MarkovModel(best, mixed=True).fit(ids[:cut], len(vocab)).cross_entropy(ids[cut:])
    assert mixed < losses[best] - 0.03


@both
@given(st.integers(0, 3), st.integers(0, 30))
def test_sample_is_reproducible_and_as_long_as_asked(mixed, order, length):
    model = MarkovModel(order, mixed=mixed).fit([0, 1, 2, 3] * 5, 4)
    a, b = model.sample(length, 1), model.sample(length, np.random.default_rng(1))
    assert a.tolist() == b.tolist()
    assert a.shape == (length,)
    assert np.issubdtype(a.dtype, np.integer)


@both
def test_no_more_is_drawn_than_is_needed(mixed):
    model = MarkovModel(2, mixed=mixed).fit([0, 1, 2, 3] * 5, 4)
    one, other = np.random.default_rng(1), np.random.default_rng(1)
    assert model.sample(1, one)[0] == model.sample(2, other)[0]  # both cut from one context
    assert one.random() == other.random()


@both
def test_a_sample_begins_with_a_context_as_often_as_it_came(mixed):
    """30 times 00, 10 times 12, 9 times 21, 01 and 20 once; 03 is the end, nothing followed."""
    ids = [0] * 31 + [1, 2] * 10 + [0, 3]
    came = Counter(itertools.pairwise(ids[:-1]))
    model, rng = MarkovModel(2, mixed=mixed).fit(ids, 4), np.random.default_rng(0)
    begun = Counter(tuple(model.sample(2, rng).tolist()) for _ in range(4000))
    assert begun.keys() == came.keys()
    for context, times in came.items():
        share = times / came.total()
        assert begun[context] / 4000 == pytest.approx(share, abs=4 * np.sqrt(share / 4000))


def test_sample_follows_the_counts():
    model = MarkovModel(1, smoothing=1e-9).fit([0, 1, 2, 3] * 5, 4)
    ids = model.sample(40, 0)
    assert ((ids[1:] - ids[:-1]) % 4 == 1).all()
    biased = MarkovModel(0).fit([0] * 90 + [1] * 10, 2).sample(2000, 0)
    assert 0.07 < biased.mean() < 0.13


@both
def test_after_each_context_a_sample_goes_on_as_probabilities_says(mixed):
    model = MarkovModel(2, mixed=mixed, smoothing=0.5).fit([0, 0, 1, 0, 1, 1, 2, 0, 0, 2], 3)
    drawn = model.sample(6000, 0).tolist()
    for context in ([0, 0], [0, 1], [2, 2]):
        counts = counted(drawn, context, 3)
        assert counts.sum() > 100
        p = model.probabilities(context)
        assert_allclose(counts / counts.sum(), p, atol=4 * np.sqrt(1 / 4 / counts.sum()))


def test_faults():
    with pytest.raises(ValueError, match="1 letters: 2 are needed"):
        MarkovModel(2).fit([0, 1, 0], 2).probabilities((0,))
    with pytest.raises(ValueError, match="3 letters: 2 are needed"):
        MarkovModel(2).fit([0, 1, 0], 2).probabilities((0, 0, 0))
    with pytest.raises(ValueError, match="3 letters: at most 2 are needed"):
        MarkovModel(2, mixed=True).fit([0, 1, 0], 2).probabilities((0, 0, 0))
    with pytest.raises(ValueError, match=r"^length is -1: .* at least 0"):
        MarkovModel(0).fit([0, 1], 2).sample(-1)
    with pytest.raises(ValueError, match="one text"):
        MarkovModel(0).fit([[0, 1]], 2)
    with pytest.raises(ValueError, match="order is -1"):
        MarkovModel(-1)
    for smoothing in (0, -1, float("nan")):
        with pytest.raises(ValueError, match=r"smoothing is .* above 0"):
            MarkovModel(1, smoothing=smoothing)
    with pytest.raises(ValueError, match="at least 3"):
        MarkovModel(2).fit([0, 1], 2)
    with pytest.raises(ValueError, match="1 letters: a model of order 3 needs at least 4"):
        MarkovModel(3, mixed=True).fit([0], 2)
    with pytest.raises(ValueError, match="0 to 1"):
        MarkovModel(0).fit([0, 2], 2)
    with pytest.raises(ValueError, match="at least 2"):
        MarkovModel(1).fit([0, 1], 2).cross_entropy([0])
    with pytest.raises(ValueError, match="vocab_size is ab"):
        MarkovModel(0).fit([0, 1], "ab")


@both
@pytest.mark.parametrize("context", ["t", ["t"], b"t", [0.0], [4], [-1], [[0]], 0])
def test_what_is_no_context_is_refused(mixed, context):
    """A letter for an id, say: it never came, so it would pass for a context never seen."""
    model = MarkovModel(1, mixed=mixed).fit([0, 1, 2, 3], 4)
    with pytest.raises(ValueError, match=r"encode the text first|ids go from 0 to 3|\(N,\)"):
        model.probabilities(context)


@both
def test_a_model_that_has_counted_nothing_says_so(mixed):
    model = MarkovModel(1, mixed=mixed)
    for use in (model.probabilities, model.cross_entropy, model.sample):
        with pytest.raises(RuntimeError, match=r"call fit\(ids, vocab_size\)"):
            use([0])
