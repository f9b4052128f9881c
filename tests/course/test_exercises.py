"""Every exercise accepts what is right, names each of its mistakes, and gives nothing away."""

import inspect
import itertools
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rnnlib import RNN, MarkovModel, Vocabulary, course, cross_entropy, one_hot, softmax, windows
from rnnlib.course.exercise import check, exercises, judge, replaced
from rnnlib.course.toy import toy_network

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
SOLUTIONS = {path.stem.split("_")[0]: path for path in (NOTEBOOKS / "solutions").glob("*.ipynb")}
LESSONS = {path.stem.split("_")[0]: path for path in NOTEBOOKS.glob("[0-9]*.ipynb")}
EXERCISES = {
    name: exercise
    for path in sorted(Path(course.__file__).parent.glob("lesson_*"))
    for name, exercise in exercises(path.stem.removeprefix("lesson_")).items()
}
ATTEMPTS = [name for name in EXERCISES if name[-1].isalpha()]  # made in the text: 04.a
every_exercise = pytest.mark.parametrize("name", EXERCISES)


def sources(path):
    return [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


def exercises_of(path, kind=r"\d"):
    return re.findall(rf'\bcheck\("(\w+\.{kind})"', "\n".join(sources(path)))


def solutions():
    """exercise -> the answer in its solution notebook."""
    found = {}
    for path in SOLUTIONS.values():
        space = {}
        for source in sources(path):
            call = re.search(r'^check\("(\w+\.\d)", (\w+)\)$', source, re.M)
            exec(source.replace(call.group(0), "") if call else source, space)
            if call:
                found[call.group(1)] = space[call.group(2)]
    return found


RIGHT = solutions()
for name in ATTEMPTS:
    solution = EXERCISES[name].solution
    RIGHT[name] = solution if EXERCISES[name].inputs else solution()


def answer_with(exercise, *mistakes):
    """The answer of somebody who made these mistakes."""
    wrong = replaced(exercise.solution, *mistakes)
    with np.errstate(all="ignore"):
        return wrong if exercise.inputs else wrong()


MISTAKES = [
    pytest.param(name, mistake, words, id=f"{name} {mistake[1]}")
    for name, exercise in EXERCISES.items()
    for mistake, words in exercise.listed()
]


def changed_in_place(p, targets):
    p[range(len(p)), targets] -= 1
    return p / len(p)


# What is not in the lists has words too, because of what it has in common with others like it.
UNLISTED = [
    ("00.1", 5, "Each halving costs the same"),
    ("00.2", 2.5, "a whole number"),
    ("01.a", [1, 3, 2], "expected a list of four ids, the shape (4,), got (3,)"),
    ("01.a", [1, 2, 3, 0], "2 numbers are wrong, the first of them at place 1, counted from 0"),
    ("01.a", [1, 3, 2, 2], "1 number is wrong, at place 3, counted from 0"),
    ("01.c", [-0.2, 1, 0.8], "1 number is wrong, at place 1"),
    ("01.3", 8, "no line has this number"),
    ("01.d", lambda W, ids: np.full((len(ids), len(W)), 0.5), "do it by hand"),
    ("01.a", list("hole"), "got a list with something in it that is no number"),
    ("01.d", lambda W, ids: 1 / 0, "ZeroDivisionError"),
    ("01.d", lambda W, ids: np.einsum("hv,tv->th", W, np.eye(W.shape[1])[ids]), "an infinity"),
    ("01.d", lambda W, ids: np.array([W @ np.eye(W.shape[1])[i] for i in ids]), "an infinity"),
    ("01.d", lambda W, ids: W[ids], "these are rows of W"),
    ("01.d", lambda W, ids: W[ids[:, None], 0], "the shape (4, 4), got (4, 1)"),
    ("01.d", lambda W, ids: W.T[W.shape[0] + ids], "is this the axis that you meant?"),
    ("01.d", lambda W, ids: None, "is there a return?"),
    ("01.2", lambda ids, T: 3, "expected a list of pairs"),
    ("01.2", lambda ids, T: [(ids, ids)], "13 letters in windows of 5 give other windows"),
    (
        "01.2",
        lambda ids, T: [(x, [i + 5 for i in x]) for x, _ in RIGHT["01.2"](ids, T)],
        "inputs are right",
    ),
    ("02.1", 1_000, "this is another number: write down how you came to it, step by step"),
    ("02.2", (0.1, 0.2, 0.6), "these sum to 0.9: probabilities sum to 1"),
    ("02.2", (0.2, 0.3, 0.5), "they do sum to 1"),
    ("02.2", (-0.2, 0.3, 0.9), "below 0"),
    ("02.2", (0.25, 0.25, 0.25, 0.25), "the shape (3,), got (4,)"),
    ("02.1", [16_500, 1], "expected one number"),
    ("02.3", lambda *w: RIGHT["02.3"](*w)[::-1], "in the other order: first the state"),
    ("02.3", lambda *w: RIGHT["02.3"](*w)[0].sum(), "expected two things"),
    ("01.2", lambda ids, T: [*RIGHT["01.2"](ids, T), ids.reverse()], "changes what it was given"),
    ("02.3", lambda *w: (w[-1].__imul__(2), 1), "changes what it was given"),
    ("01.2", lambda ids, T: ids.clear() or ids[0], "list index out of range (print the shape"),
    ("01.2", lambda ids, T: ids.clear() or ids[0], "changes what it was given"),
    ("04b.1", "twenty", "expected a number, got a str"),
    ("02.4", lambda *w: np.zeros((6, 3)), "the shape (5, 4), got (6, 3)"),
    ("03.1", 1.5, "the number of a line"),
    ("03.2", (5.89, 2.56), "in the other order: first bits"),
    ("03.2", (2.6, 5.9), "more digits"),
    ("03.2", (2.55, 5.89), "more digits"),
    ("03.2", (2.56, 5.88), "more digits"),
    ("03.2", (2.56, np.round(2**2.56, 2)), "bits right, perplexity not: that is near"),
    ("03.c", lambda V, T: T * np.round(np.log(V), 2), "more digits"),
    ("03.a", lambda p, k: np.round(RIGHT["03.a"](p, k), 2), "the right numbers, rounded"),
    ("04.g", lambda *w: np.round(RIGHT["04.g"](*w), 3), "the right numbers, rounded"),
    ("04.g", lambda Whh, *w: 0 * Whh, "all of dWhh is 0"),
    ("04.3", lambda dh, h: dh if h > 0 else 0 * dh, "without an if"),
    (
        "03.4",
        lambda p, k: changed_in_place(p, k),
        "the numbers are right; but the function changes",
    ),
    ("03.2", (2.56, 4.0), "bits right, perplexity not: look at"),
    ("03.2", (4.0, 5.89), "perplexity right, bits not: look at"),
    ("03.2", 2.56, "got 1"),
    ("03.3", lambda z, k: z - z.max(axis=1), "print both shapes"),
    ("03.3", lambda z, k: RIGHT["03.3"](z, k) / 0, "a nan or an infinity"),
    ("02b.2", [-np.inf, 0], "two finite numbers"),
    ("02b.2", [-1e39, 0], "two finite numbers"),
    ("02b.2", [0, 0, 150], "the shape (2,), got (3,)"),
    ("03b.2", 0.4, "four numbers first"),
    ("03b.2", 0.37, "three were asked for"),
    ("03b.3", 7, "the number of a line"),
    ("04.1", 8, "step by step"),
    ("04.h", lambda *w: RIGHT["04.h"](*w)[::-1], "in the other order: first dWhy"),
    ("04.h", lambda *w: (RIGHT["04.h"](*w)[0], 0), "dWhy (V,H) right, dbh (H,) not"),
    ("04.1", None, "got None"),
    ("04.2", lambda *w: RIGHT["04.2"](*w)[::-1], "in the other order: first dWhh"),
    ("04.a", [0.01, 0.01, 0.96], "the shape (4,), got (3,)"),
    ("04b.1", 9, "0.8 to the 9 is 0.13, and"),
    ("04b.1", 20, "0.8 to the 20 is 0.012, and that is more than a hundredth"),
    ("04b.1", -20, "from 0 upward"),
    ("05.b", lambda *w: {"Wxh": 1.0}, "no error for Whh, Why, bh, by"),
    ("05.b", lambda *w: dict.fromkeys(("Wxh", "Whh", "Why", "bh", "by"), "ok"), "one number for"),
    ("05.b", lambda *w: 0.5, "got a float"),
    ("05.b", lambda model, *w: w[0].sum()(), "hand on the function itself"),
    (
        "06b.2",
        lambda g, limit: limit if abs(g) > limit else g,
        "np.maximum takes the larger of two",
    ),
    ("06b.2", lambda g, limit: g / np.max(abs(g), g), "np.maximum takes two arrays"),
    ("05b.2", 6, "another number"),
    ("05b.3", 7, "no line has this number"),
    ("05.2", "1/8", "does it stay when the window grows"),
    ("05.3", 15, "no line has this number"),
    ("05.1", "worst = np.maximum(worst, error)", "expected the number of a line, got a str"),
    ("04b.1", 20.6, "whole"),
    ("04b.1", 22, "for the first time"),
    (
        "06.a",
        lambda w, g, memory, rate: EXERCISES["06.a"].solution(w, g, memory, rate)[::-1],
        "in the other order: first weights",
    ),
    (
        "06.a",
        lambda w, g, memory, rate: (w - rate * g / (0 * g), memory + g**2),
        "memory (N,) right, weights (N,) not: there is a nan",
    ),
    ("06.1", 8, "step by step"),
    ("06.3", "71%", "compute with more digits"),
    ("06.2", 4600, "more than a hundredth"),
    ("06.2", 4602.6, "whole"),
    ("06.2", 4604, "for the first time"),
    ("07.a", lambda p, point: [0, 1], "expected one number"),
    ("07.b", lambda network, prompt, points: network.step(prompt[0])[0], "state"),
    ("07.d", lambda p, share: p[p > 0.1], "the shape (4,), got ("),
    ("07.1", 6, "step by step"),
    ("07.3", lambda text, source: "goose", "expected a number of letters, got a str"),
]


def test_lessons_solutions_and_judges_name_the_same_exercises():
    in_lessons = [name for path in LESSONS.values() for name in exercises_of(path)]
    in_solutions = [name for path in SOLUTIONS.values() for name in exercises_of(path)]
    assert sorted(in_lessons) == sorted(in_solutions) == sorted({*EXERCISES} - {*ATTEMPTS})
    attempted = [name for path in LESSONS.values() for name in exercises_of(path, "[a-z]")]
    assert sorted(attempted) == sorted(ATTEMPTS)
    for number, path in SOLUTIONS.items():
        assert exercises_of(path) == exercises_of(LESSONS[number])


def test_an_exercise_that_does_not_exist():
    with pytest.raises(KeyError, match=r"the numbers are 01\.a, 01\.b"):
        judge("01.9", 1)
    with pytest.raises(KeyError, match="no lesson has this number"):
        judge("99.9", 1)


@every_exercise
def test_the_answer_of_the_solutions_is_right(name):
    assert judge(name, RIGHT[name]) == (True, f"right: {EXERCISES[name].praise}")


@every_exercise
def test_an_untouched_stub_says_so(name, capsys):
    check(name, ...)
    assert capsys.readouterr().out.startswith("not attempted yet")
    if EXERCISES[name].inputs:
        assert judge(name, lambda *arguments: ...)[1].startswith("not attempted yet")


@every_exercise
@pytest.mark.parametrize(
    "nonsense",
    [None, "hello", 7.5, [], [[1], 2], {}, np.zeros((2, 3, 4)), print, lambda: 1, object()],
    ids=lambda value: type(value).__name__,
)
def test_nonsense_is_not_yet_and_raises_nothing(name, nonsense):
    passed, message = judge(name, nonsense)
    assert not passed
    assert message.startswith("not yet: ")
    assert len(message) > 30


def as_lists(value):
    """Arrays as lists, tuples as lists, and the numbers in them as they are."""
    if isinstance(value, list | tuple):
        return [as_lists(part) for part in value]
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


@every_exercise
def test_right_answers_in_other_clothes(name):
    exercise = EXERCISES[name]
    answers = [lambda *w: as_lists(exercise.solution(*w))] if exercise.inputs else []
    if not exercise.inputs:
        value = exercise.solution()
        answers = [value, as_lists(value), np.array(value), np.array(value, np.float32)]
        answers += [str(as_lists(value)), [value], [as_lists(value)]]
        if np.iterable(value):
            answers += [
                tuple(value),
                iter(value),
                [[n] for n in value],
                np.array(value).astype(str).tolist(),
            ]
        else:
            answers += [[[value]], [str(value)]]
    for answer in answers:
        assert judge(name, answer)[0], answer


def test_a_right_answer_that_works_in_place_is_right_and_told():
    def in_place(logits, targets):
        logits -= logits.max(axis=1, keepdims=True)
        return RIGHT["03.3"](logits, targets)

    passed, message = judge("03.3", in_place)
    assert passed
    assert message.startswith(f"right: {EXERCISES['03.3'].praise}; but the function changes what")


def test_a_loss_may_be_given_with_the_digits_that_the_lesson_prints():
    assert judge("03.c", lambda V, T: round(T * np.log(V), 2))[0]
    assert not judge("03.c", lambda V, T: round(T * np.log(V), 1))[0]


def test_a_share_may_be_a_percentage():
    assert judge("06.3", "70.71 %")[0]
    assert judge("06.3", "7%")[1] == judge("06.3", 0.07)[1]


@pytest.mark.parametrize("name", ["01.3", "02.5", "03.1", "04.1", "05.1", "05.3", "05b.3", "06.1"])
def test_a_line_may_be_called_one(name):
    assert judge(name, f"line {RIGHT[name]}")[0]
    assert not judge(name, f"line {RIGHT[name] + 1}")[0]


@pytest.mark.parametrize(("name", "mistake", "words"), MISTAKES)
def test_a_likely_mistake_is_named(name, mistake, words):
    """By its own words: so no two give the same results and are told different things."""
    exercise = EXERCISES[name]
    assert inspect.getsource(exercise.solution).count(mistake[0]) == 1
    passed, message = judge(name, answer_with(exercise, mistake))
    assert not passed
    assert message.endswith(words)


@pytest.mark.parametrize(("name", "answer", "words"), UNLISTED)
def test_what_is_not_listed_has_words_too(name, answer, words):
    passed, message = judge(name, answer)
    assert not passed
    assert words in message


@every_exercise
def test_every_exercise_has_likely_mistakes(name):
    assert len({words for _, words in EXERCISES[name].listed()}) >= (2 if name in ATTEMPTS else 4)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("02.4", ("[h]", "[h := 0 * h]"), ("np.array(hs)", "np.array(hs[1:])")),
        ("03.4", (" / T", ""), ("p - onehot", "p - onehot.max(axis=0)")),
        ("04.g", ("reversed(range(T))", "range(T)"), ("return dWhh", "return -dWhh")),
    ],
)
def test_two_mistakes_at_once_are_both_named(name, first, second):
    exercise = EXERCISES[name]
    words = [exercise.mistakes[piece][instead] for piece, instead in (first, second)]
    for both in ((first, second), (second, first)):
        message = judge(name, answer_with(exercise, *both))[1]
        assert "two things at once" in message
        assert all(one in message for one in words)


