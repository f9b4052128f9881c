"""The exercises of lesson 09, LSTM."""

import numpy as np

from ..exercise import Exercise


def least_per_letter():
    numbers, letters = 20, 22
    return np.log(numbers) / letters


def forward(g, i, f, o, c_before):
    c = f * c_before + i * g
    return c, o * np.tanh(c)


def back_to_c(dh, dcnext, c, f, o):
    dc = dh * o * (1 - np.tanh(c) ** 2) + dcnext
    return dc, dc * f


def back_to_gates(dh, dc, g, i, f, o, c, c_before):
    ag = dc * i * (1 - g**2)
    ai = dc * g * i * (1 - i)
    af = dc * c_before * f * (1 - f)
    ao = dh * np.tanh(c) * o * (1 - o)
    return ag, ai, af, ao


def line_that_is_wrong():
    return 2


def numbers_of_an_lstm():
    V, H = 65, 100
    return 4 * (H * V + H * H + H) + V * H + V


def kept_by_half():
    letters = 30
    f = 0.5 ** (1 / letters)
    return f, np.log(f / (1 - f))


def gates(rng):
    return rng.uniform(-0.9, 0.9, 4), *rng.uniform(0.1, 0.9, (3, 4))


def steps(rng):
    for _ in range(2):
        yield *gates(rng), rng.normal(0, 2, 4)


def steps_back(rng):
    for _ in range(2):
        _, _, f, o = gates(rng)
        yield rng.normal(size=4), rng.normal(size=4), rng.normal(0, 1.5, 4), f, o


def gates_back(rng):
    for _ in range(2):
        g, i, f, o = gates(rng)
        dh, dc = rng.normal(size=(2, 4))
        yield dh, dc, g, i, f, o, rng.normal(0, 1.5, 4), rng.normal(0, 1.5, 4)


