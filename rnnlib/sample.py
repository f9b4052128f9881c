"""From a network to text, letter by letter. Taught in lesson 07."""

import math

import numpy as np

from .guards import check_share, check_size, check_text, check_vocabulary


def sample(
    model, vocab, length=200, *, prompt="", temperature=1.0, top_k=None, top_p=1.0, min_p=0.0,
    rng=None,
):  # fmt: skip
    """A text of `length` new letters, str; the prompt is not repeated in it. Lesson 07.

    The arguments are those of `generate`.
    """
    choice = (temperature, top_k, top_p, min_p)
    letters = _letters(model, vocab, length, prompt, choice, rng)
    return "".join([vocab.chars[i] for i, _, _ in letters])


def generate(
    model, vocab, length=200, *, prompt="", temperature=1.0, top_k=None, top_p=1.0, min_p=0.0,
    rng=None,
):  # fmt: skip
    """Write letter by letter; yield (char, probabilities, state) for each new letter. Lesson 07.

    prompt: read first, from a state of zeros; without one the network reads a line end, as if a
    text were about to begin. temperature, top_k, top_p, min_p: how a letter is chosen, as
    `letter_weights` takes them. rng: a seed or a numpy Generator; None writes something else each
    time.
    Yields the letter; the probabilities (V,) in float64 it was drawn from; the state they came
    from, which has read everything before that letter, as model.step takes it at B=1.
    Raises ValueError, at once, for a length below 0, a temperature that is not above 0, a top_k
    below 1, a top_p or min_p outside 0 to 1, a vocabulary of another network, and a letter of the
    prompt that is not in it; TypeError for a vocabulary or a prompt that is none;
    FloatingPointError, on the way, for a network whose weights have grown out of all bounds.
    """
    choice = (temperature, top_k, top_p, min_p)
    letters = _letters(model, vocab, length, prompt, choice, rng)
    return (
        (vocab.chars[i], weights / weights.sum(), state[..., None, :])
        for i, weights, state in letters
    )


def _letters(model, vocab, length, prompt, choice, rng):
    """Check what was asked for; return the generator of ids, their weights and states."""
    check_size("length", length, least=0)
    temperature, top_k, top_p, min_p = choice
    if not 0 < temperature < np.inf:
        raise ValueError(
            f"temperature is {temperature}: it must be above 0 (for the likeliest letter, top_k=1) "
            "and finite"
        )
    if top_k is not None:
        check_size("top_k", top_k)
    choice = temperature, top_k, check_share("top_p", top_p), check_share("min_p", min_p)
    check_vocabulary(vocab, model)
    check_text(prompt)
    prompt = vocab.encode(prompt or ("\n" if "\n" in vocab else vocab.chars[0]))
    return _loop(model, prompt, length, choice, np.random.default_rng(rng))


def _loop(model, prompt, length, choice, rng):
    state = model.initial_state(None)
    for i in prompt:
        logits, state = model.step(i, state)  # logits (V,)
    for start in range(0, length, 1000):
        for point in rng.random(min(1000, length - start)):  # drawn together, which is faster
            weights = letter_weights(logits, *choice)
            i = draw(weights, point)
            yield i, weights, state
            logits, state = model.step(i, state)


def letter_weights(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    """How likely each letter is to be drawn: weights in float64, the largest 1. Lesson 07.

    logits: (V,) floats, in nats -> weights (V,). In this order, each from what the one before left:
    temperature: above 0; divided by their sum, the weights are softmax(logits, temperature); below
    1 is careful, above 1 is wild. top_k: the k likeliest letters stay. top_p: the likeliest stay
    that are needed to have this share of the sum; 1 keeps all. min_p: those stay that are at least
    this share as likely as the likeliest; 0 keeps all. The others get 0; the likeliest stays.
    The four are taken as they are: `generate` checks them.
    Raises FloatingPointError for logits that are not numbers any more.
    Source: top-k, Fan and others, arXiv 1805.04833; top-p, Holtzman and others, arXiv 1904.09751;
    min-p, Nguyen and others, arXiv 2407.01082.
    """
    z = logits.astype(np.float64)
    largest = z[z.argmax()]
    if not math.isfinite(largest):
        raise FloatingPointError(
            "the network gives no numbers any more: take an earlier checkpoint"
        )
    z -= largest  # rounds what is near: who is likelier is asked of the logits
    if top_k is not None:
        z[np.argsort(-logits, kind="stable")[top_k:]] = -np.inf
    if temperature != 1:
        z /= max(temperature, 1e-300)  # below that it would overflow
    weights = np.exp(z)
    if top_p < 1:
        order = np.argsort(-logits, kind="stable")
        ends = np.cumsum(weights[order])  # of their pieces on a line
        weights[order[1:][ends[:-1] >= top_p * ends[-1]]] = 0
    if min_p > 0:
        weights[weights < min_p] = 0
    return weights


def draw(weights, point):
    """The id whose piece of a line a point falls on. Lesson 07.

    On the line from 0 to 1 every letter owns a piece in proportion to its weight; weights (V,).
    point: from 0 to below 1; where it is random, a letter comes as often as its share.
    """
    ends = np.add.accumulate(weights)  # as cumsum, with half its overhead
    return int(ends.searchsorted(point * ends[-1], side="right"))
