"""The exercise of lesson 00."""

from ..exercise import Exercise


def guess():
    letters = 65
    return 1 / letters


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
                "52": "small letters and capitals are not all: marks, space and line end are "
                "letters, too",
            },
            "1 / letters": {
                "letters": "that is how many letters there are: their probabilities sum to 1",
                "100 / letters": "that is right in percent: a probability is a number from 0 to 1",
                "0.0": "a probability of 0 would be never: then no letter would come at all",
                "1.0": "that would be certain, and for every letter at once: they sum to 1",
                "1 / 2": "right or wrong are two ways, but not equally likely ones: there are "
                "many letters to be wrong with",
            },
        },
    ),
}
