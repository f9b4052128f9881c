"""What lesson 07, Sampling, shows and asks."""

from .compared import compared
from .exercises import EXERCISES, longest_copy
from .pictures import arrived, bent, by_choice, by_temperature, kept, line
from .texts import copied, copies_marked, side_by_side, surprises_of

__all__ = [
    "EXERCISES",
    "arrived",
    "bent",
    "by_choice",
    "by_temperature",
    "compared",
    "copied",
    "copies_marked",
    "kept",
    "line",
    "longest_copy",
    "side_by_side",
    "surprises_of",
]
