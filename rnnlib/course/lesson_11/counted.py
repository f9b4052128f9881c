"""How often does a loop call NumPy? Counted by arrays that notice it."""

import numpy as np


class Counted(np.ndarray):
    """An array that counts the calls it is in: functions such as np.dot, and all arithmetic."""

    calls = 0

    def __array_ufunc__(self, ufunc, method, *inputs, out=(), **options):
        options |= {"out": tuple(map(plain, out))} if out else {}
        return self.counted(getattr(ufunc, method), inputs, options)

    def __array_function__(self, function, types, inputs, options):
        return self.counted(function, inputs, options)

    def counted(self, function, inputs, options):
        Counted.calls += 1
        options = {name: plain(x) for name, x in options.items()}
        return np.asarray(function(*map(plain, inputs), **options)).view(Counted)


def plain(x):
    return x.view(np.ndarray) if isinstance(x, Counted) else x


def calls_per_letter(literal, inputs, targets):
    """How many calls of NumPy a window takes for each letter, forward and back.

    literal: a `Literal`, whose arrays count from now on. Indices are not counted.
    """
    literal.w = {name: array.view(Counted) for name, array in literal.w.items()}
    Counted.calls = 0
    literal.loss_and_gradients(inputs, targets, literal.zeros())
    return Counted.calls / len(inputs)
