"""What lesson 01, One-hot encoding, shows and asks."""

from .exercises import EXERCISES
from .panels import lookup_viewer, one_hot_viewer
from .pictures import DIAGRAMS, likeness, same_numbers, two_processes

__all__ = [
    "DIAGRAMS", "EXERCISES", "likeness", "lookup_viewer", "one_hot_viewer", "same_numbers",
    "two_processes",
]  # fmt: skip
