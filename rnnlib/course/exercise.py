"""Is the answer right? `check("01.2", answer)` prints what it thinks of one.

An exercise is a solution, written as plainly as can be, and the likely mistakes: what a reader
would put in the place of a piece of that code, and the words that name it. Answers are judged by
what they do. The solution, the answer and each mistake get the same inputs, and a wrong answer is
told whose results it gives, never the solution. The exercises of a lesson are in the file of its
number, and so are those of the notebook beside it: 03.a, attempted in the text of lesson 03; 03.1,
at its end; 03b.1.
"""

import ast
import contextlib
import copy
import functools
import importlib
import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np


def check(exercise, answer):
    """Print what is to be said of an answer. exercise: its number, such as "01.2".

    Raises KeyError for an exercise that does not exist; a wrong answer raises nothing.
    """
    print(judge(exercise, answer)[1])


def judge(exercise, answer):
    """Whether an answer is right, and what is to be said of it: (bool, str)."""
    lesson = exercise.split(".")[0]
    known = {name: one for name, one in exercises(lesson).items() if name.startswith(f"{lesson}.")}
    if exercise not in known:
        hint = f"the numbers are {', '.join(known)}" if known else "no lesson has this number"
        raise KeyError(f"there is no exercise {exercise!r}: {hint}")
    one = known[exercise]
    try:
        if answer is ...:
            raise NotAttempted
        one.judge(answer)
    except NotAttempted:
        return False, "not attempted yet: put your answer in place of the dots"
    except Wrong as wrong:
        return False, f"not yet: {wrong}{one.side_effect(answer)}"
    return True, f"right: {one.praise}{one.side_effect(answer)}"


def exercises(lesson):
    """The exercises in the file of a lesson's number, such as 03 or 03b: number -> Exercise."""
    name = f"{__package__}.lesson_{lesson[:2]}"
    try:
        return getattr(importlib.import_module(name), "EXERCISES", {})
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return {}


class NotAttempted(Exception):
    """The dots of the stub are still there."""


class Wrong(Exception):
    """An answer that is not right; the message says what is likely the matter."""


def array(value, what):
    """The value as an array of numbers, or a Wrong that says what was expected.

    A text that holds nothing but numbers is as good as they are.
    """
    try:
        return np.asarray(plain(value), dtype=float)
    except (TypeError, ValueError):
        more = " with something in it that is no number" if isinstance(value, list | tuple) else ""
        raise Wrong(f"expected {what}, got a {type(value).__name__}{more}") from None


def plain(value):
    """The list of an iterator's values, the numbers of a text, and everything else as it is.

    The number of a line may be given as "line 5", a share as "30 %".
    """
    if isinstance(value, Iterator):
        return list(value)
    if isinstance(value, str):
        if share := re.fullmatch(r"\s*([\d.]+)\s*%\s*", value):
            value = f"{share[1]}e-2"
        with contextlib.suppress(ValueError, SyntaxError):
            return ast.literal_eval(value.strip())
        return re.sub(r"[\[\](),;]|\bline\b", " ", value).split() or value
    return value


def fitted(value, right):
    """The value without axes of length 1, where only these keep it from the shape of the right one.

    So 7, [7] and [[7]] are one answer, and a column of ids is as good as a list.
    """
    fits = value.shape != right.shape and value.squeeze().shape == right.shape
    return value.squeeze() if fits else value


