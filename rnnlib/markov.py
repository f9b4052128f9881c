"""The counting model that a network must beat. Taught in lesson 03."""

from collections import Counter

import numpy as np

from .guards import as_ids, check_size, one_text


class MarkovModel:
    """Predicts the next letter from counts of what followed the last few letters. Lesson 03.

    order: how many letters it looks back, 0 or more. smoothing: added to every count, so that
    a letter never seen after a context is unlikely rather than impossible.

        p(letter | context) = (count(context, letter) + smoothing)
                              / (count(context) + smoothing * vocab_size)

    Raises ValueError for an order below 0 or a smoothing that is not above 0.
    Sources: Shannon, A Mathematical Theory of Communication, 1948, section 3; the smoothing is
    Lidstone's, 1920.
    """

    def __init__(self, order, *, smoothing=0.03):
        check_size("order", order, least=0)
        if not smoothing > 0:
            raise ValueError(f"smoothing is {smoothing}: it must be above 0")
        self.order = order
        self.smoothing = smoothing

    def fit(self, ids, vocab_size):
        """Count a text, (N,) integers below vocab_size, and return the model itself.

        Raises ValueError for a text not longer than the order.
        """
        ids = self._as_list(ids, vocab_size)
        self.vocab_size = vocab_size
        k = self.order
        self.counts = Counter(tuple(ids[i - k : i + 1]) for i in range(k, len(ids)))
        self.totals = Counter()  # how often each context came
        for letters, count in self.counts.items():
            self.totals[letters[:-1]] += count
        return self

    def probabilities(self, context):
        """p of every letter after a context of `order` ids: (V,) float64, summing to 1.

        Raises ValueError for a context of another length.
        """
        context = tuple(context)
        if len(context) != self.order:
            raise ValueError(f"the context has {len(context)} letters: {self.order} are needed")
        counts = np.array([self.counts[*context, i] for i in range(self.vocab_size)], float)
        return (counts + self.smoothing) / (counts.sum() + self.smoothing * self.vocab_size)

    def cross_entropy(self, ids):
        """The mean surprise, in nats per character, of the letters of a text (N,).

        The first `order` letters are context only. Raises ValueError for a text without more.
        """
        ids = self._as_list(ids, self.vocab_size)
        k = self.order
        letters = [tuple(ids[i - k : i + 1]) for i in range(k, len(ids))]
        counts = np.array([self.counts[seen] for seen in letters])
        totals = np.array([self.totals[seen[:-1]] for seen in letters])
        p = (counts + self.smoothing) / (totals + self.smoothing * self.vocab_size)
        return float(-np.log(p).mean())

    def sample(self, length, rng=None):
        """Draw a text of length ids, (length,) integers. rng: a seed or a numpy Generator.

        It begins with a context of the fitted text, drawn as often as it came there.
        Raises ValueError for a length below 0.
        """
        check_size("length", length, least=0)
        rng = np.random.default_rng(rng)
        contexts = list(self.totals)
        weights = np.array(list(self.totals.values()), float)
        ids = list(contexts[rng.choice(len(contexts), p=weights / weights.sum())])
        while len(ids) < length:
            context = ids[len(ids) - self.order :]
            ids.append(int(rng.choice(self.vocab_size, p=self.probabilities(context))))
        return np.array(ids[:length], dtype=np.intp)

    def _as_list(self, ids, vocab_size):
        ids = as_ids(one_text(ids), vocab_size).tolist()
        if len(ids) <= self.order:
            raise ValueError(
                f"the text has {len(ids)} letters: a model of order {self.order} needs at least "
                f"{self.order + 1}"
            )
        return ids
