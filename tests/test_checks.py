"""Every exercise accepts what is right, and diagnoses the likely mistakes by name."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rnnlib import checks
from rnnlib.checks import EXERCISES, judge

ROOT = Path(__file__).parents[1]
SOLUTIONS = {path.stem[:2]: path for path in (ROOT / "notebooks" / "solutions").glob("*.ipynb")}
LESSONS = {path.stem[:2]: path for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}


def sources(path):
    return [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


def exercises_of(path):
    return re.findall(r'\bcheck\("(\d\d\.\d)"', "\n".join(sources(path)))


def solutions():
    """exercise -> the answer in its solution notebook."""
    found = {}
    for path in SOLUTIONS.values():
        space = {}
        for source in sources(path):
            call = re.search(r'^check\("(\d\d\.\d)", (\w+)\)$', source, re.M)
            exec(source.replace(call.group(0), "") if call else source, space)
            if call:
                found[call.group(1)] = space[call.group(2)]
    return found


RIGHT = solutions()


def test_lessons_solutions_and_checks_name_the_same_exercises():
    in_lessons = [name for path in LESSONS.values() for name in exercises_of(path)]
    in_solutions = [name for path in SOLUTIONS.values() for name in exercises_of(path)]
    assert sorted(in_lessons) == sorted(in_solutions) == sorted(EXERCISES)
    for number, path in SOLUTIONS.items():
        assert exercises_of(path) == exercises_of(LESSONS[number])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_is_right(exercise):
    passed, message = judge(exercise, RIGHT[exercise])
    assert passed, message
    assert message.startswith("right: ")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_untouched_stub_says_so(exercise, capsys):
    checks.check(exercise, ...)
    assert capsys.readouterr().out.startswith("not attempted yet")
    if callable(RIGHT[exercise]):
        assert judge(exercise, lambda *arguments: ...)[1].startswith("not attempted yet")


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize(
    "nonsense",
    [None, "hello", 7.5, [], [[1], 2], {}, np.zeros((2, 3, 4)), print, lambda: 1, object()],
    ids=lambda value: type(value).__name__,
)
def test_nonsense_is_not_yet_and_raises_nothing(exercise, nonsense):
    passed, message = judge(exercise, nonsense)
    assert not passed
    assert message.startswith("not yet: ")
    assert len(message) > 30


def test_an_exercise_that_does_not_exist():
    with pytest.raises(KeyError, match=r"01\.1"):
        judge("99.9", 1)


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def step(Wxh, Whh, Why, bh, by, i, h):
    h = np.tanh(Wxh[:, i] + Whh @ h + bh)
    return h, softmax(Why @ h + by)


def step_with(state=None, p=None):
    """The right step, with one part of it exchanged."""

    def wrong(Wxh, Whh, Why, bh, by, i, h):
        w = {"Wxh": Wxh, "Whh": Whh, "Why": Why, "bh": bh, "by": by}
        new, right_p = step(Wxh, Whh, Why, bh, by, i, h)
        if state:
            new = state(w, i, h)
        return new, p(w, new, h) if p else right_p

    return wrong


def in_place(Wxh, Whh, Why, bh, by, i, h):
    h[:] = np.tanh(Wxh[:, i] + Whh @ h + bh)
    return h, softmax(Why @ h + by)


def states(start=True, zero=False, carry=True, last=False, alias=False, swap=False):
    def wrong(Wxh, Whh, bh, ids, h):
        first = np.zeros_like(h) if zero else h
        hs, now = [first], first
        for i in ids:
            now = np.tanh(Wxh[:, i] + Whh @ (now if carry else first) + bh)
            hs.append(now)
        hs = np.array(hs)
        if alias:
            hs[1:] = hs[-1]
        if last:
            return hs[-1]
        if swap:
            return hs.T
        return hs if start else hs[1:]

    return wrong


def raises(*_):
    return 1 / 0


LIKELY = [
    ("01.1", [0, 3, 2, 1], "first appear"),
    ("01.1", [0, 1, 2, 3], "places in hole"),
    ("01.1", [2, 4, 3, 1], "from 1"),
    ("01.1", [1, 0, 2, 2, 3], "ids of hello"),
    ("01.1", [ord(c) for c in "hole"], "code points"),
    ("01.1", [1, 3, 2], "shape is (3,)"),
    ("01.1", [1, 2, 3, 0], "numbers do not"),
    ("01.2", lambda W, ids: W[:, ids], "axes are swapped"),
    ("01.2", lambda W, ids: W[ids % len(W)], "rows of W"),
    ("01.2", lambda W, ids: W[ids % len(W)].T, "rows of W with the axes swapped"),
    ("01.2", lambda W, ids: W[:, ids].reshape(len(ids), -1), "reshape"),
    ("01.2", lambda W, ids: W[:, ids].sum(axis=1), "added up"),
    ("01.2", lambda W, ids: W[:, ids[0]], "first letter alone"),
    ("01.2", lambda W, ids: W[ids], "IndexError"),
    ("01.2", raises, "ZeroDivisionError"),
    ("01.2", lambda W, ids: None, "return"),
    ("01.3", (6, 6), "try p = 50"),
    ("01.3", (5, 5), "60 follow"),
    ("01.3", (6, 5), "wrong order"),
    ("01.3", (5, 7), "next letter"),
    ("01.3", (6, 7), "next letter"),
    ("01.3", (9, 9), "numbers do not"),
    ("01.4", lambda ids, T: [(ids[p : p + T],) * 2 for p in range(0, len(ids), T)], "the same"),
    (
        "01.4",
        lambda ids, T: [(b, a) for a, b in RIGHT["01.4"](ids, T)],
        "swapped",
    ),
    (
        "01.4",
        lambda ids, T: [(ids[p : p + T], ids[p + 1 : p + T + 1]) for p in range(0, len(ids), T)],
        "more inputs than targets",
    ),
    (
        "01.4",
        lambda ids, T: [x for x in RIGHT["01.4"](ids, T) if len(x[0]) == T],
        "loses its last window",
    ),
    ("01.4", lambda ids, T: RIGHT["01.4"](ids, T)[:-1], "loses its last window"),
    (
        "01.4",
        lambda ids, T: [(ids[p : p + T], ids[p + 1 : p + T + 1]) for p in range(len(ids) - T)],
        "overlap",
    ),
    (
        "01.4",
        lambda ids, T: [(x, [i + 2 for i in x]) for x, _ in RIGHT["01.4"](ids, T)],
        "one letter ahead",
    ),
    ("01.4", lambda ids, T: [*RIGHT["01.4"](ids, T), ([], [])], "empty window"),
    ("01.4", lambda ids, T: 3, "list of pairs"),
    ("02.1", 23_000, "looked up"),
    ("02.1", 10_000, "Whh h alone"),
    ("02.1", 6_500, "Why h alone"),
    ("02.1", 20_000, "(V,H)"),
    ("02.1", 16_665, "added"),
    ("02.1", 16_600, "added"),
    ("02.1", 23_165, "all weights"),
    ("02.1", 1_000, "factor by factor"),
    ("02.1", 165, "R times C"),
    ("02.1", [16_500], "one number"),
    ("02.2", [np.nan] * 3, "subtract"),
    ("02.2", [0.135, 0.368, 1], "sum to 1"),
    ("02.2", [1, 2.72, 7.39], "sum to 1"),
    ("02.2", [9, 24, 67], "percents"),
    ("02.2", [0.67, 0.24, 0.09], "largest"),
    ("02.2", [0.333, 0.333, 0.334], "divides the logits"),
    ("02.2", [0, 0, 1], "differences"),
    ("02.3", step_with(lambda w, i, h: w["Wxh"][:, i] + w["Whh"] @ h + w["bh"]), "lacks its tanh"),
    ("02.3", step_with(lambda w, i, h: np.tanh(w["Wxh"][:, i] + w["Whh"] @ h)), "bh is missing"),
    ("02.3", step_with(lambda w, i, h: np.tanh(w["Wxh"][:, i] + w["bh"])), "forgets"),
    ("02.3", step_with(lambda w, i, h: np.tanh(w["Whh"] @ h + w["bh"])), "letter is missing"),
    (
        "02.3",
        step_with(lambda w, i, h: np.tanh(w["Wxh"][:, i] + w["Whh"].T @ h + w["bh"])),
        "Whh is transposed",
    ),
    (
        "02.3",
        step_with(lambda w, i, h: np.tanh(w["Wxh"][i] + w["Whh"] @ h + w["bh"])),
        "row i of Wxh",
    ),
    (
        "02.3",
        step_with(lambda w, i, h: np.tanh(w["Wxh"][:, i]) + w["Whh"] @ h + w["bh"]),
        "around the whole sum",
    ),
    (
        "02.3",
        step_with(lambda w, i, h: 1 / (1 + np.exp(-(w["Wxh"][:, i] + w["Whh"] @ h + w["bh"])))),
        "sigmoid",
    ),
    (
        "02.3",
        step_with(
            lambda w, i, h: step(**w, i=i, h=h)[0][:, None], lambda w, new, h: np.ones(4) / 4
        ),
        "one axis too many",
    ),
    ("02.3", step_with(p=lambda w, new, h: w["Why"] @ new + w["by"]), "these are logits"),
    ("02.3", step_with(p=lambda w, new, h: np.exp(w["Why"] @ new + w["by"])), "do not sum to 1"),
    ("02.3", step_with(p=lambda w, new, h: softmax(w["Why"] @ new)), "by is missing"),
    ("02.3", step_with(p=lambda w, new, h: softmax(w["Why"] @ h + w["by"])), "state before this"),
    (
        "02.3",
        step_with(p=lambda w, new, h: (z := w["Why"] @ new + w["by"]) / z.sum()),
        "takes the exponentials",
    ),
    (
        "02.3",
        step_with(p=lambda w, new, h: (e := np.exp(w["Why"] @ new + w["by"])) / e.sum()),
        "nan for large ones",
    ),
    ("02.3", lambda *w: step(*w)[::-1], "other order"),
    ("02.3", in_place, "changes what it was given"),
    ("02.3", lambda *w: step(*w)[0].sum(), "two things"),
    ("02.4", lambda *a: np.zeros((6, 3)) + states()(*a)[:, :3], "shape is (6, 3)"),
    ("02.4", states(start=False), "row 0"),
    ("02.4", states(last=True), "last state alone"),
    ("02.4", states(zero=True), "start is zeros: it should be"),
    ("02.4", states(zero=True, start=False), "zeros, and row 0"),
    ("02.4", states(carry=False), "carry the last one on"),
    ("02.4", states(swap=True), "axes are swapped"),
    ("02.4", states(alias=True), "store a copy"),
    ("02.4", lambda *a: np.roll(states()(*a), -1, axis=0), "last row"),
]


@pytest.mark.parametrize(("exercise", "answer", "words"), LIKELY)
def test_a_likely_mistake_is_named(exercise, answer, words):
    passed, message = judge(exercise, answer)
    assert not passed
    assert message.startswith("not yet: ")
    assert words in message


def test_every_exercise_has_likely_mistakes():
    for exercise in EXERCISES:
        assert sum(name == exercise for name, _, _ in LIKELY) >= 4


SECRETS = {
    "01.1": [r"1, 3, 2, 0"],
    "01.2": [r"W\.T\[ids\]"],
    "01.3": [r"\b5\b", r"\b6\b", "five", "six"],
    "01.4": [r"\[:-1\]", r"\[1:\]"],
    "02.1": ["16.?500"],
    "02.2": [r"0?\.09", r"0?\.24", r"0?\.67"],
    "02.3": [r"np\.tanh", r"z - z\.max"],
    "02.4": [r"hs\[t"],
}


def test_no_message_gives_the_solution_away():
    for exercise, answer, _ in LIKELY:
        message = judge(exercise, answer)[1]
        for secret in SECRETS[exercise]:
            assert not re.search(secret, message), message


def test_right_answers_in_other_clothes():
    assert judge("01.1", np.array([1, 3, 2, 0]))[0]
    assert judge("01.1", (1, 3, 2, 0))[0]
    assert judge("01.2", lambda W, ids: np.array([W[:, i] for i in ids]))[0]
    assert judge("01.2", lambda W, ids: W[:, ids].T)[0]
    assert judge("01.3", [5, 6])[0]
    assert judge(
        "01.4", lambda ids, T: tuple((tuple(a), tuple(b)) for a, b in RIGHT["01.4"](ids, T))
    )[0]
    assert judge("02.1", 16500.0)[0]
    assert judge("02.2", np.exp([0.0, 1, 2]) / np.exp([0.0, 1, 2]).sum())[0]
    assert judge("02.4", lambda *a: states()(*a).tolist())[0]
