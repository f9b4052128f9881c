"""The exercises of lesson 05, Gradient checking, and of its notebook 05b."""

import numpy as np

from ...gradcheck import numerical_gradient
from ...loss import cross_entropy
from ..exercise import Exercise
from .inputs import by_name, checks, directions, points, ratio


def central(f, w, epsilon):
    return (f(w + epsilon) - f(w - epsilon)) / (2 * epsilon)


def error(a, n):
    return np.abs(a - n) / (0.01 + np.maximum(np.abs(a), np.abs(n)))


def worst_errors(model, inputs, targets, state):
    def loss():
        return cross_entropy(model.forward(inputs, state)[0], targets)[0]

    logits, _, cache = model.forward(inputs, state)
    grads, dstate = model.backward(cross_entropy(logits, targets)[1], cache)
    worst = {}
    for name, array in {**model.params, "state": state}.items():
        a = dstate if name == "state" else grads[name]
        n = numerical_gradient(loss, array)
        worst[name] = error(a, n).max()
    return worst


def line_that_lets_nan_pass():
    return 5


def line_with_the_last_state():
    return 4


def ratio_of_a_mean():
    steps = 20
    return 1 / steps


def slopes_apart():
    h = 0.01
    return abs((1 - np.tanh(h) ** 2) - (1 - h**2))


def along(loss, w, v, epsilon):
    return (loss(w + epsilon * v) - loss(w - epsilon * v)) / (2 * epsilon)


def times_smaller():
    halved = 2
    return halved**4


def line_with_too_few_letters():
    return 2


