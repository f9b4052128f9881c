"""What data/measure_memory.py has measured: three networks, two languages, several seeds."""

import numpy as np

from ..measured import measured

UPDATES = 4000


def runs_of(task, kind, forget_bias=None, updates=UPDATES):
    """The runs of a kind of network, one for each seed, with the better of its optimizers.

    task: "counting" or "reber". kind: "no time", "rnn" or "lstm". forget_bias: of an LSTM; without
    it, 1. updates: how many; an RNN has runs of 12 000, too. The better optimizer has the lower
    loss at the end, the mean over all seeds.
    """
    if kind == "lstm" and forget_bias is None:
        forget_bias = 1.0
    wanted, found = (task, kind, forget_bias, updates), {}
    for run in measured("memory")["runs"]:
        if (run["task"], run["kind"], run["forget_bias"], run["updates"]) == wanted:
            found.setdefault(run["optimizer"], []).append(run)
    return min(found.values(), key=lambda runs: np.mean([run["above"][-1] for run in runs]))


def at_the_end(task, kind, name, forget_bias=None, updates=UPDATES):
    """What each seed has come to, (S,). name: above, fails_at or outer_right."""
    return np.array([run[name][-1] for run in runs_of(task, kind, forget_bias, updates)])


def moments():
    """After how many updates each run was measured, (K,)."""
    every = measured("memory")["every"]
    return np.arange(every, UPDATES + 1, every)


def on_shakespeare():
    """The same three networks on Shakespeare, as measured for lesson 05: name -> losses (S,).

    100 units, 10 000 updates; nats per letter on the last tenth.
    """
    runs = {kind: measured(f"bugs_{kind}")["runs"] for kind in ("rnn", "lstm")}
    which = {"no time": ("rnn", "no time"), "rnn": ("rnn", "right"), "lstm": ("lstm", "right")}
    return {
        name: np.array([run["held_out"][-1] for run in runs[kind] if run["bug"] == bug])
        for name, (kind, bug) in which.items()
    }


def counting_tables():
    """What the counting models of lesson 03b have on the same text, the best of each kind: words ->
    nats per letter."""
    models = measured("counting_shakespeare")["models"]
    return {
        "tables": min(row["held_out_loss"] for row in models),
        "mixed": min(row["mixed_held_out_loss"] for row in models),
    }
