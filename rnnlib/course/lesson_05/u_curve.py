"""The U-curve of lesson 05: how far off a nudged gradient is, for every distance of the nudge."""

from os.path import commonprefix

import numpy as np

from ...gradcheck import ATOL, RTOL
from ...loss import cross_entropy
from ..figures import BLUE, BROWN, GRAY, INK, figure
from ..panel import Panel, Slider, drawing

EPSILONS = tuple(10.0**-n for n in range(12, 0, -1))
LINES = {  # (differences, dtype) -> color, style
    ("central", "float64"): (BLUE, "-"),
    ("one-sided", "float64"): (BLUE, "--"),
    ("central", "float32"): (BROWN, "-"),
    ("one-sided", "float32"): (BROWN, "--"),
}
NAMES = (  # what stands beside the lines: x, y, how it is set, words
    (2e-6, 8, "left", BROWN, "float32, central and one-sided"),
    (8e-6, 4e-4, "right", BLUE, "float64, one-sided"),
    (4e-4, 1.3e-8, "left", BLUE, "float64, central"),
)


class Nudged:
    """A small network of a kind, and what nudging says of its gradients.

    kind: RNN or LSTM. Its five units read ten letters, at weights of 0.3 and from a state that is
    not zero. errors: {(differences, dtype): an array, one for each of EPSILONS}, the largest error
    of a gradient, measured as `check_gradients` does. losses: {dtype: (E,2)}, of the network with
    the weight of the largest gradient nudged down and up.
    """

    def __init__(self, kind, rng=0):
        rng = np.random.default_rng(rng)
        model = kind(6, 5, rng=rng, dtype=np.float64, init_scale=0.3)
        inputs, targets = rng.integers(6, size=(2, 10, 1))
        state = rng.uniform(-0.5, 0.5, model.initial_state().shape)
        logits, _, cache = model.forward(inputs, state)
        right = model.backward(cross_entropy(logits, targets)[1], cache)[0].flat
        largest = np.abs(right).argmax()
        self.errors, self.losses = {}, {}
        for dtype in ("float64", "float32"):
            nudged = kind(6, 5, dtype=np.dtype(dtype))
            nudged.params.flat[:] = model.params.flat

            def loss(nudged=nudged):
                return cross_entropy(nudged.forward(inputs, state)[0], targets)[0]

            moved = np.array([around(loss, nudged.params.flat, e) for e in EPSILONS])  # (E,N,2)
            below, above = moved[..., 0], moved[..., 1]
            epsilons = np.reshape(EPSILONS, (-1, 1))
            self.losses[dtype] = moved[:, largest]
            for differences, numbers in (
                ("central", (above - below) / (2 * epsilons)),
                ("one-sided", (above - loss()) / epsilons),
            ):
                size = np.maximum(np.abs(numbers), np.abs(right))
                errors = np.abs(numbers - right) / (ATOL / RTOL + size)
                self.errors[differences, dtype] = errors.max(axis=1)


def around(loss, vector, epsilon):
    """The losses with each number of a vector (N,) nudged down and up: (N,2)."""
    found = []
    for place, value in enumerate(vector):
        for moved in (value - epsilon, value + epsilon):
            vector[place] = moved
            found.append(loss())
        vector[place] = value
    return np.reshape(found, (-1, 2))


def u_curve(nudged):
    """A panel that turns epsilon: errors of four ways to nudge, and what is left of the digits.

    nudged: a `Nudged`.
    """
    fig, ax = figure(9, 4.2)
    ax.set(xscale="log", yscale="log", xlim=(6e-13, 0.2), ylim=(3e-9, 30))
    ax.set(xlabel="epsilon: how far a weight is nudged", ylabel="worst error")
    ax.set_xticks(EPSILONS, map(short, EPSILONS))
    ax.set_yticks([1e-8, 1e-6, 1e-4, 0.01, 1], ["1e-8", "1e-6", "1e-4", "0.01", "1"])
    ax.minorticks_off()
    ax.axhline(RTOL, color=GRAY, linewidth=1.5)
    ax.text(
        7e-13, RTOL / 1.5, "rnnlib lets pass what is below", color=GRAY, fontsize=14, va="top",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )  # fmt: skip
    here = ax.axvline(1, color=INK, linewidth=1.5, linestyle=":")
    drawn = {}
    for way, (color, style) in LINES.items():
        [line] = ax.plot(EPSILONS, EPSILONS, style, color=color, linewidth=3)
        [dot] = ax.plot([1], [1], "o", color=color, markersize=13 if color == BLUE else 7)
        drawn[way] = line, dot
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # nothing crosses the words
    names = [
        ax.text(x, y, words, color=color, fontsize=14, ha=side, va="center", bbox=ground)
        for x, y, side, color, words in NAMES
    ]
    fig.draw_without_rendering()
    fig.set_layout_engine("none")  # found once: only the lines change

    def page(epsilon):
        i = EPSILONS.index(epsilon)
        here.set_xdata([epsilon, epsilon])
        for way, (line, dot) in drawn.items():
            line.set_data(EPSILONS[i:], nudged.errors[way][i:])  # as far as one has come
            dot.set_data([epsilon], [nudged.errors[way][i]])
        for name_of, (x, *_) in zip(names, NAMES, strict=True):
            name_of.set_visible(epsilon <= x)
        best = short(nudged.errors["central", "float64"][i])
        here_is = f"epsilon {short(epsilon)}"
        words = f"{here_is}: central differences in float64 are off by {best}"
        errors = "; ".join(f"{' in '.join(way)} {short(nudged.errors[way][i])}" for way in LINES)
        alt = f"Four lines, drawn from the right end to {here_is}. There: {errors}."
        return words, drawing(fig, alt) + digits_left(nudged, i)

    controls = [Slider("epsilon", EPSILONS, EPSILONS[-1], shown=short)]
    return Panel(controls, page, label="errors of nudged gradients", height=31)


def digits_left(nudged, i):
    """The two losses for one weight, with the digits in bold in which they differ: HTML."""
    cell = '<td style="padding:1px 0.8em 1px 0; white-space:nowrap; text-align:left">'
    rows = f"<tr>{cell}</td>{cell}loss, <i>one</i> weight nudged</td>{cell}digits</td>"
    # a dash and two, as they are drawn
    rows += f"{cell}worst of <i>all</i>: central \u2014</td>{cell}one-sided - -</td></tr>"
    for dtype, digits in (("float64", 15), ("float32", 7)):
        below, above = (f"{loss:.{digits}f}" for loss in nudged.losses[dtype][i])
        same = len(commonprefix([below, above]))
        found = [short(nudged.errors[way, dtype][i]) for way in ("central", "one-sided")]
        differ = sum(map(str.isdigit, below[same:]))
        count = f"{differ} differ{'s' * (differ == 1)}"
        color = LINES["central", dtype][0]
        for loss, name, rest in ((above, "up", [count, *found]), (below, "down", ["", "", ""])):
            rows += f'<tr>{cell}<span style="color:{color}">{dtype}, {name}</span></td>'
            rows += f"{cell}<code style='font-size:16px'>"
            rows += (
                f'<span style="color:{GRAY}">{loss[:same]}</span><b>{loss[same:]}</b></code></td>'
            )
            rows += "".join(f"{cell}{words}</td>" for words in rest) + "</tr>"
    return f'<table style="border-collapse:collapse; font-size:15px">{rows}</table>'


def short(number):
    """A small number as it is read: 0.3, 0.01, 1e-8."""
    return f"{number:.1g}" if number > 5e-3 else f"{number:.0e}".replace("e-0", "e-")
