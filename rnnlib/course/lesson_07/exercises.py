"""The exercises of lesson 07, Sampling."""

import numpy as np

from ...loss import softmax
from ...rnn import RNN
from ..exercise import Exercise


class Reader(RNN):
    """A network for an exercise: a copy of it is as good as itself."""

    def __eq__(self, other):
        return isinstance(other, Reader)

    __hash__ = None


def draw(p, point):
    ends = np.cumsum(p)
    return int(np.searchsorted(ends, point * ends[-1], side="right"))


def write(network, prompt, points):
    state, written = network.initial_state(None), []
    for letter in prompt:
        logits, state = network.step(letter, state)
    for point in points:
        i = draw(softmax(logits), point)
        written.append(i)
        logits, state = network.step(i, state)
    return written


def tempered(logits, temperature):
    return softmax(logits / temperature)


def top_p(p, share):
    order = np.argsort(-p)
    before = np.cumsum(p[order]) - p[order]
    kept = order[before < share]
    cut = np.zeros_like(p)
    cut[kept] = p[kept]
    return cut / cut.sum()


def wrong_line():
    return 2


def min_p(p, share):
    least = share * p.max()
    cut = np.where(p >= least, p, 0)
    return cut / cut.sum()


def longest_copy(text, source):
    longest = 0
    for start in range(len(text)):
        while start + longest < len(text) and text[start : start + longest + 1] in source:
            longest += 1
    return longest


def lines_and_points(rng):
    for p in ([0.25, 0.5, 0.125, 0.125], [0.0, 0.5, 0.25, 0.25]):
        for point in (0.6, 0.0, 0.25, 0.74, 0.75, 0.99):
            yield np.array(p), point


def networks_and_points(rng):
    for letters in (3, 1):
        network = Reader(5, 8, dtype=np.float64, init_scale=1.5, rng=rng)
        yield network, rng.integers(0, 5, letters), rng.random(40)


def logits_and_temperatures(rng):
    for temperature in (0.5, 3.0, 1.0):
        yield rng.normal(0, 2, 5), temperature


def shares(rng):
    yield np.array([0.125, 0.5, 0.0625, 0.3125]), 0.7
    yield np.array([0.0625, 0.3125, 0.5, 0.125]), 0.5  # reached exactly
    yield np.array([0.03, 0.9, 0.05, 0.02]), 0.6  # one letter has more
    yield np.array([0.35, 0.25, 0.22, 0.18]), 0.75


def least_shares(rng):
    yield np.array([0.125, 0.5, 0.0625, 0.3125]), 0.25  # one is exactly as likely
    yield np.array([0.05, 0.9, 0.03, 0.02]), 0.04
    yield np.array([0.35, 0.25, 0.22, 0.18]), 0.6
    yield np.array([0.4, 0.3, 0.2, 0.1]), 0.9


def texts(rng):
    yield "the cat sat on a mat", "a dog sat on a log, the cow sat"
    yield "goose", "a goose on a goose"
    yield "xyz", "the goose"
    yield "sat on a seat at sea", "the seal sat on a seat"


BY_SIZE = "the pieces lie in the order of their size here: that of the vocabulary is asked for"
ONE_LETTER = "of the prompt only the last letter counts: hand on the state from each to the next"
NO_LENGTHS = "logits are no lengths of pieces: take their softmax first"
LOST = "the letter that reaches the share is lost: what counts is the sum before it"
ALONE = "each letter is compared by itself: add up, from the likeliest on"
NOT_ONE = "the cut line is shorter than 1: divide by its sum"

