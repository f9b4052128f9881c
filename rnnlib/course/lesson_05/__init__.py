"""What lesson 05, Gradient checking, shows and asks."""

from .bugs import BUGS, with_bug
from .gallery import gallery, specimen
from .map import count_wrong, gradient_map

__all__ = ["BUGS", "count_wrong", "gallery", "gradient_map", "specimen", "with_bug"]
