"""What lesson 02, The forward pass, shows and asks."""

from .exercises import EXERCISES
from .graph import DIAGRAMS, unrolled
from .stepper import forward_stepper

__all__ = ["DIAGRAMS", "EXERCISES", "forward_stepper", "unrolled"]
