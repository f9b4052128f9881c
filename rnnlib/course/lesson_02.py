"""The diagram and the exercises of lesson 02, The forward pass."""

import numpy as np

from .exercise import Wrong, array, call, compare, number, same
from .figures import BLUE, BROWN, arrow, box, diagram, label, visible


def unrolled(letters, targets):
    """The network at several steps, side by side, with one set of weights: a figure.

    letters: what it reads at each step. targets: what should come next at each.
    """
    T = len(letters)
    fig, ax = diagram(2.2 * T + 2, 4.6, xlim=(-2.3, 2.2 * T + 0.2), ylim=(-0.4, 4.3))
    label(ax, -1.25, 2, "hs[0]", 16, ha="right")
    for t, (letter, target) in enumerate(zip(letters, targets, strict=True)):
        x = 2.2 * t + 0.5
        box(ax, x - 0.5, 1.6, 1, 0.8)
        label(ax, x, 2, f"hs[{t + 1}]", 16)
        label(ax, x, 0, visible(letter), 20)
        label(ax, x, 4, visible(target) + "?", 20)
        start = x - (1.62 if t else 1.5)
        for tail, head, name, dx, dy in (
            ((x, 0.35), (x, 1.52), "Wxh", 0.48, 0),
            ((x, 2.48), (x, 3.65), "Why", 0.48, 0),
            ((start, 2), (x - 0.58, 2), "Whh", 0, 0.3),
        ):
            arrow(ax, tail, head, BLUE)
            middle = (tail[0] + head[0]) / 2 + dx, (tail[1] + head[1]) / 2 + dy
            label(ax, *middle, name, 14, BROWN)
    return fig


def _multiplications(answer):
    H, V = 100, 65
    right = H * H + V * H
    compare(
        number(answer),
        right,
        [
            (H * V + H * H + V * H + H + V, "these are all weights and biases; a step does not "
             "multiply by each of them"),
            (right + H * V, "Wxh is in it: but the letter's column is looked up, nothing is "
             "multiplied"),
            (H * H, "this is Whh h alone: the logits cost something too"),
            (V * H, "this is Why h alone: the state before comes in through Whh"),
            (2 * H * H, "Why has the shape (V,H), not (H,H)"),
            (right + H + V, "biases are added, not multiplied"),
            (right + H, "biases are added, not multiplied"),
            (right + V, "biases are added, not multiplied"),
            (H + V, "a matrix of shape (R,C) times a vector costs R times C multiplications"),
        ],
        "a number",
    )  # fmt: skip
    return "H·H for the state and V·H for the logits; the letter costs none"


def _softmax_of_large(answer):
    z = [0.0, 1.0, 2.0]  # 1000, 1001, 1002 less their largest, shifted
    e = np.exp(np.array(z) - 2)
    right = e / e.sum()
    got = array(answer, "three probabilities")
    if got.shape == (3,) and np.allclose(got, right, atol=0.006):
        return "adding the same number to all logits changes no probability"
    if not np.isfinite(got).all():
        raise Wrong(
            "e to the 1000 is more than a float can hold: subtract something from all three"
        )
    if got.shape == (3,) and np.allclose(got / 100, right, atol=0.006):
        raise Wrong("these are percents: probabilities go from 0 to 1")
    if got.shape == (3,) and any(np.allclose(got, x, atol=0.02) for x in (e, np.exp(z))):
        raise Wrong("these do not sum to 1 yet")
    if got.shape == (3,) and np.allclose(got, right[::-1], atol=0.006):
        raise Wrong("the largest logit gets the largest probability")
    if got.shape == (3,) and np.allclose(got, np.array([1000, 1001, 1002]) / 3003, atol=0.006):
        raise Wrong("this divides the logits by their sum: softmax takes their exponentials first")
    if got.shape == (3,) and np.allclose(got, [0, 0, 1], atol=0.006):
        raise Wrong("the differences are 1 and 2, not hundreds: the others get something as well")
    compare(got, right, [], "three probabilities")


def _a_network(rng, V, H):
    shapes = {"Wxh": (H, V), "Whh": (H, H), "Why": (V, H), "bh": (H,), "by": (V,)}
    return {name: rng.normal(0, 0.7, shape) for name, shape in shapes.items()}


def _slow_step(w, i, h):
    """One step, number by number: h and p."""
    H, V = len(w["bh"]), len(w["by"])
    new = [
        np.tanh(w["Wxh"][k, i] + sum(w["Whh"][k, j] * h[j] for j in range(H)) + w["bh"][k])
        for k in range(H)
    ]
    z = [sum(w["Why"][v, k] * new[k] for k in range(H)) + w["by"][v] for v in range(V)]
    e = [np.exp(x - max(z)) for x in z]
    return np.array(new), np.array(e) / sum(e)


