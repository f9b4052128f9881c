"""The exercises of lesson 03, Surprise, and of 03b, The line to beat."""

from itertools import pairwise

import numpy as np

from ..exercise import Exercise, Wrong, array


def surprise(p, target):
    return -np.log(p[target])


def window_loss(p, targets):
    chosen = [row[k] for row, k in zip(p, targets, strict=True)]
    return -np.log(chosen).sum()


def untrained_loss(V, T):
    return T * np.log(V)


def slope_of_first_part(z):
    e = np.exp(z)
    return e / e.sum()


def slope_of_second_part(z, target):
    onehot = np.eye(len(z))[target]
    return -onehot


def slope_of_surprise(z, target):
    e = np.exp(z)
    onehot = np.eye(len(z))[target]
    return e / e.sum() - onehot


def wrong_line():
    return 3


def bits_and_perplexity():
    nats = 1.774
    return nats / np.log(2), np.exp(nats)


def surprises(logits, targets):
    result = []
    for z, k in zip(logits, targets, strict=True):
        shifted = z - max(z)
        result.append(np.log(sum(np.exp(shifted))) - shifted[k])
    return np.array(result)


def gradient(p, targets):
    T, V = p.shape
    onehot = np.eye(V)[targets]
    return (p - onehot) / T


def order_one(ids, V, smoothing):
    counts = np.zeros((V, V))
    for read, next_ in pairwise(ids):
        counts[read, next_] += 1
    smooth = counts + smoothing
    return smooth / smooth.sum(axis=1, keepdims=True)


def next_after_a():
    V = 5  # of abracadabra, which has 11 letters
    of_b = (2 + V / V) / (11 + V)
    return (2 + 3 * of_b) / (4 + 3)


def of_three_digits(value, part):
    """The number, unless it is the right one rounded to two digits: some wrong ones are, too."""
    number = array(value, part)
    if number.size == 1 and number.squeeze() == np.round(next_after_a(), 2):
        raise Wrong("two digits can't tell it from some wrong ones: three were asked for")
    return number


def wrong_line_of_tables():
    return 4


def windows(rng):
    for T, V in ((4, 3), (4, 4), (3, 5)):
        targets = rng.integers(V - 1, size=T)
        targets[:2] = 0, 1  # two different ones at least, and the last letter never
        yield rng.normal(0, 1.5, (T, V)), targets


def windows_and_large_logits(rng):
    yield from windows(rng)
    yield np.array([[1000.0, 0.0]]), np.array([1])
    yield np.array([[1000.0, -1000.0], [-2000.0, -2000.0]]), np.array([1, 0])
    yield np.array([[1000.0, 0.0], [0.0, -1000.0]]), np.array([0, 0])


def one_step(rng):
    """One row of logits, and a target."""
    for V in (4, 3, 6):
        yield rng.normal(0, 1.5, V), int(rng.integers(V - 1))


def one_step_of_probabilities(rng):
    for z, target in one_step(rng):
        yield np.exp(z) / np.exp(z).sum(), target


def logits_alone(rng):
    for z, _ in one_step(rng):
        yield (z,)


def sizes(rng):
    yield from ((60, 50), (65, 25), (4, 7))


def windows_of_probabilities(rng):
    for logits, targets in windows(rng):
        yield np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True), targets


def texts(rng):
    for V, N in ((4, 12), (5, 9), (5, 30)):
        ids = rng.integers(V - 1, size=N)  # the last letter never comes
        ids[0], ids[-3:] = 2, (0, 1, 1)
        yield ids, V, 0.5


TWO_DIGITS = 0.005  # how far off a number may be that was rounded to two, once, at the end
ROW_BY_ROW = "a row number has to go with each column number"
COUNTS = "these are counts: they do not sum to 1 yet"
LARGE = (
    "right for small logits: e to the power of 1000 is more than a float can hold. Move each row "
    "first, as softmax does"
)
SEEN = (
    "only pairs that came were smoothed: one that never came keeps its 0, and the row of a letter "
    "that never came is 0 / 0"
)
CUT = "a sure mistake of 1000 nats is cut off: nothing may be added inside the log"

