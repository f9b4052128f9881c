"""The exercises and the panel of lesson 01, One-hot encoding."""

import numpy as np

from ..text import Vocabulary, one_hot
from .exercise import Exercise, Wrong
from .figures import BLUE
from .panel import CELL, Panel, Text, shown, table


def ids_of_hole():
    chars = sorted(set("hello"))
    return [chars.index(c) for c in "hole"]


def lookup(W, ids):
    return np.array([W[:, i] for i in ids])


def two_counts():
    N, T = 61, 10
    p = original = 0
    while p + T + 1 < N:
        p, original = p + T, original + 1
    return original, (N - 1) // T


def pairs(ids, T):
    inputs, targets = ids[:-1], ids[1:]
    return [(inputs[p : p + T], targets[p : p + T]) for p in range(0, len(inputs), T)]


def tables(rng):
    for H, V, T in ((4, 4, 4), (3, 4, 5), (2, 5, 3), (3, 4, 1)):
        ids = rng.integers(V, size=T)
        ids[0] = 1  # not 0, and the first of two different ones
        ids[1:2] = 0
        yield rng.standard_normal((H, V)), ids


def texts(rng):
    for N, T in ((13, 5), (11, 5), (6, 5), (9, 1)):
        yield list(range(100, 100 + N)), T


def read_pairs(value, part):
    """Pairs of lists of ids as an array (windows,2,longest), short ones filled up with -1."""
    try:
        lists = [[list(map(int, x)), list(map(int, y))] for x, y in value]
    except (TypeError, ValueError):
        raise Wrong(f"expected {part}, each (inputs, targets), two lists of ids") from None
    longest = max((len(ids) for pair in lists for ids in pair), default=0)
    return np.array([[ids + [-1] * (longest - len(ids)) for ids in pair] for pair in lists])


def other_pairs(got, ids, T):
    right = read_pairs(pairs(ids, T), "")
    if got.shape == right.shape and (got[:, 0] == right[:, 0]).all():
        return "the inputs are right, the targets are not: each is the letter after its input"
    return f"{len(ids)} letters in windows of {T} give other windows: print yours for ids 0 to 10"


