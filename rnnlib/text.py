"""Letters, ids, one-hot vectors and windows. Taught in lesson 01."""

import math
import unicodedata

import numpy as np

from .guards import as_ids, check_lengths, check_size, check_text, one_text


class Vocabulary:
    """The letters of a text, sorted, each with its id: the letter's place in that order. Lesson 01.

    text: a string with at least one letter; its different letters become the vocabulary.
    Sorting makes the ids the same in every process, and saving the letters with the weights
    keeps the ids true to them.
    """

    def __init__(self, text):
        check_text(text)
        if not text:
            raise ValueError("the text is empty: a vocabulary needs at least one letter")
        self.chars = sorted(set(text))
        self._codes = _codes("".join(self.chars))

    def __len__(self):
        return len(self.chars)

    def __contains__(self, char):
        return char in self.chars

    def __eq__(self, other):
        return isinstance(other, Vocabulary) and self.chars == other.chars

    def __repr__(self):
        return f"Vocabulary({''.join(self.chars)!r})"

    def encode(self, text):
        """The ids of a text's letters: str -> (N,) integers.

        Raises ValueError for a letter that is not in the vocabulary, with its place, and TypeError
        for what is no string.
        """
        check_text(text)
        codes = _codes(text)
        ids = np.searchsorted(self._codes, codes).clip(max=len(self) - 1)
        unknown = np.flatnonzero(self._codes[ids] != codes)
        if len(unknown):
            where = unknown[0]
            remedy = f"use only the {len(self)} letters that this vocabulary was made from"
            for form in ("NFC", "NFD"):  # a letter with an accent is one character, or two
                if set(unicodedata.normalize(form, text)) <= set(self.chars):
                    remedy = f"it is here in another form, unicodedata.normalize({form!r}, text)"
            raise ValueError(f"unknown letter {text[where]!r} at position {where}: {remedy}")
        return ids

    def decode(self, ids):
        """The text of some ids: (N,) integers -> str.

        Raises ValueError for an id that is not in 0..len(self)-1.
        """
        return "".join(self.chars[i] for i in as_ids(ids, len(self)).ravel())


def _codes(text):
    """The letters as numbers, their Unicode code points: str -> (N,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def one_hot(ids, size, dtype=np.float32):
    """A vector for every id, 1 at the id's place and 0 elsewhere: (...,) -> (..., size). Lesson 01.

    Raises ValueError for an id that is not in 0..size-1.
    """
    ids = np.asarray(as_ids(ids, size))
    vectors = np.zeros((ids.size, size), dtype)
    vectors[np.arange(ids.size), ids.ravel()] = 1
    return vectors.reshape(*ids.shape, size)


def streams(ids, batch_size=1):
    """One text cut into batch_size texts of equal length L, side by side. Lesson 01.

    ids: (N,) integers. Returns inputs and targets, both (L,B), targets one letter ahead;
    L is (N - 1) // B, so at most B - 1 letters at the very end are left out.
    Raises ValueError for a size below 1 and for a text too short to give each stream a letter.
    """
    check_size("batch_size", batch_size)
    ids = one_text(ids)
    length = (len(ids) - 1) // batch_size
    if length < 1:
        raise ValueError(
            f"the text has {len(ids)} letters, too few for {batch_size} streams: "
            f"it needs at least {batch_size + 1}"
        )
    used = length * batch_size
    inputs = ids[:used].reshape(batch_size, length).T
    targets = ids[1 : used + 1].reshape(batch_size, length).T
    return inputs, targets


def windows(ids, seq_length, batch_size=1):
    """One pass over a text in windows, left to right. Lesson 01.

    ids: (N,) integers. Yields (inputs, targets, starts_over): the ids of T letters in each of B
    streams, the ids of the letters that follow them, both (T,B), and whether this window begins
    the text, so that the state must be set back. T is seq_length; the last window is shorter
    where the text does not divide evenly, so every letter of a stream, but for the text's first,
    is a target once.
    Raises ValueError for a size below 1 and for a text shorter than one window in each stream.
    """
    check_lengths(one_text(ids), seq_length, batch_size)
    inputs, targets = streams(ids, batch_size)
    for start in range(0, len(inputs), seq_length):
        window = slice(start, start + seq_length)
        yield inputs[window], targets[window], start == 0


def hold_out(ids, fraction):
    """A text and its last part, kept from training to measure on: two (N,). Lesson 08.

    fraction: of the text, at least this much, from 0 (nothing is held out) to below 1.
    Raises ValueError for another fraction, and for one that leaves fewer than 2 letters to
    learn from or to measure on.
    """
    if not 0 <= fraction < 1:
        raise ValueError(f"the fraction held out is {fraction}: it must be from 0 to below 1")
    ids = one_text(ids)
    cut = len(ids) - math.ceil(round(len(ids) * fraction, 6))  # 100 * 0.07 is 7.000000000000001
    if fraction and not 2 <= cut <= len(ids) - 2:
        raise ValueError(
            f"{fraction} of {len(ids)} letters leaves {cut} to learn from and {len(ids) - cut} to "
            "measure on, and both need 2: use another fraction, or a longer text"
        )
    return ids[:cut], ids[cut:]
