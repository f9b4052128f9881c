"""The exercises of lesson 06, Adagrad and the training loop, and of the notebook beside it."""

import numpy as np

from ...loss import cross_entropy
from ...rnn import RNN
from ..exercise import Exercise


class Pupil(RNN):
    """A network for an exercise: to train it is what was asked, and no side effect."""

    def __eq__(self, other):
        return isinstance(other, Pupil)

    __hash__ = None


def adagrad(w, g, memory, rate):
    memory = memory + g**2
    w = w - rate * g / np.sqrt(memory + 1e-8)
    return w, memory


def training(model, ids, T, rate, updates):
    inputs, targets = ids[:-1], ids[1:]
    w, memory = model.params.flat, np.zeros_like(model.params.flat)
    state, p, losses = model.initial_state(), 0, []
    for _ in range(updates):
        logits, state, cache = model.forward(inputs[p : p + T, None], state)
        loss, dlogits = cross_entropy(logits, targets[p : p + T, None])
        grads, _ = model.backward(dlogits, cache)
        g = np.clip(grads.flat, -5, 5)
        memory += g**2
        w -= rate * g / np.sqrt(memory + 1e-8)
        losses.append(loss)
        p += T
        if p >= len(inputs):
            p, state = 0, model.initial_state()
    return losses


def wrong_line():
    return 7


def updates_to_a_hundredth():
    kept, left, updates = 0.999, 0.01, 0
    while kept**updates >= left:
        updates += 1
    return updates


def share_of_the_rate():
    g = 0.0001
    return g / np.sqrt(g**2 + 1e-8)


def fading(w, g, memory, rate, decay):
    memory = decay * memory + (1 - decay) * g**2
    w = w - rate * g / np.sqrt(memory + 1e-8)
    return w, memory


def cut_by_norm(g, limit):
    norm = np.sqrt(np.sum(g**2))
    return g * min(1, limit / norm)


def adam(w, g, mean, square, n, rate):
    mean = 0.9 * mean + 0.1 * g
    square = 0.999 * square + 0.001 * g**2
    fair_mean = mean / (1 - 0.9**n)
    fair_square = square / (1 - 0.999**n)
    w = w - rate * fair_mean / (np.sqrt(fair_square) + 1e-8)
    return w, mean, square


def wrong_line_of_the_cut():
    return 2


def never_a_target(N, T):
    p, seen = 0, 0
    while p + T + 1 < N:
        seen += T
        p += T
    return N - 1 - seen


def with_memory(rng):
    g = np.array([0.5, -2.0, 0.001, 0.0, 1e-5])
    yield rng.normal(0, 1, 5), g, np.zeros(5), 0.1  # the first update
    yield rng.normal(0, 1, 4), rng.normal(0, 2, 4), rng.uniform(0, 3, 4), 0.05


def with_memory_and_decay(rng):
    for w, g, memory, rate in with_memory(rng):
        yield w, g, memory, rate, 0.8


def gradients_and_limits(rng):
    yield np.array([8.0, -7.0, 2.0, -1.0, 0.0]), 5.0
    yield np.array([0.5, -0.3, 0.2]), 5.0
    yield np.array([80.0, -60.0, 1.0]), 5.0
    yield rng.normal(0, 3, 6), 1.5


def pupils(rng):
    for scale, updates in ((0.4, 12), (3.0, 6)):  # the second has gradients to clip
        model = Pupil(5, 4, dtype=np.float64, init_scale=scale, rng=rng)
        yield model, rng.integers(0, 5, 24), 5, 0.05, updates


def with_averages(rng):
    for n in (1, 3):
        g, mean = rng.normal(0, 1, 4), rng.normal(0, 1, 4) * (n > 1)
        g[3] *= 1e-4  # as small as the root of 1e-8: it tells on which side of the root that is
        yield rng.normal(0, 1, 4), g, mean, rng.uniform(0, 1, 4) * (n > 1), n, 0.05


def texts_and_windows(rng):
    yield from ((26, 5), (24, 5), (101, 25), (102, 25), (12, 10))


