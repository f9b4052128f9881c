"""What lesson 05, Gradient checking, shows and asks."""

from .bugs import BUGS, with_bug
from .exercises import EXERCISES, worst_errors
from .gallery import gallery
from .map import gradient_map
from .pictures import DIAGRAMS, by_epsilon, near_enough
from .places import (
    PASSES,
    gradients_at,
    small_network,
    table_of_places,
    where_to_check,
    worst_at,
)
from .sampled import of_a_thousand, sampled_gradients, trained
from .specimen import specimen
from .suspects import held_out, over_seeds, somebodys, suspects, two_curves
from .training import TRAINED, above, what_bugs_do
from .u_curve import Nudged, u_curve

__all__ = [
    "BUGS",
    "DIAGRAMS",
    "EXERCISES",
    "PASSES",
    "TRAINED",
    "Nudged",
    "above",
    "by_epsilon",
    "gallery",
    "gradient_map",
    "gradients_at",
    "held_out",
    "near_enough",
    "of_a_thousand",
    "over_seeds",
    "sampled_gradients",
    "small_network",
    "somebodys",
    "specimen",
    "suspects",
    "table_of_places",
    "trained",
    "two_curves",
    "u_curve",
    "what_bugs_do",
    "where_to_check",
    "with_bug",
    "worst_at",
    "worst_errors",
]
