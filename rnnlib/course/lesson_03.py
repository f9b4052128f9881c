"""The exercises of lesson 03, Cross-entropy."""

import itertools

import numpy as np

from .exercise import Wrong, array, call, compare, number


def _untrained_loss(answer):
    V, T, B = 60, 50, 16
    right = T * np.log(V)
    got = number(answer)
    if abs(got - right) < 0.006:
        return "T ln V: the steps are summed, the streams averaged"
    for value, words in (
        (np.log(V), "this is the surprise of one letter: cross_entropy sums over a window"),
        (
            T * np.log2(V),
            "these are bits: the loss is in nats, so the logarithm is the natural one",
        ),
        (T * np.log10(V), "this is the logarithm to base 10: the loss is in nats"),
        (T * B * np.log(V), "the streams are summed too: cross_entropy averages over them"),
        (B * np.log(V), "this counts streams for steps"),
        (25 * np.log(V), "these windows have 50 letters, not 25"),
        (T * np.log(65), "that is Shakespeare's vocabulary: this one has 60 letters"),
        (
            V * np.log(T),
            "the two numbers have changed places: which of them is under the logarithm?",
        ),
        (right / B, "the streams are divided out once too often: their mean is that of one"),
        (-np.log(V), "a surprise is never below 0, and cross_entropy sums over a window"),
        (T / V, "this is T times the probability: the surprise is its logarithm, negative"),
        (-right, "a surprise is never below 0: minus the logarithm of a number below 1 is above 0"),
    ):
        if abs(got - value) < 0.006 * max(1, abs(value) / 100):
            raise Wrong(words)
    if abs(got - right) < 0.6:
        raise Wrong("that is near: compute with more digits, and round at the end")
    raise Wrong("it is another number: what does one letter cost, and how many are summed?")


def _bits_and_perplexity(answer):
    nats = 1.774
    right = np.array([nats / np.log(2), np.exp(nats)])
    got = array(answer, "two numbers (bits, perplexity)")
    if got.shape == ():
        raise Wrong("two numbers were expected, and this is one")
    if got.shape != (2,):
        raise Wrong(f"two numbers were expected, and this has the shape {got.shape}")
    fits = np.abs(got - right) < 0.006
    if fits.all():
        return "a bit is ln 2 nats, and the perplexity is e to the nats"
    if np.allclose(got[::-1], right, atol=0.006):
        raise Wrong("both numbers are there, in the other order")
    for value, words in (
        (25 * right[0], "bits: this is a whole window: bits per character were asked for"),
        (nats * np.log(2), "bits: a nat is more than a bit, so there are more bits than nats"),
        (nats / np.log(10), "bits: this divides by the logarithm of 10; a bit is one of 2 answers"),
        (np.log2(nats), "bits: this is the logarithm of the loss; the loss itself is a logarithm"),
    ):
        if abs(got[0] - value) < 0.006:
            raise Wrong(words)
    for value, words in (
        (2**nats, "perplexity: 2 to the power of nats mixes two bases; what is the base of nats?"),
        (np.exp(right[0]), "perplexity: e to the power of bits mixes two bases"),
        (np.exp(-nats), "perplexity: this is a probability; the perplexity is one over it"),
        (65 / np.exp(nats), "perplexity: it does not depend on the size of the vocabulary"),
    ):
        if abs(got[1] - value) < 0.006:
            raise Wrong(words)
    if np.allclose(got, right, atol=0.06):
        raise Wrong("that is near: compute with more digits, and round to two at the end")
    if fits.any():
        raise Wrong(f"the {'bits are' if fits[0] else 'perplexity is'} right, the other is not")
    raise Wrong("neither is right yet: look at what the function `say` does with nats")


def _slow_surprises(logits, targets):
    """Step by step and number by number."""
    result = []
    for z, k in zip(logits, targets, strict=True):
        e = [np.exp(x - max(z)) for x in z]
        result.append(np.log(sum(e)) - (z[k] - max(z)))
    return np.array(result)


