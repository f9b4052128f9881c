"""The exercises of lesson 02, The forward pass."""

import numpy as np

from ..exercise import Exercise, Wrong, array


def new_state(Wxh, Whh, bh, i, h):
    return np.tanh(Wxh[:, i] + Whh @ h + bh)


def small_softmax(z):
    e = np.exp(z)
    return e / e.sum()


def all_logits(Why, by, hs):
    return hs[1:] @ Why.T + by


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


def line_of_the_old_state():
    return 6


def shape_after_a_column():
    return 7, 5


def line_of_rand():
    return 3


def broken_by_the_mean():
    return [80, -100]


def networks(rng):
    """The weights of two networks and a state. First V = H, where a matrix turned round fits."""
    for V, H in ((4, 4), (5, 3)):
        shapes = (H, V), (H, H), (V, H), (H,), (V,)
        yield [rng.normal(0, 0.7, shape) for shape in shapes], rng.uniform(-0.9, 0.9, H)


def steps(rng):
    for (*weights, by), h in networks(rng):
        yield *weights, by, 2, h
    for large in (by + 1000, by * 1000, by - 1000):  # exp alone gives infinities, or only zeros
        yield *weights, large, 2, h


def windows(rng):
    for (Wxh, Whh, _, bh, _), h in networks(rng):
        yield Wxh, Whh, bh, np.array([1, 3, 0, 0]), h


def single_steps(rng):
    for (Wxh, Whh, _, bh, _), h in networks(rng):
        yield Wxh, Whh, bh, 2, h


def few_logits(rng):
    for V in (4, 3, 1):
        yield (rng.normal(0, 2, V),)


def all_the_states(rng):
    for (_, _, Why, _, by), h in networks(rng):
        yield Why, by, np.concatenate([h[None], rng.uniform(-0.9, 0.9, (3, len(h)))])


def what_the_mean_does(value, part):
    """What softmax makes of two logits as they are, and less their mean: an array of one number.

    0: right as they are, and nan less their mean; 1: one is too large as it is; 2: both are too
    small as they are; 3: they are alike; 4: they are not far enough apart.
    """
    z = array(value, part).squeeze()
    if z.shape != (2,):
        raise Wrong(f"expected {part}, the shape (2,), got {z.shape}")
    with np.errstate(all="ignore"):
        z = z.astype(np.float32)
        if not np.isfinite(z).all():
            raise Wrong("one of them is infinite in float32: give two finite numbers")
        as_they_are, less_the_mean = (np.isnan(small_softmax(x)).any() for x in (z, z - z.mean()))
    if as_they_are:
        return np.array([1 if z.max() > 0 else 2])
    if less_the_mean:
        return np.array([0])
    return np.array([3 if z.max() == z.min() else 4])


def other_shares(got):
    if got.shape != (3,):
        return f"expected three probabilities, the shape (3,), got {got.shape}"
    if (got < 0).any():
        return "one of them is below 0: no probability is"
    if abs(got.sum() - 1) > 0.02:
        return f"these sum to {got.sum():.4g}: probabilities sum to 1"
    return "they do sum to 1: how many times as likely does each step of one logit make a letter?"


# What readers have in place of the new state, or of a piece of it.
STATE = {
    "np.tanh(Wxh[:, i] + Whh @ h + bh)": {
        "np.tanh(Wxh[:, i]) + Whh @ h + bh": "tanh goes around the whole sum",
        "np.tanh(Wxh[:, i] + Whh @ h) + bh": "tanh goes around the whole sum",
        "np.tanh(Wxh[:, i]) + np.tanh(Whh @ h) + bh": "tanh goes around the whole sum",
        "np.tanh(Wxh[:, i] + bh) + Whh @ h": "tanh goes around the whole sum",
        "np.tanh(Whh @ h + bh) + Wxh[:, i]": "tanh goes around the whole sum",
        "np.tanh(Whh @ h) + Wxh[:, i] + bh": "tanh goes around the whole sum",
        "np.tanh(np.tanh(Wxh[:, i]) + np.tanh(Whh @ h) + bh)": "each part has a tanh of its own as "
        "well: it comes once, after the sum",
        "np.tanh(np.tanh(Wxh[:, i]) + Whh @ h + bh)": "the letter has a tanh of its own as well: "
        "it comes once, after the sum",
        "np.tanh(Wxh[:, i] + np.tanh(Whh @ h) + bh)": "what comes from the state has a tanh of its "
        "own as well: it comes once, after the sum",
        "np.tanh(Wxh[:, i]) + np.tanh(Whh @ h) + np.tanh(bh)": "tanh goes around the whole sum",
        "1 / (1 + np.exp(-(Wxh[:, i] + Whh @ h + bh)))": "this is a sigmoid: the state needs tanh, "
        "from -1 to 1",
        "np.tanh(np.tanh(Wxh[:, i] + Whh @ h + bh))": "tanh was taken twice",
        "h + np.tanh(Wxh[:, i] + Whh @ h + bh)": "the state before was added to the new one: it "
        "comes in through Whh alone",
        "np.tanh(Wxh[:, i] + Whh @ np.tanh(h) + bh)": "the state before has its tanh already: it "
        "goes through Whh as it is",
    },
    "np.tanh(": {
        "(": "the state lacks its tanh: it may be larger than 1",
        "np.maximum(0, ": "this is ReLU: the state needs tanh, from -1 to 1",
    },
    "Wxh[:, i] + ": {
        "": "the letter is missing: nothing was read",
        "Wxh[:, i - 1] + ": "this is the column of the letter before: ids begin at 0",
        "Wxh[:, (i + 1) % Wxh.shape[1]] + ": "this is the column of the letter after: ids begin "
        "at 0",
        "Wxh[i] + ": "this is row i of Wxh, so column i of its transpose: a letter is a column",
        "Wxh.sum(axis=1) + ": "all columns of Wxh were added up: one letter was read, and it has "
        "one column",
    },
    "Whh @ h": {
        "0": "the state before is missing: this network forgets at once",
        "Whh.T @ h": "Whh is transposed: shapes fit, because it is square, but the axes are "
        "swapped",
        "h": "the state before comes in without its weights",
        "Whh @ (h + bh)": "bh was added to the state before: it is added to the sum, after the "
        "product",
        "(Whh * h).sum(axis=0)": "the products were added up along the wrong axis: a unit hears "
        "along its row of Whh",
    },
    " + bh": {"": "the bias bh is missing", " - bh": "the bias bh is subtracted: it is added"},
}
ELEMENTWISE = {
    "(Wxh[:, i] + Whh @ h + bh)": {
        "(Wxh[:, i] + Whh * h + bh)": "Whh is multiplied number by number: that is not the "
        "product of a matrix and a vector",
    },
}

