"""The exercises of lesson 10, Reading the hidden state."""

import numpy as np

from ..exercise import Exercise


def share_of_pairs(inside, outside):
    wins = inside[:, None] > outside
    return wins.mean()


def prices(before, after, where):
    more = after - before
    return more[where].mean(), more[~where].mean()


def line_that_is_wrong():
    return 3


def by_chance():
    H, one = 400, 0.01
    return H * one, 1 - (1 - one) ** H


def nearest_state(state, states):
    off = states - state
    return (off**2).sum(axis=1).argmin()


def values_of_a_unit(rng):
    inside, outside = [0.3, 0.6, 0.8, 1.1, 1.4], [0.1, 0.2, 0.5, 0.7, 0.9, 3.0, 4.0]
    for sign in (1, -1):
        yield (
            sign * (inside + 0.01 * rng.random(len(inside))),
            sign * (outside + 0.01 * rng.random(len(outside))),
        )


def surprises_and_ends(rng):
    for _ in range(2):
        ends = rng.random((5, 6)) < 0.3
        yield rng.gamma(2, 1, (5, 6)), rng.gamma(2, 1, (5, 6)), ends


def a_state_and_others(rng):
    for _ in range(4):
        state = rng.uniform(1, 2, 5)
        off = np.array(
            [
                [1.3, 1.3, 0.2, 0.2, 0.2],  # the nearest
                [0.9, 0.9, 0.9, 0.9, 0.9],  # its largest difference is the smallest
                [2.2, 0, 0, 0, 0],  # the sum of its differences is the smallest
                [3, -3, 0, 0, 0],  # its differences cancel
                [-6, -6, -6, -6, -6],  # their sum is the least
                [9, 9, 9, 9, 9],  # a long row
                [25, -25, 0, 0, 0],  # the farthest
            ]
        )
        yield state, state + rng.permutation(off + 0.01 * rng.random(off.shape))


EXERCISES = {
    "10.a": Exercise(
        share_of_pairs,
        inputs=values_of_a_unit,
        praise="every place inside against every place outside",
        mistakes={
            "inside[:, None] > outside": {
                "inside[:, None] < outside": "you count the pairs in which it is lower inside",
                "inside > outside.mean()": "that compares with the mean of the others: take every "
                "pair",
                "inside.mean() > outside": "that compares the mean inside: take every pair",
                "np.array(inside.mean() > outside.mean())": "two means are one comparison: take "
                "every pair",
                "inside > np.median(outside)": "that compares with the middle one of the others: "
                "take every pair",
                "inside[:, None] - outside": "that is how much higher it is, on average: in what "
                "share of the pairs is it higher?",
                "inside > outside": "the shapes don't fit: make a column of one of them, (A,1), "
                "and every pair is compared, (A,B)",
            },
            "wins.mean()": {
                "wins.sum()": "that is their number: what share of all pairs is it?",
                "wins.sum() / len(inside)": "that is for each place inside: there are A times B "
                "pairs",
                "wins.sum() / len(outside)": "that is for each place outside: there are A times B "
                "pairs",
                "wins.any(axis=1).mean()": "that asks whether it beats at least one of the others",
                "wins.all(axis=1).mean()": "that asks whether it beats all of the others",
            },
        },
    ),
    "10.b": Exercise(
        prices,
        inputs=surprises_and_ends,
        parts=("the price there", "elsewhere"),
        praise="what is lost where it should matter, and what is lost elsewhere",
        mistakes={
            "after - before": {
                "before - after": "the sign: a loss that rises is a price above 0",
                "after": "that is the surprise with the unit off: how much more is it than before?",
                "before": "that is the surprise before: how much more is it with the unit off?",
                "after / before": "a price in nats is a difference, not a ratio",
            },
            "more[where].mean()": {
                "more[where].sum()": "per letter: the mean, not the sum",
                "more.mean()": "that is over all letters: take those where it is True",
                "(more * where).mean()": "the zeros of all other letters are in that mean, too",
            },
            "more[~where].mean()": {
                "more[~where].sum()": "per letter: the mean, not the sum",
                "more.mean()": "that is over all letters: leave those out where it is True",
                "(more * ~where).mean()": "the zeros of the others are in that mean, too",
            },
        },
    ),
    "10.1": Exercise(
        line_that_is_wrong,
        parts=("the number of a line",),
        praise="the unit was chosen because it is best there: its score has to be told on text "
        "that had no say",
        mistakes={
            "3": {
                "1": "line 1 is fine: each text is read once",
                "2": "line 2 is fine: a unit may be far below 0.5 as well as far above, and it is "
                "chosen on the first text",
                "4": "line 4 is fine: a unit that is always lower tells as much as one that is "
                "always higher",
                "5": "line 5 is fine: the unit and its score are what was asked for",
            },
        },
    ),
    "10.2": Exercise(
        by_chance,
        parts=("how many", "the chance of at least one"),
        tolerance=0.003,
        praise="with enough units chance finds something nearly every time",
        mistakes={
            "H * one": {
                "one": "that is for one unit: there are 400",
                "H": "that is all of them",
            },
            "1 - (1 - one) ** H": {
                "H * one": "that is how many, not how likely: none is likelier than 1",
                "(1 - one) ** H": "that is the chance that none does",
                "one**H": "that is the chance that all do",
                "1 - one**H": "not all: that is another question than at least one",
                "one": "that is for one unit: there are 400",
            },
        },
    ),
    "10.3": Exercise(
        nearest_state,
        inputs=a_state_and_others,
        parts=("the number of a row",),
        praise="the row with the shortest difference",
        mistakes={
            "(off**2).sum(axis=1).argmin()": {
                "(off**2).sum(axis=1).argmax()": "that is the farthest",
                "(off**2).sum(axis=1).min()": "that is the distance, squared: which row has it?",
                "off.sum(axis=1).argmin()": "what is above and what is below cancel: square the "
                "differences first",
                "np.abs(off.sum(axis=1)).argmin()": "what is above and what is below cancel: "
                "square the differences first",
                "(off**2).sum(axis=0).argmin()": "that is summed over the rows: a distance for "
                "each row, please",
                "(off**2).argmin()": "that is one unit of one row: sum over the units",
                "np.abs(off).sum(axis=1).argmin()": "that is another distance: square the "
                "differences before you sum them",
                "np.abs(off).max(axis=1).argmin()": "that looks only at the unit that differs most",
                "(states @ state).argmax()": "the largest product is not the nearest: long rows "
                "have large products",
            },
        },
    ),
}