def _surprises(answer):
    rng = np.random.default_rng(0)
    for T, V in ((4, 3), (3, 5), (4, 4)):
        logits, targets = rng.normal(0, 2, (T, V)), rng.integers(V, size=T)
        right = _slow_surprises(logits, targets)
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        wrong_axis = np.exp(logits) / np.exp(logits).sum(axis=0)
        over_all = np.exp(logits) / np.exp(logits).sum()
        picked = np.arange(T), targets
        mistakes = [
            (right.sum(), "the steps are summed: each of them was asked for"),
            (right.mean(), "this is the mean: each step was asked for"),
            (-right, "the sign: a surprise is never below 0"),
            (right / np.log(2), "these are bits: nats were asked for"),
            (p[picked], "these are probabilities: their logarithm is missing"),
            (-np.log(p), "these are the surprises of all letters: one for each step was asked "
             "for, that of the target"),
            (-np.log(p[:, targets]), "p[:, targets] takes these columns from every row: a row "
             "number has to go with each column number"),
            (-np.log(p.max(axis=1)), "this takes the likeliest letter: the target is the one that "
             "came"),
            (-logits[picked], "the logits went in as if they were logarithms of probabilities: "
             "softmax is missing"),
            (-np.log(wrong_axis[picked]), "softmax sums over the steps: each row should sum to 1"),
            (-np.log(over_all[picked]), "softmax sums over everything: each row should sum to 1"),
            (-np.log2(p[picked]), "these are bits: nats were asked for"),
            (1 - p[picked], "this is 1 - p: the surprise is minus a logarithm"),
            (-np.log10(p[picked]), "this is the logarithm to base 10: nats have the natural one"),
            (right / T, "each step is divided by T: no mean was asked for"),
            (np.log(np.exp(logits).sum(axis=1)), "only the logarithm of the sum is there: the "
             "target's logit is missing"),
            (right[:, None], "there is an axis too many: (T,) was expected"),
        ]  # fmt: skip
        compare(call(answer, logits, targets), right, mistakes, "surprises (T,)")
    large, both = np.array([[1000.0, 0.0]]), np.array([[1000.0, 0.0], [-2000.0, -2000.0]])
    targets = np.array([1, 0])
    alone = array(call(answer, large, targets[:1]), "surprises (T,)")
    if not np.isfinite(alone).all():
        raise Wrong(
            "right for small logits, infinite or nan for large ones: what did the formula look "
            "like in which the logarithm was taken first?"
        )
    if (alone < 999).any():
        raise Wrong("a sure mistake of 1000 nats is cut off: nothing may be added inside the log")
    got = array(call(answer, both, targets), "surprises (T,)")
    if not np.isfinite(got).all():
        raise Wrong("infinite where the steps have very different logits: each row needs a shift "
                    "of its own")  # fmt: skip
    compare(got, _slow_surprises(both, targets), [], "surprises (T,)")
    return "one number for each step, also where softmax alone would be 0"


def _gradient(answer):
    rng = np.random.default_rng(1)
    for T, V in ((4, 3), (3, 5), (4, 4)):
        z, targets = rng.normal(0, 1.5, (T, V)), rng.integers(V - 1, size=T)
        targets[:2] = 0, 1  # at least two different ones, and the last letter never
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        onehot = np.eye(V)[targets]
        right = (p - onehot) / T
        every_row = p.copy()
        every_row[:, targets] -= 1
        by_rows = p.copy()
        by_rows[targets % T] -= 1
        again = np.exp(p) / np.exp(p).sum(axis=1, keepdims=True)
        by_p = -onehot / p
        jacobian = [np.diag(row) - np.outer(row, row) for row in p]
        squared = np.array([J @ row for J, row in zip(jacobian, p - onehot, strict=True)])
        mistakes = [
            (right * T, "this is the gradient of the sum: the mean was asked for"),
            (right * T / V, "this divides by V: a mean over the steps divides by T"),
            (right / V, "this divides by V too: the mean is over the steps alone"),
            (-right, "the sign: this is the way down, the gradient points up"),
            (-right * T, "the sign, and the mean: this is the way down, for the sum"),
            (every_row / T, "p[:, targets] -= 1 changes those columns in every row: a row number "
             "has to go with each column number"),
            (every_row, "p[:, targets] -= 1 changes those columns in every row: a row number has "
             "to go with each column number (and the mean is still missing)"),
            (by_p / T, "this is the gradient with respect to p: that of the logits was asked for"),
            (by_p, "this is the gradient with respect to p: that of the logits was asked for"),
            (p - 1, "1 is taken from every letter: only the target loses it"),
            ((p - 1) / T, "1 is taken from every letter: only the target loses it"),
            (p - onehot / T, "only the 1 is divided: the whole gradient is"),
            (squared, "this is a squared error's gradient: the loss is the surprise"),
            (squared / T, "this is a squared error's gradient: the loss is the surprise"),
            (p, "these are the probabilities: what the target lacks is missing"),
            (right.sum(axis=0), "the steps are summed: each keeps its row"),
            (onehot * right, "only the target's entry is there: the wrong letters have a gradient "
             "too"),
            (p / T - onehot, "only the p is divided: the whole gradient is"),
            (by_rows / T, "d[targets] -= 1 changes whole rows: a row number has to go with each "
             "column number"),
            (by_rows, "d[targets] -= 1 changes whole rows: a row number has to go with each "
             "column number"),
            ((again - onehot) / T, "softmax was taken of p: p are probabilities already"),
            (again - onehot, "softmax was taken of p: p are probabilities already"),
            (2 * right, "there is a factor 2 too many: nothing was squared"),
            (right[np.arange(T), targets], "this is the target's entry alone: the wrong letters "
             "have a gradient too"),
        ]  # fmt: skip
        compare(call(answer, p, targets), right, mistakes, "a gradient (T,V)")
    return "(p - onehot) / T, and every row sums to 0"


