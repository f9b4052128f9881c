"""The panel of lesson 04: a slider walks back through the steps of the toy network."""

import numpy as np

from ..panel import Panel, Slider
from ..toy import toy_network
from .graph import Graph, picture, shown, sum_of, sum_size

STAGES = ("output", "state", "weights")  # of one step back


def backward_stepper(letters="hel", targets="elo"):
    """A panel that walks back from the last step to the first, in three moments for each step.

    The arrows are as thick as their gradient is long, and dWhh is filled step by step.
    letters: what the toy network reads at each step. targets: what should come next at each.
    """
    steps = range(len(letters) - 1, -1, -1)
    moments = [(len(letters), ""), *((t, stage) for t in steps for stage in STAGES)]
    found = walk_back(Graph(letters, targets))

    def page(moment):
        n = moments.index(moment)
        graph, outer = Graph(letters, targets), [None] * len(letters)
        graph.known["dhnext", steps[0]] = np.zeros(3)
        new = set()
        for t, stage in moments[1 : n + 1]:
            new = {"output": ("dz", "direct"), "state": ("da",), "weights": ("dhnext",)}[stage]
            new = {(name, t - (name == "dhnext")) for name in new}
            graph.known |= {place: found[place] for place in new if place in found}
            if stage == "weights":
                outer[t] = found["outer", t]
        note = told(*moment)
        names = [f"da hs[{t}]\u1d40 at t = {t}" for t in range(len(letters))]
        low = graph.size[1]
        parts = graph.parts(new, thick=True) + sum_of(outer, names, "dWhh so far", low)
        svg = picture(graph.size[0], low + sum_size(len(letters))[1], parts)
        return note, shown(svg, alt(note, graph, moment, outer))

    slider = Slider(
        "moment",
        moments,
        shown=lambda moment: f"t = {moment[0]}, {moment[1]}" if moment[1] else "before",
        plays=2000,
    )
    return Panel([slider], page, label="the way back", height=None)


def walk_back(graph):
    """Every vector of the way back, and the outer products: (name, t) -> an array."""
    _, Whh, Why, _, _ = toy_network().params.values()
    found, dhnext = {}, np.zeros(len(Whh))
    for t in reversed(range(len(graph.dzs))):
        direct = Why.T @ graph.dzs[t]
        da = (direct + dhnext) * (1 - graph.hs[t + 1] ** 2)
        found |= {("dz", t): graph.dzs[t], ("direct", t): direct, ("dhnext", t): dhnext}
        found |= {("da", t): da, ("outer", t): np.outer(da, graph.hs[t])}
        dhnext = Whh.T @ da
    return found


def told(t, stage):
    """What happens at a moment, in a sentence."""
    sentences = {
        "": "The way forward is done. After the last step we ask no further, so dhnext is 0 there.",
        "output": f"t = {t}: dz is p \u2212 onehot; direct is what it says of hs[{t + 1}].",
        "state": f"t = {t}: direct and dhnext meet at hs[{t + 1}]; times the slope of tanh: da.",
        "weights": f"t = {t}: da and hs[{t}] make its share of dWhh"
        + (f"; through Whh, da is dhnext of t = {t - 1}." if t else ". The way back is done."),
    }
    return sentences[stage]


def alt(note, graph, moment, outer):
    """What can be seen, for a screen reader: what is new, in numbers."""
    t, stage = moment
    names = {"output": ("dz", "direct"), "state": ("direct", "dhnext", "da")}.get(stage, ())
    numbers = [f"{name} {numbers_of(graph.known[name, t])}" for name in names]
    if stage == "weights":
        whole = sum(matrix for matrix in outer if matrix is not None)
        numbers = [f"dWhh so far {'; '.join(map(numbers_of, whole))}"]
        if t:
            numbers.append(f"dhnext for t = {t - 1} {numbers_of(graph.known['dhnext', t - 1])}")
    return " ".join([note, *(f"{words}." for words in numbers)])


def numbers_of(vector):
    return ", ".join(f"{x + 0.0:.2f}" for x in vector.round(2))
