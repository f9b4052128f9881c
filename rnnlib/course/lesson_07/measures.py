"""What lesson 07 measures in texts: loops, surprises, words, and what is copied."""

import numpy as np

from ...loss import softmax
from ...sample import generate
from ..lesson_03 import surprises_in, words_of


def surprises_of(network, vocab, prompt, text):
    """What each letter of a text costs a network that has read a prompt: (N,), in nats.

    prompt: at least one letter.
    """
    return surprises_in(network, vocab.encode(prompt + text))[len(prompt) - 1 :]


def hits_and_surprise(network, vocab, prompt, text):
    """How often the letter that comes is the likeliest, and what a letter costs, in nats.

    prompt: at least one letter, read before the text.
    """
    ids = vocab.encode(prompt + text)
    p = softmax(network.forward(ids[:-1, None])[0])[len(prompt) - 1 :, 0]  # (N,V)
    hits = p.argmax(axis=1) == ids[len(prompt) :]
    return hits.mean(), surprises_of(network, vocab, prompt, text).mean()


def last_round(network, vocab, prompt, length):
    """What is said again and again after so many letters without chance, and the change of state.

    The change is the largest between the last state and the one a round before, as a share of the
    largest number in it. Raises ValueError for a text that does not end in a loop.
    """
    written = generate(network, vocab, length, prompt=prompt, top_k=1)
    chars, _, states = zip(*written, strict=True)
    text = "".join(chars)
    for n in range(1, length // 3 + 1):
        if text.endswith(3 * text[-n:]):
            change = np.abs(states[-1] - states[-1 - n]).max() / np.abs(states[-1]).max()
            return text[-n:], change
    raise ValueError(f"no loop in {length} letters: write more")


def words_that_exist(text, source):
    """The share of a text's words, of four letters and more, that are words of the source."""
    known = set(words_of(source))
    return np.mean([word in known for word in words_of(text)])


def measuring(network, vocab, effective, source):
    """A function (seeds=(0, 1, 2), **choice) that measures how a network writes with this choice.

    It writes 2 500 letters from each seed, and gives two numbers: the effective number of letters,
    e to the power of the mean entropy, where effective(p) is that of each p (N,V) that a letter was
    drawn from; and the mean share of words that are words of the source.
    """

    def measured(seeds=(0, 1, 2), **choice):
        entropies, words = [], []
        for seed in seeds:
            letters = generate(network, vocab, 2500, rng=seed, **choice)
            chars, p, _ = zip(*letters, strict=True)
            entropies.append(np.log(effective(np.array(p))).mean())
            words.append(words_that_exist("".join(chars), source))
        return np.exp(np.mean(entropies)), np.mean(words)

    return measured


def copied(text, source, least=15):
    """Whether each letter of a text is part of a run that stands in the source: (N,) bool.

    least: how many letters a run has at least.
    """
    known = {source[i : i + least] for i in range(len(source) - least + 1)}
    marks = np.zeros(len(text), dtype=bool)
    for i in range(len(text) - least + 1):
        if text[i : i + least] in known:
            marks[i : i + least] = True
    return marks
