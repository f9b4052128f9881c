"""What lesson 05, Gradient checking, shows and asks."""

from .bugs import BUGS, with_bug
from .exercises import EXERCISES
from .gallery import gallery
from .map import gradient_map
from .pictures import DIAGRAMS, by_epsilon, near_enough
from .places import (
    PASSES,
    gradients_at,
    small_network,
    what_passes,
    where_to_check,
    worst_at,
    worst_errors,
)
from .sampled import of_a_thousand, sampled_gradients, trained, whole_gradient
from .specimen import specimen
from .suspects import held_out, over_seeds, somebodys, suspects, two_curves
from .training import effect, what_bugs_do
from .u_curve import Nudged, u_curve

__all__ = [
    "BUGS",
    "DIAGRAMS",
    "EXERCISES",
    "PASSES",
    "Nudged",
    "by_epsilon",
    "effect",
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
    "trained",
    "two_curves",
    "u_curve",
    "what_bugs_do",
    "what_passes",
    "where_to_check",
    "whole_gradient",
    "with_bug",
    "worst_at",
    "worst_errors",
]
