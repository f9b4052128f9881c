"""The exercises of lesson 08, Train your own."""

from collections import Counter

import numpy as np

from ...loss import cross_entropy, softmax
from ...optim import Adagrad, clip
from ...rnn import RNN
from ...text import Vocabulary
from ..exercise import Exercise, array


def write(model, letter, h, length, rng):
    ids = []
    for _ in range(length):
        logits, h = model.step(letter, h)
        letter = rng.choice(len(logits), p=softmax(logits))
        ids.append(letter)
    return ids


def min_char_rnn(text, updates, every=100, H=100, T=25, rate=0.1, seed=0):
    vocab, rng = Vocabulary(text), np.random.default_rng(seed)
    ids, V = vocab.encode(text), len(vocab)
    model = RNN(V, H, rng=seed, dtype=np.float64)
    optimizer = Adagrad(model.params, rate)
    p, losses, log, smooth = 0, [], [], T * np.log(V)
    for n in range(updates):
        if n == 0 or p + T + 1 > len(ids):
            p, state = 0, model.initial_state()
        inputs, targets = ids[p : p + T, None], ids[p + 1 : p + T + 1, None]
        if n % every == 0:
            log.append((n, smooth, vocab.decode(write(model, ids[p], state[0], 200, rng))))
        logits, state, cache = model.forward(inputs, state)
        loss, dlogits = cross_entropy(logits, targets)
        grads, _ = model.backward(dlogits, cache)
        optimizer.update(clip(grads, 5))
        losses.append(loss)
        smooth = 0.999 * smooth + 0.001 * loss
        p += T
    return losses, log


def is_best(losses):
    return losses[-1] == min(losses)


def wrong_line():
    return 4


def stop(losses, patience):
    for n in range(len(losses)):
        best = losses.index(min(losses[: n + 1]))
        if n - best >= patience:
            return n
    return len(losses) - 1


def without_rare(text, least):
    counts = Counter(text)
    return "".join(char if counts[char] >= least else "?" for char in text)


def texts_to_learn(rng):
    yield "Hello, hello, hello. Who is it? it is me.\n" * 3, 9, 4, 6, 5, 0.1, 1  # it begins again
    yield "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" * 4, 6, 3, 5, 25, 0.1, 2  # it has to be cut


def read(value, part):
    """Losses as they are; of the log its numbers, and the codes of its letters."""
    if part == "losses":
        return array(value, part)
    return np.array([x for n, smooth, text in value for x in (n, smooth, *map(ord, text))], float)


def where_it_parts(got, *arguments):
    """Words for losses, or a log, that no listed mistake gives."""
    losses, _ = min_char_rnn(*arguments)
    if got.shape != (len(losses),):
        return (
            "the lines that were there give as many losses and samples as are asked for: put "
            "them back as they were, and fill in only the dots"
        )
    if abs(got[0] - losses[0]) > 1e-9:
        return "the first loss is another, and it comes before any update: look at 01, 02 and 03"
    return (
        "the first loss is right and the next ones are not: look at what comes between, 04 and "
        "06, and at the state of 02"
    )


def rounds(rng):
    yield ([3.0],)
    for later in ([2.5], [2.5, 2.7], [2.5, 2.7, 2.6], [2.5, 2.7, 2.4], [3.5, 3.2]):
        yield ([3.0, *later],)


def rounds_and_patience(rng):
    yield [3.0, 2.0, 2.1, 2.2, 1.9, 2.0, 2.3, 1.95, 2.5, 1.0], 3
    yield [3.0, 2.0, 2.1, 2.2, 1.9, 2.0, 2.3, 2.4, 2.5], 2
    yield [3.0, 2.0, 1.0, 0.5], 2


def texts_and_counts(rng):
    yield "A bad cab, a Café\n", 2
    yield "aabbbc", 3


def letter_by_letter(got, text, least):
    """Words for a text that no listed mistake gives."""
    if len(got) != len(text):
        return f"a text of {len(text)} letters came back as one of {len(got)}"
    if all(ord(char) == code for char, code in zip(text, got, strict=True)):
        return "the text came back as it was: a string is never changed, `replace` gives a new one"
    return "some letters are not as asked: is a ? there for each rare letter, and only for these?"


def codes(value, part):
    """A text as the codes of its letters."""
    return array([ord(char) for char in value] if isinstance(value, str) else value, part)


