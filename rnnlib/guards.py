"""Checks of what comes in at a public door, each written once."""

import operator

import numpy as np


def as_ids(ids, size):
    """The ids as an array of integers (an int stays one), each checked to lie in 0..size-1."""
    if type(ids) is int and 0 <= ids < size:  # one letter at a time, as sampling reads
        return ids
    ids = _whole_numbers(ids)
    if ids.size and (ids.min() < 0 or ids.max() >= size):
        wrong = ids.min() if ids.min() < 0 else ids.max()
        raise ValueError(f"id {wrong} does not fit {size} letters: ids go from 0 to {size - 1}")
    return ids


def one_text(ids):
    """The ids as an array of integers; ValueError unless they are one text, (N,)."""
    ids = _whole_numbers(ids)
    if ids.ndim != 1:
        raise ValueError(f"the ids have shape {ids.shape}: one text is (N,)")
    return ids


def _whole_numbers(ids):
    ids = np.asarray(ids)
    if ids.size == 0:
        return ids.astype(np.intp)
    if ids.dtype.kind not in "iu":
        raise ValueError(f"ids must be whole numbers, not {ids.dtype}: encode the text first")
    return ids


def check_text(text):
    """Raise TypeError unless a text is a string."""
    if not isinstance(text, str):
        raise TypeError(
            f"a text is a str, not a {type(text).__name__}: decode bytes, join a list of letters"
        )


def check_vocabulary(vocab, model):
    """Raise unless a vocabulary has as many letters as the network: TypeError, ValueError."""
    if not hasattr(vocab, "encode") or isinstance(vocab, str):
        raise TypeError(f"the vocabulary is a {type(vocab).__name__}: it must be a Vocabulary")
    if len(vocab) != model.vocab_size:
        raise ValueError(
            f"the vocabulary has {len(vocab)} letters and the network {model.vocab_size}: "
            "use the one it was trained with"
        )


def check_size(name, value, least=1):
    """Raise ValueError unless value is a whole number of at least `least`."""
    try:
        fits = operator.index(value) >= least
    except TypeError:
        fits = False
    if not fits:
        raise ValueError(f"{name} is {value}: it must be a whole number of at least {least}")


def check_positive(name, value):
    """The value as a plain float; ValueError unless it is above 0 and finite.

    A plain one, because a NumPy number would turn float32 weights into float64 on the way.
    """
    try:
        fits = 0 < value < np.inf
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise ValueError(f"{name} is {value}: it must be a number above 0 and finite")
    return float(value)


def check_share(name, value):
    """The value as a plain float; ValueError unless it is a number from 0 to 1."""
    try:
        if 0 <= value <= 1:
            return float(value)
    except (TypeError, ValueError):
        pass
    raise ValueError(f"{name} is {value}: it must be a number from 0 to 1")


def check_lengths(ids, seq_length, batch_size):
    """Raise ValueError unless each of batch_size streams holds a window of seq_length letters."""
    check_size("seq_length", seq_length)
    check_size("batch_size", batch_size)
    needed = seq_length * batch_size + 1
    if len(ids) < needed:
        raise ValueError(
            f"there are {len(ids)} letters, but {batch_size} x {seq_length} + 1 = {needed} are "
            "needed: use a longer text, hold out less of it, or choose a smaller seq_length or "
            "batch_size"
        )


def check_shape(what, array, needed):
    """Raise ValueError unless an array has the shape that is needed."""
    if np.shape(array) != needed:
        raise ValueError(f"{what} has shape {np.shape(array)}, but {needed} is needed")
