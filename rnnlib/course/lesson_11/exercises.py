"""The exercises of lesson 11, Make it fast."""

import numpy as np

from ..exercise import Exercise


def operations(H, V):
    return 3 * 2 * H * H + 3 * 2 * H * V


def exponent(n1, t1, n2, t2):
    return np.log(t2 / t1) / np.log(n2 / n1)


def all_logits(hs, Why, by):
    return hs[1:] @ Why.T + by


def all_of_dWhh(das, hs):
    return das.T @ hs[:-1]


def line_that_is_wrong():
    return 4


def at_most():
    share = 0.8
    return 1 / (1 - share)


def megabytes():
    H, T, V, B = 512, 100, 65, 64
    return ((T + 1) * B * H + T * B * V) * 4 / 1e6


def of_all_streams(g1, g2, B1, B2):
    return (B1 * g1 + B2 * g2) / (B1 + B2)


def sizes(rng):
    yield 100, 60
    yield 7, 300


def points(rng):
    yield 200.0, 3.0, 400.0, 12.0
    yield 10.0, 5.0, 1000.0, 700.0


def outputs(rng):
    for T, H, V in ((5, 3, 4), (8, 6, 9)):
        yield rng.normal(size=(T + 1, H)), rng.normal(size=(V, H)), rng.normal(size=V)


def backs(rng):
    for T, H in ((5, 3), (9, 6)):
        yield rng.normal(size=(T, H)), rng.normal(size=(T + 1, H))


def shares(rng):
    yield rng.normal(size=4), rng.normal(size=4), 24, 8
    yield rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), 5, 27


