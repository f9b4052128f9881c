"""The diagram and the exercises of lesson 04, Backpropagation through time."""

import numpy as np

from .exercise import Wrong, array, call, compare, number, same
from .figures import BLUE, BROWN, arrow, box, diagram, label, visible


def backward_graph(letters, targets):
    """The network at several steps as a graph, with the way back beside the way forward: a figure.

    letters: what it reads at each step. targets: what should come next at each.
    """
    T, wide = len(letters), 3.6
    fig, ax = diagram(wide * T + 0.2, 7, xlim=(-2.3, wide * T - 2.1), ylim=(-0.5, 6.5))

    def line(start, end, color, name="", dx=0.0, dy=0.0):
        arrow(ax, start, end, color, dashed=color == BROWN)
        middle = (start[0] + end[0]) / 2 + dx, (start[1] + end[1]) / 2 + dy
        label(ax, *middle, name, 13, color)

    def there_and_back(x, low, high, forward, backward):
        line((x - 0.13, low), (x - 0.13, high), BLUE, forward, dx=-0.42)
        line((x + 0.13, high), (x + 0.13, low), BROWN, backward, dx=0.22 + 0.05 * len(backward))

    for t, (letter, target) in enumerate(zip(letters, targets, strict=True)):
        x = wide * t + 0.2
        label(ax, x, -0.1, visible(letter), 20)
        for y, half, name in (
            (1.5, 0.45, "a"),
            (3.0, 0.45, f"hs[{t + 1}]"),
            (4.5, 0.45, "z"),
            (6.0, 1.05, f"surprise: {visible(target)}?"),
        ):
            box(ax, x - half, y - 0.25, 2 * half, 0.5)
            label(ax, x, y, name, 16)
        line((x, 0.2), (x, 1.18), BLUE, "Wxh", dx=-0.45)
        there_and_back(x, 1.82, 2.68, "tanh", "da")
        there_and_back(x, 3.32, 4.18, "Why", "direct")
        there_and_back(x, 4.82, 5.68, "", "dz")
        # from the state before, which for the first step comes from outside the window
        start = (x - wide + 0.55, 2.95) if t else (x - 1.6, 2.21)
        line(start, (x - 0.52, 1.66), BLUE, "Whh", dx=0.0 if t else -0.2, dy=0.3 if t else -0.25)
        if t:
            line((x - 0.52, 1.4), (x - wide + 0.42, 2.66), BROWN, "dhnext", dx=0.1, dy=-0.36)
    label(ax, -1.4, 2.4, "hs[0]", 16, ha="right")
    return fig


def _one_da(answer):
    h, direct, dhnext = 0.8, 0.3, 0.2
    slope, dh = 1 - h**2, direct + dhnext
    compare(
        number(answer),
        dh * slope,
        [
            (direct * slope, "this leaves out what the next step says"),
            (dhnext * slope, "this leaves out what the unit's own output says"),
            (dh, "this is dh: the way back through tanh is missing"),
            (slope, "this is the slope alone: the gradients that go through it are missing"),
            (direct * slope + dhnext, "the slope is on one gradient only: it belongs to both"),
            (direct + dhnext * slope, "the slope is on one gradient only: it belongs to both"),
            (dh / slope, "this divides by the slope: a gradient is multiplied by it"),
            (dh * (1 - h), "the slope of tanh is another one: h is squared in it"),
            (dh * h**2, "that is h squared; the slope is what is left of 1"),
            (dh * h * (1 - h), "this is the slope of a sigmoid: the unit is a tanh"),
            (dh * (1 - np.tanh(h) ** 2), "tanh was taken twice: h is already what came out of it"),
            (direct * dhnext * slope, "the two are multiplied: where gradients meet, they add"),
            ((direct - dhnext) * slope, "one is subtracted: where gradients meet, they add"),
            (dh * h, "this multiplies by the state: the slope of tanh is needed"),
            (dh / 2 * slope, "this is the mean of the two: they add"),
            (-dh * slope, "the sign: nothing on this way turns it round"),
        ],
        "a number",
    )
    return "two gradients meet, then the slope of tanh"


