"""What lesson 07, Sampling, shows and asks."""

from .desk import sampling_desk
from .exercises import EXERCISES, longest_copy
from .measures import (
    copied,
    hits_and_surprise,
    last_round,
    measuring,
    surprises_of,
    words_that_exist,
)
from .picker import line_picker
from .pictures import arrived, bent, by_temperature, compared, kept
from .texts import copies_marked, side_by_side

__all__ = [
    "EXERCISES",
    "arrived",
    "bent",
    "by_temperature",
    "compared",
    "copied",
    "copies_marked",
    "hits_and_surprise",
    "kept",
    "last_round",
    "line_picker",
    "longest_copy",
    "measuring",
    "sampling_desk",
    "side_by_side",
    "surprises_of",
    "words_that_exist",
]
