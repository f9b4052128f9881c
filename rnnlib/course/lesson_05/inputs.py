"""What the answers to lesson 05's exercises are tried on, and how they are read."""

import contextlib
from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from ...gradcheck import RTOL
from ..exercise import NotAttempted, Wrong, array
from .bugs import with_bug


def points(rng):
    yield np.tanh, 0.8, 0.1
    yield np.exp, -0.5, 0.01
    yield np.sin, rng.uniform(0.5, 1), 0.3


def checks(rng):
    """Networks whose backward is wrong, right, and no number, with a window and a state."""
    for kind in (with_bug("no time"), with_bug(None), NoNumber):
        model = comparable(kind)(3, 2, rng=rng, dtype=np.float64, init_scale=0.5)
        inputs, targets = rng.integers(3, size=(2, 12, 1))
        yield model, inputs, targets, rng.uniform(-0.5, 0.5, (1, 2))


class NoNumber(with_bug(None)):
    """One of its gradients is nan."""

    def backward(self, dlogits, cache):
        grads, dstate = super().backward(dlogits, cache)
        grads["Whh"][0, 0] = np.nan
        return grads, dstate


def comparable(kind):
    """The class, with networks that are equal where their weights are: has one been changed?"""

    def equal(mine, other):
        return np.array_equal(mine.params.flat, other.params.flat)

    return type(kind.__name__, (kind,), {"__eq__": equal, "__hash__": None})


def directions(rng):
    w, v = np.array([0.5, -0.3, 0.8]), np.array([1.0, 2.0, -1.0])
    yield lambda w: (w**3).sum(), w, v, 0.1
    yield lambda w: np.tanh(w).prod(), rng.normal(0, 1, 4), rng.normal(0, 1, 4), 0.01


def by_name(value, part):
    """The errors in a dictionary, in the order in which a network has its parameters."""
    if not isinstance(value, Mapping):
        raise Wrong(f"expected {part}, got a {type(value).__name__}")
    if any(found is ... for found in value.values()):
        raise NotAttempted
    names = ("Wxh", "Whh", "Why", "bh", "by", "state")
    if missing := [name for name in names[:-1] if name not in value]:
        raise Wrong(f"there is no error for {', '.join(missing)}: is the return inside the loop?")
    try:
        errors = np.array([float(value.get(name, np.nan)) for name in names])
        return np.append(errors, errors > RTOL)  # and which of them fail: errors may be tiny
    except (TypeError, ValueError):
        raise Wrong(f"expected {part}: one number for each name, the largest error") from None


def ratio(value, part):
    """A number, which may have been written as a fraction, "1/20"."""
    if isinstance(value, str) and "/" in value:
        with contextlib.suppress(ValueError, ZeroDivisionError):
            value = float(Fraction(value.replace(" ", "")))
    return array(value, part)
