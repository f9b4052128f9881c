"""All weights of a network as named windows onto one vector. Taught in lesson 06."""

import math
import sys
from collections.abc import Mapping

import numpy as np


class Parameters(Mapping):
    """A mapping name -> array, where every array is a window onto one vector, `.flat`. Lesson 06.

    A change of `params["Whh"]` is a change of a stretch of `params.flat`, and the other way round:
    the optimizer updates one vector, and the network sees it. Gradients have the same form.

    shapes: a mapping name -> shape, in the order in which they lie in the vector.
    flat: the vector to look onto, (N,); without it, a new one of zeros.
    Raises ValueError where the vector's length does not fit the shapes, MemoryError for too many.
    """

    def __init__(self, shapes, dtype=np.float32, flat=None):
        self.shapes = {name: tuple(shape) for name, shape in shapes.items()}
        size = sum(math.prod(shape) for shape in self.shapes.values())
        if size > sys.maxsize // 8:
            raise MemoryError(f"{size} numbers are more than any memory holds: use smaller sizes")
        self.flat = np.zeros(size, dtype) if flat is None else flat
        if self.flat.shape != (size,):
            raise ValueError(f"the vector has shape {self.flat.shape}: these shapes need ({size},)")
        self._places, self._windows, start = {}, {}, 0
        for name, shape in self.shapes.items():
            place = self._places[name] = slice(start, start + math.prod(shape))
            self._windows[name] = self.flat[place].reshape(shape)
            start = place.stop

    def __getitem__(self, name):
        return self._windows[name]

    def __setitem__(self, name, values):
        """Copy values into the window; the window itself stays where it is."""
        window = self._windows[name]
        if np.shape(values) != window.shape:
            raise ValueError(f"{name} has shape {window.shape}, not {np.shape(values)}")
        window[...] = values

    def values(self):
        return self._windows.values()

    def stacked(self, first, last):
        """The windows from first to last, alike in shape, as one array: four (H,V) -> (4,H,V)."""
        start, end = self._places[first].start, self._places[last].stop
        return self.flat[start:end].reshape(-1, *self.shapes[first])

    def __iter__(self):
        return iter(self._windows)

    def __len__(self):
        return len(self._windows)

    def __repr__(self):
        inside = ", ".join(f"{name} {shape}" for name, shape in self.shapes.items())
        return f"Parameters({inside}; {self.flat.size} numbers, {self.flat.dtype})"

    def __reduce__(self):
        # A copy made window by window would no longer look onto one vector.
        return _rebuild, (self.shapes, self.flat.copy())

    def like(self, flat=None):
        """Parameters of the same names and shapes onto another vector; zeros if none is given."""
        return Parameters(self.shapes, self.flat.dtype, flat)


def _rebuild(shapes, flat):
    return Parameters(shapes, flat=flat)
