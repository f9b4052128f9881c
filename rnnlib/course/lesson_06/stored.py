"""What data/measure_rates.py has measured: many trainings. For lesson 06 and notebook 06b."""

import numpy as np

from ..measured import measured


def trainings(optimizer, rate, updates):
    """The runs of these settings, one for each seed, each a dictionary of what was measured."""
    wanted = (optimizer, rate, updates)
    return [
        run
        for run in measured("learning_rates")["runs"]
        if (run["optimizer"], run["rate"], run["updates"]) == wanted
    ]


def moments_of(updates):
    """After how many updates each run was measured, (K,)."""
    every = measured("learning_rates")["every"]
    return np.arange(every, updates + 1, every)
