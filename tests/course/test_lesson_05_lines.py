"""The reasons of lesson 05's gallery: what a mistake in a line would spoil."""

import pytest

from rnnlib import check_gradients
from rnnlib.course.lesson_05 import BUGS, specimen
from rnnlib.course.lesson_05.bugs import code_of
from rnnlib.course.lesson_05.lines import marks, named, objection, reason, reasons
from rnnlib.course.lesson_05.specimen import LETTERS


def seen(key):
    """letters -> the names that the check refuses."""
    reports = {n: check_gradients(*specimen(key, n)) for n in LETTERS}
    return {n: frozenset(k for k in one if not one[k].passed) for n, one in reports.items()}


# Where these show less than anything else in their line would.
RARE = {("mean", 1), ("clipped", 1), ("clipped", 2), ("clipped", 8), ("one bias for all", 1),
        ("one bias for all", 2), ("one bias for all", 8)}  # fmt: skip


@pytest.mark.parametrize("key", BUGS)
def test_nothing_is_said_against_the_line_that_is_wrong(key):
    bug = BUGS[key]
    spoken = {(key, n) for n in LETTERS if objection(bug.kind, bug.line, seen(key), n)}
    assert spoken == {one for one in RARE if one[0] == key}


@pytest.mark.parametrize("key", BUGS)
def test_what_is_said_against_a_line_is_true_of_the_published_bugs(key):
    """A line that has no part in what a bug spoils is not the bug's line: no bug contradicts it."""
    bug = BUGS[key]
    for n in LETTERS:
        assert seen(key)[n] <= frozenset().union(*marks(bug.kind, n)[bug.line])


def test_a_line_spoils_what_it_goes_into():
    rnn = marks("rnn", 1)
    assert rnn[10] == {frozenset({"Wxh"})}
    assert rnn[13] == {frozenset({"state"})}
    assert rnn[9] == {frozenset({"Wxh", "Whh", "bh", "state"})}
    assert frozenset() in rnn[7] - marks("rnn", 2)[7]  # dhnext is zero, with one letter
    assert marks("lstm", 8)[18] == {frozenset({"bg", "bi", "bf", "bo"})}


def test_the_words_say_what_speaks_against_a_line():
    first, step, state = seen("state after"), seen("no time"), seen("no transpose")
    assert reason("rnn", 1, first, 8) == "It is not line 1: this line was right."
    assert reason("rnn", 3, first, 8) == "It is not line 3: this line was right."
    assert reason("rnn", 10, first, 8) == "It is not line 10. Line 10 has no part in Whh."
    assert reason("rnn", 9, first, 8) == (
        "It is not line 9. A mistake in line 9 that does this makes Wxh, bh and the state red, too."
    )
    assert reason("rnn", 9, step, 1).endswith("Nothing shows in this window: read 2 letters.")
    assert reason("rnn", 13, step, 2) == (
        "It is not line 13: it fits this map, but read 1 letter. A mistake in line 13 would make "
        "the state red."
    )
    assert reason("rnn", 14, state, 2).endswith(
        "A wrong number in line 14 would not spoil all of this."
    )
    twice = seen("tanh twice")
    fit = [n for n in range(1, 15) if "no map rules it out" in reason("rnn", n, twice, 8)]
    assert {7, 8, 9} <= {*fit}
    assert not {4, 10, 11, 12, 13, 14} & {*fit}


@pytest.mark.parametrize("number", [2, 5])
def test_of_the_bugs_that_are_recommended_the_maps_leave_one_line(number):
    """The lesson says that lines 1 to 4 are right in them."""
    key = [*BUGS][number - 1]
    said = {n: reason("rnn", n, seen(key), 8) for n in range(5, 15)}
    fit = [n for n in said if "no map rules it out" in said[n]]
    assert fit == [BUGS[key].line]


def test_each_line_has_its_reason():
    for kind, key in (("rnn", "mean"), ("lstm", "slope of c")):
        told = reasons(kind, seen(key), 8)
        assert len(told) == len(code_of(kind))
        assert all(one.startswith(f"It is not line {n}") for n, one in enumerate(told, 1))


def test_names_in_a_sentence():
    assert named({"by"}) == "by"
    assert named({"bh", "Whh", "state"}) == "Whh, bh and the state"
    assert named(set("abcdef")) == "a, b, c and 3 more"