EXERCISES = {
    "07.a": Exercise(
        draw,
        inputs=lines_and_points,
        parts=("an id",),
        praise="the first piece that ends beyond the point",
        mistakes={
            "np.cumsum(p)": {
                "p": "the point is compared with the lengths of the pieces: where does each end?",
                "np.cumsum(np.sort(p)[::-1])": BY_SIZE,
                "np.cumsum(p[::-1])": "the pieces are laid out from the last letter on",
                "np.sort(np.cumsum(-p))": "the pieces begin at 0 and go to the right",
            },
            'side="right"': {
                'side="left"': "where a point is exactly the end of a piece, the next piece "
                "begins: so a letter of length 0 is never drawn",
            },
            'return int(np.searchsorted(ends, point * ends[-1], side="right"))': {
                "return int(np.argmax(p > point))": "the point is compared with the length of each "
                "piece: where does it end?",
                "return np.argsort(-p)[(np.cumsum(np.sort(p)[::-1]) <= point).sum()]": BY_SIZE,
                "return int(np.argmax(p))": "the same letter comes wherever the point is: is "
                "it used?",
                'return p[np.searchsorted(ends, point * ends[-1], side="right")]': "that is how "
                "long the piece is: which letter's is it?",
                'return int(np.searchsorted(ends, point, side="right")) - 1': "a letter too early: "
                "below the first end lies letter 0",
                'return int(np.searchsorted(ends, point, side="right")) + 1': "a letter too late: "
                "below the first end lies letter 0",
                "return int(np.argmin(np.abs(ends - point)))": "that is the nearest end: which "
                "piece is the point on?",
                "return int(np.argmin(np.abs(p - point)))": "that is the piece whose length is "
                "nearest to the point: where does each piece end?",
                "return int(point * len(p))": "all pieces are as long as each other here: their "
                "lengths are p",
                "return point": "that is the point: which letter's piece is it on?",
            },
        },
    ),
    "07.b": Exercise(
        write,
        inputs=networks_and_points,
        parts=("the ids that were drawn",),
        praise="read the prompt, draw, read what was drawn, draw again",
        mistakes={
            "logits, state = network.step(i, state)": {
                "logits, _ = network.step(i, state)": "the state stays as the prompt has left it: "
                "keep the new one",
            },
            "network.step(i, state)": {
                "network.step(i, network.initial_state(None))": "each letter is read from a state "
                "of zeros: hand on the one that the letter before has left",
                "network.step(letter, state)": "what was drawn is never read: the last letter of "
                "the prompt is, again and again",
                "(logits, state)": "what was drawn is not read, so nothing ever changes",
            },
            "network.step(letter, state)": {
                "network.step(letter, network.initial_state(None))": ONE_LETTER,
            },
            "for letter in prompt:": {
                "for letter in prompt[-1:]:": ONE_LETTER,
                "for letter in [*prompt, prompt[-1]]:": "the last letter of the prompt was read "
                "twice",
                "for letter in prompt[:1]:": "only the first letter of the prompt was read",
            },
            "draw(softmax(logits), point)": {
                "int(np.argmax(logits))": "the likeliest letter, each time: the point should say",
                "int(point * len(logits))": "all letters are alike here, whatever the network says",
                "draw(softmax(logits), points[0])": "it is the same point each time",
                "draw(logits, point)": NO_LENGTHS,
                "int(np.argmax(np.cumsum(logits) > point))": NO_LENGTHS,
            },
        },
    ),
    "07.c": Exercise(
        tempered,
        inputs=logits_and_temperatures,
        parts=("probabilities (V,)",),
        praise="divide, then softmax: below 1 the differences grow, above 1 they shrink",
        mistakes={
            "softmax(logits / temperature)": {
                "softmax(logits * temperature)": "the other way round: a low temperature should "
                "make the differences larger",
                "softmax(logits) / temperature": "probabilities that are divided do not sum to 1 "
                "any more: change what goes into the softmax",
                "softmax(logits)": "the temperature changes nothing here. Is it used? (What is "
                "taken from all logits alike, or divides all probabilities alike, drops out)",
                "np.exp(logits / temperature)": "these do not sum to 1: divide by their sum",
                "softmax(logits) ** (1 / temperature)": "these are in the right proportion, and do "
                "not sum to 1",
                "softmax(logits) ** temperature": "the power is the other way round, and these do "
                "not sum to 1",
                "softmax(softmax(logits) / temperature)": "this is a softmax of probabilities: "
                "take the logits",
                "logits / temperature": "these are the new logits: what makes probabilities of "
                "them?",
            },
        },
    ),
    "07.d": Exercise(
        top_p,
        inputs=shares,
        parts=("probabilities (V,)",),
        praise="as many letters as it takes, and no more",
        mistakes={
            "np.argsort(-p)": {
                "np.argsort(p)": "it begins with the unlikeliest letters",
                "np.arange(len(p))": "the letters are taken in the order of the vocabulary: begin "
                "with the likeliest",
            },
            "np.cumsum(p[order]) - p[order]": {
                "np.cumsum(p[order])": LOST,
                "p[order]": ALONE,
            },
            "order[before < share]": {
                "order[: max(1, (before + p[order] <= share).sum())]": LOST,
                "np.flatnonzero(p >= share)": ALONE,
                "order[: int(share * len(p))]": "that is a share of the letters: it is one of the "
                "probability",
                "order": "nothing is cut: all letters stay",
                "order[:0]": "no letter stays, not even the likeliest",
                "order[: (before > share).sum()]": "so many letters should go: how many stay?",
                "order[: int(before < share)]": "this is True or False for each letter: how many "
                "are True?",
            },
            "before < share": {
                "before <= share": "where the sum reaches the share exactly, that is enough",
                "before > share": "these are the letters that should go",
                "before < 1 - share": "that is what should be cut off: the share is what stays",
            },
            "cut[kept] = p[kept]": {
                "cut[kept] = 1": "the letters that stay have lost their own probabilities",
                "cut[: len(kept)] = p[kept]": "the letters stand in the order of their size: each "
                "belongs into its own place",
            },
            "return cut / cut.sum()": {
                "return cut": NOT_ONE,
                "return softmax(cut)": "softmax is for logits, and gives the letters that were "
                "cut something again: divide by the sum",
            },
        },
    ),
    "07.1": Exercise(
        wrong_line,
        praise="a common factor falls out in line 3. It is the logits that are divided",
        mistakes={
            "return 2": {
                "return 1": "there the temperature is missing: which line has it, to no effect?",
                "return 3": "line 3 is right: what was changed has to sum to 1 again",
                "return 4": "line 4 is right: the ends of the pieces",
                "return 5": "line 5 is right: the first piece that ends beyond the point",
            },
        },
    ),
    "07.2": Exercise(
        min_p,
        inputs=least_shares,
        parts=("probabilities (V,)",),
        praise="the bar is set by the likeliest letter, and it always stays",
        mistakes={
            "share * p.max()": {
                "share": "the bar is a share of the likeliest letter's probability, not of 1",
                "p.max() - share": "the share is multiplied with the largest, not taken from it",
                "share * p.min()": "that is a share of the least likely letter",
                "share * p.mean()": "that is a share of the mean: the likeliest sets the bar",
                "1 - share * p.max()": "the bar is the share itself of the largest, not the rest",
            },
            "cut = np.where(p >= least, p, 0)": {
                "cut = p * (np.array([p[p > one].sum() for one in p]) < share)": "that is top-p, a "
                "share of the whole: here each letter is compared with the likeliest",
                "cut = np.where(p == p.max(), p, 0)": "only the likeliest is left: others may be "
                "likely enough",
                "cut = p[p >= least]": "the letters that are cut are gone, so the others have "
                "moved: put 0 in their places",
                "cut = (p >= least) * 1.0": "the letters that stay have lost their own "
                "probabilities",
            },
            "p >= least": {
                "p > least": "a letter that is exactly as likely stays",
                "p < least": "these are the letters that should go",
            },
            "return cut / cut.sum()": {
                "return cut": NOT_ONE,
                "return (p >= least) * 1.0": "this says which letters stay: take their "
                "probabilities",
                "return softmax(cut)": "softmax is for logits, and gives the letters that were "
                "cut something again: divide by the sum",
            },
        },
    ),
    "07.3": Exercise(
        longest_copy,
        inputs=texts,
        parts=("a number of letters",),
        praise="no longer run of it stands in the source",
        mistakes={
            "range(len(text))": {
                "range(1)": "only runs that begin with the first letter are tried",
                "range(0, len(text), 2)": "some letters are left out as a beginning",
            },
            "start + longest < len(text)": {
                "start + longest < len(text) - 1": "the last letter of the text is never part of a "
                "run",
            },
            " in source": {
                " == source[start : start + longest + 1]": "it looks at the same place of the "
                "source only: a run may stand anywhere in it",
            },
            "return longest": {
                "return 0": "that is nothing: look for a run",
                "return longest + 1": "one too many: the last letter that was tried did not fit",
                "return longest - 1": "one too few",
                "return len(set(text) & set(source))": "these are the letters that both have: "
                "count those of one run",
                "return len(text)": "that is how long the text is",
                "return max(0, *(len(word) for word in text.split() if word in source))": "that is "
                "the longest word: a run may begin and end anywhere",
            },
        },
    ),
}
