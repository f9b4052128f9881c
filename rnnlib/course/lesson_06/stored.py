"""What measure_rates.py and measure_slowed.py, in data, have measured: many trainings."""

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


def slowed(rate, array="", warmup=0, clip=5):
    """Trainings at a rate, with a tenth of it for the array that is named: (3,seeds).

    The worst loss at first, in nats per letter; the share of units that are saturated at last; the
    loss at last. warmup: for so many updates all arrays have a tenth of the rate. clip: where each
    number of the gradient is cut; 1e9 is nowhere.
    """
    return np.transpose(
        [
            (run["worst"], run["saturated"], run["end"])
            for run in measured("slowed")["runs"]
            if tuple(run[key] for key in ("rate", "slowed", "warmup", "clip"))
            == (rate, array, warmup, clip)
        ]
    )
