"""What readers of lesson 04 are likely to answer."""

import numpy as np


def back(da=None, dWhh=None, dhnext=None):
    """The right step back, with one part of it exchanged; each part is a function of a dict."""

    def step_back(Whh, Why, dz, dhnext_in, h, h_before):
        w = {"Whh": Whh, "Why": Why, "dz": dz, "next": dhnext_in, "h": h, "before": h_before}
        w["direct"], w["slope"] = Why.T @ dz, 1 - h**2
        w["da"] = (w["direct"] + dhnext_in) * w["slope"]
        if da:
            w["da"] = da(w)
        return (
            dWhh(w) if dWhh else np.outer(w["da"], h_before),
            dhnext(w) if dhnext else Whh.T @ w["da"],
        )

    return step_back


def whole(
    slope=lambda h, before: 1 - h**2,
    back=lambda w: w["Whh"].T @ w["da"],
    share=np.outer,
    steps=lambda T: reversed(range(T)),
    partner=0,
    add=True,
    transposed=True,
):
    """The right dWhh of a window, with one thing done differently."""

    def grad(Whh, Why, dlogits, hs):
        total, dhnext = np.zeros_like(Whh), np.zeros(len(Whh))
        for t in steps(len(dlogits)):
            dh = (Why.T if transposed else Why) @ dlogits[t] + dhnext
            da = dh * slope(hs[t + 1], hs[t])
            total = share(da, hs[t + partner]) + (total if add else 0)
            dhnext = back({"Whh": Whh, "dh": dh, "da": da, "dhnext": dhnext})
        return total

    return grad


def truncated(extra=0, own=True, partner=0, slope=True, stop=True):
    def grad(Whh, Why, dlogits, hs, n):
        total = np.zeros_like(Whh)
        for t in range(len(dlogits)):
            dh = Why.T @ dlogits[t]
            end = t - n - extra
            for s in range(t, (max(end, 0) if stop else end) - 1, -1):
                da = dh * (1 - hs[s + 1] ** 2) if slope else dh
                if s < t or own:
                    total += np.outer(da, hs[s + partner])
                dh = Whh.T @ da
        return total

    return grad


def in_windows(extra):
    def grad(Whh, Why, dlogits, hs, n):
        total, length = np.zeros_like(Whh), max(n + extra, 1)
        for p in range(0, len(dlogits), length):
            part = dlogits[p : p + length]
            total += whole()(Whh, Why, part, hs[p : p + len(part) + 1])
        return total

    return grad


def last_loss(Whh, Why, dlogits, hs, n):
    alone = np.zeros_like(dlogits)
    alone[-1] = dlogits[-1]
    return truncated()(Whh, Why, alone, hs, n)


