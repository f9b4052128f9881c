"""What readers of lesson 03 are likely to answer."""

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def right_surprises(z, k):
    return -np.log(softmax(z)[np.arange(len(z)), k])


def right_gradient(p, k):
    return (p - np.eye(p.shape[1])[k]) / len(p)


def changed_in_place(p, k):
    p[np.arange(len(p)), k] -= 1
    return p / len(p)


def columns_taken(p, k):
    p = p.copy()
    p[:, k] -= 1
    return p


def rows_taken(p, k):
    p = p.copy()
    p[k % len(p)] -= 1
    return p / len(p)


def shifted_together(z, k):
    z = z - z.max()
    return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), k]


def by_p(p, k):
    return -np.eye(p.shape[1])[k] / p


def squared(p, k):
    error = p - np.eye(p.shape[1])[k]
    return p * (error - (p * error).sum(axis=1, keepdims=True))


def counts(ids, V):
    table = np.zeros((V, V))
    np.add.at(table, (ids[:-1], ids[1:]), 1)
    return table


def table(pairs, smoothing, axis=1):
    return (pairs + smoothing) / (pairs + smoothing).sum(axis=axis, keepdims=True)


def counted_once(ids, V, s):
    pairs = np.zeros((V, V))
    pairs[ids[:-1], ids[1:]] += 1
    return table(pairs, s)


def wrapped(ids, V, s):
    pairs = counts(ids, V)
    pairs[ids[-1], ids[0]] += 1
    return table(pairs, s)


def unsmoothed(ids, V, s):
    pairs = counts(ids, V)
    return pairs / pairs.sum(axis=1, keepdims=True)


def order_zero(ids, V, s):
    row = np.bincount(ids, minlength=V) + s
    return np.tile(row / row.sum(), (V, 1))


