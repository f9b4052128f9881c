"""What lesson 05, Gradient checking, shows and asks."""

from .bugs import BUGS, with_bug
from .exercises import EXERCISES
from .gallery import gallery, specimen
from .map import gradient_map
from .pictures import DIAGRAMS, near_enough, which_pass
from .sampled import sampled_gradients
from .suspects import held_out, over_seeds, somebodys, suspects, two_curves
from .training import effect, what_bugs_do
from .u_curve import Nudged, u_curve

__all__ = [
    "BUGS",
    "DIAGRAMS",
    "EXERCISES",
    "Nudged",
    "effect",
    "gallery",
    "gradient_map",
    "held_out",
    "near_enough",
    "over_seeds",
    "sampled_gradients",
    "somebodys",
    "specimen",
    "suspects",
    "two_curves",
    "u_curve",
    "what_bugs_do",
    "which_pass",
    "with_bug",
]
