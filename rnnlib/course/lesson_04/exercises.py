"""The exercises of lesson 04, Backpropagation through time, and of the notebook beside it."""

import numpy as np

from ..exercise import Exercise
from ..toy import toy_network
from .graph import Graph

ROUNDED = 0.006  # how far off a number worked out on paper may be


def toy_window():
    """What the attempts begin with: Whh, Why, hs and all dz of the window `hel`."""
    _, Whh, Why, _, _ = toy_network().params.values()
    graph = Graph()
    return Whh, Why, graph.hs, graph.dzs


def last_dz():
    p, came = toy_window()[3][2] + np.eye(4)[3], np.eye(4)[3]
    return p - came


def last_direct():
    _, Why, _, dzs = toy_window()
    dz = dzs[2]
    return Why.T @ dz


def last_da():
    _, Why, hs, dzs = toy_window()
    direct, h = Why.T @ dzs[2], hs[3]
    return direct * (1 - h**2)


def last_share():
    _, Why, hs, dzs = toy_window()
    direct, h, h_before = Why.T @ dzs[2], hs[3], hs[2]
    da = direct * (1 - h**2)
    return np.outer(da, h_before)


def last_to_before():
    Whh, Why, hs, dzs = toy_window()
    direct, h = Why.T @ dzs[2], hs[3]
    da = direct * (1 - h**2)
    return Whh.T @ da


def toy_dWhh():
    Whh, Why, hs, dzs = toy_window()
    return grad_Whh(Whh, Why, dzs, hs)


def middle_da():
    Whh, Why, hs, dzs = toy_window()
    dhnext = Whh.T @ (Why.T @ dzs[2] * (1 - hs[3] ** 2))
    direct, h = Why.T @ dzs[1], hs[2]
    return (direct + dhnext) * (1 - h**2)


def steps_to_a_hundredth():
    w, left, steps = 0.8, 0.01, 0
    while w**steps >= left:
        steps += 1
    return steps


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


def grads_Why_and_bh(Whh, Why, dlogits, hs):
    V, H = Why.shape
    dWhy, dbh, dhnext = np.zeros((V, H)), np.zeros(H), np.zeros(H)
    for t in reversed(range(len(dlogits))):
        dz, h = dlogits[t], hs[t + 1]
        dh = Why.T @ dz + dhnext
        da = dh * (1 - h**2)
        dWhy += np.outer(dz, h)
        dbh += da
        dhnext = Whh.T @ da
    return dWhy, dbh


def wrong_line():
    return 7


def window_with_dstate(Whh, Why, dzs, hs, dstate):
    T, H = len(dzs), len(Whh)
    dWhh, dhnext = np.zeros((H, H)), np.array(dstate)
    for t in reversed(range(T)):
        h_before, h = hs[t], hs[t + 1]
        dh = Why.T @ dzs[t] + dhnext
        da = dh * (1 - h**2)
        dWhh += np.outer(da, h_before)
        dhnext = Whh.T @ da
    return dWhh, dhnext


def da_of_relu(dh, h):
    return dh * (h > 0)


def lengths_back(Whh, hs, dh):
    lengths = [np.sqrt(np.sum(dh**2))]
    for h in hs[::-1]:
        da = dh * (1 - h**2)
        dh = Whh.T @ da
        lengths.append(np.sqrt(np.sum(dh**2)))
    return lengths


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


def windows(rng):
    for T, V, H in ((4, 4, 4), (3, 5, 3)):
        yield window(rng, T, V, H)
    Whh, Why, dlogits, hs = window(rng, 5, 4, 3)
    yield Whh, Why, 30 * dlogits, hs  # a gradient that some would clip


def windows_and_n(rng):
    same = window(rng, 6, 4, 4)
    for n in (6, 0, 1, 2):  # first without a cut: what is wrong there is no cut's fault
        yield *same, n


def windows_and_dstate(rng):
    for T, V, H in ((4, 4, 4), (3, 5, 3), (1, 4, 4)):
        yield *window(rng, T, V, H), rng.normal(0, 0.5, H)


def gradients_and_states(rng):
    yield np.array([0.5, -0.3, 0.2, -0.4]), np.array([2.0, 0.5, 0.0, 0.0])
    yield rng.normal(0, 1, 6), np.maximum(rng.normal(0, 1, 6), 0)


