import inspect
import re

import numpy as np
import pytest

from rnnlib import LSTM, RNN, Trainer, check_gradients, cross_entropy
from rnnlib.course.lesson_05 import BUGS, backward, gradient_map, with_bug
from rnnlib.course.lesson_05.bugs import code_of
from rnnlib.course.toy import toy_network
from rnnlib.gradcheck import RTOL, compare_gradients

INPUTS, TARGETS = np.random.default_rng(0).integers(5, size=(2, 6, 2))
KINDS = {"rnn": RNN, "lstm": LSTM}
# What each bug spoils, in a window of six letters; the others spoil all but Why and by.
SPOILED = {
    "added to itself": {"by"},
    "state after": {"Whh"},
    "mean": {"Wxh", "Whh", "Why", "bh", "by", "state"},
    "clipped": set(),  # nothing is above 5 here
    "one bias for all": {"bg", "bi", "bo"},
}
# In a window of one letter nothing comes from a step after, and a mean is a sum.
RIGHT_AT_ONE = {"mean", "no time", "c not carried", "clipped"}


def network(key, kind, T=6):
    """A small network with a bug, and the arguments of a check."""
    model = with_bug(key, kind)(5, 4, rng=1, dtype=np.float64, init_scale=0.5)
    shape = model.initial_state(2).shape
    state = np.random.default_rng(2).uniform(-0.5, 0.5, shape)
    return model, INPUTS[:T], TARGETS[:T], state


def wrong_ones(model, inputs, targets, state):
    report = check_gradients(model, inputs, targets, state)
    return {name for name, check in report.items() if not check.passed}


@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_pass_gives_what_rnnlib_gives(kind):
    plain, inputs, targets, state = network(None, kind)
    model = KINDS[kind](5, 4, rng=1, dtype=np.float64, init_scale=0.5)
    logits, _, cache = model.forward(inputs, state)
    dlogits = cross_entropy(logits, targets)[1]
    dstate = np.random.default_rng(3).normal(size=state.shape)
    for given in (None, dstate):
        right, to_state = model.backward(dlogits, cache, given)
        grads, ours = plain.backward(dlogits, cache, given)
        np.testing.assert_allclose(grads.flat, right.flat, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(ours, to_state, rtol=1e-12, atol=1e-13)
        assert ours.shape == to_state.shape


@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_pass_leaves_what_it_is_given_alone_and_keeps_float32(kind):
    model = with_bug(None, kind)(5, 4)
    logits, _, cache = model.forward(INPUTS)
    dlogits = cross_entropy(logits, TARGETS)[1]
    given = [dlogits, model.params.flat, *cache]
    before = [x.copy() for x in given]
    grads, dstate = model.backward(dlogits, cache)
    assert grads.flat.dtype == dstate.dtype == np.float32
    for x, y in zip(given, before, strict=True):
        np.testing.assert_array_equal(x, y)


@pytest.mark.parametrize("key", BUGS)
def test_a_bug_spoils_what_it_should(key):
    bug = BUGS[key]
    model, *window = network(key, bug.kind)
    everything = {name for name in [*model.params, "state"] if name not in ("Why", "by")}
    assert wrong_ones(model, *window) == SPOILED.get(key, everything)
    one, *window = network(key, bug.kind, T=1)
    assert bool(wrong_ones(one, *window)) == (key not in RIGHT_AT_ONE)


def test_clipping_spoils_what_is_above_5_and_nothing_else():
    model = with_bug("clipped")(4, 3, dtype=np.float64)
    model.params.flat[:] = toy_network().params.flat
    ids = np.array(["ehlo".index(char) for char in "heloheloh"])[:, None]
    found = compare_gradients(model, ids[:-1], ids[1:], np.zeros((1, 3)))
    for name in model.params:  # the state's gradient goes on as it is
        _, n, error = found[name]
        np.testing.assert_array_equal(error > RTOL, np.abs(n) > 5)
    assert (np.abs(found["Whh"][1]) > 5).sum() == 3


@pytest.mark.parametrize("key", BUGS)
def test_the_line_is_where_the_two_codes_differ(key):
    bug = BUGS[key]
    right = code_of(bug.kind)
    differ = [n for n, pair in enumerate(zip(right, bug.code, strict=True), 1) if len({*pair}) > 1]
    assert differ == [bug.line]
    assert 12 <= len(right) <= 20
    assert '"""' not in "".join(right)
    source = inspect.getsource(getattr(backward, f"{bug.kind}_backward"))
    assert source.count(bug.right) == 1
    assert bug.right != bug.wrong


def test_bugs_say_where_they_are_from_and_what_is_wrong():
    assert len(BUGS) >= 10
    assert sum(bug.kind == "lstm" for bug in BUGS.values()) >= 2
    for bug in BUGS.values():
        assert bug.link.startswith("https://")
        assert bug.told.endswith((".", ".)"))
        assert len({other.title for other in BUGS.values()}) == len(BUGS)


def test_a_bug_that_does_not_exist_is_named():
    with pytest.raises(KeyError, match=r"there is no bug 'tanh'.*tanh twice"):
        with_bug("tanh")


@pytest.mark.parametrize("key", [None, "no time", "slope of c"])
def test_a_network_with_a_bug_can_be_trained(key):
    model = with_bug(key)(5, 4)
    trainer = Trainer(model, np.arange(60) % 5, seq_length=5)
    trainer.run(3, progress=False)
    assert np.isfinite(trainer.losses).all()
    assert isinstance(model, (RNN, LSTM))


@pytest.mark.parametrize("key", [None, *BUGS])
def test_the_map_is_red_exactly_where_the_check_says_so(key):
    model, *window = network(key, BUGS[key].kind if key else "rnn", T=2)
    page = gradient_map(model, *window)
    found = compare_gradients(model, *window)
    blocks = re.findall(r'aria-label="(\w+): ([^"]+)".*?<table(.*?)</table>', page)
    assert [name for name, _, _ in blocks] == list(found)
    for name, told, cells in blocks:
        a, n, error = (x.reshape(-1, x.shape[-1]) for x in found[name])
        red = [color == "#b00020" for color in re.findall("background:(#\\w+)", cells)]
        crosses = [told == "\u00d7" for told in re.findall("<td title[^>]*>(.?)</td>", cells)]
        assert red == crosses == (error > RTOL).ravel().tolist()
        assert told == (f"{sum(red)} wrong" if any(red) else "right")
        titles = re.findall('title="backward (\\S+), nudged (\\S+)"', cells)
        shown = [[float(x.replace("\u2212", "-")) for x in pair] for pair in titles]
        np.testing.assert_allclose(shown, np.stack([a.ravel(), n.ravel()], axis=1), atol=6e-5)


def test_the_map_labels_letters_and_units():
    model, *window = network("no time", "rnn")
    page = gradient_map(model, *window, chars="ab<d ")
    assert page.count(">&lt;</th>") == page.count(">\u2423</th>") == 3  # of Wxh, Why and by
    page = gradient_map(model, *window)
    assert page.count(">4</th>") == 3
    model, *window = network("slope of c", "lstm")
    page = gradient_map(model, *window)
    assert page.count(">h</th>") == page.count(">c</th>") == 2  # of two streams each


def test_nan_is_wrong_in_the_map_too(monkeypatch):
    model, *window = network(None, "rnn")
    right = model.backward

    def spoiled(dlogits, cache):
        grads, dstate = right(dlogits, cache)
        grads["bh"].fill(np.nan)
        return grads, dstate

    monkeypatch.setattr(model, "backward", spoiled)
    assert 'aria-label="bh: 4 wrong"' in gradient_map(model, *window)