def _steps_to_a_hundredth(answer):
    w, left = 0.8, 0.01
    right = int(np.ceil(np.log(left) / np.log(w)))
    got = number(answer)
    if got == right:
        return f"{w} to the {right} is {w**right:.4f}"
    for value, words in (
        (np.log(0.1) / np.log(w), "that leaves a tenth: a hundredth was asked for"),
        (np.ceil(np.log(0.1) / np.log(w)), "that leaves a tenth: a hundredth was asked for"),
        ((1 - left) / (1 - w), "each step takes a fifth of what is left, not of what there was"),
        (np.ceil((1 - left) / (1 - w)), "each step takes a fifth of what is left, not of what "
         "there was"),
    ):  # fmt: skip
        if abs(got - value) < 0.06:
            raise Wrong(words)
    if got != round(got):
        raise Wrong("steps are whole: which is the first that is enough?")
    if got > right:
        raise Wrong("that is enough, but not for the first time: fewer steps are enough too")
    raise Wrong("more than a hundredth is left after so many: compute the power")


def _a_window(rng, T, V, H):
    Whh, Why = rng.normal(0, 0.7, (H, H)), rng.normal(0, 0.7, (V, H))
    return Whh, Why, rng.normal(0, 0.5, (T, V)), rng.uniform(-0.9, 0.9, (T + 1, H))


def _slow_da(Why, dz, dhnext, h):
    """Number by number."""
    V, H = Why.shape
    return np.array(
        [(sum(Why[v, k] * dz[v] for v in range(V)) + dhnext[k]) * (1 - h[k] ** 2) for k in range(H)]
    )


def _step_back(answer):
    rng = np.random.default_rng(0)
    for V, H in ((4, 4), (5, 3)):
        Whh, Why, (dz,), (h_before, h) = _a_window(rng, 1, V, H)
        dhnext = rng.normal(0, 0.5, H)
        da = _slow_da(Why, dz, dhnext, h)
        right = np.array([[da[k] * h_before[j] for j in range(H)] for k in range(H)])
        right_next = np.array([sum(Whh[k, j] * da[k] for k in range(H)) for j in range(H)])
        got = call(answer, Whh, Why, dz, dhnext, h, h_before)
        try:
            dWhh, back = got
        except (TypeError, ValueError):
            raise Wrong("two things were expected back: dWhh and the new dhnext") from None
        if np.shape(dWhh) == (H,) and np.shape(back) == (H, H):
            raise Wrong("both are there, in the other order: first dWhh")
        direct, slope = Why.T @ dz, 1 - h**2
        wrong_da = [
            (direct * slope, "dhnext is missing: two gradients meet at h"),
            (dhnext * slope, "the output is missing: two gradients meet at h"),
            (direct + dhnext, "the slope of tanh is missing"),
            (direct * slope + dhnext, "the slope belongs to both gradients: add first"),
            (direct + dhnext * slope, "the slope belongs to both gradients: add first"),
            ((direct + dhnext) / slope, "this divides by the slope: multiply"),
            ((direct + dhnext) * (1 - h), "the slope of tanh has h squared in it"),
            ((direct + dhnext) * (1 - h_before**2), "the slope is that of the wrong state: tanh "
             "gave h, not h_before"),
            ((direct + dhnext) * (1 - np.tanh(h) ** 2), "tanh was taken twice: h is what came out "
             "of it"),
            ((direct - dhnext) * slope, "the two gradients are subtracted: they add"),
            ((direct + dhnext) * h * (1 - h), "this is the slope of a sigmoid: the unit is a tanh"),
            (-(direct + dhnext) * slope, "the sign: nothing on this way turns it round"),
            ((direct + Whh.T @ dhnext) * slope, "dhnext has been through Whh already: the step "
             "that handed it on has done it"),
        ]  # fmt: skip
        if V == H:
            wrong_da.append(((Why @ dz + dhnext) * slope, "Why is not transposed: dz goes back "
                             "through its columns"))  # fmt: skip
        mistakes = [(np.outer(value, h_before), words) for value, words in wrong_da]
        mistakes += [
            (right.T, "rows and columns have changed places: a row of Whh belongs to the unit that "
             "listens, so to da"),
            (np.outer(da, h), "da is paired with h: Whh was multiplied with the state before"),
            (np.outer(h, da), "da is paired with h, and the axes are swapped"),
            (da * h_before, "this multiplies number by number: every unit has a weight from "
             "every unit"),
            (da, "this is da: Whh has (H,H) gradients"),
            (da @ h_before, "this is one number: an outer product has (H,H)"),
        ]  # fmt: skip
        compare(dWhh, right, mistakes, "dWhh (H,H)")
        mistakes = [
            (Whh @ da, "dWhh is right, but dhnext goes through Whh: it goes back, through its "
             "transpose"),
            (Whh.T @ (direct + dhnext), "dWhh is right, but what goes to the step before has "
             "jumped over tanh: send da"),
            (da, "dWhh is right, but da itself is handed on: Whh is still to come"),
            (direct + dhnext, "dWhh is right, but dh is handed on: tanh and Whh are still to come"),
            (dhnext, "dWhh is right, but the old dhnext is handed on unchanged"),
            (Whh.T @ da + dhnext, "dWhh is right, but the old dhnext is in the new one twice"),
            (Whh.T @ da + direct, "dWhh is right, but the output is in the new dhnext twice"),
            ((Whh.T @ da) * (1 - h_before**2), "dWhh is right, but the slope of the step before is "
             "in it: that is that step's own business"),
        ]  # fmt: skip
        mistakes += [(Whh.T @ value, words) for value, words in wrong_da]
        compare(back, right_next, mistakes, "a dhnext (H,)")
    return "one step back, and what the step before needs to know"


