"""The exercises of lesson 00, Start here."""

import functools
import math

from ...checkpoint import load_model
from ...sample import sample
from ..exercise import Exercise
from .typewriter import SEEDS, TEMPERATURES


def guess():
    letters = 65
    return 1 / letters


def surprise_of_an_eighth():
    half = math.log(2)
    return 3 * half


@functools.cache
def written(temperature):
    """What the typewriter writes at a temperature, with each of its seeds."""
    model, vocab, _ = load_model("lstm")
    start = {"prompt": "JULIET:", "temperature": temperature}
    return [sample(model, vocab, 200, **start, rng=seed) for seed in SEEDS]


def texts_with_the_son():
    texts = written(min(TEMPERATURES))
    return sum("the country's son" in text for text in texts)


def line_of_the_seed():
    return 4


EXERCISES = {
    "00.a": Exercise(
        guess,
        parts=("a probability",),
        tolerance=5e-5,
        praise="65 letters share 1 between them",
        mistakes={
            "65": {
                "64": "one letter too few: that which will come has its share, too",
                "66": "one letter too many: nothing is drawn but the 65 letters",
                "26": "the alphabet is not all: capitals, marks, space and line end are letters, "
                "too",
                "27": "the alphabet and a space are not all: capitals, marks and line end are "
                "letters, too",
                "52": "small letters and capitals are not all: marks, space and line end are "
                "letters, too",
                "53": "small letters, capitals and a space are not all: marks and the line end are "
                "letters, too",
            },
            "1 / letters": {
                "letters": "that is how many letters there are: their probabilities sum to 1",
                "100 / letters": "that is right in percent: a probability is a number from 0 to 1",
                "math.log(letters)": "that is the surprise of such a letter, in nats: its "
                "probability was asked for",
                "-math.log(letters)": "that is the logarithm of it: a probability is never below 0",
                "math.log2(letters)": "that is the surprise of such a letter, in bits: its "
                "probability was asked for",
                "0.0": "a probability of 0 would be never: then no letter would come at all",
                "1.0": "that would be certain, and for every letter at once: they sum to 1",
                "1 / 2": "right or wrong are two ways, but not equally likely ones: there are "
                "many letters to be wrong with",
            },
        },
    ),
    "00.1": Exercise(
        surprise_of_an_eighth,
        tolerance=0.02,
        praise="half the chance adds as much again, and an eighth is a half of a half of a half",
        otherwise=lambda *_: "how often is one chance in two halved, to come to one in eight? Each "
        "halving costs the same",
        mistakes={
            "3 * half": {
                "half / 8": "that is less than for one in two: the rarer a letter, the more it "
                "surprises",
                "8 * half": "eight times: but a letter with one chance in four does not cost four "
                "times as much. How often must a chance be halved to come to one in eight?",
                "4 * half": "one in eight is four times rarer than one in two, but surprise counts "
                "how often the chance was halved",
                "2 * half": "that is one chance in four",
                "half": "that is one chance in two",
                "4 * half * half": "halvings are added, not multiplied",
                "half**3": "chances are multiplied, so their logarithms are added",
                "3": "that is in bits, one for each halving: and in nats?",
                "1 / 8": "that is the probability: its surprise was asked for",
                "-3 * half": "the logarithm of a chance is below 0: surprise is minus that",
                "math.log10(8)": "that is the logarithm to base ten: ours is the natural one",
            },
        },
    ),
    "00.2": Exercise(
        texts_with_the_son,
        parts=("a number of texts",),
        otherwise=lambda *_: "it is a whole number, and no more than there are seeds",
        praise="every one. So careful, it draws the likeliest letter nearly always, whatever the "
        "seed, and the text goes in circles",
        mistakes={
            "return sum(": {
                "return 0 * sum(": "none? Look at the end of each first or second line, with the "
                "temperature as low as it goes",
                "return 0.25 * sum(": "there is more than one: try the other seeds, and let each "
                "write to its end",
                "return 0.5 * sum(": "there are more: read each text to its end",
                "return 0.75 * sum(": "one is missing: read each text to its end",
                "return 1.25 * sum(": "that is more than there are seeds: a text counts once, "
                "however often it says so",
            },
        },
    ),
    "00.3": Exercise(
        line_of_the_seed,
        parts=("the number of a line",),
        praise="the seed is always 3 there, and the seed of the loop is never used",
        mistakes={
            "4": {
                "1": "line 1 is right: an empty list, to be filled",
                "2": "line 2 is right: three seeds. But who uses them?",
                "3": "line 3 is right: all three lines may begin alike",
                "5": "line 5 is right: it keeps what it gets",
                "6": "line 6 is right: it counts what there is",
            },
        },
    ),
}  # fmt: skip
