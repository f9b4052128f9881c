"""What lesson 06, Adagrad and the training loop, shows and asks."""

from .race import descend, height, race

__all__ = ["descend", "height", "race"]