EXERCISES = {
    "08.a": Exercise(
        is_best,
        inputs=rounds,
        parts=("True or False",),
        praise="what is saved last is the best there was",
        mistakes={
            "losses[-1] == min(losses)": {
                "losses[-1] <= losses[-2:][0]": "this asks whether it fell since the round before. "
                "After a rise it may fall and still be worse than the best",
                "losses[-1] <= losses[-2]": "the first round has none before it; and after "
                "that this asks only whether the loss fell since the round before, not whether it "
                "is the best of all",
                "losses[-1] < min(losses[:-1])": "the first round has none before it, and is the "
                "best so far",
                "losses[0] == min(losses)": "that asks of the first round: was the last the best?",
                "losses == sorted(losses)[::-1]": "this asks whether it fell all the time: after a "
                "rise it may still come to the best",
                "losses[-1] < min(losses)": "this is never true: the last loss is one of those "
                "that the minimum is taken of",
                "losses[-1] == max(losses)": "that is the worst: a loss should be small",
                "min(losses)": "that is the smallest loss: is the last one it?",
                "losses.index(min(losses))": "that is the place of the best one: is it the last?",
                "losses[-1]": "that is the last loss: is it the smallest?",
                "True": "it is not always the best: compare it with the others",
            },
        },
    ),
    "08.b": Exercise(
        min_char_rnn,
        inputs=texts_to_learn,
        parts=("losses", "log"),
        read=read,
        praise="the whole of it, from a text to a text",
        mistakes={
            "vocab.encode(text)": {
                "vocab.encode(text[::-1])": "01: the letters are read backwards",
                "vocab.encode(text.lower())": "01: capitals are letters of their own",
                "np.array([list(dict.fromkeys(text)).index(char) for char in text])": "01: these "
                "ids count the letters in the order in which they come: encode the text with its "
                "vocabulary, or the samples can't be read",
                "np.arange(len(text)) % len(vocab)": "01: these are no ids of the letters: encode "
                "the text with its vocabulary",
            },
            "model.forward(inputs, state)": {
                "model.forward(inputs)": "02: each window begins from zeros. Hand it the state",
                "model.forward(state, inputs)": "02: first the inputs, then the state",
                "model.forward(targets, state)": "02: it reads the targets, which it should "
                "predict",
            },
            "cross_entropy(logits, targets)": {
                "cross_entropy(logits, inputs)": "03: it is measured against the letters that it "
                "has read: it should predict the next ones",
            },
            "model.backward(dlogits, cache)": {
                "model.backward(dlogits / T, cache)": "04: the gradient is divided by T: the loss "
                "is a sum over the window, and its gradient is right as it comes",
                "model.backward(logits, cache)": "04: the logits went back: it is their gradient "
                "that goes back",
            },
            "optimizer.update(clip(grads, 5))": {
                "optimizer.update(grads)": "06: what the update gets is not cut to -5..5",
                "clip(grads, 5)": "06: nothing updates the weights",
                "model.params.flat[:] -= rate * clip(grads, 5).flat": "06: this is SGD. There is "
                "an optimizer, Adagrad, with an update of its own",
                "optimizer.update(clip(grads, 1))": "06: it is cut to -1..1: the limit is 5",
            },
        },
        otherwise=where_it_parts,
    ),
    "08.1": Exercise(
        wrong_line,
        parts=("the number of a line",),
        praise="it learns all of the text, and then is asked what it has learned",
        mistakes={
            "return 4": {
                "return 1": "line 1 is right: the letters may be those of the whole text, or a new "
                "letter could not be read at all",
                "return 2": "line 2 is right: letters become ids",
                "return 3": "line 3 is right: the last tenth is put aside. Is it left alone?",
                "return 5": "line 5 is right: it may learn as long as it likes",
                "return 6": "line 6 is right: what was put aside is what should be measured on. "
                "Was it new to the network?",
            },
        },
    ),
    "08.2": Exercise(
        stop,
        inputs=rounds_and_patience,
        parts=("the number of a round",),
        praise="long enough to be sure, and no longer",
        mistakes={
            "min(losses[: n + 1])": {
                "min(losses)": "this looks at rounds that are still to come",
                "min(losses[:n] or losses)": "the round itself may be the best one: it belongs to "
                "those that you look at",
            },
            "n - best >= patience": {
                "n - best > patience": "it waits a round too long",
                "n - best >= patience - 1": "it gives up a round too early",
                "n and losses[n] > losses[n - 1]": "it stops at the first rise, without patience",
                "n >= patience and np.diff(losses)[n - patience : n].min() > 0": "this counts "
                "rises in a row: a small fall that is no new best would begin anew",
                "n >= patience and losses[n] > losses[n - patience]": "this compares with one "
                "round only: how far back lies the best of all?",
            },
            "return n\n": {
                "return best\n": "that is the round to keep: at which one does it stop?",
                "return n + 1\n": "rounds are counted from 0",
            },
            "return len(losses) - 1": {
                "return len(losses)": "where it never has to stop, the last round counts, from 0",
            },
        },
    ),
    "08.3": Exercise(
        without_rare,
        inputs=texts_and_counts,
        parts=("a text",),
        read=codes,
        praise="fewer letters, and each of them comes often enough to be learned",
        otherwise=letter_by_letter,
        mistakes={
            '"".join(char if counts[char] >= least else "?" for char in text)': {
                '[char if counts[char] >= least else "?" for char in text]': "this is a list of "
                "letters: join it to a text",
            },
            "Counter(text)": {
                "Counter(text.lower())": "a capital and its small letter are counted as one: to "
                "the network they are two",
            },
            "for char in text": {
                "for char in text.lower()": "the text has become small: only its rare letters go",
            },
            "counts[char] >= least": {
                'counts[char] >= least or char == "\\n"': "the line end is a letter, too",
                "counts[char] > least": "a letter that comes exactly so often stays",
                "counts[char] <= least": "this keeps the rare ones",
                "counts[char] < least": "this keeps the rare ones",
            },
            '"?"': {
                '""': "the rare letters are gone, and what was around them has moved together: "
                "put a question mark in their place",
                '" "': "a question mark was asked for: a space can't be told from a real one",
            },
        },
    ),
}
