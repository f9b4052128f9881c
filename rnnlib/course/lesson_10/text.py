"""The text that is read in lesson 10, and what is known of each of its places."""

import numpy as np

from ...corpora import load_text

CHOOSE, CONFIRM = slice(40_000, 60_000), slice(60_000, 80_000)  # of the text, in letters


def tales():
    """Our tales, in the letters that the networks know: of Shakespeare's, the double quote is none.

    No network of this lesson has read them in its training.
    """
    return load_text("tales").replace('"', "'")


def in_line(text):
    """How many letters stand before each in its line, (N,); a line end is the last of its own."""
    starts = np.cumsum([len(line) for line in text.splitlines(keepends=True)])
    places = np.arange(len(text))
    return places - np.concatenate([[0], starts])[np.searchsorted(starts, places, side="right")]


def properties():
    """What is true of each place of the tales: {name: (N,) booleans}. See `tales`."""
    text = load_text("tales")
    letters = np.array(list(text))
    alpha = np.char.isalpha(letters)
    heading, quoted = np.zeros((2, len(text)), bool)
    place = 0
    for line in text.splitlines(keepends=True):
        heading[place : place + len(line)] = line.isupper() and line.endswith(":\n")
        place += len(line)
    # a quotation ends at the next mark, or with its paragraph
    inside = False
    for i, letter in enumerate(text):
        inside = (inside != (letter == '"')) and text[i - 1 : i + 1] != "\n\n"
        quoted[i] = inside
    return {
        "late in a line": in_line(text) > 40,
        "the end of a word": alpha & ~np.append(alpha[1:], False),
        "a capital letter": np.char.isupper(letters),
        "the name of a speaker": heading,
        "inside quotes": quoted,
    }