@every_exercise
def test_any_two_mistakes_make_code_together(name):
    exercise = EXERCISES[name]
    for (first, _), (second, _) in itertools.combinations(exercise.listed(), 2):
        replaced(exercise.solution, first, second)  # a piece of one in the other: a SyntaxError


def secrets(exercise):
    """What a message must not hold: pieces of the right code, or the number that is asked for."""
    if exercise.inputs:
        return [piece for piece in exercise.mistakes if re.search(r"\w\W+\w", piece)]
    numbers = np.ravel(exercise.solution())
    if (numbers == np.round(numbers)).all():
        return [", ".join(f"{n:.0f}" for n in numbers)]
    return [f"{n:.{digits}f}" for n in numbers for digits in (1, 2, 3) if n > 10**-digits]


@every_exercise
def test_no_message_gives_the_solution_away(name):
    exercise = EXERCISES[name]
    messages = [words for _, words in exercise.listed()]
    messages += [judge(name, answer)[1] for other, answer, _ in UNLISTED if other == name]
    for secret in secrets(exercise):
        for message in messages:
            assert secret not in message


def test_a_network_gives_what_the_solutions_give():
    """They are written once more in rnnlib, with other axes and for many streams."""
    all_states, step = EXERCISES["02.4"].solution, EXERCISES["02.3"].solution
    grad, truncated = EXERCISES["04.g"].solution, EXERCISES["04b.2"].solution
    model = RNN(5, 3, rng=0, dtype=np.float64, init_scale=0.5)
    Wxh, Whh, Why, bh, by = model.params.values()
    ids, h = np.array([1, 4, 0, 0, 2]), np.array([0.1, -0.3, 0.5])
    logits, _, cache = model.forward(ids[:-1, None], h[None])
    np.testing.assert_allclose(all_states(Wxh, Whh, bh, ids[:-1], h), cache.hs[:, 0])
    new, p = step(Wxh, Whh, Why, bh, by, ids[0], h)
    np.testing.assert_allclose(new, cache.hs[1, 0])
    np.testing.assert_allclose(p, softmax(logits[0, 0]))

    loss, dlogits = cross_entropy(logits, ids[1:, None])
    surprises, gradient = EXERCISES["03.3"].solution, EXERCISES["03.4"].solution
    slope = EXERCISES["03.f"].solution
    np.testing.assert_allclose(slope(logits[1, 0], ids[2]), dlogits[1, 0])
    assert EXERCISES["03.b"].solution(softmax(logits[:, 0]), ids[1:]) == pytest.approx(loss)
    assert surprises(logits[:, 0], ids[1:]).sum() == pytest.approx(loss)
    np.testing.assert_allclose(4 * gradient(softmax(logits[:, 0]), ids[1:]), dlogits[:, 0])

    grads = model.backward(dlogits, cache)[0]
    dWhh = grads["Whh"]
    others = EXERCISES["04.h"].solution(Whh, Why, dlogits[:, 0], cache.hs[:, 0])
    for found, right in zip(others, (grads["Why"], grads["bh"]), strict=True):
        np.testing.assert_allclose(found, right)
    np.testing.assert_allclose(grad(Whh, Why, dlogits[:, 0], cache.hs[:, 0]), dWhh)
    np.testing.assert_allclose(truncated(Whh, Why, dlogits[:, 0], cache.hs[:, 0], 4), dWhh)
    with_dstate = EXERCISES["04.2"].solution
    later, middle = with_dstate(Whh, Why, dlogits[2:, 0], cache.hs[2:, 0], np.zeros(3))
    earlier, dstate = with_dstate(Whh, Why, dlogits[:2, 0], cache.hs[:3, 0], middle)
    np.testing.assert_allclose(earlier + later, dWhh)
    np.testing.assert_allclose(dstate, model.backward(dlogits, cache)[1][0])


