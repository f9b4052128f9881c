"""From a network to text, letter by letter. Taught in lesson 07."""

import numpy as np

from .loss import softmax


def sample(model, vocab, length=200, *, prompt="", temperature=1.0, top_k=None, rng=None):
    """A text of `length` new letters, str; the prompt is not repeated in it. Lesson 07.

    The arguments are those of `generate`.
    """
    letters = generate(
        model, vocab, length, prompt=prompt, temperature=temperature, top_k=top_k, rng=rng
    )
    return "".join(char for char, _, _ in letters)


def generate(model, vocab, length=200, *, prompt="", temperature=1.0, top_k=None, rng=None):
    """Write letter by letter; yield (char, probabilities, state) for each new letter. Lesson 07.

    prompt: read first, from a state of zeros; without one the network reads a line end, as if a
    text were about to begin. temperature: above 0; below 1 is careful, above 1 is wild. top_k:
    choose among the k likeliest letters only. rng: a seed or a numpy Generator; None writes
    something else each time.
    Yields the letter; the probabilities (V,) in float64 it was drawn from; the state they came
    from, which has read everything before that letter.
    Raises ValueError, at once, for a length below 0, a temperature that is not above 0, a top_k
    below 1, and a letter of the prompt that is not in the vocabulary.
    """
    if length < 0:
        raise ValueError(f"length is {length}: it must be 0 or more letters")
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k is {top_k}: it must be at least 1")
    if len(vocab) != model.vocab_size:
        raise ValueError(
            f"the vocabulary has {len(vocab)} letters and the network {model.vocab_size}: "
            "use the vocabulary that was saved with it"
        )
    softmax(np.zeros(1), temperature)  # raises for a temperature that cannot be
    prompt = vocab.encode(prompt or ("\n" if "\n" in vocab else vocab.chars[0]))
    return _letters(model, vocab, length, prompt, temperature, top_k, np.random.default_rng(rng))


def _letters(model, vocab, length, prompt, temperature, top_k, rng):
    state = model.initial_state()
    for i in prompt:
        logits, state = model.step([i], state)  # logits (1,V)
    for _ in range(length):
        p = next_probabilities(logits[0], temperature, top_k)
        i = draw(p, rng)
        yield vocab.chars[i], p, state
        logits, state = model.step([i], state)


def next_probabilities(logits, temperature=1.0, top_k=None):
    """The probabilities to draw from, in float64: (V,) -> (V,). Lesson 07.

    With a top_k, all but the k likeliest letters get 0 and the others share 1.
    """
    logits = logits.astype(np.float64)
    if top_k is not None and top_k < len(logits):
        others = np.argsort(-logits, kind="stable")[top_k:]
        logits[others] = -np.inf
    return softmax(logits, temperature)


def draw(probabilities, rng):
    """One index, drawn with these probabilities (V,). rng: a numpy Generator. Lesson 07.

    A random point on a line of length 1, on which each letter owns a piece as long as its
    probability, falls into the piece of one letter.
    """
    ends = np.cumsum(probabilities)
    ends /= ends[-1]  # exactly 1, whatever was rounded on the way
    return int(np.searchsorted(ends, rng.random(), side="right"))
