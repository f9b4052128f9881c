"""What lesson 05, Gradient checking, shows and asks."""

from .bugs import BUGS, with_bug
from .exercises import EXERCISES
from .gallery import gallery
from .map import gradient_map
from .pictures import DIAGRAMS, near_enough
from .places import PASSES, small_network, what_passes, worst_errors
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
    "effect",
    "gallery",
    "gradient_map",
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
    "whole_gradient",
    "with_bug",
    "worst_errors",
]