EXERCISES = {
    "01.1": Exercise(
        ids_of_hole,
        parts=("a list of four ids",),
        praise="each letter's place among e h l o",
        mistakes={
            'sorted(set("hello"))': {
                '"helo"': "these ids are in the order in which the letters first appear in hello; "
                "the vocabulary is sorted",
                '"oelh"': "these ids are in the order in which the letters appear from the end of "
                "hello; the vocabulary is sorted",
                'sorted(set("hello"), reverse=True)': "this is the vocabulary from its end: it "
                "begins with the e",
                'sorted("hello")': "here the l has two places in the vocabulary: it has each "
                "letter once",
            },
            "chars.index(c)": {
                "chars.index(c) + 1": "this counts from 1; Python, and an index, from 0",
                '"hole".index(c)': "these are places in hole; an id is a place in the vocabulary",
                "ord(c)": "these are code points, the numbers of the letters among all letters "
                "there are; an id is the place in our own vocabulary",
                'ord(c) - ord("a")': "these are places in the alphabet; an id is the place in our "
                "own vocabulary",
                'ord(c) - ord("a") + 1': "these are places in the alphabet; an id is the place in "
                "our own vocabulary",
            },
            '"hole"': {"'hello'": "these are the ids of hello; the question is about hole"},
        },
    ),
    "01.2": Exercise(
        lookup,
        inputs=tables,
        parts=("an array (T,H)",),
        praise="row t is the column of the letter ids[t]",
        mistakes={
            "W[:, i]": {
                "W[i]": "these are rows of W: a letter is a column",
                "W[:, i - 1]": "each is the column of the letter before: ids begin at 0",
            },
            "np.array([W[:, i] for i in ids])": {
                "W[:, ids]": "the shape is (H,T): the columns are right, but the axes are swapped",
                "W[:, ids].reshape(len(ids), -1)": "reshape does not swap axes, it refills them: "
                "transpose",
                "W[ids].T": "these are rows of W with the axes swapped: a letter is a column of W",
                "W[:, ids].sum(axis=1)": "the letters were added up: every letter keeps a row of "
                "its own",
                "W[:, ids[0]]": "this is the first letter alone: every letter of ids gets a row",
                "W[:, ids[-1]]": "this is the last letter alone: every letter of ids gets a row",
                "W.T[ids].ravel()": "everything is in one row: every letter of ids gets its own",
                "W.T": "this is the whole of W: only the letters of ids were asked for",
                "np.eye(W.shape[1])[ids]": "this is the one-hot matrix: what W has for each letter "
                "was asked for",
            },
        },
    ),
    "01.3": Exercise(
        two_counts,
        parts=("two numbers (original, ours)",),
        praise="the condition is true one window too early, whenever the text ends with a full "
        "window",
        mistakes={
            "p + T + 1 < N": {"p + T < N": "one of the two is right: try p = 50 in that condition"},
            "(N - 1) // T": {
                "original": "one of the two is right: of 61 letters, 60 follow another",
                "original + 2": "there are 61 letters, but only 60 have a next letter",
                "N / T": "windows are whole, and only 60 letters have a next one",
            },
            "original, (N - 1) // T": {
                "(N - 1) // T, original": "both numbers are there, in the wrong order",
                "original + 1, original + 2": "there are 61 letters, but only 60 have a next "
                "letter; and put p = 50 into the original's condition",
                "original + 2, original + 2": "these are windows over all 61 letters, the last of "
                "a single one: it has no next letter, and so no window",
                "p, N - 1": "these are letters: the question is about windows",
            },
        },
    ),
    "01.4": Exercise(
        pairs,
        inputs=texts,
        parts=("a list of pairs",),
        read=read_pairs,
        praise="every letter but the first is a target exactly once",
        otherwise=other_pairs,
        mistakes={
            "ids[:-1], ids[1:]": {
                "ids, ids": "inputs and targets are the same: a target is the letter after its "
                "input",
                "ids[:-1], ids[:-1]": "inputs and targets are the same: a target is the letter "
                "after its input",
                "ids[1:], ids[:-1]": "inputs and targets are swapped",
                "ids, ids[1:]": "there is a window with more inputs than targets: the last letter "
                "of the text has no next letter, so it is never an input",
                "ids[:-1], ids[2:]": "the targets are one letter ahead",
                "ids[:-1], ids[T:]": "the targets begin after the window: each is the letter after "
                "its own input",
            },
            "range(0, len(inputs), T)": {
                "range(0, len(inputs) - T, T)": "the last window is lost, even where it is full",
                "range(0, len(inputs) - T + 1, T)": "the last window is lost where it is shorter "
                "than the others",
                "range(0, len(inputs) - 1, T)": "the last window is lost where it has one letter",
                "range(0, len(ids), T)": "there is an empty window",
                "range(0, len(inputs) + T, T)": "there is an empty window",
                "range(len(inputs))": "the windows overlap: the next one begins T letters on, not "
                "one letter on",
                "range(len(inputs) - T)": "the windows overlap: the next one begins T letters on, "
                "not one letter on",
                "range(len(inputs) - T + 1)": "the windows overlap: the next one begins T letters "
                "on, not one letter on",
                "[0]": "only the first window is there: is the return "
                "inside the loop?",
                "range(0, len(inputs), T + 1)": "a letter is lost between two windows: the next "
                "one begins where the last one ended",
                "range(0, len(inputs), T - 1 or 1)": "the windows overlap by a letter: the next "
                "one begins where the last one ended",
            },
        },
    ),
}  # fmt: skip


def one_hot_viewer(text="hello", longest=24):
    """A panel that shows a text as its one-hot matrix, a row for each letter.

    It shows one_hot(vocab.encode(text), len(vocab)) with vocab = Vocabulary(text).
    longest: how many letters are shown, at most.
    """

    def page(typed):
        text = typed[:longest]
        vocab = Vocabulary(text)
        cut = f"only the first {longest} of " if len(typed) > longest else ""
        shape = len(text), len(vocab)
        note = f"{cut}{len(typed)} letters, {len(vocab)} different: shape {shape}"
        return note, _one_hot_table(vocab, text)

    return Panel([Text("text", text)], page, label="one-hot matrix")


def _one_hot_table(vocab, text):
    def head(words, scope):
        return f'<th scope="{scope}" style="{CELL}">{words}</th>'

    rows = [head("letter", "col") + head("id", "col")]
    rows[0] += "".join(head(shown(char), "col") for char in vocab.chars)
    ids = vocab.encode(text)
    for char, i, row in zip(text, ids, one_hot(ids, len(vocab)).astype(int), strict=True):
        cells = "".join(
            f'<td style="{CELL}; background:{"#ffd27f" if x else "white"}">{x}</td>' for x in row
        )
        rows.append(f'{head(shown(char), "row")}<td style="{CELL}; color:{BLUE}">{i}</td>{cells}')
    return table("".join(f"<tr>{row}</tr>" for row in rows))