def other_updates(got):
    if got != np.round(got):
        return "updates are whole: which is the first that is enough?"
    if got > updates_to_a_hundredth():
        return "that is enough, but not for the first time: fewer updates are enough too"
    return "more than a hundredth is left after so many: compute the power"


UPHILL = "the sign: a gradient points uphill, and the loss should fall"
ROOT = "the root is missing: the step would no longer have the size of the rate"
FIRST_OF_ALL = "the memory is a step behind: this gradient belongs to it before the root is taken"
# What readers have in place of Adagrad's second line.
STEP = {
    "np.sqrt(memory + 1e-8)": {
        "(memory + 1e-8)": ROOT,
        "(np.sqrt(memory) + 1e-8)": "1e-8 stands outside the root: here it is added to what the "
        "root is taken of. For a tiny gradient that is not the same",
        "np.sqrt(g**2 + 1e-8)": "only this gradient is under the root: the whole memory belongs "
        "there",
        "np.sqrt(memory + 1e8)": "that is a hundred million: 1e-8 has a minus",
        "np.sqrt(memory)": "the 1e-8 is missing: a weight without any gradient is divided by 0",
        "np.sqrt(np.sum(memory) + 1e-8)": "one number divides all of them: each weight has a "
        "memory of its own",
    },
    "- rate": {"+ rate": UPHILL},
    "g / np": {"g * np": "this multiplies by the root: divide"},
    "rate * g": {
        "0.1 * g": "the learning rate is fixed: take the one that is given",
        "g": "the learning rate is missing",
        "rate": "the gradient is missing above the line: every weight would go the same way",
        "rate * g**2": "the gradient above the line is squared, and its sign is lost: only the "
        "memory is of squares",
        "rate * np.abs(g)": "the sign of the gradient is lost",
    },
}

