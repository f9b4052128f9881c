"""Every exercise accepts what is right, and diagnoses the likely mistakes by name."""

import re
import runpy
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rnnlib import course
from rnnlib.course.exercise import check, exercises, judge

ROOT = Path(__file__).parents[2]
SOLUTIONS = {path.stem[:2]: path for path in (ROOT / "notebooks" / "solutions").glob("*.ipynb")}
LESSONS = {path.stem[:2]: path for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}


EXERCISES = [
    name
    for path in sorted(Path(course.__file__).parent.glob("lesson_*.py"))
    for name in exercises(path.stem[-2:])
]


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

# lesson -> its file in mistakes/
MISTAKES = {
    path.stem[-2:]: runpy.run_path(path)
    for path in sorted((Path(__file__).parent / "mistakes").glob("lesson_*.py"))
}
LIKELY = [case for module in MISTAKES.values() for case in module["LIKELY"]]
SECRETS = {name: words for module in MISTAKES.values() for name, words in module["SECRETS"].items()}
OTHER_CLOTHES = [case for module in MISTAKES.values() for case in module["OTHER_CLOTHES"]]


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
    check(exercise, ...)
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
    with pytest.raises(KeyError, match=r"the numbers are 01\.1, 01\.2"):
        judge("01.9", 1)
    with pytest.raises(KeyError, match="no lesson has this number"):
        judge("99.9", 1)


@pytest.mark.parametrize(("exercise", "answer", "words"), LIKELY)
def test_a_likely_mistake_is_named(exercise, answer, words):
    passed, message = judge(exercise, answer)
    assert not passed
    assert message.startswith("not yet: ")
    assert words in message


def test_every_lesson_with_exercises_has_its_mistakes():
    assert {exercise[:2] for exercise in EXERCISES} == MISTAKES.keys()


def test_every_exercise_has_likely_mistakes():
    for exercise in EXERCISES:
        assert sum(name == exercise for name, _, _ in LIKELY) >= 4


def test_no_message_gives_the_solution_away():
    for exercise, answer, _ in LIKELY:
        message = judge(exercise, answer)[1]
        for secret in SECRETS[exercise]:
            assert not re.search(secret, message), message


@pytest.mark.parametrize(("exercise", "answer"), OTHER_CLOTHES)
def test_right_answers_in_other_clothes(exercise, answer):
    passed, message = judge(exercise, answer)
    assert passed, message
