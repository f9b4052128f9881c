"""What lesson 10 does with the units of a network: read them, score them, hold one of them."""

import copy

import numpy as np

from ...loss import softmax
from ...text import streams


def units(model, vocab, text, batch_size=20):
    """What every unit holds after each letter of a text, (N,H), between -1 and 1.

    The units of an RNN are its states; of an LSTM its cells, through tanh. The text is read in
    several pieces side by side, each from zeros; what is left over at its end is not read.
    """
    ids = vocab.encode(text[: len(text) // batch_size * batch_size]).reshape(batch_size, -1).T
    _, _, cache = model.forward(ids)
    found = np.tanh(cache.cs[1:]) if model.kind == "lstm" else cache.hs[1:]
    return found.swapaxes(0, 1).reshape(ids.size, -1)


def shuffled(model, rng=0):
    """A network with the same numbers in each of its arrays, in random order."""
    other, rng = copy.deepcopy(model), np.random.default_rng(rng)
    for name in other.params:
        other.params[name] = rng.permutation(other.params[name].ravel()).reshape(
            other.params[name].shape
        )
    return other


def scores(units, true):
    """How well each unit tells the places where something is true from all others, 0 to 1.

    The share of pairs, a true place and another, in which the unit is higher at the true one: 0.5
    is guessing, and 0 is as good as 1. Pairs are counted by ranks (Mann and Whitney, 1947).
    units: (N,H). true: (N,) booleans, some of them; or (N,P), for several properties. Returns (H,)
    or (H,P).
    """
    order = np.ascontiguousarray(units.T).argsort(axis=1)  # (H,N)
    ranks = np.empty(order.shape)
    np.put_along_axis(ranks, order, np.arange(1.0, len(units) + 1)[None], axis=1)
    n = np.count_nonzero(true, axis=0)
    return (ranks @ true - n * (n + 1) / 2) / (n * (len(true) - n))


def best(scores):
    """The unit that tells best, and its score, turned so that 0.5 is guessing and 1 the best."""
    unit = int(np.abs(scores - 0.5).argmax())
    return unit, float(max(scores[unit], 1 - scores[unit]))


def held(model, ids, unit=None, value=None, state=None):
    """Read texts with one unit held: logits after each letter (T,B,V), and the state at the end.

    ids: (T,B). unit, value: what the network hands on to its next letter in this unit, whatever it
    has computed: of an LSTM, in the cell. Without a unit all is as it is.
    """
    state = model.initial_state(ids.shape[1]) if state is None else state
    logits = []
    for letters in ids:
        z, state = model.step(letters, state)
        hold(model, state, unit, value)
        logits.append(z)
    return np.array(logits), state


def hold(model, state, unit, value):
    """Write a value into one unit of a state, in place; without a unit, nothing."""
    if unit is not None:
        (state[1] if model.kind == "lstm" else state)[..., unit] = value


def middle(model, vocab, text):
    """What each unit holds on average, (H,): of an LSTM in its cell, not through tanh."""
    _, _, cache = model.forward(streams(vocab.encode(text), 20)[0])
    return (cache.cs if model.kind == "lstm" else cache.hs)[1:].mean(axis=(0, 1))


def price(model, vocab, text, unit=None, value=None, warm=20):
    """The surprise of each letter with a unit held, (T,B) nats; and where in the text it stands.

    The text is read in pieces of 220 letters side by side; the first `warm` letters of each are not
    judged, for it begins with a state of zeros. Without a unit all is as it is.
    """
    places = np.arange(len(text) // 220 * 220).reshape(-1, 220).T  # (220,B)
    ids = vocab.encode(text)[places]
    logits, _ = held(model, ids[:-1], unit, value)
    p = np.take_along_axis(softmax(logits), ids[1:, :, None], axis=2)[..., 0]
    return -np.log(p[warm:]), places[1 + warm :]


def write(model, vocab, prompt, letters, rng, unit=None, value=None, copies=1):
    """Texts that a network writes while a unit is held: a list of strings.

    prompt: what is read before, nothing held. copies: how many are written, side by side.
    """
    rng = np.random.default_rng(rng)
    logits, state = held(model, vocab.encode(prompt)[:, None].repeat(copies, axis=1))
    z, written = logits[-1], []
    for _ in range(letters):
        hold(model, state, unit, value)
        ends = softmax(z).cumsum(axis=1)
        ids = (rng.random(copies)[:, None] * ends[:, -1:] < ends).argmax(axis=1)
        written.append(ids)
        z, state = model.step(ids, state)
    return [vocab.decode(row) for row in np.array(written).T]