def ways_back(rng):
    for T, H in ((3, 4), (5, 3)):
        Whh, _, _, hs = window(rng, T - 1, 2, H)
        yield Whh, hs, rng.normal(0, 1, H)


def other_steps(got):
    if got != np.round(got):
        return "steps are whole: which is the first that is enough?"
    if got > steps_to_a_hundredth():
        return "that is enough, but not for the first time: fewer steps are enough too"
    if got < 0:
        return "steps back are counted from 0 upward: how many factors of 0.8 does it take?"
    return f"0.8 to the {got:.0f} is {0.8**got:.2g}, and that is more than a hundredth"


# What readers have in place of a step back, or of a piece of it.
STEP = {
    "Why.T @ ": {
        "Why @ ": "Why is not transposed: the gradient of the logits goes back through its columns",
        "Whh.T @ ": "dz went back through Whh: the matrix that made the logits is another",
    },
    "dh * (1 - h**2)": {
        "dh": "the slope of tanh is missing",
        "1 - h**2": "these are the slopes alone: dh goes through them",
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
        "Whh.T @ da": "what goes to the step before is in dWhh: a weight gets da times what it was "
        "multiplied with",
    },
    "Whh.T @ da": {
        "Whh @ da": "what goes to the step before goes through Whh: it goes back, through its "
        "transpose",
        "Whh.T @ dh": "what goes to the step before has jumped over tanh: send da",
        "da": "da itself is handed on: Whh is still to come",
        "dh": "dh is handed on: tanh and Whh are still to come",
    },
}

LAYOUT = (
    "these are min-char-rnn's places: in our array row 0 is the state before the window, so every "
    "state stands a row later"
)
STARRED = "`*` multiplies number by number, and nothing is added up: `@` does both"
SAME_END = (
    "all ways end at the same step, as if only the last of the window were walked: here each "
    "surprise has n steps of its own"
)
OFF = "all gradients pass: a unit with a state of 0 is off, and can't move"
SHORT = "the last length is missing: every state has a slope, the first of them too"
SIGN = "the sign: nothing on this way turns it round"
ADD_FIRST = "the slope is on one gradient only: it belongs to both"
ZERO = (
    "all of dWhh is 0: dhnext begins at 0, so what the step's own output says has to be added to it"
)
MEAN = "this is the mean of the two gradients: where they meet, they add"
TWICE = "dhnext has been through Whh already, when the step after made it"
STAYS = "dh is handed on as well: it has been used up in da"
NOT_WHY = "Why leads to the output: the way to the step before is through Whh"
THEIRS = "the slope of the step before is in dhnext: that step multiplies by it itself"
HANDED = "a state is handed out: a gradient was asked for, what all this says of the state before"
AFTER_TANH = (
    "dstate is added after tanh: it is a gradient with respect to the state, so it has to go back "
    "through tanh as well"
)