# What readers have in place of softmax.
SHARES = {
    "z": "these are logits: softmax is missing",
    "z / z.sum()": "softmax takes the exponentials before it divides",
    "np.log(e / e.sum())": "these are logarithms of probabilities",
    "1 / (1 + np.exp(-z))": "these are sigmoids: probabilities sum to 1",
}
CLIPPED = [f"np.clip(z, -{most}, {most})" for most in (10, 30, 50, 88, 100, 500, 700, 709)]
DIVIDED = [f"z / {what}" for what in ("z.max()", "np.abs(z).max()", "np.linalg.norm(z)")]
LINES = "look at what each line gives for `h`, the first letter, and what should come out"

EXERCISES = {
    "02.a": Exercise(
        new_state,
        inputs=single_steps,
        parts=("a state (H,)",),
        praise="the letter's column, the state before through Whh, the bias; and tanh around all",
        mistakes={**STATE, **ELEMENTWISE},
    ),
    "02.b": Exercise(
        small_softmax,
        inputs=few_logits,
        parts=("probabilities (V,)",),
        praise="above 0, in the same order, and they sum to 1",
        mistakes={
            "np.exp(z)": {
                "2**z": "these are powers of 2: softmax takes those of e",
                "np.exp(-z)": "the likeliest letter became the least likely: is there a minus too "
                "many?",
                "np.abs(z)": "the minus signs were dropped: then -2 counts as much as 2; an "
                "exponential keeps the order",
                "(z - z.min())": "shifted up by the least, the least gets no chance at all: take "
                "exponentials",
            },
            "e / e.sum()": {
                **SHARES,
                "e": "these do not sum to 1 yet",
                "e / z.sum()": "the exponentials are divided by the sum of the logits: divide by "
                "the sum of the exponentials",
                "z / e.sum()": "the logits are divided by the sum of the exponentials: the same "
                "belong above and below",
                "e / e.max()": "these do not sum to 1: divide by their sum, not by the largest",
                "e / e.mean()": "these do not sum to 1: divide by their sum, not by their mean",
            },
        },
    ),
    "02.c": Exercise(
        all_logits,
        inputs=all_the_states,
        parts=("an array (T,V)",),
        praise="a row of logits for every letter read; the next cell has them in one product",
        mistakes={
            "hs[1:]": {
                "hs[:-1]": "these are the states before each letter: row t+1 is the one after step "
                "t",
                "hs": "there are T + 1 rows of states, and T letters: the first row is from before "
                "the window",
                "hs[-1:]": "this is the last step alone: every step has logits",
            },
            "Why.T": {
                "Why": "Why is (V,H): for rows of states it has to be turned, and with V = H the "
                "wrong way fits too",
            },
            " + by": {"": "the bias by is missing"},
            "hs[1:] @ Why.T + by": {
                "(hs[1:] @ Why.T + by).T": "the axes are swapped: time goes down the rows",
                "np.tanh(hs[1:] @ Why.T + by)": "logits have no tanh: they may be as large as they "
                "like",
            },
        },
    ),
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
        otherwise=other_shares,
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
            **ELEMENTWISE,
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
                **dict.fromkeys(CLIPPED, "large logits are cut off: all alike, they get the same "
                "probability; subtract the largest"),
                **dict.fromkeys(DIVIDED, "dividing makes the differences smaller too, and with "
                "them the probabilities alike: subtract the largest"),
                "z - np.abs(z).max()": "right for most logits, nan where all are far below 0: "
                "subtract the largest, not the one farthest from 0",
                "z - 1000": "a fixed number fits some logits and not others: subtract the largest "
                "of these",
            },
            "return new,": {
                "return new[:, None],": "the state has one axis too many: (H,) was expected",
                "return h,": "this is the state from before: the new one was asked for",
            },
            "e / e.sum()": {
                **SHARES,
                "e / e.mean()": "these do not sum to 1: divide by their sum, not by their mean",
                "e": "these do not sum to 1: divide by their sum",
                "np.exp(z)": "these do not sum to 1: divide by their sum",
                "e / np.exp(z).sum()": "the largest is subtracted above the line only: above and "
                "below must be the same exponentials",
                "e / (e.sum() + 1e-8)": "nearly: what was added below the line makes the sum less "
                "than 1; after the shift it can't be 0, so nothing needs to be added",
                "np.nan_to_num(np.exp(z) / np.exp(z).sum())": "where there was a nan there is now "
                "a 0, and the likeliest letter got it: subtract the largest",
                "2 ** (z - z.max()) / (2 ** (z - z.max())).sum()": "these are powers of 2: softmax "
                "takes those of e",
                "(e / e.sum()).round(2)": "these are rounded: leave all digits, and round what you "
                "print",
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
                "in np.repeat(ids, 2)": "every letter is read twice, or the state goes twice "
                "through the same line",
                "in ids[1:]": "the first letter was not read",
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
                "np.array(hs[-1:] * len(hs))": "all rows hold the last state, also the one you "
                "were given: the same array was stored again and again, and changed; store a copy",
                "np.array(hs).astype(int)": "these are whole numbers: the array was made for "
                "integers, and cut off what comes after the point",
                "np.array(hs)[:, :, None]": "each state is a column (H,1): it should be a row of "
                "H numbers",
                "np.concatenate([hs[:1], np.tanh(Wxh[:, ids].T + bh + np.concatenate([hs[:1], 0 * "
                "np.array(hs[1:-1])]) @ Whh.T)])": "all steps were done at once, from states that "
                "were not there yet: each needs the one before, so this takes a loop",
                "np.array(hs).T": "the axes are swapped: time goes down the rows",
                "np.concatenate(hs)": "everything is in one row: each state is a row of its own",
            },
        },
    ),
    "02.5": Exercise(
        line_of_the_old_state,
        parts=("the number of a line",),
        praise="the logits come from the state before the letter: it answers one letter late",
        mistakes={
            "6": {
                "1": "the names are all there, and in this order they are given as well: " + LINES,
                "2": "an empty list is a good start: every step adds to it",
                "3": "one id after the other, as it should be: " + LINES,
                "4": "the letter's column, the state before, the bias: this sum is right",
                "5": "the new state is right: but who uses it, and when?",
                "7": "the state does go on, and after the logits is not too late: " + LINES,
                "8": "both are returned as they should be: but what is in them?",
            },
        },
    ),
    "02b.1": Exercise(
        shape_after_a_column,
        parts=("a shape of two numbers",),
        praise="the state is (5,5), so the logits are seven rows for five states that nobody meant",
        mistakes={
            "7, 5": {
                "5, 7": "both numbers are there; (V,H) times (H,5) gives V rows",
                "5, 5": "this is the state with the column added: it still goes through Why",
                "1, 7": "Why has a row for each letter, so their number comes first; and how many "
                "columns has the state?",
                "7, 1": "the column is stretched: a row (5,) and a column (5,1) make (5,5)",
                "[7]": "this is what was meant: but a row (5,) and a column (5,1) do not make (5,)",
                "[5]": "this is what the state was meant to be; it is not, and it still goes "
                "through Why",
                "7, 7": "Why has 7 rows and 5 columns: how many columns has the state?",
                "4, 3": "these are the sizes of the cell above: here are 5 units and 7 letters",
            },
        },
    ),
    "02b.2": Exercise(
        broken_by_the_mean,
        parts=("two logits",),
        read=what_the_mean_does,
        praise="the mean is far below the larger, so the larger less the mean overflows",
        mistakes={
            "80, -100": {
                "89, 0": "these are nan as they are: the larger alone is too much already",
                "-200, -400": "these are nan as they are: both exponentials are 0, and so is their "
                "sum",
                "80, 80": "two that are alike both become 0, and nothing overflows",
                "80, 0": "right as they are, and less their mean too: how far above the mean must "
                "the larger be? The limit is the first number printed under Cures that don't cure",
            },
        },
    ),
    "02b.3": Exercise(
        line_of_rand,
        parts=("the number of a line",),
        praise="numbers from 0 to 1: every weight of that matrix is positive. A half off, as in "
        "line 4, cures it; randn times 0.3 would not, it is too large",
        mistakes={
            "3": {
                "1": "a generator with a seed: the same numbers each time, and that is welcome",
                "2": "small numbers on both sides of 0: that is how it should be",
                "4": "these come from 0 to 1, but a half is taken off: they lie on both sides of 0",
                "5": "biases may begin at 0: the units differ by their weights already",
                "6": "all five are given back, in their order: what is in them?",
            },
        },
    ),
}  # fmt: skip