def _slow_grad(Whh, Why, dlogits, hs, n=None, first=0, partner=0, stop=True):
    """dWhh, each surprise on its own way back. n: how many steps before its own, at most."""
    T, H = len(dlogits), len(Whh)
    n = T if n is None else n
    total = np.zeros((H, H))
    for t in range(T):
        dh = Why.T @ dlogits[t]
        for s in range(t, (max(t - n, 0) if stop else t - n) - 1, -1):
            da = dh * (1 - hs[s + 1] ** 2)
            if t - s >= first:
                total += np.outer(da, hs[s + partner])
            dh = Whh.T @ da
    return total


def _wrong_grads(Whh, Why, dlogits, hs):
    """What people arrive at for the dWhh of a window."""
    T, H = len(dlogits), len(Whh)
    right = _slow_grad(Whh, Why, dlogits, hs)

    def loop(
        slope=lambda h, before: 1 - h**2,
        back=lambda dh, da, dhnext: Whh.T @ da,
        share=np.outer,
        steps=None,
        direct=Why.T,
    ):
        total, dhnext = np.zeros((H, H)), np.zeros(H)
        for t in reversed(range(T)) if steps is None else steps:
            dh = direct @ dlogits[t] + dhnext
            da = dh * slope(hs[t + 1], hs[t])
            total = total + share(da, hs[t])
            dhnext = back(dh, da, dhnext)
        return total

    without_first = loop(steps=range(T - 1, 0, -1))
    wrong = [
        (right.T, "rows and columns have changed places: a row of Whh belongs to the unit that "
         "listens, so to da"),
        (_slow_grad(Whh, Why, dlogits, hs, partner=1), "da is paired with the state after its "
         "step: Whh was multiplied with the state before"),
        (loop(back=lambda dh, da, dhnext: 0), "dhnext is missing, or stays zero: nothing goes "
         "through time"),
        (loop(slope=lambda h, before: 1), "the slope of tanh is missing"),
        (loop(slope=lambda h, before: 1 - before**2), "the slope is that of the state before: tanh "
         "gave the state after its step"),
        (loop(slope=lambda h, before: 1 / (1 - h**2)), "this divides by the slope: multiply"),
        (loop(slope=lambda h, before: 1 - np.tanh(h) ** 2), "tanh was taken twice: a state is what "
         "came out of it"),
        (loop(steps=range(T)), "the loop goes forward: a step can't know its dhnext before "
         "the next step has been done"),
        (loop(back=lambda dh, da, dhnext: Whh @ da), "dhnext goes through Whh: it goes back, "
         "through its transpose"),
        (loop(back=lambda dh, da, dhnext: Whh.T @ dh), "dhnext jumps over tanh: what goes through "
         "Whh has been through the slope first"),
        (loop(back=lambda dh, da, dhnext: da), "da itself is handed on: Whh is still to come"),
        (loop(back=lambda dh, da, dhnext: dh), "dh is handed on: tanh and Whh are still to come"),
        (loop(back=lambda dh, da, dhnext: dhnext + Whh.T @ da), "dhnext is added up: each step "
         "hands on a new one, with the old one already in it"),
        (loop(steps=[T - 1]), "only the last step is there: is the return inside the loop?"),
        (right - without_first, "only the first step is left: the steps add up"),
        (without_first, "the first step is missing: it has a state before as well"),
        (loop(steps=range(T - 2, -1, -1)), "the last step is missing"),
        (loop(share=lambda da, h: da * h), "this multiplies number by number: every unit has a "
         "weight from every unit"),
        (loop(share=lambda da, h: da @ h), "this adds one number to all weights: an outer product "
         "has (H,H)"),
        (-right, "the sign: nothing on this way turns it round"),
        (right / T, "this is the mean over the steps: they are summed"),
    ]  # fmt: skip
    if Why.shape[0] == H:
        wrong.append((loop(direct=Why), "Why is not transposed: dlogits go back through its "
                      "columns"))  # fmt: skip
    return wrong