@dataclass(frozen=True)
class Exercise:
    """A solution, and the likely mistakes.

    solution: a function. inputs: a function of a Generator, giving tuples of arguments, the first
    of such shapes that a mistake runs too; without it the answer is no function but a value, and
    solution() gives the right one.
    mistakes: {piece: {instead: words}}: for a piece of the solution's code, what readers may have
    in its place, and what is said of that.
    praise: what is said of a right answer. parts: what it is made of. read: a function (value,
    part) that gives an array. tolerance: how far a number may be off.
    otherwise: a function (result, *arguments) that gives words for a mistake that is not listed.
    keeps: whether a function that changes what it is given is wrong, even if its result is right.
    """

    solution: Callable
    mistakes: dict
    praise: str
    inputs: Callable | None = None
    parts: tuple = ("a number",)
    read: Callable = array
    tolerance: float = 1e-9
    otherwise: Callable | None = None
    keeps: bool = False

    def judge(self, answer):
        """Raise Wrong, or NotAttempted, unless the answer gives what the solution gives."""
        function = answer if self.inputs else lambda: answer
        mine = [self.outcome(function, arguments) for arguments in self.cases()]
        if not self.inputs and not isinstance(mine[0], Exception):
            right = self.outcome(self.solution, ())
            mine = [[fitted(a, b) for a, b in zip(mine[0], right, strict=True)]]
        for n, arguments in enumerate(self.cases()):
            if isinstance(mine[n], Exception):
                raise self.known(mine[n], arguments)
            right = self.outcome(self.solution, arguments)
            fits = self.alike(mine[n], right)
            if not all(fits):
                k = fits.index(False)
                words = (
                    self.in_another_order(mine[n], right)
                    or self.named(mine, n, k)
                    or self.unnamed(mine[n][k], right[k], self.parts[k], arguments)
                )
                if any(fits):
                    words = f"{self.parts[fits.index(True)]} right, {self.parts[k]} not: {words}"
                raise Wrong(words)
        if self.keeps and self.side_effect(answer):
            raise Wrong("the numbers are right")

    def known(self, error, arguments):
        """The error of an answer, in the words of a listed mistake that raises the same."""
        for mistake, words in self.listed() if self.inputs else ():
            theirs = self.outcome(replaced(self.solution, mistake), arguments)
            if isinstance(theirs, Wrong) and str(theirs) == str(error):
                return Wrong(words)
        return error

    def side_effect(self, answer):
        """Words for a function that changes what it is given, if this one does."""
        if self.inputs and callable(answer):
            for arguments in self.cases():
                given = copy.deepcopy(arguments)
                with contextlib.suppress(Exception), np.errstate(all="ignore"):
                    answer(*given)
                if not all(map(np.array_equal, arguments, given)):
                    return "; but the function changes what it was given: better work on a copy"
        return ""

    def listed(self):
        """The mistakes, one by one: (piece, instead), words."""
        for piece, others in self.mistakes.items():
            for instead, words in others.items():
                yield (piece, instead), words

    def cases(self):
        """The arguments that an answer is tried on, always the same ones."""
        return list(self.inputs(np.random.default_rng(0))) if self.inputs else [()]

    def outcome(self, function, arguments):
        """What a function gives, part by part, as arrays; or the error that is to be raised."""
        try:
            value = call(function, *arguments)
            value = plain(value) if len(self.parts) > 1 else value
            if value is None:
                raise Wrong(f"expected {' and '.join(self.parts)}, got None: is there a return?")
            values = [value]
            if len(self.parts) > 1:
                values = list(value) if np.iterable(value) else [value]
                if not self.inputs and len(values) == 1 and np.iterable(values[0]):
                    values = list(values[0])
            if any(value is ... for value in values):
                raise NotAttempted
            if len(values) != len(self.parts):
                both = " and ".join(self.parts)
                got = "one array" if isinstance(value, np.ndarray) else len(values)
                count = {2: "two", 3: "three", 4: "four"}[len(self.parts)]
                raise Wrong(f"expected {count} things, {both}, got {got}")
            return [self.read(value, part) for value, part in zip(values, self.parts, strict=True)]
        except (NotAttempted, Wrong) as error:
            return error

    def alike(self, mine, theirs, rtol=0):
        """Part by part, whether two outcomes are the same. Where one is an error, none is."""
        if isinstance(mine, Exception) or isinstance(theirs, Exception):
            return [False] * len(self.parts)
        return [
            a.shape == b.shape and np.allclose(finite(a), finite(b), rtol, self.tolerance)
            for a, b in zip(mine, theirs, strict=True)
        ]

    def in_another_order(self, mine, right):
        if len(mine) > 1 and all(self.alike(mine[::-1], right)):
            return f"both are there, in the other order: first {self.parts[0]}"

    def named(self, mine, n, k):
        """Words for the mistake that gives the answer's part k of case n, and most of the rest.

        If there is none: for the two mistakes that together give all that the answer gives. (A
        value may have been rounded on its way.)
        """
        found, rtol, cases = {}, 0 if self.inputs else 0.003, self.cases()
        right = self.outcome(self.solution, cases[n])
        for mistake, words in self.listed():
            wrong = replaced(self.solution, mistake)
            theirs = self.outcome(wrong, cases[n])
            if self.alike(mine[n], theirs, rtol)[k] and not self.alike(theirs, right)[k]:
                agree = sum(
                    sum(self.alike(one, self.outcome(wrong, arguments), rtol))
                    for one, arguments in zip(mine, cases, strict=True)
                )
                found.setdefault(agree, words)
        if found:
            return found[max(found)]
        for (first, words), (second, more) in itertools.combinations(self.listed(), 2):
            wrong = self.inputs and replaced(self.solution, first, second)
            if wrong and all(
                all(self.alike(one, self.outcome(wrong, arguments)))
                for one, arguments in zip(mine, cases, strict=True)
            ):
                return f"two things at once: {words}; and {more}"

    def unnamed(self, got, right, part, arguments):
        """Words for a mistake that is not listed."""
        if not np.isfinite(got).all():
            return "there is a nan or an infinity in it: something overflowed, or was divided by 0"
        near = 0.02 * np.abs(right) + 8 * self.tolerance
        if self.tolerance > 1e-9 and got.shape == right.shape and (abs(got - right) < near).all():
            return "that is near: compute with more digits, and round at the end"
        rounded = [np.round(right, n) for n in range(2, 7)] if got.shape == right.shape else []
        if got.any() and any(np.allclose(got, less, 0, 1e-12) for less in rounded):
            return "these are the right numbers, rounded: leave them as they come"
        if got.shape and not right.shape:
            return f"expected one number, got the shape {got.shape}"
        if self.otherwise:
            return self.otherwise(got, *arguments)
        if got.shape != right.shape:
            return f"expected {part}, the shape {right.shape}, got {got.shape}"
        if part.endswith(" of a line"):
            return "no line has this number: they are counted from 1"
        if self.inputs:
            other = (
                "the shape fits, the numbers do not" if right.shape else "this is another number"
            )
            return f"{other}: call it on an input so small that you can do it by hand"
        if right.shape == ():
            return "this is another number: write down how you came to it, step by step"
        wrong = np.argwhere(np.abs(got - right) > self.tolerance)
        place = f"at place {', '.join(map(str, wrong[0]))}, counted from 0"
        if len(wrong) == 1:
            return f"1 number is wrong, {place}: how did you come to it?"
        return f"{len(wrong)} numbers are wrong, the first of them {place}: how did you come to it?"


