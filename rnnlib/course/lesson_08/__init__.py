"""What lesson 08, Train your own, shows and asks."""

from .beside import from_the_same_weights
from .by_heart import by_heart, stored_run
from .exercises import EXERCISES
from .pictures import (
    DIAGRAMS,
    bytes_of,
    differences,
    ranking,
    two_curves,
)
from .stored import PUBLISHED, ours_at, results
from .training import about, opening, watch

__all__ = [
    "DIAGRAMS",
    "EXERCISES",
    "PUBLISHED",
    "about",
    "by_heart",
    "bytes_of",
    "differences",
    "from_the_same_weights",
    "opening",
    "ours_at",
    "ranking",
    "results",
    "stored_run",
    "two_curves",
    "watch",
]
