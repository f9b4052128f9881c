"""The exercises of lesson 03, Cross-entropy."""

from itertools import pairwise

import numpy as np

from ..exercise import Exercise


def untrained_loss():
    V, T = 60, 50
    return T * np.log(V)


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


def windows(rng):
    for T, V in ((4, 3), (4, 4), (3, 5)):
        targets = rng.integers(V - 1, size=T)
        targets[:2] = 0, 1  # two different ones at least, and the last letter never
        yield rng.normal(0, 1.5, (T, V)), targets


def windows_and_large_logits(rng):
    yield from windows(rng)
    yield np.array([[1000.0, 0.0]]), np.array([1])
    yield np.array([[1000.0, -1000.0], [-2000.0, -2000.0]]), np.array([1, 0])


def windows_of_probabilities(rng):
    for logits, targets in windows(rng):
        yield np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True), targets


def texts(rng):
    for V, N in ((4, 12), (5, 9), (5, 30)):
        ids = rng.integers(V - 1, size=N)  # the last letter never comes
        ids[0], ids[-3:] = 2, (0, 1, 1)
        yield ids, V, 0.5


ROW_BY_ROW = "a row number has to go with each column number"
COUNTS = "these are counts: they do not sum to 1 yet"
CUT = "a sure mistake of 1000 nats is cut off: nothing may be added inside the log"

EXERCISES = {
    "03.1": Exercise(
        untrained_loss,
        tolerance=0.006,
        praise="T ln V: the steps are summed, the streams averaged",
        otherwise=lambda *_: "it is another number: what does one letter cost, and how many are "
        "summed?",
        mistakes={
            "T * np.log(V)": {
                "np.log(V)": "this is the surprise of one letter: cross_entropy sums over a window",
                "T * np.log2(V)": "these are bits: the loss is in nats, so the logarithm is the "
                "natural one",
                "T * np.log10(V)": "this is the logarithm to base 10: the loss is in nats",
                "16 * T * np.log(V)": "the streams are summed too: cross_entropy averages over "
                "them",
                "16 * np.log(V)": "this counts streams for steps",
                "25 * np.log(V)": "these windows have 50 letters, not 25",
                "(T - 1) * np.log(V)": "a window of 50 steps has 50 predictions, not 49",
                "T * np.log(65)": "that is Shakespeare's vocabulary: this one has 60 letters",
                "np.log(T)": "the steps are under the logarithm: what was hard is which of the "
                "letters comes",
                "V": "this is the perplexity: the loss is in nats, and of a window",
                "V * np.log(V)": "this counts the letters of the vocabulary for steps",
                "V * np.log(T)": "the two numbers have changed places: which of them is under the "
                "logarithm?",
                "T * np.log(V) / 16": "the streams are divided out once too often: their mean is "
                "that of one",
                "np.log(V) / T": "this divides by the steps: cross_entropy sums over a window",
                "-np.log(V)": "a surprise is never below 0, and cross_entropy sums over a window",
                "T / V": "this is T times the probability: the surprise is its logarithm, negative",
                "T * V": "this sums V over the steps: the surprise is a logarithm",
                "-T * np.log(V)": "a surprise is never below 0: minus the logarithm of a number "
                "below 1 is above 0",
            },
        },
    ),
    "03.2": Exercise(
        bits_and_perplexity,
        tolerance=0.006,
        parts=("bits", "perplexity"),
        praise="a bit is ln 2 nats, and the perplexity is e to the nats",
        otherwise=lambda *_: "look at what the function `say` does with nats",
        mistakes={
            "nats / np.log(2)": {
                "25 * nats / np.log(2)": "this is a whole window: bits per character were asked "
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
                "np.log(np.exp(logits).sum()) - z[k]": "softmax sums over everything: each row "
                "should sum to 1",
                "np.log(np.mean(np.exp(shifted))) - shifted[k]": "softmax divides by a mean: each "
                "row should sum to 1",
                **{
                    f"-np.log(np.exp(shifted[k]) / sum(np.exp(shifted)) + 1e-{digits})": CUT
                    for digits in (6, 7, 8, 9, 10, 12, 15, 16, 20)
                },
                **{
                    f"-np.log(max(1e-{digits}, np.exp(shifted[k]) / sum(np.exp(shifted))))": CUT
                    for digits in (300, 30)
                },
            },
            "z - max(z)": {
                "z": "right for small logits, infinite or nan for large ones: what did the formula "
                "look like in which the logarithm was taken first?",
                "z - np.mean(z)": "right for most logits, infinite where they lie far apart: shift "
                "by another number than the mean",
                "z - min(z)": "right for small logits, infinite for large ones: what should become "
                "0, the least or another?",
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
                "-np.log(p)": "these are surprises: their gradient by the logits was asked for",
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
    "03.5": Exercise(
        order_one,
        inputs=texts,
        parts=("a table (V,V)",),
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
}  # fmt: skip
