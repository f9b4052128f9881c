"""Is the answer right? `check("01.2", answer)` prints what it thinks of one.

Answers are judged by what they do, against the slowest and most obvious reference; a wrong one is
compared with the mistakes that people make, and the message names the mistake without giving the
solution. The exercises of a lesson are in the file of its number.
"""

import importlib

import numpy as np


class NotAttempted(Exception):
    """The dots of the stub are still there."""


class Wrong(Exception):
    """An answer that is not right; the message says what is likely the matter."""


def call(function, *arguments):
    """What the reader's function gives, or a Wrong that tells what became of it."""
    if not callable(function):
        raise Wrong(f"the answer should be a function, and this is a {type(function).__name__}")
    kept = [np.copy(a) if isinstance(a, np.ndarray) else a for a in arguments]
    try:
        with np.errstate(all="ignore"):
            result = function(*arguments)
    except Exception as error:  # whatever a reader's code may raise
        hint = ""
        if "broadcast" in str(error):
            hint = " (print both shapes: a sum or a max along an axis drops the axis)"
        raise Wrong(f"the function raised {type(error).__name__}: {error}{hint}") from None
    for before, after in zip(kept, arguments, strict=True):
        if isinstance(before, np.ndarray) and not np.array_equal(before, after):
            raise Wrong("the function changes what it was given: work on a copy, or on new arrays")
    if result is None:
        raise Wrong("the function gives nothing back: is there a return?")
    if result is ...:
        raise NotAttempted
    return result


def array(value, what):
    """The value as an array of numbers, or a Wrong that says what was expected."""
    if value is None:
        raise Wrong(f"{what} was expected, and this is None")
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Wrong(f"{what} was expected, and this is a {type(value).__name__}") from None


def number(value):
    value = array(value, "a number")
    if value.shape != ():
        raise Wrong(f"one number was expected, and this has shape {value.shape}")
    return float(value)


def same(a, b):
    a, b = np.asarray(a), np.asarray(b)
    return a.shape == b.shape and np.allclose(a, b, atol=1e-9, equal_nan=True)


def compare(answer, right, mistakes, what):
    """Raise Wrong unless answer is right. mistakes: (value, words) pairs that people arrive at."""
    answer = array(answer, what)
    if same(answer, right):
        return
    for value, words in mistakes:
        if same(answer, value):
            raise Wrong(words)
    if answer.shape != np.shape(right):
        raise Wrong(f"the shape is {answer.shape}, and {np.shape(right)} was expected")
    if not np.isfinite(answer).all():
        raise Wrong(
            "there is a nan or an infinity in it: something overflowed, or was divided by 0"
        )
    if answer.shape == ():
        raise Wrong("the number is another one: write down how you came to it, factor by factor")
    raise Wrong(
        "the shape fits, the numbers do not: try it by hand on a case that is smaller still"
    )


def check(exercise, answer):
    """Print what is to be said of an answer. exercise: its number, such as "01.2".

    Raises KeyError for an exercise that does not exist; a wrong answer raises nothing.
    """
    print(judge(exercise, answer)[1])


def judge(exercise, answer):
    """Whether an answer is right, and what is to be said of it: (bool, str)."""
    judges = exercises(exercise.split(".")[0])
    if exercise not in judges:
        known = f"the numbers are {', '.join(judges)}" if judges else "no lesson has this number"
        raise KeyError(f"there is no exercise {exercise!r}: {known}")
    try:
        if answer is ...:
            raise NotAttempted
        return True, "right: " + judges[exercise](answer)
    except NotAttempted:
        return False, "not attempted yet: put your answer in place of the dots"
    except Wrong as wrong:
        return False, f"not yet: {wrong}"


def exercises(lesson):
    """The exercises of a lesson, from the file of its number: exercise -> its judge."""
    try:
        module = importlib.import_module(f".lesson_{lesson}", __package__)
    except ModuleNotFoundError:
        return {}
    return getattr(module, "JUDGES", {})