EXERCISES = {
    "11.a": Exercise(
        operations,
        inputs=sizes,
        praise="one product forward and two back, with each of two matrices",
        mistakes={
            "3 * 2 * H * H + 3 * 2 * H * V": {
                "2 * H * H + 2 * H * V": "that is forward alone: each of these products has two on "
                "the way back",
                "2 * 2 * H * H + 2 * 2 * H * V": "each product has two on the way back, and there "
                "is the one forward: three",
                "3 * H * H + 3 * H * V": "a multiplication and an addition are two operations",
                "H * H + H * V": "a multiplication and an addition are two operations; and each "
                "product has two on the way back",
                "3 * 2 * H * H + 6 * 2 * H * V": "the letter takes no product: its column of Wxh "
                "is looked up",
                "3 * 2 * H * H + 5 * 2 * H * V": "the letter takes no product: its column of Wxh "
                "is looked up",
                "3 * 2 * H * H + 4 * 2 * H * V": "the letter takes no product: its column of Wxh "
                "is looked up",
                "3 * 2 * H * H": "Why is multiplied, too, once forward and twice back",
                "3 * 2 * H * V": "Whh is multiplied, too, once forward and twice back",
                "3 * 2 * V * V + 3 * 2 * H * V": "Whh is (H,H)",
            },
        },
    ),
    "11.b": Exercise(
        exponent,
        inputs=points,
        tolerance=1e-6,
        praise="the slope between two points on logarithmic axes",
        mistakes={
            "np.log(t2 / t1) / np.log(n2 / n1)": {
                "(t2 - t1) / (n2 - n1)": "that is the slope on plain axes: take logarithms first",
                "(t2 / t1) / (n2 / n1)": "take the logarithm of each of the two ratios",
                "np.log(n2 / n1) / np.log(t2 / t1)": "upside down: how far up, for each step to "
                "the right",
                "np.log(t2 / t1)": "how far up: and how far to the right?",
                "np.log(t2 - t1) / np.log(n2 - n1)": "first the logarithm of each, then the "
                "difference; or the logarithm of the ratio",
                "np.log(t1) / np.log(n1)": "one point gives no slope",
                "np.log(t1 / t2) / np.log(n2 / n1)": "the sign: where time grows, the exponent is "
                "above 0",
            },
        },
    ),
    "11.c": Exercise(
        all_logits,
        inputs=outputs,
        parts=("the logits (T,V)",),
        praise="one product for all steps",
        mistakes={
            "hs[1:] @ Why.T + by": {
                "hs @ Why.T + by": "row 0 is the state before the window: nothing is predicted "
                "from it",
                "hs[:-1] @ Why.T + by": "these are the states before each letter: the prediction "
                "comes from the one after it",
                "hs[1:] @ Why.T": "the bias by is missing",
                "(Why @ hs[1:].T).T": "the bias by is missing",
                "Why @ hs[1:].T + by[:, None]": "the numbers are there, in columns: a row for "
                "each step is asked for, (T,V)",
            },
        },
    ),
    "11.d": Exercise(
        all_of_dWhh,
        inputs=backs,
        parts=("dWhh (H,H)",),
        praise="a sum of outer products is a product of matrices",
        mistakes={
            "das.T @ hs[:-1]": {
                "das.T @ hs[1:]": "each da is paired with the state before its step, h[t-1]",
                "hs[:-1].T @ das": "transposed: a row for each number that da has",
                "hs[1:].T @ das": "transposed, and each da is paired with the state before its "
                "step",
                "das.T @ hs[:-1] / len(das)": "a sum over the steps, not their mean",
                "np.outer(das[-1], hs[-2])": "that is the last step alone: the sum over all steps "
                "is wanted",
                "np.outer(das.sum(0), hs[:-1].sum(0))": "a product of two sums pairs every step "
                "with every other: multiply first, then add",
            },
        },
    ),
    "11.e": Exercise(
        of_all_streams,
        inputs=shares,
        parts=("the gradient",),
        praise="every stream counts alike, not every process",
        mistakes={
            "(B1 * g1 + B2 * g2) / (B1 + B2)": {
                "(g1 + g2) / 2": "that is what DistributedDataParallel does: right only where both "
                "have as many streams",
                "g1 + g2": "each is a mean over its streams: a sum of means is no mean",
                "B1 * g1 + B2 * g2": "that is the sum over all streams: how many are they?",
                "(B1 * g1 + B2 * g2) / 2": "that is the sum over all streams: how many are they?",
                "(B2 * g1 + B1 * g2) / (B1 + B2)": "the weights are swapped: who has read more "
                "streams counts more",
                "(g1 + g2) / (B1 + B2)": "g1 and g2 are means already: first make sums of them",
                "(g1 / B1 + g2 / B2) / (B1 + B2)": "g1 and g2 are means already: times the number "
                "of streams they are sums",
            },
        },
    ),
    "11.1": Exercise(
        line_that_is_wrong,
        parts=("the number of a line",),
        praise="+= through a list of ids writes once for each place: a letter that came twice "
        "counts once",
        mistakes={
            "4": {
                "1": "line 1 is fine: the output's part of dh for all steps at once",
                "2": "line 2 is fine: the slopes of tanh, without the state before the window",
                "3": "line 3 is fine: each da is paired with the state before its step",
                "5": "line 5 is fine: a row for each step, and a bias counts in all of them",
            },
        },
    ),
    "11.2": Exercise(
        at_most,
        tolerance=0.01,
        praise="what is not made faster is all that is left (Amdahl, 1967)",
        mistakes={
            "1 / (1 - share)": {
                "1 / share": "that is if the other part took no time: how much time is left, and "
                "how often does it fit into the whole?",
                "1 - share": "that is the time that is left: how many times as fast is that?",
                "1 + share": "the time goes down by that share: how much is left?",
                "share": "that is the time that is saved: how much is left?",
                "np.inf": "the rest takes as long as before",
                "1 / (1 - share) - 1": "it takes a fifth of the time: how many times as fast is "
                "that?",
            },
        },
    ),
    "11.3": Exercise(
        megabytes,
        tolerance=0.05,
        praise="and the weights are few beside it",
        mistakes={
            " * 4 / 1e6": {
                " / 1e6": "so many million numbers: a float32 has four bytes",
                " * 8 / 1e6": "eight bytes are a float64",
                " * 4 / 1e3": "that is in kilobytes",
                " * 4 / 2**20": "a megabyte is a million bytes (you took 2**20)",
                " * 4": "that is in bytes",
                " * 32 / 1e6": "32 bits are four bytes",
            },
            "(T + 1) * B * H + T * B * V": {
                "T * B * H + T * B * V": "near: the states are one more than the steps",
                "(T + 1) * B * H": "the logits are kept, too",
                "T * B * V": "the states are kept, too",
                "(T + 1) * H + T * V": "that is for one stream",
                "B * H + B * V": "that is for one step: going back needs all of them",
                "H * V + H * H + V * H + H + V": "that is how many weights there are",
            },
        },
    ),
}