def _one_step(answer):
    rng = np.random.default_rng(0)
    for V, H in ((4, 4), (5, 3)):
        w, h, i = _a_network(rng, V, H), rng.uniform(-0.9, 0.9, H), 2
        got = call(answer, *w.values(), i, h)
        try:
            new, p = got
        except (TypeError, ValueError):
            raise Wrong("two things were expected back: the new state and p") from None
        right, right_p = _slow_step(w, i, h)
        if same(new, right_p) and same(p, right):
            raise Wrong("both are there, in the other order: first the state")
        x, rec, b = w["Wxh"][:, i], w["Whh"] @ h, w["bh"]
        mistakes = [
            (x + rec + b, "the state lacks its tanh: it may be larger than 1"),
            (np.tanh(x + rec), "the bias bh is missing"),
            (np.tanh(x + b), "the state before is missing: this network forgets at once"),
            (np.tanh(rec + b), "the letter is missing: nothing was read"),
            (np.tanh(x + w["Whh"].T @ h + b), "Whh is transposed: shapes fit, because it is "
             "square, but the axes are swapped"),
            (np.tanh(w["Wxh"][i % H] + rec + b) if V == H else np.nan,
             "this is row i of Wxh, so column i of its transpose: a letter is a column"),
            (np.tanh(x) + rec + b, "tanh goes around the whole sum"),
            (1 / (1 + np.exp(-(x + rec + b))), "this is a sigmoid: the state needs tanh, from "
             "-1 to 1"),
            (np.tanh(x + rec + b)[:, None], "the state has one axis too many: (H,) was expected"),
        ]  # fmt: skip
        compare(new, right, mistakes, "a state (H,)")
        z = w["Why"] @ right + w["by"]
        z_before = w["Why"] @ h + w["by"]
        e = np.exp(z)
        mistakes = [
            (z, "these are logits: softmax is missing"),
            (e, "these do not sum to 1: divide by their sum"),
            (z / z.sum(), "softmax takes the exponentials before it divides"),
            (np.exp(z - w["by"]) / np.exp(z - w["by"]).sum(), "the bias by is missing"),
            (np.exp(z_before) / np.exp(z_before).sum(), "p comes from the state before this "
             "letter: use the new one"),
        ]  # fmt: skip
        compare(p, right_p, mistakes, "probabilities (V,)")
    w["by"] = w["by"] + 1000
    _, p = call(answer, *w.values(), i, h)
    if not np.isfinite(array(p, "probabilities (V,)")).all():
        raise Wrong("right for small logits, nan for large ones: subtract the largest before exp")
    return "state and probabilities, also where exp alone would overflow"


def _whole_text(answer):
    rng = np.random.default_rng(1)
    for H in (3, 4):
        w = _a_network(rng, 5, H)
        ids, h0 = np.array([1, 4, 0, 0, 2]), rng.uniform(-0.9, 0.9, H)

        def states(start, carry=True, w=w, ids=ids):
            hs = [np.array(start)]
            for i in ids:
                hs.append(_slow_step(w, i, hs[-1] if carry else start)[0])
            return np.array(hs)

        right, from_zeros = states(h0), states(np.zeros(H))
        mistakes = [
            (right[1:], "the state before the window is missing: it is row 0, so there are T + 1 "
             "rows"),
            (right[-1], "this is the last state alone: all of them were asked for"),
            (from_zeros, "the start is zeros: it should be the state that was given"),
            (from_zeros[1:], "the start is zeros, and row 0 is missing"),
            (states(h0, carry=False), "every step begins from the same state: carry the last one "
             "on"),
            (np.vstack([right[1:], h0]), "the state before the window is the last row: it belongs "
             "first"),
            (right.T, "the axes are swapped: time goes down the rows"),
            (np.vstack([h0, np.repeat(right[-1:], 5, axis=0)]), "all rows hold the last state: the "
             "same array was stored again and again, and changed; store a copy"),
        ]  # fmt: skip
        got = call(answer, w["Wxh"], w["Whh"], w["bh"], ids, h0)
        compare(got, right, mistakes, "an array (T+1,H)")
    return "T + 1 states, the first of them the one you were given"


JUDGES = {
    "02.1": _multiplications,
    "02.2": _softmax_of_large,
    "02.3": _one_step,
    "02.4": _whole_text,
}
