"""What lesson 07, Sampling, shows and asks."""

from ..lesson_06 import compared
from .desk import sampling_desk
from .exercises import EXERCISES, longest_copy
from .picker import line_picker
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
    "line_picker",
    "longest_copy",
    "sampling_desk",
    "side_by_side",
    "surprises_of",
]
