"""What lesson 02, The forward pass, and 02b, Traps, show and ask."""

from .exercises import EXERCISES
from .first_weights import first_weights
from .graph import DIAGRAMS, unrolled
from .stepper import forward_stepper
from .toy_panel import toy_panel

__all__ = ["DIAGRAMS", "EXERCISES", "first_weights", "forward_stepper", "toy_panel", "unrolled"]
