"""What lesson 06, Adagrad and the training loop, and the notebook beside it show and ask."""

from .curves import by_place, by_rate, letter_rates, seeds, two_readings
from .exercises import EXERCISES, training
from .first import leaps, off_from_trainer, shuffled, spectral_radius
from .live import LiveTraining, follow, live_training, training_curve
from .pictures import by_seed, learning_curve, moments, one_step
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
    "descend",
    "five_windows",
    "follow",
    "gradients",
    "height",
    "leaps",
    "learning_curve",
    "letter_rates",
    "live_training",
    "moments",
    "moments_of",
    "next_gradient",
    "off_from_trainer",
    "one_step",
    "pointer",
    "race",
    "seeds",
    "shuffled",
    "slowed",
    "spectral_radius",
    "training",
    "training_curve",
    "trainings",
    "turns",
    "two_cuts",
    "two_readings",
    "ways_of",
]
