"""Two languages of which everything is known: what lesson 09 measures memory with.

Strings of either stand one on a line of a text, so they are learned as any text is. A language is a
machine: where it is in a string says which letters may come next, and how likely each is.
"""

import functools
import math

import numpy as np

from ...corpora import REBER
from ...loss import softmax
from ...text import Vocabulary

END = "\n"  # of a string; it also stands before the first


class Language:
    """Strings that a machine writes: it begins at a place, and goes from place to place to END.

    ways: {place: {letter: (probability, the place after it)}}; after END the place is start again.
    """

    def __init__(self, ways, start):
        self.ways, self.start = ways, start

    @property
    def letters(self):
        """All letters that it has, each once."""
        return "".join(sorted({letter for ways in self.ways.values() for letter in ways}))

    def text(self, strings, seed):
        """So many strings, drawn, each with its END; one END stands before them."""
        rng, letters, place = np.random.default_rng(seed), [END], self.start
        while strings:
            ways = self.ways[place]
            letter = list(ways)[rng.choice(len(ways), p=[p for p, _ in ways.values()])]
            letters.append(letter)
            place = ways[letter][1]
            strings -= letter == END
        return "".join(letters)

    def probabilities(self, text):
        """What may follow each letter of a text: a dictionary, letter: probability, for each.

        text: strings of the language, an END before them.
        """
        place, found = self.start, []
        for letter in text[1:]:
            found.append({each: p for each, (p, _) in self.ways[place].items()})
            place = self.ways[place][letter][1]
        return found

    def surprise(self, text):
        """The mean surprise of who knows the language, at a text, in nats per letter.

        No network is less surprised on average, over all texts.
        """
        rows = zip(text[1:], self.probabilities(text), strict=True)
        return -sum(math.log(p[letter]) for letter, p in rows) / (len(text) - 1)

    @functools.cached_property
    def visits(self):
        """How often a string comes to each place, on average: {place: times}."""
        places = list(self.ways)  # times = the beginning + moves.T @ times
        moves = np.zeros((len(places), len(places)))
        for place, ways in self.ways.items():
            for letter, (p, after) in ways.items():
                if letter != END:
                    moves[places.index(place), places.index(after)] += p
        begun = np.array([place == self.start for place in places], float)
        return dict(zip(places, np.linalg.solve(np.eye(len(places)) - moves.T, begun), strict=True))

    @property
    def length(self):
        """Letters of a string on average, END too."""
        return sum(self.visits.values())

    @property
    def entropy(self):
        """The mean surprise over all texts of who knows the language, exact, in nats per letter."""
        of_places = {
            place: -sum(p * math.log(p) for p, _ in ways.values())
            for place, ways in self.ways.items()
        }
        return sum(times * of_places[place] for place, times in self.visits.items()) / self.length


def counting(most=10):
    """n letters a, then n letters b; n from 1 to most, each as likely as the others.

    Source: Gers and Schmidhuber, LSTM Recurrent Networks Learn Simple Context-Free and
    Context-Sensitive Languages, 2001.
    """
    ways = {("a", 0): {"a": (1.0, ("a", 1))}, ("b", 0): {END: (1.0, ("a", 0))}}
    for n in range(1, most + 1):
        stop = 1 / (most - n + 1)  # of those that came so far, one in so many has no more
        ways["a", n] = {"b": (stop, ("b", n - 1))}
        if n < most:
            ways["a", n] |= {"a": (1 - stop, ("a", n + 1)), "b": (stop, ("b", n - 1))}
            ways["b", n] = {"b": (1.0, ("b", n - 1))}  # n are missing
    return Language(ways, ("a", 0))


def embedded_reber():
    """B, then T or P, then a Reber string (B to E), then the same T or P once more, then E.

    What is asked of memory is the letter before the last, some ten letters after it was read.
    Source: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997, experiment 1.
    """
    ways = {
        "first": {"B": (1.0, "outer")},
        "outer": {outer: (0.5, (outer, "begin")) for outer in "TP"},
        "last": {"E": (1.0, "over")},
        "over": {END: (1.0, "first")},
    }
    for outer in "TP":
        ways[outer, "begin"] = {"B": (1.0, (outer, 0))}
        for place, letters in enumerate(REBER):
            ways[outer, place] = {letter: (0.5, (outer, to)) for letter, to in letters.items()}
        ways[outer, 5] = {"E": (1.0, (outer, "again"))}
        ways[outer, "again"] = {outer: (1.0, "last")}
    return Language(ways, "first")


TASKS = {"counting": counting(20), "reber": embedded_reber()}


def read(model, language, text, state=None):
    """A network reads a text of a language: what it says of each next letter, and its units.

    Returns probabilities (N,V), and the units after each letter but the last, (N,H): the cells of
    an LSTM, the states of another network.
    """
    ids = Vocabulary(language.letters).encode(text)[:-1, None]
    logits, state, cache = model.forward(ids, state)
    units = cache.cs if model.kind == "lstm" else cache.hs
    return softmax(logits[:, 0]), units[1:, 0], state


def fails_at(model, most=100):
    """The first n of which a network misses the b's, or the end; most + 1 if there is none.

    It reads ten strings, and then each n from there. It has n if, once the first b was read, every
    letter to the END is given more than 1/2: it says how many b's are still to come.
    """
    language = TASKS["counting"]
    ids = Vocabulary(language.letters).encode
    _, _, before = read(model, language, language.text(10, seed=0) + END)
    for n in range(1, most + 1):
        text = "a" * n + "b" * n + END
        p, _, _ = read(model, language, text, before)
        if (p[np.arange(n, 2 * n), ids(text)[n + 1 :]] <= 0.5).any():
            return n
    return most + 1


def follows(model):
    """The unit that goes with the count, and how closely: its number, and the correlation.

    The count is how many a's were read, minus how many b's, over the strings of n from 1 to 20. An
    LSTM's units are its cells.
    """
    language = TASKS["counting"]
    text = END + "".join("a" * n + "b" * n + END for n in range(1, 21))
    _, units, _ = read(model, language, text)
    step = np.array([{"a": 1, "b": -1}.get(letter, 0) for letter in text[:-1]])
    r = np.corrcoef(units.T, np.cumsum(step))[-1, :-1]
    unit = int(np.nanargmax(np.abs(r)))
    return unit, float(r[unit])


def outer_right(model, text):
    """The share of strings whose letter before the last a network knows: T or P, by chance 1/2."""
    language = TASKS["reber"]
    p, _, _ = read(model, language, text)
    ends = [i for i, letter in enumerate(text) if letter == END][1:]
    T, P = Vocabulary(language.letters).encode("TP")
    right = [(p[i - 3, T] > p[i - 3, P]) == (text[i - 2] == "T") for i in ends]
    return float(np.mean(right))
