"""What lesson 04, Backpropagation through time, and the notebook beside it show and ask."""

from .exercises import EXERCISES
from .fading import spectral_slider, triangles
from .graph import DIAGRAMS, Graph, backward_graph, show_sum
from .stepper import backward_stepper

__all__ = [
    "DIAGRAMS",
    "EXERCISES",
    "Graph",
    "backward_graph",
    "backward_stepper",
    "show_sum",
    "spectral_slider",
    "triangles",
]
