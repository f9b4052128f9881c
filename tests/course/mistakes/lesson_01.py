"""What readers of lesson 01 are likely to answer."""

import numpy as np


def pairs(ids, T):
    """The right windows."""
    inputs, targets = ids[:-1], ids[1:]
    return [(inputs[p : p + T], targets[p : p + T]) for p in range(0, len(inputs), T)]


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
        lambda ids, T: [(b, a) for a, b in pairs(ids, T)],
        "swapped",
    ),
    (
        "01.4",
        lambda ids, T: [(ids[p : p + T], ids[p + 1 : p + T + 1]) for p in range(0, len(ids), T)],
        "more inputs than targets",
    ),
    (
        "01.4",
        lambda ids, T: [x for x in pairs(ids, T) if len(x[0]) == T],
        "loses its last window",
    ),
    ("01.4", lambda ids, T: pairs(ids, T)[:-1], "loses its last window"),
    (
        "01.4",
        lambda ids, T: [(ids[p : p + T], ids[p + 1 : p + T + 1]) for p in range(len(ids) - T)],
        "overlap",
    ),
    (
        "01.4",
        lambda ids, T: [(x, [i + 2 for i in x]) for x, _ in pairs(ids, T)],
        "one letter ahead",
    ),
    ("01.4", lambda ids, T: [*pairs(ids, T), ([], [])], "empty window"),
    ("01.4", lambda ids, T: 3, "list of pairs"),
]

SECRETS = {
    "01.1": [r"1, 3, 2, 0"],
    "01.2": [r"W\.T\[ids\]"],
    "01.3": [r"\b5\b", r"\b6\b", "five", "six"],
    "01.4": [r"\[:-1\]", r"\[1:\]"],
}

OTHER_CLOTHES = [
    ("01.1", np.array([1, 3, 2, 0])),
    ("01.1", (1, 3, 2, 0)),
    ("01.2", lambda W, ids: np.array([W[:, i] for i in ids])),
    ("01.2", lambda W, ids: W[:, ids].T),
    ("01.3", [5, 6]),
    ("01.4", lambda ids, T: tuple((tuple(a), tuple(b)) for a, b in pairs(ids, T))),
]