CUT = (
    "a little was added to the probability, or it was cut, so that its logarithm is finite: then "
    "no surprise can be above 28. Take the logarithm on paper first"
)

EXERCISES = {
    "03.a": Exercise(
        surprise,
        inputs=one_step_of_probabilities,
        praise="minus the logarithm of one probability",
        mistakes={
            "-np.log(p[target])": {
                "np.log(p[target])": "the sign: the logarithm of a number below 1 is below 0",
                "-np.log2(p[target])": "this is the logarithm to base 2: nats have the natural "
                "one",
                "-np.log10(p[target])": "this is the logarithm to base 10: nats have the natural "
                "one",
                "p[target]": "this is the probability itself: its logarithm is missing",
                "1 - p[target]": "this is what the letter falls short of 1: the surprise is a "
                "logarithm",
                "1 / p[target]": "this is one over the probability: its logarithm is missing",
                "-np.log(p)": "these are the surprises of all letters: only one of them came",
                "-np.log(p).sum()": "all letters are summed: only one of them came",
                "-np.log(p.max())": "this takes the likeliest letter: the target is the one that "
                "came",
                "-np.log(1 - p[target])": "this is the surprise if the letter had not come",
                "-p[target] * np.log(p[target])": "the surprise is weighted by its probability: "
                "the letter has come, so it counts in full",
                "-np.log(target)": "this is the logarithm of an id: that of its probability was "
                "asked for",
            },
        },
    ),
    "03.b": Exercise(
        window_loss,
        inputs=windows_of_probabilities,
        praise="one entry of each row, and the sum of their surprises",
        mistakes={
            "-np.log(chosen).sum()": {
                "-np.log(chosen).mean()": "this is the mean: the loss of a window is the sum",
                "-np.log(chosen)": "these are the surprises of the steps: now their sum",
                "np.log(chosen).sum()": "the sign: a surprise is never below 0",
                "-np.log(np.sum(chosen))": "the sum is inside the logarithm: each step has a "
                "logarithm of its own",
                "-np.log(p).sum()": "all letters are summed: only one came at each step",
                "-np.log(p.max(axis=1)).sum()": "this takes the likeliest letters: the targets "
                "are those that came",
                "np.prod(chosen)": "this is the probability of the whole window: its logarithm is "
                "missing",
                "-np.log2(chosen).sum()": "these are bits: nats have the natural logarithm",
                "1 - np.prod(chosen)": "a probability was taken from 1: the surprise is a "
                "logarithm",
            },
            "chosen = [row[k] for row, k in zip(p, targets, strict=True)]": {
                "chosen = p[:, targets]": "p[:, targets] takes these columns from every row: "
                f"{ROW_BY_ROW}",
                "chosen = p[[k % len(p) for k in targets]]": "p[targets] takes whole rows: "
                f"{ROW_BY_ROW}",
                "chosen = p[0][targets]": "the row of the first step is there for every step",
            },
        },
    ),
    "03.c": Exercise(
        untrained_loss,
        inputs=sizes,
        tolerance=TWO_DIGITS,
        praise="ln V for each letter, whichever comes, T times",
        mistakes={
            "T * np.log(V)": {
                "np.log(V)": "this is the surprise of one letter: a window sums T of them",
                "T * np.log2(V)": "these are bits: the loss is in nats, so the logarithm is the "
                "natural one",
                "T * np.log10(V)": "this is the logarithm to base 10: the loss is in nats",
                "(T - 1) * np.log(V)": "a window of T steps has T predictions",
                "(T + 1) * np.log(V)": "a window of T steps has T predictions",
                "T * np.log(V - 1)": "any of the V letters can come, also the one just read",
                "T * np.log(V + 1)": "V counts all letters that can come: there is none beside",
                "V * np.log(T)": "the two numbers have changed places: which of them is under the "
                "logarithm?",
                "V * np.log(V)": "this counts the letters of the vocabulary for steps",
                "T * np.log(T)": "this counts the steps for letters of the vocabulary",
                "np.log(T)": "the steps are under the logarithm: what was hard is which of the "
                "letters comes",
                "np.log(V) / T": "this divides by the steps: the loss of a window is a sum",
                "-T * np.log(V)": "a surprise is never below 0: what is the logarithm of one over "
                "V?",
                "T / V": "this is T times the probability: the surprise is its logarithm, negative",
                "T * V": "this sums V over the steps: the surprise is a logarithm",
                "np.log(T * V)": "the steps are under the logarithm: T surprises are added",
            },
        },
    ),
    "03.d": Exercise(
        slope_of_first_part,
        inputs=logits_alone,
        parts=("a slope for each logit (V,)",),
        praise="one over the sum, times the one term that moves: the softmax has come by itself",
        mistakes={
            "e / e.sum()": {
                "1 / e.sum()": "this is one over what is inside: times the derivative of what is "
                "inside",
                "np.full(len(z), 1 / e.sum())": "this is one over what is inside: times the "
                "derivative of what is inside",
                "e": "this is the derivative of what is inside: times one over what is inside",
                "1 / e": "one over the term alone: the logarithm is of the whole sum",
                "np.ones(len(z))": "a sum stands inside: the logarithm and the exponential cancel "
                "only for a single term",
                "e.sum() / e": "the fraction is upside down",
                "np.log(e.sum())": "this is the logarithm itself: its derivative was asked for",
                "z / e.sum()": "the derivative of an exponential is that exponential, not its "
                "exponent",
                "z / z.sum()": "the exponentials are missing",
                "e / e.sum() * (1 - e / e.sum())": "this is the slope of a probability: here it "
                "is that of the logarithm of the sum",
                "e.sum() / e.sum()": "of the sum only one term contains each logit",
            },
        },
    ),
    "03.e": Exercise(
        slope_of_second_part,
        inputs=one_step,
        parts=("a slope for each logit (V,)",),
        praise="minus the one-hot vector of the target",
        mistakes={
            "-onehot": {
                "onehot": "the sign: the logit is taken away",
                "-1": "that is its entry at the target: the other logits have one too",
                "-onehot * z": "this is the logit itself, negative: its derivative was asked for",
                "-z": "these are the logits: a derivative was asked for",
                "-np.ones(len(z))": "only one of the logits stands there: what does it matter to "
                "it that another moves?",
                "np.zeros(len(z))": "one of the logits does stand there",
                "onehot - 1": "this is 0 at the target and -1 elsewhere: which of the logits "
                "stands there?",
                "-np.exp(z) * onehot": "there is no exponential in this part",
            },
        },
    ),
    "03.f": Exercise(
        slope_of_surprise,
        inputs=one_step,
        parts=("a gradient (V,)",),
        praise="p - onehot: the whole gradient",
        mistakes={
            "e / e.sum() - onehot": {
                "e / e.sum()": "this is the first part alone: where is the target?",
                "-onehot": "this is the second part alone",
                "e / e.sum() + onehot": "the second part has a minus",
                "onehot - e / e.sum()": "the sign: this is the way down, the gradient points up",
                "e / e.sum() - 1": "1 is taken from every letter: only the target loses it",
                "z - onehot": "these are the logits: the first part gives probabilities",
                "e - onehot": "the exponentials are not yet probabilities",
                "e / e.sum() - target": "the id itself is taken away: 1 is, at its place",
                "np.where(onehot, -1, e / e.sum())": "the target is -1, whatever its probability: "
                "1 is taken away from it",
                "onehot * (e / e.sum() - 1)": "only the target's entry is there: the wrong "
                "letters have a gradient too",
                "(e / e.sum() - onehot) ** 2": "this is squared: nothing is",
            },
        },
    ),
    "03.1": Exercise(
        wrong_line,
        praise="dz is another name for p, not another array: it takes 1 from p as well",
        otherwise=lambda *_: "the answer is the number of a line, as the cell counts them",
        mistakes={
            "return 3": {
                "return 1": "line 1 is right: to take the same number from a whole row changes no "
                "probability",
                "return 2": "line 2 is right: every row sums to 1",
                "return 4": "line 4 is right, and the gradient too: but what else has changed "
                "once it has run?",
                "return 5": "line 5 is right as it stands: what is in its p by then?",
                "return 6": "line 6 is right: it gives back what the others made",
                "return 0": "the lines are counted from 1",
            },
        },
    ),
    "03.2": Exercise(
        bits_and_perplexity,
        tolerance=TWO_DIGITS,
        parts=("bits", "perplexity"),
        praise="a bit is ln 2 nats, and the perplexity is e to the nats",
        otherwise=lambda *_: "look at what Readers ask says of nats, bits and perplexity",
        mistakes={
            "nats / np.log(2)": {
                "25 * nats / np.log(2)": "this is a whole window: bits per letter were asked "
                "for",
                "nats": "these are the nats still: bits are smaller, so there are more of them",
                "np.log(2) / nats": "the fraction is upside down: how many nats are in a bit?",
                "25 * nats": "this is a whole window, and in nats still",
                "nats * np.log(2)": "a nat is more than a bit, so there are more bits than nats",
                "nats / np.log(10)": "this divides by the logarithm of 10; a bit is one of 2 "
                "answers",
                "np.log2(nats)": "this is the logarithm of the loss; the loss itself is a "
                "logarithm",
                "2 * nats": "a nat is not two bits: how many bits are in e?",
                "np.log2(65)": "this is the network before it learned: all 65 letters alike",
            },
            "np.exp(nats)": {
                "2**nats": "2 to the power of nats mixes two bases; what is the base of nats?",
                "10**nats": "10 to the power of nats mixes two bases; what is the base of nats?",
                "np.exp(nats / np.log(2))": "e to the power of bits mixes two bases",
                "np.exp(-nats)": "this is a probability; the perplexity is one over it",
                "nats": "these are the nats still: the perplexity counts letters to choose from",
                "nats / np.log(2)": "these are the bits again: the perplexity counts letters to "
                "choose from",
                "65 / np.exp(nats)": "it does not depend on the size of the vocabulary",
                "65": "this is the network before it learned: all 65 letters alike",
            },
        },
    ),
    "03.3": Exercise(
        surprises,
        inputs=windows_and_large_logits,
        parts=("surprises (T,)",),
        praise="one number for each step, also where softmax alone would be 0",
        mistakes={
            "np.array(result)": {
                "sum(result)": "the steps are summed: each of them was asked for",
                "np.mean(result)": "this is the mean: each step was asked for",
                "np.array(result) / len(result)": "each step is divided by T: no mean was asked "
                "for",
                "-np.array(result)": "the sign: a surprise is never below 0",
                "np.array(result) / np.log(2)": "these are bits: nats were asked for",
                "np.array(result) / np.log(10)": "this is the logarithm to base 10: nats have the "
                "natural one",
                "np.exp(-np.array(result))": "these are probabilities: their logarithm is missing",
                "1 - np.exp(-np.array(result))": "this is 1 - p: the surprise is minus a logarithm",
                "result[0]": "only the first step is there: is the return inside the loop?",
                "np.array(result)[:, None]": "there is an axis too many: (T,) was expected",
            },
            "np.log(sum(np.exp(shifted))) - shifted[k]": {
                "-np.log(np.exp(shifted[k]) / sum(np.exp(shifted)) + 1e-12)": CUT,
                "-np.log(np.clip(np.exp(shifted[k]) / sum(np.exp(shifted)), 1e-12, 1))": CUT,
                "np.log(sum(np.exp(shifted))) - shifted": "these are the surprises of all letters: "
                "one for each step was asked for, that of the target",
                "np.log(sum(np.exp(shifted))) - shifted[targets]": "p[:, targets] takes these "
                f"columns from every row: {ROW_BY_ROW}",
                "(np.log(sum(np.exp(shifted))) - shifted) * (np.arange(len(z)) == k)": "the zeros "
                "of the one-hot vectors are still there: one number for each step was asked for",
                "np.log(sum(np.exp(shifted)))": "this takes the likeliest letter: the target is "
                "the one that came",
                "np.log(sum(np.exp(shifted))) + shifted[k]": "the target's logit is added: it is "
                "taken away",
                "np.log(sum(np.exp(logits[0]))) - logits[0][k]": "the row of the first step is "
                "there for every step",
                "-shifted[k]": "this is how far the target's logit is below the largest: the other "
                "logits count too",
                "-np.log(1 - np.exp(shifted[k]) / sum(np.exp(shifted)))": "this is the surprise if "
                "the letter had not come",
                "-z[k]": "the logits went in as if they were logarithms of probabilities: softmax "
                "is missing",
                "np.log(sum(np.exp(z)))": "only the logarithm of the sum is there: the target's "
                "logit is missing",
                "np.log(np.exp(logits).sum(axis=0)[k]) - z[k]": "softmax sums over the steps: each "
                "row should sum to 1",
                **dict.fromkeys(
                    (
                        "np.log(np.exp(logits).sum()) - z[k]",
                        "np.log(np.exp(logits - logits.max()).sum()) - (z[k] - logits.max())",
                        "np.log(np.exp(logits - logits.max(axis=1, keepdims=True)).sum()) - "
                        "shifted[k]",
                    ),
                    "the exponentials of all steps are in one sum: say along which axis",
                ),
                "np.log(sum(np.exp(shifted))) - z[k]": "the sum is of shifted logits, the target's "
                "is not shifted: take both from the same row",
                "np.log(sum(np.exp(z))) - shifted[k]": "the target's logit is shifted, those in "
                "the sum are not: take both from the same row",
                "-np.log(np.exp(shifted[k]) / sum(np.exp(shifted)))": "right as long as softmax is "
                "not 0: for a sure mistake it is, in a float. What is the logarithm of a quotient, "
                "before it is computed?",
            },
            "z - max(z)": {
                "z": LARGE,
                "z - np.mean(z)": "right for most logits, infinite where they lie far apart: shift "
                "by another number than the mean",
                "z - min(z)": "right for small logits, infinite where they lie far apart: the "
                "least is 0 now, and the largest still too large for exp",
                "z - logits.max()": "infinite where the steps have very different logits: each row "
                "needs a shift of its own",
            },
        },
    ),
    "03.4": Exercise(
        gradient,
        inputs=windows_of_probabilities,
        parts=("a gradient (T,V)",),
        praise="(p - onehot) / T, and every row sums to 0",
        keeps=True,
        mistakes={
            " / T": {
                "": "this is the gradient of the sum: the mean was asked for",
                " / V": "this divides by V: a mean over the steps divides by T",
                " / T / V": "this divides by V too: the mean is over the steps alone",
                " / T * 2": "there is a factor 2 too many: nothing was squared",
            },
            "(p - onehot)": {
                "(onehot - p)": "the sign: this is the way down, the gradient points up",
            },
            "(p - onehot) / T": {
                "(p - onehot).sum(axis=0) / T": "the steps are summed: each keeps its row",
                "p - onehot / T": "only the 1 is divided: the whole gradient is",
                "p / T - onehot": "only the p is divided: the whole gradient is",
                "(p - onehot)[range(T), targets] / T": "this is the target's entry alone: the "
                "wrong letters have a gradient too",
            },
            "p - onehot": {
                "p": "these are the probabilities: what the target lacks is missing",
                "onehot * (p - onehot)": "only the target's entry is there: the wrong letters have "
                "a gradient too",
                "p - 1": "1 is taken from every letter: only the target loses it",
                "p - targets[:, None]": "the ids themselves are taken away: 1 is, at the place of "
                "the id",
                "np.where(onehot, -1, p)": "the target is -1, whatever its probability: 1 is taken "
                "away from it",
                "p - onehot.max(axis=0)": "p[:, targets] -= 1 changes those columns in every row: "
                f"{ROW_BY_ROW}",
                "p - np.isin(range(T), targets)[:, None]": "p[targets] -= 1 changes whole rows: "
                f"{ROW_BY_ROW}",
                "(e := np.exp(p)) / e.sum(axis=1, keepdims=True) - onehot": "softmax was taken of "
                "p: p are probabilities already",
                "p * (p - onehot - (p * (p - onehot)).sum(axis=1, keepdims=True))": "this is a "
                "squared error's gradient: the loss is the surprise",
                "-onehot / p": "this is the gradient with respect to p: that of the logits was "
                "asked for",
                "-np.log(p)": "these are surprises: their gradient with respect to the logits was "
                "asked for",
                "(p - onehot) ** 2": "this is the error squared: nothing is squared",
                "1 - p": "this is what each letter falls short of 1: that is right for the target "
                "alone, but for the sign",
                "onehot": "this is the target itself: the gradient is how far p is from it",
                "p - onehot * (np.arange(T) == 0)[:, None]": "only the first row has lost its 1: "
                "is the return inside the loop?",
                "p * (1 - p)": "this is the slope of a sigmoid: the probabilities of a step depend "
                "on each other, and on what came",
            },
        },
    ),
    "03b.1": Exercise(
        order_one,
        inputs=texts,
        parts=("a table (V,V)",),
        tolerance=1e-6,  # float32 will do
        praise="every row sums to 1, also the row of a letter that never came",
        mistakes={
            "counts[read, next_] += 1": {
                "counts[next_, read] += 1": "rows and columns have changed places: the row is the "
                "letter that was read",
                "counts[read, next_] = 1": "each pair is counted once only: counts[a, b] += 1 with "
                "arrays of places forgets the repeated ones",
                "counts[:, next_] += 1": "all rows are the same: this looks at no letter, it is "
                "order 0, without the first letter",
            },
            "pairwise(ids)": {
                "pairwise([*ids, ids[0]])": "the last letter is followed by the first: a text does "
                "not wrap",
                "pairwise(ids[:-1])": "the last pair is missing",
                "pairwise(ids[1:])": "the first pair is missing",
                "zip(ids, ids[2:])": "a letter is paired with the one after the next",
                "zip(ids[::2], ids[1::2])": "every second pair is missing: pairs overlap",
            },
            "counts + smoothing": {
                "counts": "the smoothing is missing: a pair that never came has probability 0",
                "counts + 0.03": "this smooths by 0.03, whatever was asked for",
                "counts + 1": "this smooths by 1, whatever was asked for",
                "counts + counts.T + smoothing": "each pair is counted both ways round: which "
                "letter comes first matters",
                "counts + smoothing * V": "the smoothing is V times too large: it is added to "
                "every count once",
                "counts + smoothing / V": "the smoothing is shared out among the letters: it is "
                "added to every count",
                **dict.fromkeys(
                    ("counts + smoothing * (counts > 0)", "counts * (1 + smoothing * (counts > 0) "
                     "/ np.maximum(counts, 1))"),
                    SEEN,
                ),
                "np.where(counts, counts, smoothing)": "only the zeros were smoothed: it is added "
                "to every count",
                "counts / counts.sum(axis=1, keepdims=True) + smoothing": "the smoothing was added "
                "to probabilities: it is added to counts",
                "np.bincount(ids, minlength=V) + np.full((V, V), smoothing)": "all rows are the "
                "same: this looks at no letter, it is order 0",
            },
            "smooth / smooth.sum(axis=1, keepdims=True)": {
                "counts": COUNTS,
                "smooth": COUNTS,
                "(smooth / smooth.sum(axis=1, keepdims=True)).T": "rows and columns have changed "
                "places: the row is the letter that was read",
                "smooth / smooth.sum(axis=0)": "the columns sum to 1: the rows should",
                "smooth / len(ids)": "all is divided by the length of the text: each row by its "
                "own sum",
                "counts / smooth.sum(axis=1, keepdims=True)": "the rows sum to less than 1: the "
                "smoothing belongs above the line too",
                "np.log(smooth / smooth.sum(axis=1, keepdims=True))": "these are logarithms: the "
                "table holds probabilities",
                "-np.log(smooth / smooth.sum(axis=1, keepdims=True))": "these are surprises: the "
                "table holds probabilities",
                "smooth / smooth.sum()": "everything together sums to 1: each row should",
                "smooth / smooth.sum(axis=1)": "each column is divided by the sum of a row: "
                "keepdims puts the sums where the rows are",
                "np.nan_to_num(counts / counts.sum(axis=1, keepdims=True))": "the smoothing is "
                "missing: a pair that never came has probability 0",
                "smooth / (counts.sum(axis=1, keepdims=True) + smoothing)": "the smoothing is "
                "added to a row once: it is added to each of its V counts",
                "smooth / counts.sum(axis=1, keepdims=True)": "the rows sum to more than 1: the "
                "smoothing belongs into the sum too",
                "smooth / (np.bincount(ids, minlength=V)[:, None] + smoothing * V)": "the last "
                "letter was counted as read: nothing follows it",
            },
        },
    ),
    "03b.2": Exercise(
        next_after_a,
        read=of_three_digits,
        tolerance=0.0006,
        praise="two of seven from its own counts, three of seven from the order below",
        otherwise=lambda *_: "write down four numbers first: how often ab came, how often a "
        "letter came after a, how many different ones did, and what order 0 says of b",
        mistakes={
            "(2 + 3 * of_b) / (4 + 3)": {
                "2 / 4": "this is the share of the counts alone: the order below has a say too",
                "of_b": "this is what order 0 says: the counts of order 1 are missing",
                "2 / 7": "the guess of the order below is missing above the line",
                "(2 + 3 * of_b) / 4": "the different letters belong under the line too",
                "(2 + 3 * of_b) / (5 + 3)": "the last a has nothing after it: how often did a "
                "letter follow one?",
                "(2 + 4 * of_b) / (4 + 4)": "this weighs the guess by how many letters followed: "
                "how many different ones did?",
                "(2 + of_b) / (4 + 1)": "the guess weighs as much as one letter here: it weighs as "
                "much as there are different ones",
                "(2 + 5 * of_b) / (4 + 5)": "this weighs the guess by all five letters: how many "
                "different ones followed a?",
                "(2 + 3 / 5) / (4 + 3)": "the guess is that all five letters are alike: but order "
                "0 has counted",
                "(2 + 3 * 2 / 11) / (4 + 3)": "the bare share of b is the guess: order 0 is mixed "
                "as well, with all five letters alike",
                "(2 + 0.03) / (4 + 0.03 * V)": "this is the simple table",
            },
        },
    ),
    "03b.3": Exercise(
        wrong_line_of_tables,
        praise="the table has counted the held-out text too, and then it is no test",
        otherwise=lambda *_: "the answer is the number of a line, as the cell counts them",
        mistakes={
            "return 4": {
                "return 1": "line 1 is right: every letter of the text has an id",
                "return 2": "line 2 is right: nine tenths",
                "return 3": "line 3 is right: the two parts do not overlap",
                "return 5": "line 5 is right: this is the text to be measured on",
                "return 0": "the lines are counted from 1",
            },
        },
    ),
}  # fmt: skip