EXERCISES = {
    "06.a": Exercise(
        adagrad,
        inputs=with_memory,
        parts=("weights (N,)", "memory (N,)"),
        praise="what has moved much moves less",
        mistakes={
            **STEP,
            "memory + g**2": {
                "memory + g": "the gradient itself is added: ups and downs would cancel. Add its "
                "square",
                "memory + np.abs(g)": "the size of the gradient is added: add its square",
                "g**2": "the memory forgets: what was in it is lost",
                "memory - g**2": "the memory shrinks: it is a sum",
                "(memory + g) ** 2": "the sum is squared: only the gradient is",
                "memory + np.sum(g**2)": "all weights share one sum: each has a memory of its own",
                "memory * g**2": "the two are multiplied: a memory that begins at 0 stays there",
                "memory": "nothing is added to the memory",
                "memory + g**2 + 1e-8": "the 1e-8 is in the memory, and added at every update: it "
                "belongs under the root alone",
                "memory + rate * g**2": "the rate is in the memory: it belongs to the step alone",
            },
            "memory = memory + g**2\n    w = w - rate * g / np.sqrt(memory + 1e-8)": {
                "w = w - rate * g / np.sqrt(memory + 1e-8)\n    memory = memory + g**2": (
                    FIRST_OF_ALL
                ),
            },
        },
    ),
    "06.b": Exercise(
        training,
        inputs=pupils,
        parts=("a loss for each update",),
        praise="forward, loss, back, clip, update: the loop of min-char-rnn",
        mistakes={
            "inputs[p : p + T, None], state)": {
                "inputs[p : p + T, None])": "each window begins from zeros: hand it the state that "
                "the window before has left",
                "inputs[p : p + T, None], model.initial_state())": "each window begins from zeros: "
                "hand it the state that the window before has left",
                "inputs[p : p + T, None], cache.hs[1] if p else state)": "it begins with the state "
                "after the first letter of the window before: take the one after its last",
            },
            "targets[p : p + T, None]": {
                "inputs[p : p + T, None]": "the targets are the inputs: they are one letter ahead",
                "targets[p : p + T]": "the targets of a window are a column, as its inputs are",
                "targets[p + 1 : p + T + 1, None]": "that is one letter too far: the tape of "
                "targets is a letter ahead already",
            },
            "g = np.clip(grads.flat, -5, 5)": {
                "g = grads.flat": "nothing is cut to -5..5",
                "g = np.clip(grads.flat, -1, 1)": "the cut is at 1: it should be at 5",
                "g = np.clip(grads.flat, 5, -5)": "the two limits have changed places: every "
                "number has become -5",
                "g = np.minimum(grads.flat, 5)": "large numbers below 0 pass: cut on both sides",
                "g = np.maximum(grads.flat, -5)": "large numbers above 0 pass: cut on both sides",
                "g = np.clip(grads.flat, 0, 5)": "numbers below 0 have become 0: cut them at -5",
                "g = np.where(np.abs(grads.flat) > 5, 5, grads.flat)": "what is cut has lost its "
                "sign: where it is below 0, cut it to -5",
                "g = np.where(np.abs(grads.flat) > 5, 0, grads.flat)": "what was too large is "
                "gone: cut it to the limit",
                "g = 5 * np.sign(grads.flat)": "every number has the size of the limit: the small "
                "ones stay as they are",
                "g = grads.flat * min(1, 5 / np.sqrt(np.sum(grads.flat**2)))": "the whole vector "
                "was made shorter: that is clipping by norm. Here each number is cut by itself",
                "g = np.clip(grads.flat / T, -5, 5)": "the gradient is divided by T: the loss is a "
                "sum over the window, and so is its gradient",
            },
            "memory += g**2": {
                "memory = g**2": "the memory forgets: it holds the last update alone",
                "memory += g": "the gradient itself is added to the memory: add its square",
                "memory += np.abs(g)": "the size of the gradient is added to the memory: add its "
                "square",
                "memory += grads.flat**2": "the memory has the gradient before it was cut",
                "pass": "nothing is added to the memory",
            },
            "w -= rate": {
                "w += rate": UPHILL,
                "w = w - rate": "the network never learns: `w = w - …` makes a new array and calls "
                "it w, and the network keeps the old one",
            },
            "rate * g": {
                "g": "the learning rate is missing",
                "rate * grads.flat": "the update takes the gradient as it was before it was cut",
            },
            " / np.sqrt(memory + 1e-8)": {
                "": "this is SGD: the memory is kept, and not used",
                " / (memory + 1e-8)": ROOT,
                " / (np.sqrt(memory) + 1e-8)": "1e-8 stands outside the root: it is added to what "
                "the root is taken of",
            },
            "append(loss)": {
                "append(loss / T)": "these are losses for a letter: a window's loss is the sum",
            },
            "p += T\n": {
                "p += T + 1\n": "between two windows a letter is left out",
                "p += 25\n": "windows of 25 letters are taken for granted: here they have T",
                "p += 1\n": "the next window begins a letter later: it should begin after this one",
            },
            "p, state = 0, model.initial_state()": {
                "p = 0": "where the text begins again, the state is still that of its end",
            },
        },
    ),
    "06.1": Exercise(
        wrong_line,
        praise="five arrays, so five steps through the text: of five windows it reads one",
        mistakes={
            "return 7": {
                "return 1": "line 1 is right: the state of the window before comes in",
                "return 2": "line 2 is right: the targets are one letter ahead already",
                "return 3": "line 3 is right: the way back through this window",
                "return 4": "line 4 is right: each of the five arrays is updated",
                "return 5": "line 5 is right: every array has its own memory",
                "return 6": "line 6 is right: against the gradient, over the root of the memory",
            },
        },
    ),
    "06.2": Exercise(
        updates_to_a_hundredth,
        praise="0.999 to the 4 603; its start has become invisible",
        otherwise=other_updates,
        mistakes={
            "0.01": {
                "0.1": "that leaves a tenth: a hundredth was asked for",
                "0.001": "that leaves a thousandth: a hundredth was asked for",
                "0.37": "that leaves 37 %: a hundredth was asked for",
                "0.99": "that takes away a hundredth: it should leave one",
            },
            "return updates": {
                "return (1 - left) / 0.001": "each update takes a thousandth of what is left, not "
                "of what there was",
                "return 1 / left": "a hundredth is left, not a hundred updates",
            },
        },
    ),
    "06.3": Exercise(
        share_of_the_rate,
        tolerance=0.001,
        praise="one over the root of 2: here the 1e-8 is as large as the square",
        mistakes={
            "g / np.sqrt(g**2 + 1e-8)": {
                "1": "that is what it would be without the 1e-8: how large is the square of this "
                "gradient?",
                "g / (g**2 + 1e-8)": "the root is missing",
                "g**2 / (g**2 + 1e-8)": "that is the share of the square: the root is missing",
                "np.sqrt(g**2 + 1e-8)": "that is one of the two numbers of a quotient: divide the "
                "gradient by the root of the memory",
                "np.sqrt(g**2 + 1e-8) / g": "the other way round: the gradient over the root",
                "0.1 * g / np.sqrt(g**2 + 1e-8)": "this is a step at a rate of 0.1: which "
                "fraction of the rate is it?",
                "0.05 * g / np.sqrt(g**2 + 1e-8)": "this is a step at a rate of 0.05: which "
                "fraction of the rate is it?",
            },
        },
    ),
    "06.4": Exercise(
        fading,
        inputs=with_memory_and_decay,
        parts=("weights (N,)", "memory (N,)"),
        praise="a running mean: this is RMSprop, and half of Adam",
        mistakes={
            **STEP,
            "decay * memory + (1 - decay) * g**2": {
                "(1 - decay) * memory + decay * g**2": "the two shares have changed places: decay "
                "is what stays of the memory",
                "decay * memory + ((1 - decay) * g) ** 2": "the share is squared with the "
                "gradient: square the gradient alone",
                "decay * memory + g**2": "the new square counts in full: the two shares add up "
                "to 1",
                "decay * (memory + g**2)": "the new square is in it before the memory fades: the "
                "two shares add up to 1",
                "memory + (1 - decay) * g**2": "nothing fades: only a share of the memory stays",
                "memory + g**2": "this is Adagrad's memory: it never forgets",
                "decay * memory": "the gradient never gets into the memory",
                "decay * memory + (1 - decay) * np.mean(g**2)": "all weights share one mean: each "
                "has a memory of its own",
                "decay * memory + (1 - decay) * g": "the gradient itself is in the mean: take its "
                "square",
                "decay * memory + (1 - decay) * np.abs(g)": "the size of the gradient is in the "
                "mean: take its square",
                "decay * memory - (1 - decay) * g**2": "the square is taken off: both shares add",
            },
            "(memory + 1e-8)\n    return w, memory": {
                "(memory / (1 - decay) + 1e-8)\n    return w, memory": "the mean is divided by "
                "1 - decay, as Adam does in its first update: here it stays as it is",
            },
            "memory = decay * memory + (1 - decay) * g**2\n"
            "    w = w - rate * g / np.sqrt(memory + 1e-8)": {
                "w = w - rate * g / np.sqrt(memory + 1e-8)\n"
                "    memory = decay * memory + (1 - decay) * g**2": FIRST_OF_ALL,
            },
        },
    ),
    "06b.1": Exercise(
        never_a_target,
        inputs=texts_and_windows,
        parts=("a number of letters",),
        praise="what does not fill a window, and a whole window where it fits to the letter",
        mistakes={
            "p + T + 1 < N": {
                "p + T + 1 <= N": "where a window fits to the letter it counts as read: the "
                "original skips it, because of its >=",
                "p + T + 2 < N": "a window too few is read: try it on a text of 13 letters",
                "p < N - 1": "the last window is short, and counts as read: the original never "
                "reads it",
            },
            "N - 1 - seen": {
                "N - seen": "the first letter is counted: it is no target in any program, because "
                "nothing comes before it",
                "seen": "these are the letters that are a target: the others were asked for",
                "seen // T": "these are the windows that are read",
                "N % T": "what does not fill a window is lost: of N letters N - 1 can be targets",
                "T + 0 * N": "that is one window: count the letters that are in no window",
            },
        },
    ),
    "06b.2": Exercise(
        cut_by_norm,
        inputs=gradients_and_limits,
        tolerance=1e-5,  # some add a tiny number to the norm
        parts=("gradient (N,)",),
        praise="shorter, and in the same direction",
        mistakes={
            "g * min(1, limit / norm)": {
                "g * limit / norm": "short gradients have become longer: they stay as they are",
                "np.clip(g, -limit, limit)": "each number was cut by itself: that turns the vector",
                "g / norm": "the length is 1 now: it should be the limit, where it was more",
                "g * min(1, norm / limit)": "the quotient is upside down: a long gradient has to "
                "shrink",
                "g * (norm <= limit)": "what was too long is gone: make it as long as the limit",
                "g": "nothing was made shorter",
            },
            "np.sqrt(np.sum(g**2))": {
                "np.sum(g**2)": "the root is missing in the norm",
                "np.sum(np.abs(g))": "the norm is the root of the sum of squares, not the sum of "
                "sizes",
                "np.abs(g).max()": "the largest number is no norm: take the root of the sum of "
                "squares",
                "np.sqrt(np.mean(g**2))": "a mean instead of a sum: the norm is the root of the "
                "sum of squares",
            },
        },
    ),
    "06b.3": Exercise(
        adam,
        inputs=with_averages,
        parts=("weights (N,)", "mean (N,)", "square (N,)"),
        praise="Adam; the first step has the size of the rate, as with Adagrad",
        mistakes={
            "0.9 * mean + 0.1 * g": {
                "0.1 * mean + 0.9 * g": "the shares of the mean have changed places: 0.9 of it "
                "stays",
                "0.9 * mean + g": "the new gradient counts in full: its share is 0.1",
                "0.9 * mean + 0.1 * g**2": "the mean is of gradients, not of squares",
                "mean + 0.1 * g": "nothing of the mean fades: 0.9 of it stays",
            },
            "0.999 * square + 0.001 * g**2": {
                "0.001 * square + 0.999 * g**2": "the shares of the square have changed places: "
                "0.999 of it stays",
                "0.999 * square + 0.001 * g": "the gradient is not squared",
                "0.999 * square + 0.001 * np.abs(g)": "the gradient is not squared",
                "square + g**2": "this is Adagrad's memory: here it fades",
                "0.9 * square + 0.1 * g**2": "the square has the shares of the mean: its own are "
                "0.999 and 0.001",
            },
            "mean / (1 - 0.9**n)": {
                "mean": "the mean is not corrected: it begins at 0, and is too small at first",
                "mean * (1 - 0.9**n)": "the correction of the mean multiplies: divide",
                "mean / (1 - 0.9 ** (n - 1) + 1e-12)": "the correction of the mean is an update "
                "late: n counts this one",
            },
            "square / (1 - 0.999**n)": {
                "square": "the square is not corrected: it begins at 0, and is too small at first",
                "square * (1 - 0.999**n)": "the correction of the square multiplies: divide",
            },
            "(np.sqrt(fair_square) + 1e-8)": {
                "(fair_square + 1e-8)": ROOT,
                "np.sqrt(fair_square + 1e-8)": "1e-8 stands inside the root, as in Adagrad: here "
                "it is added to the root",
            },
            "- rate": {"+ rate": UPHILL},
            "rate * fair_mean": {
                "fair_mean": "the learning rate is missing",
                "rate * g": "the step goes along this gradient: it should go along the mean",
            },
            "return w, mean, square": {
                "return w, fair_mean, fair_square": "the corrected ones are handed on: the "
                "correction is for this update alone",
            },
        },
    ),
    "06b.4": Exercise(
        wrong_line_of_the_cut,
        praise="each array has a norm of its own there, so their proportions change",
        mistakes={
            "return 2": {
                "return 1": "line 1 may stay: one array after another is made shorter. By what?",
                "return 3": "line 3 is right: what is short stays as it is",
                "return 4": "line 4 is right: the limit over the norm is what it has to shrink by",
                "return 5": "line 5 is right: all five arrays come back",
            },
        },
    ),
}