LIKELY = [
    ("04.1", 0.108, "next step"),
    ("04.1", 0.072, "own output"),
    ("04.1", 0.5, "tanh is missing"),
    ("04.1", 0.5 / 0.36, "divides"),
    ("04.1", 0.1, "squared"),
    ("04.1", 0.32, "left of 1"),
    ("04.1", 0.08, "sigmoid"),
    ("04.1", 0.5 * (1 - np.tanh(0.8) ** 2), "taken twice"),
    ("04.1", 0.0216, "multiplied"),
    ("04.1", 0.036, "subtracted"),
    ("04.1", 0.4, "multiplies by the state"),
    ("04.1", 0.09, "mean of the two"),
    ("04.1", 3, "factor by factor"),
    ("04.1", 0.308, "belongs to both"),
    ("04.1", 0.372, "belongs to both"),
    ("04.1", 0.36, "slope alone"),
    ("04.1", -0.18, "the sign"),
    ("04.1", None, "this is None"),
    ("04.2", 20, "more than a hundredth"),
    ("04.2", 20.6, "whole"),
    ("04.2", 10.3, "a tenth"),
    ("04.2", 11, "a tenth"),
    ("04.2", 22, "for the first time"),
    ("04.2", 100, "for the first time"),
    ("04.2", 5, "of what is left"),
    ("04.2", 3, "compute the power"),
    ("04.3", back(lambda w: w["direct"] * w["slope"]), "dhnext is missing"),
    ("04.3", back(lambda w: w["next"] * w["slope"]), "output is missing"),
    ("04.3", back(lambda w: w["direct"] + w["next"]), "slope of tanh is missing"),
    ("04.3", back(lambda w: w["direct"] * w["slope"] + w["next"]), "add first"),
    ("04.3", back(lambda w: w["direct"] + w["next"] * w["slope"]), "add first"),
    ("04.3", back(lambda w: (w["direct"] + w["next"]) / w["slope"]), "multiply"),
    ("04.3", back(lambda w: (w["direct"] + w["next"]) * (1 - w["h"])), "squared in it"),
    ("04.3", back(lambda w: (w["direct"] + w["next"]) * (1 - w["before"] ** 2)), "wrong state"),
    ("04.3", back(lambda w: (w["direct"] - w["next"]) * w["slope"]), "they add"),
    (
        "04.3",
        back(lambda w: (w["direct"] + w["next"]) * (1 - np.tanh(w["h"]) ** 2)),
        "taken twice",
    ),
    ("04.3", back(lambda w: (w["Why"] @ w["dz"] + w["next"]) * w["slope"]), "Why is not transp"),
    ("04.3", back(dWhh=lambda w: np.outer(w["before"], w["da"])), "changed places"),
    ("04.3", back(dWhh=lambda w: np.outer(w["da"], w["h"])), "paired with h"),
    ("04.3", back(dWhh=lambda w: np.outer(w["h"], w["da"])), "axes are swapped"),
    ("04.3", back(dWhh=lambda w: w["da"] * w["before"]), "number by number"),
    ("04.3", back(dWhh=lambda w: w["da"] @ w["before"]), "one number"),
    ("04.3", back(dhnext=lambda w: w["Whh"] @ w["da"]), "through its transpose"),
    ("04.3", back(dhnext=lambda w: w["Whh"].T @ (w["direct"] + w["next"])), "jumped over tanh"),
    ("04.3", back(dhnext=lambda w: w["da"]), "still to come"),
    ("04.3", back(dhnext=lambda w: w["Whh"].T @ w["da"] + w["next"]), "twice"),
    ("04.3", lambda *w: back()(*w)[::-1], "other order"),
    ("04.3", lambda *w: back()(*w)[1][0], "two things"),
    ("04.3", back(lambda w: (w["direct"] + w["next"]) * w["h"] * (1 - w["h"])), "sigmoid"),
    ("04.3", back(lambda w: -w["da"]), "the sign"),
    ("04.3", back(lambda w: (w["direct"] + w["Whh"].T @ w["next"]) * w["slope"]), "already"),
    ("04.3", back(dhnext=lambda w: w["direct"] + w["next"]), "dh is handed on"),
    ("04.3", back(dhnext=lambda w: w["next"]), "unchanged"),
    ("04.4", lambda *w: whole()(*w).T, "changed places"),
    ("04.4", whole(partner=1), "state before"),
    ("04.4", whole(back=lambda w: 0), "nothing goes through time"),
    ("04.4", whole(slope=lambda h, before: 1), "slope of tanh is missing"),
    ("04.4", whole(slope=lambda h, before: 1 - before**2), "slope is that of the state before"),
    ("04.4", whole(slope=lambda h, before: 1 / (1 - h**2)), "divides"),
    ("04.4", whole(slope=lambda h, before: 1 - np.tanh(h) ** 2), "taken twice"),
    ("04.4", whole(steps=range), "goes forward"),
    ("04.4", whole(back=lambda w: w["Whh"] @ w["da"]), "through its transpose"),
    ("04.4", whole(back=lambda w: w["Whh"].T @ w["dh"]), "jumps over tanh"),
    ("04.4", whole(back=lambda w: w["da"]), "da itself"),
    ("04.4", whole(back=lambda w: w["dh"]), "dh is handed on"),
    ("04.4", whole(back=lambda w: w["dhnext"] + w["Whh"].T @ w["da"]), "is added up"),
    ("04.4", whole(add=False), "only the first step is left"),
    ("04.4", whole(steps=lambda T: (T - 1,)), "inside the loop"),
    ("04.4", whole(steps=lambda T: range(T - 1, 0, -1)), "first step is missing"),
    ("04.4", whole(steps=lambda T: range(T - 2, -1, -1)), "last step is missing"),
    ("04.4", whole(share=lambda da, h: da * h), "number by number"),
    ("04.4", whole(share=lambda da, h: da @ h), "one number to all"),
    ("04.4", whole(transposed=False), "Why is not transposed"),
    ("04.4", lambda *w: -whole()(*w), "the sign"),
    ("04.4", lambda *w: whole()(*w) / len(w[2]), "mean over the steps"),
    ("04.5", truncated(1), "a step too far"),
    ("04.5", truncated(-1), "a step too early"),
    ("04.5", truncated(stop=False), "past the beginning"),
    ("04.5", lambda *w: whole()(*w[:-1]), "nothing is cut"),
    ("04.5", in_windows(1), "into windows"),
    ("04.5", in_windows(0), "into windows"),
    ("04.5", last_loss, "only the last"),
    ("04.5", lambda *w: whole(back=lambda w: 0)(*w[:-1]), "nothing goes through time"),
    ("04.5", lambda *w: truncated()(*w).T, "changed places"),
    ("04.5", truncated(own=False), "surprise itself is left out"),
    ("04.5", truncated(partner=1), "state before"),
    ("04.5", truncated(slope=False), "slope of tanh is missing"),
]

SECRETS = {
    "04.1": [r"0?\.18", r"0?\.36", r"1 - 0?\.64"],
    "04.2": [r"\b21\b", "twenty-one", r"20\.6"],
    "04.3": [r"np\.outer", r"Whh\.T @ da", r"1 - h"],
    "04.4": [r"np\.outer", r"Whh\.T", r"1 - hs"],
    "04.5": [r"np\.outer", r"max\(", r"t - n"],
}

OTHER_CLOTHES = [
    ("04.1", "0.18"),
    ("04.1", np.float32(0.18)),
    ("04.2", 21.0),
    ("04.3", lambda *w: [part.tolist() for part in back()(*w)]),
    ("04.4", lambda *w: whole()(*w).tolist()),
    ("04.5", truncated()),
]
