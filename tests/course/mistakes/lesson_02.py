"""What readers of lesson 02 are likely to answer."""

import numpy as np


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def step(Wxh, Whh, Why, bh, by, i, h):
    h = np.tanh(Wxh[:, i] + Whh @ h + bh)
    return h, softmax(Why @ h + by)


def step_with(state=None, p=None):
    """The right step, with one part of it exchanged."""

    def wrong(Wxh, Whh, Why, bh, by, i, h):
        w = {"Wxh": Wxh, "Whh": Whh, "Why": Why, "bh": bh, "by": by}
        new, right_p = step(Wxh, Whh, Why, bh, by, i, h)
        if state:
            new = state(w, i, h)
        return new, p(w, new, h) if p else right_p

    return wrong


def in_place(Wxh, Whh, Why, bh, by, i, h):
    h[:] = np.tanh(Wxh[:, i] + Whh @ h + bh)
    return h, softmax(Why @ h + by)


def states(start=True, zero=False, carry=True, last=False, alias=False, swap=False):
    def wrong(Wxh, Whh, bh, ids, h):
        first = np.zeros_like(h) if zero else h
        hs, now = [first], first
        for i in ids:
            now = np.tanh(Wxh[:, i] + Whh @ (now if carry else first) + bh)
            hs.append(now)
        hs = np.array(hs)
        if alias:
            hs[1:] = hs[-1]
        if last:
            return hs[-1]
        if swap:
            return hs.T
        return hs if start else hs[1:]

    return wrong


LIKELY = [
    ("02.1", 23_000, "looked up"),
    ("02.1", 10_000, "Whh h alone"),
    ("02.1", 6_500, "Why h alone"),
    ("02.1", 20_000, "(V,H)"),
    ("02.1", 16_665, "added"),
    ("02.1", 16_600, "added"),
    ("02.1", 23_165, "all weights"),
    ("02.1", 1_000, "factor by factor"),
    ("02.1", 165, "R times C"),
    ("02.1", [16_500], "one number"),
    ("02.2", [np.nan] * 3, "subtract"),
    ("02.2", [0.135, 0.368, 1], "sum to 1"),
    ("02.2", [1, 2.72, 7.39], "sum to 1"),
    ("02.2", [9, 24, 67], "percents"),
    ("02.2", [0.67, 0.24, 0.09], "largest"),
    ("02.2", [0.333, 0.333, 0.334], "divides the logits"),
    ("02.2", [0, 0, 1], "differences"),
    ("02.3", step_with(lambda w, i, h: w["Wxh"][:, i] + w["Whh"] @ h + w["bh"]), "lacks its tanh"),
    ("02.3", step_with(lambda w, i, h: np.tanh(w["Wxh"][:, i] + w["Whh"] @ h)), "bh is missing"),
    ("02.3", step_with(lambda w, i, h: np.tanh(w["Wxh"][:, i] + w["bh"])), "forgets"),
    ("02.3", step_with(lambda w, i, h: np.tanh(w["Whh"] @ h + w["bh"])), "letter is missing"),
    (
        "02.3",
        step_with(lambda w, i, h: np.tanh(w["Wxh"][:, i] + w["Whh"].T @ h + w["bh"])),
        "Whh is transposed",
    ),
    (
        "02.3",
        step_with(lambda w, i, h: np.tanh(w["Wxh"][i] + w["Whh"] @ h + w["bh"])),
        "row i of Wxh",
    ),
    (
        "02.3",
        step_with(lambda w, i, h: np.tanh(w["Wxh"][:, i]) + w["Whh"] @ h + w["bh"]),
        "around the whole sum",
    ),
    (
        "02.3",
        step_with(lambda w, i, h: 1 / (1 + np.exp(-(w["Wxh"][:, i] + w["Whh"] @ h + w["bh"])))),
        "sigmoid",
    ),
    (
        "02.3",
        step_with(
            lambda w, i, h: step(**w, i=i, h=h)[0][:, None], lambda w, new, h: np.ones(4) / 4
        ),
        "one axis too many",
    ),
    ("02.3", step_with(p=lambda w, new, h: w["Why"] @ new + w["by"]), "these are logits"),
    ("02.3", step_with(p=lambda w, new, h: np.exp(w["Why"] @ new + w["by"])), "do not sum to 1"),
    ("02.3", step_with(p=lambda w, new, h: softmax(w["Why"] @ new)), "by is missing"),
    ("02.3", step_with(p=lambda w, new, h: softmax(w["Why"] @ h + w["by"])), "state before this"),
    (
        "02.3",
        step_with(p=lambda w, new, h: (z := w["Why"] @ new + w["by"]) / z.sum()),
        "takes the exponentials",
    ),
    (
        "02.3",
        step_with(p=lambda w, new, h: (e := np.exp(w["Why"] @ new + w["by"])) / e.sum()),
        "nan for large ones",
    ),
    ("02.3", lambda *w: step(*w)[::-1], "other order"),
    ("02.3", in_place, "changes what it was given"),
    ("02.3", lambda *w: step(*w)[0].sum(), "two things"),
    ("02.4", lambda *a: np.zeros((6, 3)) + states()(*a)[:, :3], "shape is (6, 3)"),
    ("02.4", states(start=False), "row 0"),
    ("02.4", states(last=True), "last state alone"),
    ("02.4", states(zero=True), "start is zeros: it should be"),
    ("02.4", states(zero=True, start=False), "zeros, and row 0"),
    ("02.4", states(carry=False), "carry the last one on"),
    ("02.4", states(swap=True), "axes are swapped"),
    ("02.4", states(alias=True), "store a copy"),
    ("02.4", lambda *a: np.roll(states()(*a), -1, axis=0), "last row"),
]

SECRETS = {
    "02.1": ["16.?500"],
    "02.2": [r"0?\.09", r"0?\.24", r"0?\.67"],
    "02.3": [r"np\.tanh", r"z - z\.max"],
    "02.4": [r"hs\[t"],
}

OTHER_CLOTHES = [
    ("02.1", 16500.0),
    ("02.2", np.exp([0.0, 1, 2]) / np.exp([0.0, 1, 2]).sum()),
    ("02.4", lambda *a: states()(*a).tolist()),
]
