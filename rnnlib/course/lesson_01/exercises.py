"""The exercises of lesson 01, One-hot encoding."""

from itertools import pairwise

import numpy as np

from ..exercise import Exercise, Wrong

W = np.array([[-0.4, 0.6, -0.2, -1.5], [0.8, 1.6, -1.0, 0.5], [-0.2, -0.6, 0.8, -0.2]])


def ids_of_hole():
    chars = sorted(set("hello"))
    return [chars.index(c) for c in "hole"]


def vector_of_l():
    x = [0, 0, 0, 0]
    x["ehlo".index("l")] = 1
    return x


def product():
    x = np.array([0, 0, 1, 0])
    return W @ x


def lookup(W, ids):
    return np.array([W[:, i] for i in ids])


def shifted():
    ids = [1, 0, 2, 2, 3]
    inputs = ids[:-1]
    targets = ids[1:]
    return inputs, targets


def windows_and_rest():
    N, T, B = 92, 10, 2
    length = (N - 1) // B
    count = -(-length // T)
    return count, length - T * (count - 1)


def pairs(ids, T):
    inputs, targets = ids[:-1], ids[1:]
    return [(inputs[p : p + T], targets[p : p + T]) for p in range(0, len(inputs), T)]


def wrong_line():
    line = 5
    return line


def follows(ids, V):
    table = np.zeros((V, V))
    for read, right in pairwise(ids):
        table[read, right] += 1
    return table


def tables(rng):
    for H, V, T in ((4, 4, 4), (3, 4, 5), (2, 5, 3), (3, 4, 1), (3, 4, 4)):
        ids = rng.integers(V, size=T)
        ids[0] = 1  # not 0, and the first of two different ones
        ids[1:2] = 0
        yield rng.standard_normal((H, V)), ids
    W = rng.standard_normal((3, 4))
    W[0, 2] = np.inf  # 0 times infinity is no number: a product shows itself
    yield W, ids


def texts(rng):
    for N, T in ((13, 5), (11, 5), (6, 5), (9, 1)):
        yield list(range(100, 100 + N)), T


def counted(rng):
    for N, V in ((12, 4), (40, 5), (2, 3)):
        yield rng.integers(V, size=N), V
    yield np.array([0, 1, 0, 1, 0, 1, 2, 2, 2]), 3
    yield np.array([1, 0, 1, 2, 0, 0]), 5  # the last letters of the vocabulary do not occur


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
    "01.a": Exercise(
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
                '"hello".index(c)': "these are places in hello; an id is a place in the vocabulary",
                "ord(c)": "these are code points, the numbers of the letters among all letters "
                "there are; an id is the place in our own vocabulary",
                'ord(c) - ord("a")': "these are places in the alphabet; an id is the place in our "
                "own vocabulary",
                'ord(c) - ord("a") + 1': "these are places in the alphabet; an id is the place in "
                "our own vocabulary",
            },
            '"hole"': {"'hello'": "these are the ids of hello; the question is about hole",
                '"eloh"': "these are the ids of hole from its end",
            },
        },
    ),
    "01.b": Exercise(
        vector_of_l,
        parts=("a vector with a number for each letter",),
        praise="a place for each letter of the vocabulary, and the 1 at the place of the l",
        mistakes={
            "[0, 0, 0, 0]": {
                "[0] * 5": "there are five places: the vocabulary has each letter once",
                "[0] * 3": "there are three places: each letter has one, the l too",
                "[1] * 4": "these are all 1: the other letters get a 0",
                "[0, 0, 0, 1, 0]": "this has a place for each letter of hello, and a 1 for each of "
                "its l: the vocabulary has each letter once",
                "[0, 0, 0, 1]": "this has two ones: a vector is one letter, and has one",
            },
            '"ehlo".index("l")': {
                '"ehlo".index("l") - 1': "the 1 stands at the place of the h",
                '"ehlo".index("l") + 1': "the 1 stands at the place of the o: ids begin at 0",
                '"ehlo".index("l") - 2': "the 1 stands at the place of the e",
            },
            "] = 1": {
                "] = 2": "the place is right; a 1 stands there, whatever the letter's id",
                "] = 0": "these are all 0: something has to say which letter it is",
            },
            "return x": {
                "return 2": "this is the id: asked for is the vector that has a 1 in that place",
                'return [2, 2]': "these are ids: asked for is the vector of one l",
                "return [1, 0, 2, 2, 3]": "these are the ids of hello: asked for is the vector of "
                "one letter",
                "return np.eye(4)[[1, 0, 2, 2, 3]]": "this is the whole of hello: one letter was "
                "asked for",
            },
        },
    ),
    "01.c": Exercise(
        product,
        parts=("three numbers, one for each unit",),
        tolerance=1e-6,
        praise="all columns but that of the l were multiplied by 0",
        mistakes={
            "W @ x": {
                "W[2]": "this is row 2 of W: a row belongs to a unit, a column to a letter",
                "W[1]": "this is row 1 of W: a row belongs to a unit, a column to a letter",
                "W[0]": "this is row 0 of W: a row belongs to a unit, a column to a letter",
                "W[:, 2][::-1]": "this is the right column, from its end: the units go from 0 to 2",
                "np.abs(W[:, 2])": "the minus signs are lost",
                "-W[:, 2]": "the signs are turned round: the hot number is 1, not -1",
                "np.tanh(W[:, 2])": "tanh comes later: the product alone was asked for",
                "[0, 0, 1]": "this is the vector itself, cut to three: what does W make of it?",
                "W[:, 1]": "this is the column of the h: ids begin at 0",
                "W[:, 3]": "this is the column of the o: ids begin at 0",
                "W[:, 0]": "this is the column of the e",
                "2 * W[:, 2]": "this is multiplied by the id: the vector has a 1 in its place",
                "W.sum(axis=1)": "all the columns are added up: three of them are multiplied by 0",
                "W * x": "this multiplies cell by cell: a product of matrix and vector then adds "
                "up each row",
                "(W @ x).sum()": "this is the sum of them: each unit has a number of its own",
            },
        },
    ),
    "01.d": Exercise(
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
                "np.eye(W.shape[1])[ids] @ W.T": "the numbers are right, but they come from "
                "a product with one-hot vectors: one W here holds an infinity, and 0 times "
                "infinity is nan. Index W instead",
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
    "01.e": Exercise(
        shifted,
        parts=("the inputs", "the targets"),
        praise="four pairs from five letters, the targets one letter on",
        mistakes={
            "[1, 0, 2, 2, 3]": {
                "[1, 0, 2, 3]": "an l is missing: hello has two, so it has five ids",
                "[2, 1, 3, 3, 4]": "this counts from 1; Python, and an index, from 0",
                "[0, 1, 2, 2, 3]": "these ids are in the order in which the letters first appear "
                "in hello; the vocabulary is sorted",
                "[7, 4, 11, 11, 14]": "these are places in the alphabet; an id is the place in our "
                "own vocabulary",
            },
            "inputs = ids[:-1]": {
                "inputs = ids": "nothing follows the last letter, so it is no input",
                "inputs = ids[1:]": "the inputs begin with the first letter, the h",
                "inputs = ids[:-2]": "an input is missing: every letter but the last is one",
            },
            "targets = ids[1:]": {
                "targets = [0, 0, 0, 0]": "a target is an id, that of the letter that comes next",
                "targets = [3, 3, 3, 3]": "each input has a target of its own: the letter right "
                "after it, not the last of the word",
                "targets = [1, 2, 3, 4]": "these are places in the text: a target is the id of "
                "the letter there",
                "targets = ids": "the first letter follows nothing, so it is no target",
                "targets = ids[:-1]": "these are the inputs once more: a target is one letter on",
                "targets = ids[2:]": "a target is missing: it begins with the e",
                "targets = ids[1:] + ids[:1]": "the h at the end is wrapped around: nothing in "
                "the text follows the last letter",
                "targets = ids[2:] + ids[:1]": "these are two letters on, and wrapped around",
                "targets = ids[::-1][1:]": "the targets run backward",
            },
        },
    ),
    "01.1": Exercise(
        windows_and_rest,
        parts=("the number of windows", "the steps of the last one"),
        praise="two streams of 45 letters: four windows of ten steps, and one of the rest",
        mistakes={
            "(N - 1) // B": {
                "N // B": "the last letter of all has no next one, so it is no input",
                "N - 1": "this is one stream: with B = 2 each holds half of the text",
                "N": "this is one stream, and even its last letter is an input: nothing follows it",
            },
            "-(-length // T)": {
                "length // T": "the last window counts, too, though it is shorter",
            },
            "return count,": {
                "return B * count,": "one window holds both streams, side by side",
            },
            "length - T * (count - 1)": {
                "T": "the last window is shorter: what is left of a stream?",
                "length": "this is how long a stream is",
            },
        },
    ),
    "01.2": Exercise(
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
                "ids, ids[1:] + ids[:1]": "the text is wrapped around: nothing follows its last "
                "letter, so it is no input, and the first is no target",
                "ids[:-1], ids[2:]": "the targets are one letter ahead",
                "ids[:-1], ids[T:]": "these targets are the inputs of the next window: a target is "
                "the letter after its own input",
            },
            "targets[p : p + T]": {
                "targets[p + T : p + 2 * T]": "these are the targets of the next window",
                "inputs[p + 1 : p + T]": "each window has a target less than inputs: that of its "
                "last input is the first letter of the next window",
                "inputs[p + 1 : p + T] + inputs[p : p + 1]": "each window is wrapped around: what "
                "follows its last letter is the first letter of the next window, not its own",
                "inputs[p : p + T]": "inputs and targets are the same: a target is the letter "
                "after its input",
                "targets[p : p + T][::-1]": "the targets run backward",
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
    "01.3": Exercise(
        wrong_line,
        parts=("the number of a line",),
        praise="ids come from the vocabulary that W was learned with, never from a new one",
        mistakes={
            "= 5": {
                "= 1": "line 1 is right: W has a column for each letter of the text",
                "= 2": "line 2 is right: there are as many columns as letters in the vocabulary",
                "= 3": "line 3 is right: a row for each letter of the word",
                "= 4": "line 4 is right: it goes through the word, with the number of each row",
                "= 6": "line 6 is right: the product is wrong only where X is",
            },
        },
    ),
    "01.4": Exercise(
        follows,
        inputs=counted,
        parts=("an array (V,V)",),
        praise="with one-hot rows X it is one product: X[:-1].T @ X[1:]",
        mistakes={
            "np.zeros((V, V))": {
                "np.zeros((max(ids) + 1, max(ids) + 1))": "this has a row for each letter "
                "up to the last that occurs: the vocabulary may have more, V",
            },
            "table[read, right] += 1": {
                "table[right, read] += 1": "rows and columns are swapped: the row is the letter "
                "that comes first",
                "table[read, right] = 1": "this says whether a pair occurs, not how often. (With "
                "arrays of ids as the index, += counts a pair once, too: np.add.at counts all)",
            },
            "pairwise(ids)": {
                "zip(ids, np.roll(ids, -1), strict=True)": "the text is wrapped around: nothing "
                "follows its last letter",
                "zip(ids, ids, strict=True)": "this pairs each letter with itself",
                "zip(ids[:-2], ids[2:], strict=True)": "this pairs each letter with the one after "
                "the next",
                "zip(ids[:-1:2], ids[1::2], strict=True)": "every other pair is missing: a letter "
                "is the second of one pair and the first of the next",
            },
            "return table": {
                "return table / table.sum(axis=1, keepdims=True)": "these are shares: the counts "
                "were asked for",
                "return table / table.sum()": "these are shares: the counts were asked for",
                "return table + table.T": "this counts both orders of a pair: the row is the "
                "letter that comes first",
            },
        },
    ),
}  # fmt: skip