def _grad_Whh(answer):
    rng = np.random.default_rng(1)
    for T, V, H in ((4, 4, 4), (3, 5, 3), (5, 4, 3)):
        window = _a_window(rng, T, V, H)
        got = call(answer, *window)
        compare(got, _slow_grad(*window), _wrong_grads(*window), "dWhh (H,H)")
    return "T outer products, each da with the state before"


def _grad_Whh_truncated(answer):
    rng = np.random.default_rng(2)
    T, V, H = 6, 4, 4
    window = _a_window(rng, T, V, H)
    Whh, Why, dlogits, hs = window
    results = {n: array(call(answer, *window, n), "dWhh (H,H)") for n in (T, 0, 1, 2)}
    if all(same(got, _slow_grad(*window, 0)) for got in results.values()):
        raise Wrong("whatever n is, nothing goes through time")
    if all(same(got, _slow_grad(*window)) for got in results.values()):
        raise Wrong("whatever n is, your answer is the whole gradient: nothing is cut")

    def in_windows(length):
        total = np.zeros((H, H))
        for start in range(0, T, length):
            stop = min(start + length, T)
            total += _slow_grad(Whh, Why, dlogits[start:stop], hs[start : stop + 1])
        return total

    for n, got in results.items():  # first without a cut: what is wrong there is no cut's fault
        if n == T:
            last = np.where(np.arange(T)[:, None] == T - 1, dlogits, 0)
            wrong = [
                (_slow_grad(*window, first=1), "the step of the surprise itself is left out: n "
                 "counts the steps before it"),
                (_slow_grad(*window, stop=False), "the way back runs past the beginning of the "
                 "window, and an index below 0 counts from the end"),
                (_slow_grad(Whh, Why, last, hs), "only the last surprise is sent back: each of "
                 "them is"),
                *_wrong_grads(*window),
            ]  # fmt: skip
        else:
            wrong = [
                (_slow_grad(*window, n + 1), f"with n = {n} a surprise goes a step too far: n "
                 "counts the steps before its own"),
                (in_windows(n + 1), f"with n = {n} this cuts the text into windows: here each "
                 "surprise has n steps of its own"),
                (in_windows(n or 1), f"with n = {n} this cuts the text into windows: here each "
                 "surprise has n steps of its own"),
                (_slow_grad(*window, n - 1), f"with n = {n} a surprise stops a step too early: its "
                 "own step is always there, and n more"),
            ]  # fmt: skip
        compare(got, _slow_grad(*window, n), wrong, "dWhh (H,H)")
    return "every surprise with n steps before its own; in windows the early ones get fewer"


JUDGES = {
    "04.1": _one_da,
    "04.2": _steps_to_a_hundredth,
    "04.3": _step_back,
    "04.4": _grad_Whh,
    "04.5": _grad_Whh_truncated,
}
