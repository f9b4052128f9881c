"""What lesson 04, Backpropagation through time, and the notebook beside it show and ask."""

from .exercises import EXERCISES
from .fading import cost_of_cuts, factors_by_training, seeds, spectral_slider, two_measures
from .graph import DIAGRAMS, Graph, backward_graph, show_copies
from .looking_back import looking_back, reach, triangles
from .stepper import backward_stepper

__all__ = [
    "DIAGRAMS",
    "EXERCISES",
    "Graph",
    "backward_graph",
    "backward_stepper",
    "cost_of_cuts",
    "factors_by_training",
    "looking_back",
    "reach",
    "seeds",
    "show_copies",
    "spectral_slider",
    "triangles",
    "two_measures",
]
