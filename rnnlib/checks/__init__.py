"""Is the machine ready, and is the answer right? Used by all lessons.

`check("01.2", answer)` prints what it thinks of an answer. Answers are judged by what they do,
against the slowest and most obvious reference; a wrong one is compared with the mistakes that
people make, and the message names the mistake without giving the solution.
"""

import importlib.metadata
import sys

from packaging.requirements import Requirement

from ..checkpoint import load_model
from ..corpora import DATA
from . import lesson_01, lesson_02, lesson_03, lesson_04
from .judging import NotAttempted, Wrong

EXERCISES = {**lesson_01.JUDGES, **lesson_02.JUDGES, **lesson_03.JUDGES, **lesson_04.JUDGES}

INSTALL = "run `python -m pip install -e .` in the folder of the README"


def check_setup():
    """One line: "ready", or what to do. Lesson 00."""
    return next(_what_to_do(), "ready")


def _what_to_do():
    if sys.version_info < (3, 11):  # noqa: UP036 (a notebook may run on another Python)
        yield f"this kernel is Python {sys.version.split()[0]}: choose one of 3.11 or newer"
    try:
        needed = importlib.metadata.requires("rnnlib")
    except importlib.metadata.PackageNotFoundError:
        yield f"rnnlib is not installed for this kernel: {INSTALL}"
        return
    for requirement in map(Requirement, needed):
        try:
            found = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            yield f"{requirement.name} is missing: {INSTALL}"
        else:
            if found not in requirement.specifier:
                yield f"{requirement.name} is {found}, not {requirement.specifier}: {INSTALL}"
    try:
        load_model(DATA / "models" / "rnn-100000.npz")
    except (OSError, ValueError) as error:
        yield f"a trained network cannot be read ({error}): get the folder data/ again"


def check(exercise, answer):
    """Print what is to be said of an answer. exercise: its number, such as "01.2".

    Raises KeyError for an exercise that does not exist; a wrong answer raises nothing.
    """
    print(judge(exercise, answer)[1])


def judge(exercise, answer):
    """Whether an answer is right, and what is to be said of it: (bool, str)."""
    if exercise not in EXERCISES:
        raise KeyError(f"there is no exercise {exercise!r}: the numbers are {', '.join(EXERCISES)}")
    try:
        if answer is ...:
            raise NotAttempted
        return True, "right: " + EXERCISES[exercise](answer)
    except NotAttempted:
        return False, "not attempted yet: put your answer in place of the dots"
    except Wrong as wrong:
        return False, f"not yet: {wrong}"
