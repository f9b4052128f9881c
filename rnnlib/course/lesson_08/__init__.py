"""What lesson 08, Train your own, shows and asks."""

from .beside import from_the_same_weights
from .by_heart import by_heart, stored_run
from .exercises import EXERCISES
from .pictures import (
    DIAGRAMS,
    bytes_of,
    differences,
    published_and_ours,
    ranking,
    rare_letters,
    two_curves,
)
from .stored import PUBLISHED, ours_at, printed, results
from .training import watch

__all__ = [
    "DIAGRAMS",
    "EXERCISES",
    "PUBLISHED",
    "by_heart",
    "bytes_of",
    "differences",
    "from_the_same_weights",
    "ours_at",
    "printed",
    "published_and_ours",
    "ranking",
    "rare_letters",
    "results",
    "stored_run",
    "two_curves",
    "watch",
]