EXERCISES = {
    "05.a": Exercise(
        central,
        inputs=points,
        parts=("one number",),
        praise="up and down by the same distance, and divided by the way between the two",
        mistakes={
            "(f(w + epsilon) - f(w - epsilon)) / (2 * epsilon)": {
                "(f(w + epsilon) - f(w)) / epsilon": "this is one-sided, up: go down as well",
                "(f(w) - f(w - epsilon)) / epsilon": "this is one-sided, down: go up as well",
                "(f(w + epsilon) - f(w)) / (2 * epsilon)": "this is one-sided, and divided by "
                "twice its way",
                "f(w + epsilon) - f(w - epsilon) / (2 * epsilon)": "only the second is divided: "
                "the difference needs brackets",
                "(f(w + 1e-5) - f(w - 1e-5)) / 2e-5": "this nudges by 1e-5, whatever epsilon is",
                "f(w + epsilon) - f(w - epsilon)": "this is the difference: a slope is divided by "
                "the way between the two points",
                "(f(w - epsilon) - f(w + epsilon)) / (2 * epsilon)": "the sign: up minus down",
                "(f(w + epsilon / 2) - f(w - epsilon / 2)) / epsilon": "a fine slope, but nudged "
                "by half of epsilon",
                "(8 * (f(w + epsilon) - f(w - epsilon)) - f(w + 2 * epsilon) + f(w - 2 * epsilon)) "
                "/ (12 * epsilon)": "a finer slope, of four losses: two are asked for",
                "1 - np.tanh(w) ** 2": "this is the slope of tanh, by its formula: f may be any "
                "function",
                "(f(w + epsilon) + f(w - epsilon)) / (2 * epsilon)": "the two were added: a slope "
                "is a difference",
            },
            "/ (2 * epsilon)": {
                "/ epsilon": "the two points are further apart than one epsilon",
                "/ 2 * epsilon": "Python divides first and then multiplies: brackets are missing",
                "/ 2": "this divides by 2 alone: how far apart are the two points?",
            },
        },
    ),
    "05.b": Exercise(
        worst_errors,
        inputs=checks,
        read=by_name,
        parts=("a dictionary, name -> worst error",),
        tolerance=1e-4,
        praise="every number of every parameter, and of the state before",
        mistakes={
            "forward(inputs, state)[0]": {
                "forward(inputs)[0]": "the loss begins from zeros, backward from another state: "
                "both have to read the same",
            },
            '{**model.params, "state": state}': {
                "model.params": "the state is missing: what leaves a window backward may be wrong, "
                "too",
            },
            'dstate if name == "state" else grads[name]': {
                "array": "the weights themselves are compared: backward gives their gradients",
                "grads.get(name, 0 * state)": "for the state it is dstate that backward gives",
            },
            "cross_entropy(logits, targets)[1]": {
                "logits": "the logits went back: backward needs the gradient with respect to them",
            },
            "numerical_gradient(loss, array)": {
                "numerical_gradient(loss, array, 0.1)": "nudged too far: the loss bends between "
                "the two points, and a right gradient looks wrong",
                "numerical_gradient(loss, array, 1e-3)": "nudged too far: the loss bends between "
                "the two points, and a right gradient looks wrong",
                "numerical_gradient(loss, array, 1e-12)": "nudged too little: hardly a digit of "
                "the difference is left",
                "numerical_gradient(loss, array, 1e-8)": "nudged so little that rounding "
                "makes a right gradient fail: what was the best epsilon?",
                "numerical_gradient(loss, array.copy())": "a copy was nudged: the network did not "
                "feel it",
                "a": "compared with itself: the nudging is missing",
            },
            "error(a, n).max()": {
                "error(a, n).mean()": "a mean hides one wrong number among many right ones",
                "error(a, n).min()": "this is the best one: the worst was asked for",
                "error(a, n).sum()": "the errors were added up: the worst was asked for",
                "np.nanmax(error(a, n))": "nanmax passes over a gradient that is no number: it is "
                "the worst of all",
                "np.abs(a - n).max()": "this is the difference itself: use error(a, n)",
                "(a - n).max()": "this is the difference, with its sign: use error(a, n)",
                "(np.abs(a - n) / np.maximum(np.abs(a), np.abs(n))).max()": "this is the error "
                "without what was added below the line: use error(a, n)",
                "error(a.max(), n.max())": "only the largest numbers are compared: every pair has "
                "an error",
                "error(a, n).max() <= 1e-6": "this says whether it passes: the worst error was "
                "asked for",
            },
        },
    ),
    "05.1": Exercise(
        line_that_lets_nan_pass,
        parts=("the number of a line",),
        praise="nothing is larger than nan, nor is nan larger than anything: max keeps what it had",
        mistakes={
            "return 5": {
                "return 1": "line 1 is right: before the first pair nothing is wrong",
                "return 2": "line 2 is right: number by number",
                "return 3": "line 3 is right: whatever it gives beside a nan, line 4 makes a nan "
                "of it",
                "return 4": "line 4 is right: for a nan it gives nan, as it should",
                "return 6": "line 6 is right: nan <= 1e-6 is False, if only nan arrived here",
            },
        },
    ),
    "05.2": Exercise(
        ratio_of_a_mean,
        read=ratio,
        praise="each gradient is divided by the length of its window",
        mistakes={
            "1 / steps": {
                "0.125": "that is the ratio at 8 letters: does it stay when the window grows?",
                "steps": "upside down: is a larger than n, or smaller?",
                "steps / 8": "that is by how many times the window grew: what is the ratio then?",
                "8.0": "upside down, and for 8 letters: is a larger than n, or smaller?",
                "0.125 * steps / 8": "it went the wrong way: with more letters, does a come nearer "
                "to n?",
                "8 / steps": "that is by how much the ratio changes: what is it then?",
                "1 - 1 / steps": "that is the error: the ratio a / n was asked for",
                "1.0": "it would be 1 if nothing were wrong: what does the number at 8 letters "
                "come from?",
            },
        },
    ),
    "05.3": Exercise(
        line_with_the_last_state,
        parts=("the number of a line",),
        praise="it took the last state of the window for every h, and with one letter that is h",
        mistakes={
            "return 4": {
                "return 1": "line 1 computes nothing",
                "return 2": "Whh and Why of this line go into dh and dhnext, and Why's gradient "
                "comes from neither",
                "return 3": "in another order the sum for Why would be the same",
                "return 5": "that would spoil Why, and nothing else",
                "return 6": "that would spoil by, and nothing else",
                "return 7": "near: with one letter dhnext is 0. But dh does not go into Why",
                "return 8": "near: the slope is wrong. But the slope does not go into Why",
                "return 9": "da goes into bh, but not into Why: what do both come from?",
                "return 10": "that would spoil Wxh, and nothing else",
                "return 11": "that would spoil Whh, and nothing else",
                "return 12": "that would spoil bh, and nothing else",
                "return 13": "with one letter the state would be wrong, with two Why still right",
                "return 14": "with one letter, too, something would be wrong",
            },
        },
    ),
    "05b.a": Exercise(
        slopes_apart,
        tolerance=4e-9,  # what h**4 gives is near enough
        praise="a hundredth of the millionth that a check lets pass, or less: it can't be seen",
        mistakes={
            "abs((1 - np.tanh(h) ** 2) - (1 - h**2))": {
                "(1 - h**2) - (1 - np.tanh(h) ** 2)": "the sign: by how much do they "
                "differ? (The one with tanh twice is larger.)",
                "0 * h": "nearly, and not zero: print it with :.0e",
                "1 - h**2": "this is a slope: by how much do the two differ?",
                "h - np.tanh(h)": "this compares the states: in the slopes they are squared",
                "h**2": "this is what is taken from 1, once: the other takes nearly the same",
                "1 - (1 - np.tanh(h) ** 2)": "this is what is taken from 1, once: the other takes "
                "nearly the same",
                "(1 - h**2) - (1 - np.tanh(h)) ** 2": "in the slope tanh alone is squared",
            },
            "h = 0.01": {
                "h = 0.3": "that is for a state of 0.3: here it is a hundredth",
                "h = 0.1": "that is for a state of a tenth: here it is a hundredth",
            },
        },
    ),
    "05b.1": Exercise(
        along,
        inputs=directions,
        parts=("one number",),
        praise="two passes, for however many weights",
        mistakes={
            "(loss(w + epsilon * v) - loss(w - epsilon * v)) / (2 * epsilon)": {
                "(loss(w + epsilon * v) - loss(w)) / epsilon": "this is one-sided: go back as well",
                "(loss(w) - loss(w - epsilon * v)) / epsilon": "this is one-sided: go forward as "
                "well",
                "(loss(w + epsilon * v) - loss(w)) / (2 * epsilon)": "the second loss is that of w "
                "itself: go on to the other side",
                "loss(w + epsilon * v) - loss(w - epsilon * v) / (2 * epsilon)": "only the second "
                "loss is divided: brackets are missing",
                "(loss(w + epsilon * v / np.linalg.norm(v)) - loss(w - epsilon * v / "
                "np.linalg.norm(v))) / (2 * epsilon)": "v was made 1 long: the slope along v grows "
                "with its length, as grads @ v does",
                "(loss(w + epsilon * v / np.linalg.norm(v)) - loss(w - epsilon * v / "
                "np.linalg.norm(v))) / (2 * epsilon) * np.linalg.norm(v)": "right for a tiny "
                "epsilon, but shorter nudges than asked for: go epsilon times v",
                "(loss(w + epsilon) - loss(w - epsilon)) / (2 * epsilon)": "v is not used: all "
                "weights went the same way",
                "loss(w + epsilon * v) - loss(w - epsilon * v)": "this is the difference: divide "
                "by the way between the two",
                "(loss(w - epsilon * v) - loss(w + epsilon * v)) / (2 * epsilon)": "the sign: "
                "forward minus back",
                "(loss(w + epsilon * v) - loss(w - epsilon * v)) / (2 * epsilon) * v": "this is "
                "multiplied by v at the end: the slope along v is one number",
                "(loss(w + v) - loss(w - v)) / 2": "the whole of v was gone: go epsilon times v",
                "(loss(w + v) - loss(w - v)) / (2 * epsilon)": "the whole of v was gone, and not "
                "epsilon times v",
                "sum(x * (loss(w + e) - loss(w - e)) / (2 * epsilon) for x, e in "
                "zip(v, epsilon * np.eye(len(w))))": "right in the end, nearly, but weight by "
                "weight: all of them can be nudged at once",
            },
            "/ (2 * epsilon)": {
                "/ epsilon": "the two points are further apart than one epsilon",
                "/ (2 * epsilon * np.linalg.norm(v))": "this is divided by the length of v too: "
                "a step of 1 along v was asked for",
                "/ 2 * epsilon": "Python divides first and then multiplies: brackets are missing",
            },
        },
    ),
    "05b.2": Exercise(
        times_smaller,
        tolerance=0.3,  # where somebody computes it at a state that is not tiny
        praise="to the square of h the two agree, so what is left goes with its fourth power",
        mistakes={
            "halved**4": {
                "halved": "so it would be if the two differed by something times h",
                "halved**2": "so it would be if they differed by something times h squared: there "
                "they agree",
                "halved**3": "a slope is the same for h and -h: no h cubed is in it",
                "halved**-4": "how many times smaller: upside down",
                "2 * halved**4": "the 8 below stays as it is: only h is halved",
            },
        },
    ),
    "05b.3": Exercise(
        line_with_too_few_letters,
        parts=("the number of a line",),
        praise="two letters make one step, and there nothing comes from a step after",
        mistakes={
            "return 2": {
                "return 1": "smaller weights hide wrong slopes: of the four, which is one?",
                "return 3": "line 3 is right: the targets are the letters that follow",
                "return 4": "a state near zero hides what is multiplied by it: of the four, which "
                "is?",
                "return 5": "line 5 nudges further than we do, and the right passes pass: the "
                "error stays far below the limit",
                "return 6": "line 6 is right: it asks for all of them",
            },
        },
    ),
}
