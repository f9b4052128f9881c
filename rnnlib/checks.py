"""Is the machine ready, and is the answer right? Used by all lessons.

`check("01.2", answer)` prints what it thinks of an answer. Answers are judged by what they do,
against the slowest and most obvious reference; a wrong one is compared with the mistakes that
people make, and the message names the mistake without giving the solution.
"""

import importlib.metadata
import sys

import numpy as np
from packaging.requirements import Requirement

from .checkpoint import load_model
from .corpora import DATA

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


class NotAttempted(Exception):
    """The dots of the stub are still there."""


class Wrong(Exception):
    """An answer that is not right; the message says what is likely the matter."""


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


# --- what the judges share ---------------------------------------------------------------------


def _call(function, *arguments):
    """What the reader's function gives, or a Wrong that tells what became of it."""
    if not callable(function):
        raise Wrong(f"the answer should be a function, and this is a {type(function).__name__}")
    kept = [np.copy(a) if isinstance(a, np.ndarray) else a for a in arguments]
    try:
        with np.errstate(all="ignore"):
            result = function(*arguments)
    except Exception as error:  # whatever a reader's code may raise
        raise Wrong(f"the function raised {type(error).__name__}: {error}") from None
    for before, after in zip(kept, arguments, strict=True):
        if isinstance(before, np.ndarray) and not np.array_equal(before, after):
            raise Wrong("the function changes what it was given: work on a copy, or on new arrays")
    if result is None:
        raise Wrong("the function gives nothing back: is there a return?")
    if result is ...:
        raise NotAttempted
    return result


def _array(value, what):
    """The value as an array of numbers, or a Wrong that says what was expected."""
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Wrong(f"{what} was expected, and this is a {type(value).__name__}") from None


def _number(value):
    array = _array(value, "a number")
    if array.shape != ():
        raise Wrong(f"one number was expected, and this has shape {array.shape}")
    return float(array)


def _same(a, b):
    a, b = np.asarray(a), np.asarray(b)
    return a.shape == b.shape and np.allclose(a, b, atol=1e-9)


def _compare(answer, right, mistakes, what):
    """Raise Wrong unless answer is right. mistakes: (value, words) pairs that people arrive at."""
    answer = _array(answer, what)
    if _same(answer, right):
        return
    for value, words in mistakes:
        if _same(answer, value):
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


# --- lesson 01 ---------------------------------------------------------------------------------


def _ids_of_hole(answer):
    chars = sorted(set("hello"))
    right = [chars.index(c) for c in "hole"]
    seen = "helo"  # in order of first appearance
    _compare(
        answer,
        right,
        [
            ([seen.index(c) for c in "hole"], "these ids are in the order in which the letters "
             "first appear in hello; the vocabulary is sorted"),
            (range(4), "these are places in hole; an id is a place in the vocabulary"),
            ([i + 1 for i in right], "this counts from 1; Python, and an index, from 0"),
            ([chars.index(c) for c in "hello"],
             "these are the ids of hello; the question is about hole"),
            ([ord(c) for c in "hole"], "these are code points, the numbers of the letters among "
             "all letters there are; an id is the place in our own vocabulary"),
        ],
        "a list of four ids",
    )  # fmt: skip
    return "each letter's place among e h l o"


def _lookup(answer):
    rng = np.random.default_rng(0)
    for H, V, T in ((3, 4, 5), (4, 4, 4), (2, 5, 3), (3, 4, 1)):
        W, ids = rng.standard_normal((H, V)), rng.integers(V, size=T)
        if H == V:
            ids[:2] = 0, 1  # different letters, so that rows and columns differ
        right = np.array([[W[h, i] for h in range(H)] for i in ids])  # (T,H), number by number
        mistakes = [
            (right.T, "the shape is (H,T): the columns are right, but the axes are swapped"),
            (right.T.reshape(T, H), "reshape does not swap axes, it refills them: transpose"),
            (W[ids % H], "these are rows of W, so columns of its transpose: a letter is a column"),
            (W[ids % H].T, "these are rows of W with the axes swapped: a letter is a column of W"),
            (right.sum(axis=0), "the letters were added up: every letter keeps a row of its own"),
            (right[0], "this is the first letter alone: every letter of ids gets a row"),
        ]
        _compare(_call(answer, W, ids), right, mistakes, "an array (T,H)")
    return "row t is the column of the letter ids[t]"


def _windows_original(N, T):
    """How many windows the original reads before it starts over, by running its condition."""
    p = n = 0
    while p + T + 1 < N:
        p, n = p + T, n + 1
    return n


