"""The exercises of lesson 04, Backpropagation through time."""

import numpy as np

from ..exercise import Exercise


def one_da():
    h, direct, dhnext = 0.8, 0.3, 0.2
    return (direct + dhnext) * (1 - h**2)


def steps_to_a_hundredth():
    w, left, steps = 0.8, 0.01, 0
    while w**steps >= left:
        steps += 1
    return steps


def step_back(Whh, Why, dz, dhnext, h, h_before):
    dh = Why.T @ dz + dhnext
    da = dh * (1 - h**2)
    return np.outer(da, h_before), Whh.T @ da


def grad_Whh(Whh, Why, dlogits, hs):
    T, H = len(dlogits), len(Whh)
    dWhh, dhnext = np.zeros((H, H)), np.zeros(H)
    for t in reversed(range(T)):
        h_before, h = hs[t], hs[t + 1]
        dh = Why.T @ dlogits[t] + dhnext
        da = dh * (1 - h**2)
        dWhh += np.outer(da, h_before)
        dhnext = Whh.T @ da
    return dWhh


def grad_Whh_truncated(Whh, Why, dlogits, hs, n):
    T, H = len(dlogits), len(Whh)
    dWhh = np.zeros((H, H))
    for t in range(T):  # each surprise on its own way back
        dh = Why.T @ dlogits[t]
        for s in range(t, max(t - n, 0) - 1, -1):
            h_before, h = hs[s], hs[s + 1]
            da = dh * (1 - h**2)
            dWhh += np.outer(da, h_before)
            dh = Whh.T @ da
    return dWhh


def window(rng, T, V, H):
    Whh, Why = rng.normal(0, 0.7, (H, H)), rng.normal(0, 0.7, (V, H))
    return Whh, Why, rng.normal(0, 0.5, (T, V)), rng.uniform(-0.9, 0.9, (T + 1, H))


def single_steps(rng):
    for V, H in ((4, 4), (5, 3)):  # first V = H, where Why fits that is not transposed
        Whh, Why, (dz,), (h_before, h) = window(rng, 1, V, H)
        yield Whh, Why, dz, rng.normal(0, 0.5, H), h, h_before


def windows(rng):
    for T, V, H in ((4, 4, 4), (3, 5, 3)):
        yield window(rng, T, V, H)
    Whh, Why, dlogits, hs = window(rng, 5, 4, 3)
    yield Whh, Why, 30 * dlogits, hs  # a gradient that some would clip


def windows_and_n(rng):
    same = window(rng, 6, 4, 4)
    for n in (6, 0, 1, 2):  # first without a cut: what is wrong there is no cut's fault
        yield *same, n


def other_steps(got):
    if got != np.round(got):
        return "steps are whole: which is the first that is enough?"
    if got > steps_to_a_hundredth():
        return "that is enough, but not for the first time: fewer steps are enough too"
    return "more than a hundredth is left after so many: compute the power"


# What readers have in place of a step back, or of a piece of it.
STEP = {
    "Why.T @ ": {
        "Why @ ": "Why is not transposed: the gradient of the logits goes back through its columns",
    },
    "dh * (1 - h**2)": {
        "dh": "the slope of tanh is missing",
        "dh / (1 - h**2)": "this divides by the slope: multiply",
        "dh * (1 - h)": "the slope of tanh has h squared in it",
        "dh * h**2": "that is h squared: the slope of tanh is what is left of 1",
        "dh * (1 - h) ** 2": "in the slope of tanh h alone is squared",
        "dh * (1 - h_before**2)": "the slope is that of the state before: tanh gave the one after",
        "dh * (1 - np.tanh(h) ** 2)": "tanh was taken twice: a state is what came out of it",
        "dh * h * (1 - h)": "this is the slope of a sigmoid: the unit is a tanh",
        "-dh * (1 - h**2)": "the sign: nothing on this way turns it round",
    },
    "np.outer(da, h_before)": {
        "np.outer(h_before, da)": "rows and columns have changed places: a row of Whh belongs to "
        "the unit that listens, so to da",
        "np.outer(da, h)": "da is paired with the state after its step: Whh was multiplied with "
        "the state before",
        "np.outer(h, da)": "da is paired with the state after its step, and the axes are swapped",
        "np.outer(da, np.tanh(h_before))": "h_before is a state already: tanh is in it",
        "np.outer(dh, h_before)": "dh is in dWhh: it has to go back through tanh first",
        "da * h_before": "this multiplies number by number: every unit has a weight from every "
        "unit",
        "da @ h_before": "this is one number for all weights: an outer product has (H,H)",
    },
    "Whh.T @ da": {
        "Whh @ da": "what goes to the step before goes through Whh: it goes back, through its "
        "transpose",
        "Whh.T @ dh": "what goes to the step before has jumped over tanh: send da",
        "da": "da itself is handed on: Whh is still to come",
        "dh": "dh is handed on: tanh and Whh are still to come",
    },
}

