"""What lesson 00, Start here, shows and asks."""

from .exercises import EXERCISES
from .moments import REAL, counted, learned, scrubber
from .typewriter import typewriter

__all__ = ["EXERCISES", "REAL", "counted", "learned", "scrubber", "typewriter"]
