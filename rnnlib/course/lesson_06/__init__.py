"""What lesson 06, Adagrad and the training loop, and the notebook beside it show and ask."""

from .curves import by_place, by_rate, letter_rates, seeds, two_readings
from .exercises import EXERCISES, training
from .live import LiveTraining, follow, live_training, training_curve
from .pictures import (
    by_seed,
    compared,
    leap,
    learning_curve,
    moments,
    one_step,
    three_lines,
)
from .race import descend, height, race
from .small_print import (
    angle,
    angles_to_text,
    five_windows,
    gradients,
    next_gradient,
    pointer,
    turns,
    two_cuts,
    ways_of,
)
from .stored import moments_of, slowed, trainings

__all__ = [
    "EXERCISES",
    "LiveTraining",
    "angle",
    "angles_to_text",
    "by_place",
    "by_rate",
    "by_seed",
    "compared",
    "descend",
    "five_windows",
    "follow",
    "gradients",
    "height",
    "leap",
    "learning_curve",
    "letter_rates",
    "live_training",
    "moments",
    "moments_of",
    "next_gradient",
    "one_step",
    "pointer",
    "race",
    "seeds",
    "slowed",
    "three_lines",
    "training",
    "training_curve",
    "trainings",
    "turns",
    "two_cuts",
    "two_readings",
    "ways_of",
]
