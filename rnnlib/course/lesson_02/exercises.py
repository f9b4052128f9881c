"""The exercises of lesson 02, The forward pass."""

import numpy as np

from ..exercise import Exercise


def multiplications():
    H, V = 100, 65
    return H * H + V * H


def softmax_of_large():
    z = np.array([1000.0, 1001.0, 1002.0])
    e = np.exp(z - z.max())
    return e / e.sum()


def step(Wxh, Whh, Why, bh, by, i, h):
    new = np.tanh(Wxh[:, i] + Whh @ h + bh)
    z = Why @ new + by
    e = np.exp(z - z.max())
    return new, e / e.sum()


def all_states(Wxh, Whh, bh, ids, h):
    hs = [h]
    for i in ids:
        h = np.tanh(Wxh[:, i] + Whh @ h + bh)
        hs.append(h)
    return np.array(hs)


def networks(rng):
    """The weights of two networks and a state. First V = H, where a matrix turned round fits."""
    for V, H in ((4, 4), (5, 3)):
        shapes = (H, V), (H, H), (V, H), (H,), (V,)
        yield [rng.normal(0, 0.7, shape) for shape in shapes], rng.uniform(-0.9, 0.9, H)


def steps(rng):
    for (*weights, by), h in networks(rng):
        yield *weights, by, 2, h
    for large in (by + 1000, by * 1000):  # exp alone would overflow
        yield *weights, large, 2, h


def windows(rng):
    for (Wxh, Whh, _, bh, _), h in networks(rng):
        yield Wxh, Whh, bh, np.array([1, 3, 0, 0]), h


# What readers have in place of the new state, or of a piece of it.
STATE = {
    "np.tanh(Wxh[:, i] + Whh @ h + bh)": {
        "np.tanh(Wxh[:, i]) + Whh @ h + bh": "tanh goes around the whole sum",
        "np.tanh(Wxh[:, i] + Whh @ h) + bh": "tanh goes around the whole sum",
        "1 / (1 + np.exp(-(Wxh[:, i] + Whh @ h + bh)))": "this is a sigmoid: the state needs tanh, "
        "from -1 to 1",
        "np.tanh(np.tanh(Wxh[:, i] + Whh @ h + bh))": "tanh was taken twice",
    },
    "np.tanh(": {
        "(": "the state lacks its tanh: it may be larger than 1",
        "np.maximum(0, ": "this is ReLU: the state needs tanh, from -1 to 1",
    },
    "Wxh[:, i] + ": {
        "": "the letter is missing: nothing was read",
        "Wxh[:, i - 1] + ": "this is the column of the letter before: ids begin at 0",
        "Wxh[i] + ": "this is row i of Wxh, so column i of its transpose: a letter is a column",
    },
    "Whh @ h": {
        "0": "the state before is missing: this network forgets at once",
        "Whh.T @ h": "Whh is transposed: shapes fit, because it is square, but the axes are "
        "swapped",
    },
    " + bh": {"": "the bias bh is missing"},
}

