"""What lesson 06, Adagrad and the training loop, shows and asks."""

from .live import LiveTraining, follow, live_training, training_curve
from .race import descend, height, race

__all__ = [
    "LiveTraining",
    "descend",
    "follow",
    "height",
    "live_training",
    "race",
    "training_curve",
]