def finite(numbers):
    """The numbers, with inf for nan: neither is a number."""
    return np.where(np.isfinite(numbers), numbers, np.inf)


def call(function, *arguments):
    """What a function gives, or a Wrong that tells what became of it."""
    if not callable(function):
        raise Wrong(f"the answer should be a function, and this is a {type(function).__name__}")
    try:
        with np.errstate(all="ignore"):
            return function(*copy.deepcopy(arguments))
    except Exception as error:  # whatever a reader's code may raise
        blank = "Ellipsis" in repr(getattr(getattr(function, "__code__", None), "co_consts", ()))
        if blank and re.search(
            "ellipsis|missing 1 required|dtype\\('O'\\)|targets have shape", str(error)
        ):  # one among its lines
            raise NotAttempted from None
        hint = ""
        if "broadcast" in str(error):
            hint = " (print both shapes: a sum or a max along an axis drops the axis)"
        if "truth value" in str(error):
            hint = " (an array is not true or false: compare number by number, without an if; "
            hint += "np.maximum takes the larger of two, .max() the largest of one)"
        if "not callable" in str(error):
            hint = " (a number was called: hand on the function itself, without brackets)"
        if "only integer scalar arrays" in str(error):
            hint = " (a second argument of np.max is an axis: np.maximum takes two arrays)"
        if isinstance(error, IndexError):
            hint = " (print the shape of what you index: is this the axis that you meant?)"
        raise Wrong(f"the function raised {type(error).__name__}: {error}{hint}") from None


code_of = functools.cache(inspect.getsource)


@functools.cache
def replaced(function, *mistakes):
    """The function with pieces (piece, instead) of its code replaced; None if two overlap."""
    source = code_of(function)
    end = len(source)
    for start, piece, instead in sorted(((source.index(m[0]), *m) for m in mistakes), reverse=True):
        if start + len(piece) > end:
            return None
        source, end = source[:start] + instead + source[start + len(piece) :], start
    names = dict(function.__globals__)
    exec(source, names)
    return names[function.__name__]