def test_a_blank_among_lines_that_are_done_is_not_attempted_yet():
    def grad(Whh, Why, dzs, hs, done=False):
        dWhh, dhnext = np.zeros_like(Whh), np.zeros(len(Whh))
        for t in reversed(range(len(dzs))):
            da = (Why.T @ dzs[t] + dhnext) * (1 - hs[t + 1] ** 2)
            dWhh += np.outer(da, hs[t]) if done else ...
            dhnext = ...
        return dWhh

    def more(Whh, Why, dzs, hs, blank=...):
        return grad(Whh, Why, dzs, hs, done=True) if blank is ... else None

    for answer in (grad, more):
        assert judge("04.g", answer)[1].startswith("not attempted yet")
    clip = judge("06.b", lambda *w: np.clip(np.ones(3), ...))
    targets = judge("06.b", lambda *w: cross_entropy(np.ones((2, 1, 5)), np.ones(3, int)[...]))
    assert clip[1] == targets[1] == judge("06.b", ...)[1]
    assert "TypeError" in judge("04.g", lambda *w: "a" + 1)[1]
    assert "IndexError" in judge("04.g", lambda Whh, *w: Whh[..., 9])[1]


def test_the_other_solutions_give_what_the_library_gives():
    lookup, pairs = EXERCISES["01.d"].solution, EXERCISES["01.2"].solution
    W, ids = np.random.default_rng(0).normal(size=(3, 5)), np.array([1, 4, 0, 0, 2])
    np.testing.assert_allclose(lookup(W, ids), one_hot(ids, 5, np.float64) @ W.T)
    found = [(x[:, 0].tolist(), y[:, 0].tolist()) for x, y, _ in windows(ids, 3)]
    assert pairs(ids.tolist(), 3) == found
    X = one_hot(ids, 5, np.float64)
    np.testing.assert_array_equal(EXERCISES["01.4"].solution(ids, 5), X[:-1].T @ X[1:])
    product = EXERCISES["01.c"].solution()
    np.testing.assert_array_equal(product, toy_network().params["Wxh"][:, 2])
    table = EXERCISES["03b.1"].solution(ids, 5, 0.5)
    model = MarkovModel(1, smoothing=0.5).fit(ids, 5)
    np.testing.assert_allclose(table, [model.probabilities([i]) for i in range(5)])
    assert judge("03b.1", lambda *w: RIGHT["03b.1"](*w).astype(np.float32))[0]
    letters = Vocabulary("abracadabra")
    mixed = MarkovModel(1, mixed=True).fit(letters.encode("abracadabra"), 5)
    assert EXERCISES["03b.2"].solution() == pytest.approx(mixed.probabilities([0])[1])
