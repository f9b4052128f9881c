"""The counting models that a network must beat. Taught in lesson 03."""

from collections import Counter
from itertools import chain

import numpy as np

from .guards import as_ids, check_size, one_text


class MarkovModel:
    """Predicts the next letter from counts of what followed the last few letters. Lesson 03.

    order: how many letters it looks back, 0 or more. Those letters are the context. What followed
    it in the text is mixed with a guess, which weighs as much as w letters more:

        p(letter | context) = (count(context, letter) + w * guess(letter)) / (count(context) + w)

    Simple: the guess is 1 / vocab_size for every letter, and w is smoothing * vocab_size. So
    smoothing is added to every count, and a letter never seen after a context is unlikely rather
    than impossible. Mixed: the guess is p(letter | context without its first letter), and 1 /
    vocab_size once no letter is left; w is how many different letters followed the context.

    Raises ValueError for an order below 0 or a smoothing that is not above 0.
    Sources: Shannon, A Mathematical Theory of Communication, 1948, section 3; the smoothing is
    Lidstone's, 1920; mixed: Witten and Bell, The Zero-Frequency Problem, 1991, method C.
    """

    def __init__(self, order, *, mixed=False, smoothing=0.03):
        check_size("order", order, least=0)
        if not smoothing > 0:
            raise ValueError(f"smoothing is {smoothing}: it must be above 0")
        self.order = order
        self.mixed = mixed
        self.smoothing = smoothing  # of a simple model
        self.below = MarkovModel(order - 1, mixed=True) if mixed and order else None
        self.vocab_size = None

    def fit(self, ids, vocab_size):
        """Count a text, (N,) integers below vocab_size, and return the model itself.

        Raises ValueError for a text not longer than the order.
        """
        check_size("vocab_size", vocab_size)
        ids = self._text(ids, vocab_size)
        self.vocab_size = vocab_size
        self.counts = Counter(self._pieces(ids, self.order))  # a piece: a context, and what came
        self.totals, self.different = Counter(), Counter()
        for piece, count in self.counts.items():
            self.totals[piece[:-1]] += count  # how often each context came
            self.different[piece[:-1]] += 1  # how many different letters followed it
        if self.below:
            self.below.fit(ids, vocab_size)
        return self

    def _p(self, pieces):
        """p of each piece's last letter after those before it, of which `order` count: (N,)."""
        pieces = [piece[-self.order - 1 :] for piece in pieces]
        contexts = [piece[:-1] for piece in pieces]
        counts = np.array([self.counts[piece] for piece in pieces])
        totals = np.array([self.totals[context] for context in contexts])
        guess = self.below._p(pieces) if self.below else 1 / self.vocab_size
        w = self.smoothing * self.vocab_size
        if self.mixed:  # after a new context any w leaves the guess as it is, except 0
            w = np.array([self.different[context] or 1 for context in contexts])
        return (counts + w * guess) / (totals + w)

    def probabilities(self, context):
        """p of every letter after a context of `order` ids: (V,) float64, summing to 1.

        Mixed, a shorter context will do. Raises ValueError for a context of another length, and
        for what are no ids.
        """
        self._check_fitted()
        context = one_text(as_ids(context, self.vocab_size)).tolist()
        fewest = 0 if self.mixed else self.order
        if not fewest <= len(context) <= self.order:
            wanted = f"at most {self.order}" if self.mixed else self.order
            raise ValueError(f"the context has {len(context)} letters: {wanted} are needed")
        return self._p([(*context, letter) for letter in range(self.vocab_size)])

    def cross_entropy(self, ids):
        """The mean surprise, in nats per letter, of the letters of a text (N,).

        The first `order` letters are context only; mixed, they are predicted too, each from those
        before it. Raises ValueError for a text not longer than the order.
        """
        self._check_fitted()
        first = 0 if self.mixed else self.order
        pieces = Counter(self._pieces(self._text(ids, self.vocab_size), first))
        return float(np.average(-np.log(self._p([*pieces])), weights=[*pieces.values()]))

    def sample(self, length, rng=None):
        """Draw a text of length ids, (length,) integers. rng: a seed or a numpy Generator.

        It begins with a context of the fitted text, drawn as often as it came there.
        Raises ValueError for a length below 0.
        """
        self._check_fitted()
        check_size("length", length, least=0)
        rng = np.random.default_rng(rng)
        contexts = list(self.totals)
        weights = np.array(list(self.totals.values()))
        ids = list(contexts[rng.choice(len(contexts), p=weights / weights.sum())])
        while len(ids) < length:
            context = ids[len(ids) - self.order :]
            ids.append(int(rng.choice(self.vocab_size, p=self.probabilities(context))))
        return np.array(ids[:length], dtype=np.intp)

    def _pieces(self, ids, first):
        """Each letter from the first on, with up to `order` letters before it."""
        short = [tuple(ids[: i + 1]) for i in range(first, self.order)]
        return chain(short, zip(*(ids[k:] for k in range(self.order + 1)), strict=False))

    def _text(self, ids, vocab_size):
        ids = as_ids(one_text(ids), vocab_size).tolist()
        if len(ids) <= self.order:
            raise ValueError(
                f"the text has {len(ids)} letters: a model of order {self.order} needs at least "
                f"{self.order + 1}"
            )
        return ids

    def _check_fitted(self):
        if self.vocab_size is None:
            raise RuntimeError("this model has counted nothing yet: call fit(ids, vocab_size)")
