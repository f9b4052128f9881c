"""What lesson 04, Backpropagation through time, shows and asks."""

from .exercises import EXERCISES
from .graph import DIAGRAMS, backward_graph
from .panels import reach_viewer, spectral_slider

__all__ = ["DIAGRAMS", "EXERCISES", "backward_graph", "reach_viewer", "spectral_slider"]