LIKELY = [
    ("03.1", 4.09, "one letter"),
    ("03.1", 295.34, "bits"),
    ("03.1", 88.91, "base 10"),
    ("03.1", 16 * 204.72, "streams are summed"),
    ("03.1", 102.36, "50 letters"),
    ("03.1", 208.72, "60 letters"),
    ("03.1", 234.72, "under the logarithm"),
    ("03.1", -204.72, "never below 0"),
    ("03.1", 205, "more digits"),
    ("03.1", 204.73, "more digits"),
    ("03.1", 12.79, "once too often"),
    ("03.1", -4.09, "never below 0"),
    ("03.1", 50 / 60, "negative"),
    ("03.1", 65.51, "streams for steps"),
    ("03.1", 1, "what does one letter cost"),
    ("03.2", (1.23, 5.89), "more bits than nats"),
    ("03.2", (5.89, 2.56), "other order"),
    ("03.2", (2.56, 3.42), "two bases"),
    ("03.2", (2.56, 12.93), "two bases"),
    ("03.2", (0.77, 5.89), "logarithm of 10"),
    ("03.2", (2.56, 0.17), "a probability"),
    ("03.2", (0.83, 5.89), "itself is a logarithm"),
    ("03.2", (2.6, 5.9), "more digits"),
    ("03.2", (63.98, 5.89), "whole window"),
    ("03.2", (2.56, 4.0), "bits are right"),
    ("03.2", (4.0, 5.89), "perplexity is right"),
    ("03.2", 2.56, "this is one"),
    ("03.2", (2.56, 5.89, 65), "shape"),
    ("03.3", lambda z, k: right_surprises(z, k).sum(), "summed"),
    ("03.3", lambda z, k: right_surprises(z, k).mean(), "mean"),
    ("03.3", lambda z, k: -right_surprises(z, k), "never below 0"),
    ("03.3", lambda z, k: right_surprises(z, k) / np.log(2), "bits"),
    ("03.3", lambda z, k: softmax(z)[np.arange(len(z)), k], "logarithm is missing"),
    ("03.3", lambda z, k: -np.log(softmax(z)), "all letters"),
    ("03.3", lambda z, k: -np.log(softmax(z)[:, k]), "from every row"),
    ("03.3", lambda z, k: -np.log(softmax(z).max(axis=1)), "likeliest"),
    ("03.3", lambda z, k: -z[np.arange(len(z)), k], "softmax is missing"),
    (
        "03.3",
        lambda z, k: -np.log((np.exp(z) / np.exp(z).sum(axis=0))[np.arange(len(z)), k]),
        "over the steps",
    ),
    (
        "03.3",
        lambda z, k: -np.log((np.exp(z) / np.exp(z).sum())[np.arange(len(z)), k]),
        "over everything",
    ),
    ("03.3", lambda z, k: 1 - softmax(z)[np.arange(len(z)), k], "minus a logarithm"),
    ("03.3", right_surprises, "logarithm was taken first"),
    ("03.3", lambda z, k: z - z.max(axis=1), "print both shapes"),
    ("03.3", lambda z, k: -np.log(softmax(z)[np.arange(len(z)), k] + 1e-12), "cut off"),
    ("03.3", lambda z, k: right_surprises(z, k) / len(z), "no mean"),
    ("03.3", lambda z, k: right_surprises(z, k) / np.log(10), "base 10"),
    ("03.3", lambda z, k: np.log(np.exp(z).sum(axis=1)), "target's logit is missing"),
    ("03.3", shifted_together, "shift of its own"),
    (
        "03.3",
        lambda z, k: -np.log((np.exp(z) / np.exp(z).sum(1)[:, None])[np.arange(len(z)), k]),
        "large ones",
    ),
    (
        "03.3",
        lambda z, k: -np.log(np.maximum(softmax(z), 1e-300)[np.arange(len(z)), k]),
        "cut off",
    ),
    ("03.4", lambda p, k: right_gradient(p, k) * len(p), "gradient of the sum"),
    ("03.4", lambda p, k: -right_gradient(p, k), "the sign"),
    ("03.4", lambda p, k: columns_taken(p, k) / len(p), "in every row"),
    ("03.4", columns_taken, "mean is still missing"),
    ("03.4", by_p, "respect to p"),
    ("03.4", rows_taken, "whole rows"),
    ("03.4", lambda p, k: right_gradient(softmax(p), k), "probabilities already"),
    ("03.4", lambda p, k: p / len(p) - np.eye(p.shape[1])[k], "only the p is divided"),
    ("03.4", lambda p, k: np.eye(p.shape[1])[k] * right_gradient(p, k), "only the target's entry"),
    ("03.4", lambda p, k: 2 * right_gradient(p, k), "factor 2"),
    ("03.4", lambda p, k: p - 1, "only the target"),
    ("03.4", lambda p, k: p - np.eye(p.shape[1])[k] / len(p), "whole gradient"),
    ("03.4", squared, "squared error"),
    ("03.4", lambda p, k: right_gradient(p, k) / p.shape[1], "the steps alone"),
    ("03.4", lambda p, k: p, "what the target lacks"),
    ("03.4", changed_in_place, "changes what it was given"),
    ("03.4", lambda p, k: right_gradient(p, k).sum(axis=0), "keeps its row"),
    ("03.5", lambda ids, V, s: table(counts(ids, V).T, s), "changed places"),
    ("03.5", lambda ids, V, s: table(counts(ids, V), s, axis=0), "columns sum to 1"),
    ("03.5", lambda ids, V, s: counts(ids, V) + s, "these are counts"),
    ("03.5", unsmoothed, "smoothing is missing"),
    ("03.5", counted_once, "counted once"),
    ("03.5", wrapped, "does not wrap"),
    ("03.5", lambda ids, V, s: table(counts(ids, V), 0.03), "0.03"),
    ("03.5", order_zero, "order 0"),
    ("03.5", lambda ids, V, s: table(counts(ids, V), 1.0), "smooths by 1"),
    ("03.5", lambda ids, V, s: (c := counts(ids, V) + s) / c.sum(axis=1), "keepdims"),
    ("03.5", lambda ids, V, s: table(np.maximum(counts(ids, V), s), 0), "only the zeros"),
    ("03.5", lambda ids, V, s: table(unsmoothed(ids, V, s), s), "added to probabilities"),
    ("03.5", lambda ids, V, s: table(counts(ids[:-1], V), s), "last pair"),
    (
        "03.5",
        lambda ids, V, s: (counts(ids, V) + s) / (np.bincount(ids, minlength=V)[:, None] + s * V),
        "nothing follows it",
    ),
    (
        "03.5",
        lambda ids, V, s: (counts(ids, V) + s) / counts(ids, V).sum(axis=1, keepdims=True),
        "into the sum too",
    ),
    (
        "03.5",
        lambda ids, V, s: (counts(ids, V) + s) / (counts(ids, V).sum(axis=1, keepdims=True) + s),
        "added to a row once",
    ),
]

SECRETS = {
    "03.1": [r"204\.?7?", r"50 ln 60"],
    "03.2": [r"2\.56", r"5\.89", r"nats / "],
    "03.3": [r"z\.max", r"logits - ", r"np\.arange", "largest"],
    "03.4": [r"np\.arange", r"/ T\b"],
    "03.5": [r"add\.at", r"keepdims=True", r"\[:-1\]"],
}

OTHER_CLOTHES = [
    ("03.1", np.float32(204.72)),
    ("03.1", 204.7172),
    ("03.2", [2.56, 5.89]),
    ("03.2", np.array([2.5594, 5.8944])),
    ("03.3", lambda z, k: [np.log(np.exp(r - r.max()).sum()) - (r - r.max())[i]
                           for r, i in zip(z, k, strict=True)]),
    ("03.4", lambda p, k: right_gradient(p, k).tolist()),
    ("03.5", lambda ids, V, s: table(counts(ids, V), s).tolist()),
]  # fmt: skip