def _two_counts(answer):
    N, T = 61, 10
    right = (_windows_original(N, T), (N - 1) // T)
    _compare(
        answer,
        right,
        [
            ((right[1], right[1]), "one of the two is right: try p = 50 in that condition"),
            ((right[0], right[0]), "one of the two is right: of 61 letters, 60 follow another"),
            (right[::-1], "both numbers are there, in the wrong order"),
            ((right[0], right[1] + 1), "there are 61 letters, but only 60 have a next letter"),
            ((right[0] + 1, right[1] + 1), "there are 61 letters, but only 60 have a next "
             "letter; and put p = 50 into the original's condition"),
        ],
        "two numbers (original, ours)",
    )  # fmt: skip
    return "the condition is true one window too early, whenever the text ends with a full window"


def _pairs(answer):
    for N, T in ((11, 5), (13, 5), (6, 5), (9, 1)):
        ids = list(range(100, 100 + N))
        got = _call(answer, ids, T)
        try:
            got = [(list(map(int, x)), list(map(int, y))) for x, y in got]
        except (TypeError, ValueError):
            raise Wrong(
                "a list of pairs (inputs, targets) was expected, each a list of ids"
            ) from None
        right = [(ids[p : min(p + T, N - 1)], ids[p + 1 : p + T + 1]) for p in range(0, N - 1, T)]
        if got == right:
            continue
        if any(not x for x, _ in got):
            raise Wrong("there is an empty window")
        if any(x == y for x, y in got):
            raise Wrong("inputs and targets are the same: a target is the letter after its input")
        if got == [(y, x) for x, y in right]:
            raise Wrong("inputs and targets are swapped")
        if any(len(x) != len(y) for x, y in got):
            raise Wrong(
                "there is a window with more inputs than targets: the last letter of the text has "
                "no next letter, so it is never an input"
            )
        if [pair for pair in got if len(pair[0]) == T] == got and got == right[: len(got)]:
            raise Wrong(f"a text of {N} letters with T = {T} loses its last window")
        if T > 1 and len(got) > len(right):
            raise Wrong("the windows overlap: the next one begins T letters on, not one letter on")
        if [x for x, _ in got] == [x for x, _ in right]:
            raise Wrong("the inputs are right, the targets are not: they are one letter ahead")
        raise Wrong(
            f"for {N} letters and T = {T} the windows are different: print them for ids 0 to 10"
        )
    return "every letter but the first is a target exactly once"


# --- lesson 02 ---------------------------------------------------------------------------------


def _multiplications(answer):
    H, V = 100, 65
    right = H * H + V * H
    _compare(
        _number(answer),
        right,
        [
            (H * V + H * H + V * H + H + V, "these are all weights and biases; a step does not "
             "multiply by each of them"),
            (right + H * V, "Wxh is in it: but the letter's column is looked up, nothing is "
             "multiplied"),
            (H * H, "this is Whh h alone: the logits cost something too"),
            (V * H, "this is Why h alone: the state before comes in through Whh"),
            (2 * H * H, "Why has the shape (V,H), not (H,H)"),
            (right + H + V, "biases are added, not multiplied"),
            (right + H, "biases are added, not multiplied"),
            (right + V, "biases are added, not multiplied"),
            (H + V, "a matrix of shape (R,C) times a vector costs R times C multiplications"),
        ],
        "a number",
    )  # fmt: skip
    return "H·H for the state and V·H for the logits; the letter costs none"


def _softmax_of_large(answer):
    z = [0.0, 1.0, 2.0]  # 1000, 1001, 1002 less their largest, shifted
    e = np.exp(np.array(z) - 2)
    right = e / e.sum()
    got = _array(answer, "three probabilities")
    if got.shape == (3,) and np.allclose(got, right, atol=0.006):
        return "adding the same number to all logits changes no probability"
    if not np.isfinite(got).all():
        raise Wrong(
            "e to the 1000 is more than a float can hold: subtract something from all three"
        )
    if got.shape == (3,) and np.allclose(got / 100, right, atol=0.006):
        raise Wrong("these are percents: probabilities go from 0 to 1")
    if got.shape == (3,) and any(np.allclose(got, x, atol=0.02) for x in (e, np.exp(z))):
        raise Wrong("these do not sum to 1 yet")
    if got.shape == (3,) and np.allclose(got, right[::-1], atol=0.006):
        raise Wrong("the largest logit gets the largest probability")
    if got.shape == (3,) and np.allclose(got, np.array([1000, 1001, 1002]) / 3003, atol=0.006):
        raise Wrong("this divides the logits by their sum: softmax takes their exponentials first")
    if got.shape == (3,) and np.allclose(got, [0, 0, 1], atol=0.006):
        raise Wrong("the differences are 1 and 2, not hundreds: the others get something as well")
    _compare(got, right, [], "three probabilities")


def _a_network(rng, V, H):
    shapes = {"Wxh": (H, V), "Whh": (H, H), "Why": (V, H), "bh": (H,), "by": (V,)}
    return {name: rng.normal(0, 0.7, shape) for name, shape in shapes.items()}


def _slow_step(w, i, h):
    """One step, number by number: h and p."""
    H, V = len(w["bh"]), len(w["by"])
    new = [
        np.tanh(w["Wxh"][k, i] + sum(w["Whh"][k, j] * h[j] for j in range(H)) + w["bh"][k])
        for k in range(H)
    ]
    z = [sum(w["Why"][v, k] * new[k] for k in range(H)) + w["by"][v] for v in range(V)]
    e = [np.exp(x - max(z)) for x in z]
    return np.array(new), np.array(e) / sum(e)


def _one_step(answer):
    rng = np.random.default_rng(0)
    for V, H in ((4, 4), (5, 3)):
        w, h, i = _a_network(rng, V, H), rng.uniform(-0.9, 0.9, H), 2
        got = _call(answer, *w.values(), i, h)
        try:
            new, p = got
        except (TypeError, ValueError):
            raise Wrong("two things were expected back: the new state and p") from None
        right, right_p = _slow_step(w, i, h)
        if _same(new, right_p) and _same(p, right):
            raise Wrong("both are there, in the other order: first the state")
        x, rec, b = w["Wxh"][:, i], w["Whh"] @ h, w["bh"]
        mistakes = [
            (x + rec + b, "the state lacks its tanh: it may be larger than 1"),
            (np.tanh(x + rec), "the bias bh is missing"),
            (np.tanh(x + b), "the state before is missing: this network forgets at once"),
            (np.tanh(rec + b), "the letter is missing: nothing was read"),
            (np.tanh(x + w["Whh"].T @ h + b), "Whh is transposed: shapes fit, because it is "
             "square, but the axes are swapped"),
            (np.tanh(w["Wxh"][i % H] + rec + b) if V == H else np.nan,
             "this is row i of Wxh, so column i of its transpose: a letter is a column"),
            (np.tanh(x) + rec + b, "tanh goes around the whole sum"),
            (1 / (1 + np.exp(-(x + rec + b))), "this is a sigmoid: the state needs tanh, from "
             "-1 to 1"),
            (np.tanh(x + rec + b)[:, None], "the state has one axis too many: (H,) was expected"),
        ]  # fmt: skip
        _compare(new, right, mistakes, "a state (H,)")
        z = w["Why"] @ right + w["by"]
        z_before = w["Why"] @ h + w["by"]
        e = np.exp(z)
        mistakes = [
            (z, "these are logits: softmax is missing"),
            (e, "these do not sum to 1: divide by their sum"),
            (z / z.sum(), "softmax takes the exponentials before it divides"),
            (np.exp(z - w["by"]) / np.exp(z - w["by"]).sum(), "the bias by is missing"),
            (np.exp(z_before) / np.exp(z_before).sum(), "p comes from the state before this "
             "letter: use the new one"),
        ]  # fmt: skip
        _compare(p, right_p, mistakes, "probabilities (V,)")
    w["by"] = w["by"] + 1000
    _, p = _call(answer, *w.values(), i, h)
    if not np.isfinite(_array(p, "probabilities (V,)")).all():
        raise Wrong("right for small logits, nan for large ones: subtract the largest before exp")
    return "state and probabilities, also where exp alone would overflow"


def _whole_text(answer):
    rng = np.random.default_rng(1)
    for H in (3, 4):
        w = _a_network(rng, 5, H)
        ids, h0 = np.array([1, 4, 0, 0, 2]), rng.uniform(-0.9, 0.9, H)

        def states(start, carry=True, w=w, ids=ids):
            hs = [np.array(start)]
            for i in ids:
                hs.append(_slow_step(w, i, hs[-1] if carry else start)[0])
            return np.array(hs)

        right, from_zeros = states(h0), states(np.zeros(H))
        mistakes = [
            (right[1:], "the state before the window is missing: it is row 0, so there are T + 1 "
             "rows"),
            (right[-1], "this is the last state alone: all of them were asked for"),
            (from_zeros, "the start is zeros: it should be the state that was given"),
            (from_zeros[1:], "the start is zeros, and row 0 is missing"),
            (states(h0, carry=False), "every step begins from the same state: carry the last one "
             "on"),
            (np.vstack([right[1:], h0]), "the state before the window is the last row: it belongs "
             "first"),
            (right.T, "the axes are swapped: time goes down the rows"),
            (np.vstack([h0, np.repeat(right[-1:], 5, axis=0)]), "all rows hold the last state: the "
             "same array was stored again and again, and changed; store a copy"),
        ]  # fmt: skip
        got = _call(answer, w["Wxh"], w["Whh"], w["bh"], ids, h0)
        _compare(got, right, mistakes, "an array (T+1,H)")
    return "T + 1 states, the first of them the one you were given"


EXERCISES = {
    "01.1": _ids_of_hole,
    "01.2": _lookup,
    "01.3": _two_counts,
    "01.4": _pairs,
    "02.1": _multiplications,
    "02.2": _softmax_of_large,
    "02.3": _one_step,
    "02.4": _whole_text,
}
