"""What lesson 02, The forward pass, and 02b, Traps, show and ask."""

from .exercises import EXERCISES
from .first_weights import before_and_after, eight_networks, started, states
from .graph import DIAGRAMS, unrolled
from .stepper import forward_stepper
from .toy_panel import toy_panel

__all__ = [
    "DIAGRAMS",
    "EXERCISES",
    "before_and_after",
    "eight_networks",
    "forward_stepper",
    "started",
    "states",
    "toy_panel",
    "unrolled",
]