EXERCISES = {
    "02.1": Exercise(
        multiplications,
        praise="H·H for the state and V·H for the logits; the letter costs none",
        mistakes={
            "H * H + V * H": {
                "H * V + H * H + V * H + H + V": "these are all weights and biases; a step does "
                "not multiply by each of them",
                "H * V + H * H + V * H": "Wxh is in it: but the letter's column is looked up, "
                "nothing is multiplied",
                "H * H": "this is Whh h alone: the logits cost something too",
                "V * H": "this is Why h alone: the state before comes in through Whh",
                "V * H + V * H": "Whh has the shape (H,H), not (H,V)",
                "H * H + H * H": "Why has the shape (V,H), not (H,H)",
                "H * H + V * V": "Why has the shape (V,H), not (V,V)",
                "H * H + V * H + H + V": "biases are added, not multiplied",
                "H * H + V * H + H": "biases are added, not multiplied",
                "H * H + V * H + V": "biases are added, not multiplied",
                "H + V": "a matrix of shape (R,C) times a vector costs R times C multiplications",
                "H + H + V + H": "a matrix of shape (R,C) times a vector costs R times C "
                "multiplications",
                "H * H * V": "one product comes after the other: what they cost is added",
                "H * H * V * H": "one product comes after the other: what they cost is added",
                "2 * (H * H + V * H)": "additions are in it: only multiplications were asked for",
                "25 * (H * H + V * H)": "this is a window of 25 steps: one step was asked for",
            },
        },
    ),
    "02.2": Exercise(
        softmax_of_large,
        parts=("three probabilities",),
        tolerance=0.006,
        praise="adding the same number to all logits changes no probability",
        mistakes={
            "z - z.max()": {
                "z": "e to the 1000 is more than a float can hold: subtract something from all "
                "three",
            },
            "e / e.sum()": {
                "e": "these do not sum to 1 yet",
                "np.exp(z - z.min())": "these do not sum to 1 yet",
                "z": "these are logits still: now e to each of them",
                "z - z.max()": "these are logits still: now e to each of them",
                "z - z.min()": "these are logits still: now e to each of them",
                "100 * e / e.sum()": "these are percents: probabilities go from 0 to 1",
                "np.round(100 * e / e.sum())": "these are percents: probabilities go from 0 to 1",
                "(e / e.sum())[::-1]": "the largest logit gets the largest probability",
                "z / z.sum()": "this divides the logits by their sum: softmax takes their "
                "exponentials first",
                "z == z.max()": "the differences are 1 and 2, not hundreds: the others get "
                "something as well",
                "2 ** (z - z.max()) / 1.75": "these are powers of 2: softmax takes those of e",
                "np.log(e / e.sum())": "these are logarithms: probabilities are above 0",
            },
        },
    ),
    "02.3": Exercise(
        step,
        inputs=steps,
        parts=("the state", "the probabilities"),
        praise="state and probabilities, also where exp alone would overflow",
        mistakes={
            **STATE,
            "(Wxh[:, i] + Whh @ h + bh)": {
                "(Wxh[:, i] + Whh * h + bh)": "Whh is multiplied number by number: that is not the "
                "product of a matrix and a vector",
            },
            "Why @ new + by": {
                "Why @ new": "the bias by is missing",
                "Why @ h + by": "p comes from the state before this letter: use the new one",
                "np.tanh(Why @ new + by)": "logits have no tanh: they may be as large as they like",
                "Why.T @ new + by": "Why is transposed: a letter's weights are a row of Why",
            },
            "z - z.max()": {
                "z": "right for small logits, nan for large ones: subtract the largest before exp",
                "z - z.mean()": "right for most logits, nan where they lie far apart: subtract the "
                "largest, not the mean",
                "z - z.min()": "right for most logits, nan where they lie far apart: subtract the "
                "largest, not the least",
                "np.clip(z, -500, 500)": "large logits are cut off: all alike, they get the same "
                "probability; subtract the largest",
                "np.clip(z, -100, 100)": "large logits are cut off: all alike, they get the same "
                "probability; subtract the largest",
                "np.clip(z, -50, 50)": "large logits are cut off: all alike, they get the same "
                "probability; subtract the largest",
            },
            "return new,": {
                "return new[:, None],": "the state has one axis too many: (H,) was expected",
                "return h,": "this is the state from before: the new one was asked for",
            },
            "e / e.sum()": {
                "z": "these are logits: softmax is missing",
                "e": "these do not sum to 1: divide by their sum",
                "np.exp(z)": "these do not sum to 1: divide by their sum",
                "z / z.sum()": "softmax takes the exponentials before it divides",
                "np.log(e / e.sum())": "these are logarithms of probabilities",
                "1 / (1 + np.exp(-z))": "these are sigmoids: probabilities sum to 1",
                "np.argmax(z)": "this is the likeliest letter: the probability of each was asked "
                "for",
            },
        },
    ),
    "02.4": Exercise(
        all_states,
        inputs=windows,
        parts=("an array (T+1,H)",),
        praise="T + 1 states, the first of them the one you were given",
        mistakes={
            **STATE,
            "+ Whh @ h +": {
                "+ Whh @ hs[0] +": "every step begins from the same state: carry the last one on",
            },
            "[h]": {
                "[h := 0 * h]": "the start is zeros: it should be the state that was given",
                "[0 * h]": "row 0 is zeros: it should be the state that was given",
            },
            "in ids": {
                "in range(len(ids))": "the place of a letter in the text was taken for its id",
                "in ids[::-1]": "the text is read from its end",
            },
            "np.array(hs)": {
                "np.array(hs[1:])": "the state before the window is missing: it is row 0, so there "
                "are T + 1 rows",
                "np.array(hs[:-1])": "the last state is missing: there are T + 1 rows",
                "np.array(hs[:2])": "only the first letter was read: is the return inside the "
                "loop?",
                "hs[-1]": "this is the last state alone: all of them were asked for",
                "np.roll(hs, -1, axis=0)": "the state before the window is the last row: it "
                "belongs first",
                "np.array(hs[::-1])": "the rows are in the wrong order: time goes down the rows",
                "np.array(hs[:1] + hs[:-1])": "each state is stored before its letter is read: the "
                "first one is there twice",
                "np.array(hs[:1] + hs[-1:] * len(ids))": "all rows hold the last state: the same "
                "array was stored again and again, and changed; store a copy",
                "np.array(hs).T": "the axes are swapped: time goes down the rows",
                "np.concatenate(hs)": "everything is in one row: each state is a row of its own",
            },
        },
    ),
}  # fmt: skip