def _order_one(answer):
    rng = np.random.default_rng(2)
    for V, N in ((4, 12), (5, 9), (5, 30)):
        ids = rng.integers(V - 1, size=N)  # the last letter never comes
        ids[0], ids[-3:] = 2, (0, 1, 1)
        counts = np.zeros((V, V))
        for a, b in itertools.pairwise(ids):
            counts[a, b] += 1
        once = np.zeros((V, V))
        once[ids[:-1], ids[1:]] += 1
        shorter = counts.copy()
        shorter[ids[-2], ids[-1]] -= 1
        wrapped = counts.copy()
        wrapped[ids[-1], ids[0]] += 1
        smoothing = 0.5

        def table(counts, s=smoothing):
            return (counts + s) / (counts + s).sum(axis=1, keepdims=True)

        right = table(counts)
        sums = counts.sum(axis=1, keepdims=True)
        with np.errstate(all="ignore"):  # the last row sums to 0
            bare, totals_only = counts / sums, (counts + smoothing) / sums
        late = (counts + smoothing) / (sums + smoothing)
        mistakes = [
            (table(counts.T), "rows and columns have changed places: the row is the letter that "
             "was read"),
            (right.T, "rows and columns have changed places: the row is the letter that was read"),
            ((counts + smoothing) / (counts + smoothing).sum(axis=0), "the columns sum to 1: the "
             "rows should"),
            ((counts + smoothing) / (counts + smoothing).sum(), "everything together sums to 1: "
             "each row should"),
            (counts, "these are counts: they do not sum to 1 yet"),
            (counts + smoothing, "these are counts: they do not sum to 1 yet"),
            (bare, "the smoothing is missing: a pair that never came has probability 0"),
            (np.nan_to_num(bare), "the smoothing is missing: a pair that never came has "
             "probability 0"),
            (late, "the smoothing is added to a row once: it is added to each of its V counts"),
            ((counts + smoothing) / (counts + smoothing).sum(axis=1), "each column is divided by "
             "the sum of a row: keepdims puts the sums where the rows are"),
            (np.where(counts == 0, smoothing, counts)
             / np.where(counts == 0, smoothing, counts).sum(axis=1, keepdims=True),
             "only the zeros were smoothed: it is added to every count"),
            ((bare + smoothing) / (bare + smoothing).sum(axis=1, keepdims=True),
             "the smoothing was added to probabilities: it is added to counts"),
            (table(shorter), "the last pair is missing"),
            ((counts + smoothing) / (np.bincount(ids, minlength=V)[:, None] + smoothing * V),
             "the last letter was counted as read: nothing follows it"),
            (totals_only, "the rows sum to more than 1: the smoothing belongs into the sum too"),
            (table(once), "each pair is counted once only: counts[a, b] += 1 with arrays of places "
             "forgets the repeated ones"),
            (table(wrapped), "the last letter is followed by the first: a text does not wrap"),
            (table(counts, 0.03), "this smooths by 0.03, whatever was asked for"),
            (table(counts, 1.0), "this smooths by 1, whatever was asked for"),
            (np.tile((np.bincount(ids, minlength=V) + smoothing) / (N + smoothing * V), (V, 1)),
             "all rows are the same: this looks at no letter, it is order 0"),
        ]  # fmt: skip
        compare(call(answer, ids, V, smoothing), right, mistakes, "a table (V,V)")
    return "every row sums to 1, also the row of a letter that never came"


JUDGES = {
    "03.1": _untrained_loss,
    "03.2": _bits_and_perplexity,
    "03.3": _surprises,
    "03.4": _gradient,
    "03.5": _order_one,
}