EXERCISES = {
    "04.a": Exercise(
        last_dz,
        parts=("four numbers (V,)",),
        tolerance=ROUNDED,
        praise="p for each letter, and p - 1 for the one that came",
        mistakes={
            "p - came": {
                "came - p": "the sign: this is the way downhill, a gradient points uphill",
                "p": "these are the probabilities: something is taken from the letter that came",
                "p - 1": "1 is taken from every letter: take it from the one that came",
                "-came / p": "that is with respect to p: it still has to go back through softmax",
                "p * came": "only the letter that came is left: the others have a gradient as well",
                "came": "this is the letter that came: p has a part in it, too",
                "-np.log(p)": "these are surprises: a gradient was asked for",
                "abs(p - came)": "the signs are lost: one logit should go up",
                "p - came[[0, 1, 3, 2]]": "1 is taken from `l`, the letter expected: another came",
            },
        },
    ),
    "04.b": Exercise(
        last_direct,
        parts=("three numbers (H,)",),
        tolerance=ROUNDED,
        praise="every logit sends its gradient back through its weight, and they add",
        mistakes={
            "Why.T @ dz": {
                "Why.T @ (dz + np.eye(4)[3])": "the probabilities went back: send dz",
                "-Why.T @ dz": SIGN,
                "Why[3] * dz[3]": "only the letter that came sent something back: all four do",
                "Why[2] * dz[2]": "only one logit sent something back: all four do",
                "Why.T @ dz * (1 - toy_window()[2][3] ** 2)": "this has gone "
                "through tanh as well: stop before",
                "Why.sum(axis=0) * dz.sum()": "sums were multiplied: each logit has its own weight",
                "Why.T @ abs(dz)": "the signs of dz are lost",
                "Why.T * dz": STARRED,
                "Why * dz[:, None]": STARRED,
                "Why.T": "onehot went back, all four rows of it: send dz",
                "Why[3]": "the one-hot vector of the letter that came went back: send dz",
                "Why[2]": "the one-hot vector of `l` went back: send dz",
            },
        },
    ),
    "04.c": Exercise(
        last_da,
        parts=("three numbers (H,)",),
        tolerance=ROUNDED,
        praise="each unit by its own slope: what can hardly move can hardly be blamed",
        mistakes={
            "direct * (1 - h**2)": {
                "direct": "the slope of tanh is missing",
                "1 - h**2": "these are the slopes: direct goes through them",
                "direct / (1 - h**2)": "this divides by the slope: multiply",
                "direct * (1 - h)": "the slope of tanh has h squared in it",
                "direct * h**2": "that is h squared: the slope of tanh is what is left of 1",
                "direct * h": "this multiplies by the state: the slope is needed",
                "direct * (1 - np.tanh(h) ** 2)": "tanh was taken twice: a state is what came out "
                "of it",
                "direct * h * (1 - h)": "this is the slope of a sigmoid: the unit is a tanh",
                "direct * (1 - hs[2] ** 2)": "the slope is that of the state before: tanh gave the "
                "one after",
                "-direct * (1 - h**2)": SIGN,
                "direct * 1 - h**2": "a pair of brackets is missing: all of the slope is a factor",
                "np.tanh(direct)": "tanh is for the way forward: on the way back its slope is",
                "np.full(3, direct @ (1 - h**2))": "the units were added up: each keeps its own",
            },
        },
    ),
    "04.d": Exercise(
        last_share,
        parts=("nine numbers (H,H)",),
        tolerance=ROUNDED,
        praise="row k, column j: da of unit k times the state before of unit j",
        mistakes={
            "np.outer(da, h_before)": {
                "np.outer(h_before, da)": "rows and columns have changed places: a row of Whh "
                "belongs to the unit that listens, so to da",
                "np.outer(da, h)": "da is paired with the state after its step: Whh was multiplied "
                "with the state before",
                "np.outer(direct, h_before)": "direct is in it: it has to go back through tanh "
                "first",
                "da * h_before": "number by number: every unit has a weight from every unit",
                "da @ h_before": "this is one number for all weights: there are nine of them",
                "-np.outer(da, h_before)": SIGN,
                "np.outer(da, hs[1])": "the state is that of two steps before",
                "toy_window()[0] * da[:, None]": "the weights are in it: the slope of a product "
                "is the other factor",
                "toy_dWhh()": "these are the nine numbers of all three steps together: this step's "
                "share was asked for",
            },
        },
    ),
    "04.e": Exercise(
        last_to_before,
        parts=("three numbers (H,)",),
        tolerance=ROUNDED,
        praise="as from the logits to the state: through the transpose",
        mistakes={
            "Whh.T @ da": {
                "Whh @ da": "what went forward through Whh comes back through its transpose",
                "Whh.T @ direct": "this has jumped over tanh: send da",
                "Whh.T @ hs[2]": "the state itself was sent: a gradient comes back, da",
                "da": "da itself is handed on: Whh is still to come",
                "Whh.T @ da * (1 - hs[2] ** 2)": "the slope of the step before is in it: that is "
                "that step's own business",
                "-Whh.T @ da": SIGN,
                "Whh.T * da": STARRED,
                "Whh * da[:, None]": STARRED,
                "Whh * da": "`*` multiplies number by number, and here along the rows: each row of "
                "Whh belongs to one da",
                "direct": "this came from the output: da goes on to the step before",
                "da * hs[2]": "this is of the weights' kind: the state before was multiplied with "
                "Whh",
                "Whh.T @ da + Why.T @ dzs[1]": "the direct gradient of the step before is in it: "
                "they meet there, one step on",
            },
        },
    ),
    "04.f": Exercise(
        middle_da,
        parts=("three numbers (H,)",),
        tolerance=ROUNDED,
        praise="first they meet, then tanh",
        mistakes={
            "(direct + dhnext) * (1 - h**2)": {
                "direct * (1 - h**2)": "this leaves out what the next step says",
                "dhnext * (1 - h**2)": "this leaves out what the step's own output says",
                "direct + dhnext": "they have met, and still have to go back through tanh",
                "direct * (1 - h**2) + dhnext": ADD_FIRST,
                "direct + dhnext * (1 - h**2)": ADD_FIRST,
                "direct": "this leaves out what the next step says, and tanh",
                "dhnext": "this leaves out what the step's own output says, and tanh",
                "(direct + dhnext) * h": "this multiplies by the state: the slope is needed",
                "(Why.T @ dzs[2] + dhnext) * (1 - h**2)": "direct is that of the last step: this "
                "step has one of its own",
                "(direct + Why.T @ dzs[2] * (1 - hs[3] ** 2)) * (1 - h**2)": "da of the last step "
                "is in it as it was there: on its way here it goes through Whh",
                "(direct - dhnext) * (1 - h**2)": "one is subtracted: where gradients meet, they "
                "add",
                "(direct + dhnext) / 2 * (1 - h**2)": "this is the mean of the two: they add",
                "direct * dhnext * (1 - h**2)": "the two are multiplied: where gradients meet, "
                "they add",
                "(direct + dhnext) * (1 - hs[3] ** 2)": "the slopes are those of the last step",
                "(direct + dhnext) * (1 - hs[1] ** 2)": "the slopes are those of the state before",
                "-(direct + dhnext) * (1 - h**2)": SIGN,
                "(direct + dhnext) / (1 - h**2)": "this divides by the slope: a gradient is "
                "multiplied by the slope of the way forward",
            },
        },
    ),
    "04.g": Exercise(
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
                "dhnext = dh + Whh.T @ da": STAYS,
                "dhnext = Why.T @ da": NOT_WHY,
                "dhnext = Whh.T @ da * (1 - h_before**2)": THEIRS,
            },
            "Why.T @ dlogits[t] + dhnext": {
                "dhnext": ZERO,
                "Why.T @ dlogits[t] * dhnext": ZERO,
                "(Why.T @ dlogits[t] + dhnext) / 2": MEAN,
                "Why.T @ dlogits[t] + Whh.T @ dhnext": TWICE,
                "dlogits[t] + dhnext": "dz itself is in dh: it goes back through Why first",
            },
            "Why.T @ dlogits[t] + dhnext\n        da = dh * (1 - h**2)": {
                "Why.T @ dlogits[t]\n        da = dh * (1 - h**2) + dhnext": ADD_FIRST,
                "Why.T @ dlogits[t]\n        da = dh + dhnext * (1 - h**2)": ADD_FIRST,
            },
            "+ dhnext": {"- dhnext": "the two gradients are subtracted: they add"},
            "reversed(range(T))": {
                "range(T)": "the loop goes forward: a step can't know its dhnext before the next "
                "step has been done",
                "[0]": "only the first step is there: the loop begins at the last one",
                "[T - 1]": "only the last step is there: is the return inside the loop?",
                "range(T - 1, 0, -1)": "the first step is missing: it has a state before as well",
                "range(T - 2, -1, -1)": "the last step is missing",
            },
            "hs[t], hs[t + 1]": {
                "hs[t - 1], hs[t]": LAYOUT,
                "hs[t - 1], hs[t + 1]": "you took hs[t-1]: here hs[t] is already the state before "
                "step t",
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
    "04.h": Exercise(
        grads_Why_and_bh,
        inputs=windows,
        parts=("dWhy (V,H)", "dbh (H,)"),
        praise="each gets the gradient of what it was added to, times what it was multiplied by",
        mistakes={
            "np.outer(dz, h)": {
                "np.outer(h, dz)": "rows and columns have changed places: a row of Why belongs to "
                "a letter, so to dz",
                "np.outer(dz, hs[t])": "dz is paired with the state before its step: Why was "
                "multiplied by the one after",
                "np.outer(da, h)": "da is in dWhy: Why made the logits, so its gradient begins "
                "with theirs",
                "np.outer(da, hs[t])": "that is the share of Whh",
                "np.outer(dz, da)": "two gradients are multiplied: a weight gets one, times what "
                "it was multiplied by",
                "np.outer(dz, dh)": "two gradients are multiplied: a weight gets one, times what "
                "it was multiplied by",
                "np.outer(dz, np.tanh(h))": "tanh was taken twice: a state is what came out of it",
                "np.outer(dz, 1 - h**2)": "the slope of tanh is in dWhy: no tanh lies between Why "
                "and the logits",
                "-np.outer(dz, h)": SIGN,
                "dz * h": "this multiplies number by number: every letter has a weight from every "
                "unit",
                "dz @ h": "this is one number for all weights of Why: there are (V,H)",
                "dz[:, None]": "the state is missing: a weight gets dz times what it was "
                "multiplied by",
            },
            "dbh += da": {
                "dbh += dh": "this is dh: bh is added before tanh, so the slope is missing",
                "dbh += dz": "that is the gradient of by: bh is added in the state, not in the "
                "logits",
                "dbh += dhnext": "dhnext is only a part of dh: what this step's output says is "
                "missing, and the slope",
                "dbh += Why.T @ dz": "this leaves out what comes through time, and the slope",
                "dbh += da * h": "a state is in dbh: a bias is multiplied by 1",
                "dbh += da * hs[t]": "a state is in dbh: a bias is multiplied by 1",
                "dbh += da @ hs[t]": "a state is in dbh: a bias is multiplied by 1",
                "dbh += da.sum()": "the units were added up: each has a bias of its own",
                "dbh += 1": "this is what a bias is multiplied by: the gradient is missing",
                "dbh += 1 - h**2": "these are the slopes alone: the gradient is missing",
                "dbh -= da": SIGN,
                "dbh = da": "only the first step is left: the steps add up",
            },
        },
    ),
    "04.1": Exercise(
        wrong_line,
        praise="a gradient goes through the slope of the state at which it arrives",
        mistakes={
            "return 7": {
                "return 1": "line 1 is right: after the last step we ask no further",
                "return 2": "line 2 is right: from the last step to the first",
                "return 3": "line 3 is right: the slope of tanh, at the state that it gave",
                "return 4": "line 4 is right: what danext brings has been through tanh already",
                "return 5": "line 5 is right: da with the state before. And it can't harm dbh",
                "return 6": "line 6 is right: a bias is multiplied by 1",
            },
        },
    ),
    "04.2": Exercise(
        window_with_dstate,
        inputs=windows_and_dstate,
        parts=("dWhh (H,H)", "dstate (H,)"),
        praise="the same loop: only its first dhnext and its last one have become visible",
        mistakes={
            **STEP,
            "np.array(dstate)": {
                "np.zeros(H)": "dstate is not used: dhnext still begins at zero",
                "Whh.T @ dstate": "dstate has been through Whh already: the window after this one "
                "has done it",
                "-dstate": "the sign of dstate: where gradients meet, they add",
                "dstate * (1 - hs[-1] ** 2)": "dstate went through tanh before the loop: the last "
                "step does that, and so it went twice",
            },
            "Why.T @ dzs[t] + dhnext": {
                "Why.T @ dzs[t] + dhnext + dstate * (t < T - 1)": "dstate comes in at every step: "
                "it belongs to the last state alone",
                "Why.T @ dzs[t] + dstate": "dstate comes in at every step, and dhnext at none: "
                "dstate is the dhnext of the last step",
                "Why.T @ dzs[t]": "dhnext is missing: two gradients meet at h",
                "dhnext": "what the step's own output says is missing: two gradients meet at h",
                "(Why.T @ dzs[t] + dhnext) / 2": MEAN,
                "Why.T @ dzs[t] + Whh.T @ dhnext": TWICE,
            },
            "Why.T @ dzs[t] + dhnext\n        da = dh * (1 - h**2)": {
                "Why.T @ dzs[t]\n        da = dh * (1 - h**2) + dhnext": ADD_FIRST,
                "Why.T @ dzs[t]\n        da = dh + dhnext * (1 - h**2)": ADD_FIRST,
                "Why.T @ dzs[t] + dhnext * (t < T - 1)\n        da = dh * (1 - h**2) + dstate * "
                "(t == T - 1)": AFTER_TANH,
                "Why.T @ dzs[t] + dhnext * (t < T - 1)\n        da = dh * (1 - h**2) + "
                "dstate": AFTER_TANH,
            },
            "dhnext = Whh.T @ da": {
                "dhnext = dh + Whh.T @ da": STAYS,
                "dhnext = Why.T @ da": NOT_WHY,
                "dhnext = Whh.T @ da * (1 - h_before**2)": THEIRS,
                "dhnext = dhnext + Whh.T @ da": "dhnext grows from step to step: what came from "
                "the step after is used up in dh",
            },
            "return dWhh, dhnext": {
                "return dWhh, dstate": "what came in is handed out again: hand on what the first "
                "step says of the state before it",
                "return dWhh, da": "da of the first step is handed out: Whh is still to come",
                "return dWhh, dh": "dh of the first step is handed out: tanh and Whh are still to "
                "come",
                "return dWhh, hs[0]": HANDED,
                "return dWhh, hs[-1]": HANDED,
                "return dWhh, Whh.T @ dhnext": "it went through Whh once more after the loop: the "
                "first step has done that",
            },
        },
    ),
    "04.3": Exercise(
        da_of_relu,
        inputs=gradients_and_states,
        parts=("da (H,)",),
        praise="slope 1 where the unit is on, 0 where it is off",
        mistakes={
            "dh * (h > 0)": {
                "dh * (1 - h**2)": "that is the slope of tanh",
                "dh": OFF,
                "dh * h": "this multiplies by the state: the slope does not grow with it",
                "h": "this is the state itself: the gradient dh goes back through the slope",
                "dh[h > 0]": "the units that are off were dropped: da has a number for every unit",
                "np.maximum(dh, 0)": "the gradient was cut where it is below 0: the state decides, "
                "not the gradient",
                "dh * (h >= 0)": OFF,
                "dh * np.maximum(1 - h, 0)": "the slope of ReLU is the same at every state above 0",
                "1.0 * (h > 0)": "these are the slopes: dh goes through them",
            },
        },
    ),
    "04b.1": Exercise(
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
                "return 17": "so many letters count in the network that has learned: here there is "
                "one unit, and the powers of 0.8",
            },
        },
    ),
    "04b.2": Exercise(
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
                "dh = Whh.T @ da + Why.T @ dlogits[t]": "the surprise is added again at every step "
                "of its way: it enters once, at its own step",
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
                "max(T - n, 0)": SAME_END,
                "max(T - 1 - n, 0)": SAME_END,
            },
            "max(t - n, 0) - 1": {
                "max(t - n, 0)": "the last step of each way back is missing: a range stops before "
                "its end",
            },
            "hs[s], hs[s + 1]": {
                "hs[s], hs[t + 1]": "the slope is always that of the surprise's own step: on the "
                "way back it changes",
                "hs[s - 1], hs[s]": LAYOUT,
            },
            "dWhh += np.outer(da, h_before)": {
                "dWhh = np.outer(da, h_before)": "only one step is left: the steps add up",
                "dWhh += np.outer(da, hs[t])": "the partner is always the state before the "
                "surprise's own step: on the way back it changes",
                "dWhh += np.outer(da, h_before) * (s == max(t - n, 0))": "only the far end of each "
                "way adds to dWhh: is that line outside the inner loop?",
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
    "04b.3": Exercise(
        lengths_back,
        inputs=ways_back,
        parts=("a length at the start and after each step",),
        praise="the two lines where gradients vanish, and nothing else",
        mistakes={
            "hs[::-1]": {
                "hs": "the states come in the order of reading: on the way back the last is first",
                "hs[:0:-1]": SHORT,
                "hs[-2::-1]": "the last state is left out: the way begins there",
            },
            "dh * (1 - h**2)": {
                "dh": "the slope of tanh is missing",
                "dh / (1 - h**2)": "this divides by the slope: multiply",
                "dh * (1 - h)": "the slope of tanh has h squared in it",
                "dh * (1 - np.tanh(h) ** 2)": "tanh was taken twice: a state is what came out of "
                "it",
            },
            "dh = Whh.T @ da": {
                "dh = Whh @ da": "a gradient goes back through the transpose of Whh",
                "dh = da": "da itself is handed on: Whh is still to come",
                "dh = dh + Whh.T @ da": "what was there is added: each step hands on a new one",
            },
            "lengths.append(np.sqrt(np.sum(dh**2)))": {
                "lengths.append(np.sqrt(np.sum(da**2)))": "these are the lengths of da, halfway: a "
                "step ends when its gradient has gone through Whh as well",
            },
            "return lengths": {
                "return lengths[::-1]": "these are the right lengths in the order of reading: here "
                "the start of the way back comes first",
                "return lengths[1:]": "the length before the first step is missing",
                "return lengths[:-1]": SHORT,
                "return np.square(lengths)": "these are the squares of the lengths",
                "return np.array(lengths) / lengths[0]": "these are shares of the first one: the "
                "lengths themselves were asked for",
            },
        },
    ),
}