EXERCISES = {
    "04.1": Exercise(
        one_da,
        tolerance=1e-6,
        praise="two gradients meet, then the slope of tanh",
        mistakes={
            "(direct + dhnext) * (1 - h**2)": {
                "direct * (1 - h**2)": "this leaves out what the next step says",
                "dhnext * (1 - h**2)": "this leaves out what the unit's own output says",
                "direct + dhnext": "this is dh: the way back through tanh is missing",
                "1 - h**2": "this is the slope alone: the gradients that go through it are missing",
                "direct * (1 - h**2) + dhnext": "the slope is on one gradient only: it belongs to "
                "both",
                "direct + dhnext * (1 - h**2)": "the slope is on one gradient only: it belongs to "
                "both",
                "(direct + dhnext) / (1 - h**2)": "this divides by the slope: a gradient is "
                "multiplied by it",
                "(direct + dhnext) * (1 - h)": "the slope of tanh is another one: h is squared in "
                "it",
                "(direct + dhnext) * (1 - h) ** 2": "the slope of tanh is another one: h alone is "
                "squared in it",
                "(direct + dhnext) * (1 - h**2) ** 0.5": "this takes a root: the slope of tanh has "
                "none",
                "(direct + dhnext) * h**2": "that is h squared; the slope is what is left of 1",
                "(direct + dhnext) * (1 + h**2)": "the slope of tanh is never above 1",
                "h * (1 - h**2)": "this is h times the slope: a gradient goes through the slope, "
                "not the state",
                "(direct + dhnext) * h * (1 - h)": "this is the slope of a sigmoid: the unit is a "
                "tanh",
                "(direct + dhnext) * (1 - np.tanh(h) ** 2)": "tanh was taken twice: h is already "
                "what came out of it",
                "direct * dhnext * (1 - h**2)": "the two are multiplied: where gradients meet, "
                "they add",
                "(direct - dhnext) * (1 - h**2)": "one is subtracted: where gradients meet, they "
                "add",
                "(dhnext - direct) * (1 - h**2)": "one is subtracted: where gradients meet, they "
                "add",
                "(direct + dhnext) * h": "this multiplies by the state: the slope of tanh is "
                "needed",
                "(direct + dhnext) / 2 * (1 - h**2)": "this is the mean of the two: they add",
                "-(direct + dhnext) * (1 - h**2)": "the sign: nothing on this way turns it round",
            },
        },
    ),
    "04.2": Exercise(
        steps_to_a_hundredth,
        praise="0.8 to the 21 is 0.0092",
        otherwise=other_steps,
        mistakes={
            "0.01": {
                "0.1": "that leaves a tenth: a hundredth was asked for",
                "0.001": "that leaves a thousandth: a hundredth was asked for",
            },
            "0.8": {"0.2": "0.8 is what stays at each step; 0.2 is what goes"},
            "return steps": {
                "return np.round(np.log(0.1) / np.log(w), 1)": "that leaves a tenth: a hundredth "
                "was asked for",
                "return (1 - left) / (1 - w)": "each step takes a fifth of what is left, not of "
                "what there was",
                "return np.ceil((1 - left) / (1 - w))": "each step takes a fifth of what is left, "
                "not of what there was",
            },
        },
    ),
    "04.3": Exercise(
        step_back,
        inputs=single_steps,
        parts=("dWhh", "dhnext"),
        praise="one step back, and what the step before needs to know",
        mistakes={
            **STEP,
            "dz + dhnext": {
                "dz": "dhnext is missing: two gradients meet at h",
                "dz - dhnext": "the two gradients are subtracted: they add",
                "dz * dhnext": "the two gradients are multiplied: they add",
                "dz + Whh.T @ dhnext": "dhnext has been through Whh already: the step that handed "
                "it on has done it",
            },
            "Why.T @ dz +": {"": "the output is missing: two gradients meet at h"},
            "da = dh * (1 - h**2)": {
                "da = dhnext": "dhnext was taken for da: its own output and tanh are still to come",
                "da = Why.T @ dz * (1 - h**2) + dhnext": "the slope belongs to both gradients: add "
                "first",
                "da = Why.T @ dz + dhnext * (1 - h**2)": "the slope belongs to both gradients: add "
                "first",
            },
            "return np.outer(da, h_before)": {"return da": "this is da: Whh has (H,H) gradients"},
            ", Whh.T @ da": {
                ", dhnext": "the old dhnext is handed on unchanged",
                ", 0 * h": "nothing is handed on: the step before has to know",
                ", Whh.T @ da + dhnext": "the old dhnext is in the new one twice",
                ", Whh.T @ da + Why.T @ dz": "the output is in the new dhnext twice",
                ", Whh.T @ da * (1 - h**2)": "the slope is in it twice: da has been through it",
                ", Whh.T @ da * (1 - h_before**2)": "the slope of the step before is in it: that "
                "is that step's own business",
            },
        },
    ),
    "04.4": Exercise(
        grad_Whh,
        inputs=windows,
        parts=("dWhh (H,H)",),
        praise="T outer products, each da with the state before",
        mistakes={
            **STEP,
            "dhnext = Whh.T @ da": {
                "pass": "dhnext is missing, or stays zero: nothing goes through time",
                "dhnext += Whh.T @ da": "dhnext is added up: each step hands on a new one, with "
                "the old one already in it",
            },
            "Why.T @ dlogits[t] + dhnext\n        da = dh * (1 - h**2)": {
                "Why.T @ dlogits[t]\n        da = dh * (1 - h**2) + dhnext": "the slope belongs to "
                "both gradients: add first",
                "Why.T @ dlogits[t]\n        da = dh + dhnext * (1 - h**2)": "the slope belongs to "
                "both gradients: add first",
            },
            "+ dhnext": {"- dhnext": "the two gradients are subtracted: they add"},
            "reversed(range(T))": {
                "range(T)": "the loop goes forward: a step can't know its dhnext before the next "
                "step has been done",
                "[T - 1]": "only the last step is there: is the return inside the loop?",
                "range(T - 1, 0, -1)": "the first step is missing: it has a state before as well",
                "range(T - 2, -1, -1)": "the last step is missing",
            },
            "hs[t], hs[t + 1]": {
                "hs[t - 1], hs[t]": "the states are one step off: hs[0] is the one before the "
                "window",
            },
            "dWhh +=": {"dWhh =": "only the first step is left: the steps add up"},
            "return dWhh": {
                "return -dWhh": "the sign: nothing on this way turns it round",
                "return dWhh / T": "this is the mean over the steps: they are summed",
                "return np.clip(dWhh, -5, 5)": "it is clipped: that belongs to the update, not to "
                "the gradient",
            },
        },
    ),
    "04.5": Exercise(
        grad_Whh_truncated,
        inputs=windows_and_n,
        parts=("dWhh (H,H)",),
        praise="every surprise with n steps before its own; in windows the early ones get fewer",
        mistakes={
            **STEP,
            "h_before, h = hs[s]": {
                "dh = dh + (s < t) * (Why.T @ dlogits[s])\n            h_before, h = hs[s]": "the "
                "surprises of earlier steps are sent along: each goes back once, on its own way",
            },
            "dh = Whh.T @ da": {
                "dh += Whh.T @ da": "what goes to the step before is added up: each step hands on "
                "a new one, with the old one already in it",
            },
            "range(T)": {
                "[T - 1]": "only the last surprise is sent back: each of them is",
                "range(T - 1)": "the last surprise is missing",
                "range(n, T)": "the first surprises are missing: their ways are shorter, that is "
                "all",
            },
            "max(t - n, 0)": {
                "t - n": "the way back runs past the beginning of the window, and an index below 0 "
                "counts from the end",
                "max(t - n - 1, 0)": "a surprise goes a step too far: n counts the steps before "
                "its own",
                "max(t - n + 1, 0)": "a surprise stops a step too early: its own step is always "
                "there, and n more",
                "0": "whatever n is, your answer is the whole gradient: nothing is cut",
                "t": "whatever n is, nothing goes through time",
                "t - t % (n + 1)": "this cuts the text into windows: here each surprise has n "
                "steps of its own",
                "t - t % max(n, 1)": "this cuts the text into windows: here each surprise has n "
                "steps of its own",
                "max(T - n, 0)": "all surprises end at the same step: here each has n steps of its "
                "own",
                "max(T - 1 - n, 0)": "all surprises end at the same step: here each has n steps of "
                "its own",
            },
            "max(t - n, 0) - 1": {
                "max(t - n, 0)": "the last step of each way back is missing: a range stops before "
                "its end",
            },
            "hs[s], hs[s + 1]": {
                "hs[s], hs[t + 1]": "the slope is always that of the surprise's own step: on the "
                "way back it changes",
                "hs[s - 1], hs[s]": "the states are one step off: hs[0] is the one before the "
                "window",
            },
            "dWhh += np.outer(da, h_before)": {
                "dWhh = np.outer(da, h_before)": "only one step is left: the steps add up",
                "dWhh += np.outer(da, hs[t])": "the partner is always the state before the "
                "surprise's own step: on the way back it changes",
                "dWhh += np.outer(da, h_before) * (s < t)": "the step of the surprise itself is "
                "left out: n counts the steps before it",
            },
            "return dWhh": {
                "return -dWhh": "the sign: nothing on this way turns it round",
                "return dWhh / (n + 1)": "this is a mean over the steps of a way: they are summed",
                "return dWhh / T": "this is the mean over the steps: they are summed",
            },
        },
    ),
}  # fmt: skip
