"""The exercises of lesson 01, One-hot encoding."""

import numpy as np

from .exercise import Wrong, call, compare


def _ids_of_hole(answer):
    chars = sorted(set("hello"))
    right = [chars.index(c) for c in "hole"]
    seen = "helo"  # in order of first appearance
    compare(
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
        compare(call(answer, W, ids), right, mistakes, "an array (T,H)")
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
    compare(
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
        got = call(answer, ids, T)
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


JUDGES = {
    "01.1": _ids_of_hole,
    "01.2": _lookup,
    "01.3": _two_counts,
    "01.4": _pairs,
}