EXERCISES = {
    "09.a": Exercise(
        least_per_letter,
        tolerance=0.002,
        praise="one surprise of ln 20, and 21 letters that are none",
        mistakes={
            "np.log(numbers) / letters": {
                "np.log(numbers)": "that is for a whole string: how many letters share it?",
                "np.log2(numbers) / letters": "these are bits: in nats, take the natural logarithm",
                "np.log2(numbers)": "these are bits, and for a whole string",
                "np.log(numbers) / numbers": "how many letters has a string on average, its end "
                "too? (n is 10.5 on average)",
                "np.log(numbers) / (letters - 1)": "the end of a string is a letter, too",
                "np.log(3)": "that is who knows nothing: each of three letters as likely. After "
                "the first b there is nothing to guess",
                "np.log(2)": "as if every letter were one of two: after the first b there is "
                "nothing to guess",
            },
        },
    ),
    "09.b": Exercise(
        forward,
        inputs=steps,
        parts=("c", "h"),
        praise="keep a part, add a part, show a part",
        mistakes={
            "f * c_before + i * g": {
                "f * c_before": "nothing is written: what does i let in?",
                "i * g": "nothing is kept: what does f keep?",
                "c_before + i * g": "all is kept: that is the LSTM of 1997; f says how much",
                "f * c_before + g": "all of g is written: i says how much",
                "i * c_before + f * g": "i and f have changed places: f keeps, i writes",
                "f * c_before + (1 - f) * g": "what is written has its own gate, i",
                "np.tanh(f * c_before + i * g)": "c goes through no tanh on its own way: only what "
                "is shown does",
                "f * (c_before + i * g)": "f keeps what was there: what is new comes in after it",
            },
            "o * np.tanh(c)": {
                "o * c": "what is shown goes through tanh",
                "np.tanh(c)": "o says how much is shown",
                "np.tanh(o * c)": "first tanh, then o",
                "o * np.tanh(c_before)": "it shows what the cell holds now, not before",
            },
        },
    ),
    "09.c": Exercise(
        back_to_c,
        inputs=steps_back,
        parts=("dc", "dcnext for the step before"),
        praise="two gradients meet at c, and on the way on there is only f",
        mistakes={
            "dh * o * (1 - np.tanh(c) ** 2) + dcnext": {
                "dh * o * (1 - np.tanh(c) ** 2)": "c has two futures: h, and the next step. Where "
                "is what comes from there?",
                "dh * o * (1 - c**2) + dcnext": "1 - h**2 is for what came out of a tanh. c goes "
                "in (this was published)",
                "dh * (1 - np.tanh(c) ** 2) + dcnext": "on the way from h to c stands o, too",
                "dh * o + dcnext": "on the way from h to c stands tanh, too",
                "(dh + dcnext) * o * (1 - np.tanh(c) ** 2)": "dcnext arrives at c itself: it has "
                "no tanh and no gate to pass",
                "dh * o * np.tanh(c) + dcnext": "a gradient is multiplied by the slope of tanh, "
                "not by tanh",
                "dh * o * (1 - np.tanh(c)) ** 2 + dcnext": "in the slope of tanh, tanh alone is "
                "squared",
            },
            "dc * f": {
                "dc": "c[t-1] was multiplied by f on its way to c",
                "dcnext * f": "all that is known of c goes on, what came from h too",
                "dc * f * (1 - f)": "that is the way into the gate f: the way to c[t-1] is f "
                "itself",
                "dc / f": "forward it was multiplied by f, and so it is back",
            },
        },
    ),
    "09.d": Exercise(
        back_to_gates,
        inputs=gates_back,
        parts=("ag", "ai", "af", "ao"),
        praise="what each was multiplied by, and the slope of its own curve",
        mistakes={
            "dc * i * (1 - g**2)": {
                "dc * i * g * (1 - g)": "g came out of a tanh, not of a sigmoid",
                "dc * i": "g came out of a tanh: its slope is missing",
                "dc * (1 - g**2)": "g was multiplied by i on its way to c",
            },
            "dc * g * i * (1 - i)": {
                "dc * g": "i came out of a sigmoid: its slope, i (1 - i), is missing",
                "dc * i * (1 - i)": "i was multiplied by g on its way to c",
                "dc * g * (1 - i**2)": "i came out of a sigmoid, not of a tanh",
            },
            "dc * c_before * f * (1 - f)": {
                "dc * c_before * f": "f came out of a sigmoid: its slope is f (1 - f) (this was "
                "published)",
                "dc * c * f * (1 - f)": "f was multiplied by what the cell held before",
                "dc * f * (1 - f)": "f was multiplied by c[t-1]",
            },
            "dh * np.tanh(c) * o * (1 - o)": {
                "dc * np.tanh(c) * o * (1 - o)": "o is not on the way to c: its gradient comes "
                "from h",
                "dh * c * o * (1 - o)": "o was multiplied by tanh(c), not by c",
                "dh * np.tanh(c)": "o came out of a sigmoid: its slope, o (1 - o), is missing",
            },
        },
    ),
    "09.1": Exercise(
        line_that_is_wrong,
        parts=("the number of a line",),
        praise="the gates listen to h[t-1]; that line gave them the cell",
        mistakes={
            "2": {
                "1": "line 1 is fine: it stacks the four matrices, and the sums come in this order",
                "3": "line 3 is fine: g goes through tanh, the gates through sigmoids",
                "4": "line 4 is fine: keep, and write",
                "5": "line 5 is fine: h is shown, and c goes on as it is",
            },
        },
    ),
    "09.2": Exercise(
        numbers_of_an_lstm,
        praise="four times what a plain network has between letter and state, and Why and by once",
        mistakes={
            "4 * (H * V + H * H + H)": {
                "(H * V + H * H + H)": "that is a plain network: g, i, f and o have weights of "
                "their own",
                "3 * (H * V + H * H + H)": "three gates, and g: four",
                "4 * (H * V + H * H)": "the four biases are missing",
                "4 * (H * V + H)": "the four listen to h[t-1], too",
                "5 * (H * V + H * H + H)": "c has no weights: four, not five",
            },
            " + V * H + V": {
                "": "what makes logits of h is missing",
                " + V * H": "the bias by is missing",
                " + 4 * (V * H + V)": "there is one Why and one by",
            },
        },
    ),
    "09.3": Exercise(
        kept_by_half,
        parts=("f", "the sum before the sigmoid"),
        tolerance=0.006,
        praise="f stays below 1, and 30 letters later half is left: a bias of 1 does not do that",
        mistakes={
            "0.5 ** (1 / letters)": {
                "0.5 / letters": "f multiplies at every letter: it is a root, not a part",
                "1 - 0.5 / letters": "as if as much were lost at each letter: f takes a share of "
                "what is left",
                "0.5**letters": "that is what is left after 30 letters at f = 0.5",
            },
            "np.log(f / (1 - f))": {
                "1 / (1 + np.exp(-f))": "that is the sigmoid of f: go back, from f to what went in",
                "np.log(f)": "the sigmoid is 1 / (1 + exp(-a)): solve f = that for a",
                "np.log((1 - f) / f)": "the sign: above a half, the sum is above 0",
            },
        },
    ),
}
