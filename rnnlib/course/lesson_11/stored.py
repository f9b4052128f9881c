"""What data/measure_speed.py has measured, on one processor, once."""

import numpy as np

from ..measured import measured
from .cost import operations
from .ladder import RUNGS


def speed():
    """All of it, as data/README.md describes it."""
    return measured("speed")


def letters_per_second(rungs, T):
    """Of updates: name of a rung -> seconds, to name -> letters per second."""
    return {name: T * RUNGS[name][2] / seconds for name, seconds in rungs.items()}


def stored_ladder():
    """Letters per second of each rung, and what the core could do, as they were measured."""
    found = speed()
    could = found["ladder"]["products"]["float32"] / operations(found["H"], found["V"])
    return letters_per_second(found["ladder"]["rungs"], found["T"]), could


def learned():
    """B -> (letters, seconds, losses), (K,) each: means over seeds, at the rate that ends best."""
    runs, found = speed()["learning"], {}
    for B in dict.fromkeys(run["streams"] for run in runs):
        means = {}
        for rate in dict.fromkeys(run["rate"] for run in runs):
            mine = [run for run in runs if (run["streams"], run["rate"]) == (B, rate)]
            means[rate] = [np.mean([run[key] for run in mine], axis=0)
                           for key in ("letters", "seconds", "held_out")]  # fmt: skip
        found[B] = min(means.values(), key=lambda row: row[2][-1])
    return found
