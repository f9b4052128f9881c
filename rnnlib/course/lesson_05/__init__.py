"""What lesson 05, Gradient checking, shows and asks."""

from .bugs import BUGS, with_bug
from .map import count_wrong, gradient_map

__all__ = ["BUGS", "count_wrong", "gradient_map", "with_bug"]
