"""The bug gallery of lesson 05: backward passes as they were published, with what was wrong."""

import inspect
from dataclasses import dataclass

import numpy as np

from ...lstm import LSTM
from ...rnn import RNN
from ...text import one_hot
from ..exercise import replaced
from .backward import lstm_backward, rnn_backward

PASSES = {"rnn": rnn_backward, "lstm": lstm_backward}


@dataclass(frozen=True)
class Bug:
    """A piece of a backward pass, and what somebody had in its place.

    kind: "rnn" or "lstm". right, wrong: the pieces of code. title: what it is called once it is
    found. source, link: where it was published. told: what is wrong, in a sentence or two.
    """

    kind: str
    right: str
    wrong: str
    title: str
    source: str
    link: str
    told: str

    @property
    def function(self):
        """The backward pass with this bug in it."""
        return replaced(PASSES[self.kind], (self.right, self.wrong))

    @property
    def code(self):
        """Its lines, without the docstring; line 1 is the first."""
        return [line.replace(self.right, self.wrong) for line in code_of(self.kind)]

    def __str__(self):
        return "\n".join(f"{n:2}  {line}" for n, line in enumerate(self.code, 1))

    @property
    def line(self):
        """The number of the line that is wrong."""
        [number] = (n for n, line in enumerate(code_of(self.kind), 1) if self.right in line)
        return number


def code_of(kind):
    """The lines of the right backward pass of a kind, "rnn" or "lstm", without the docstring."""
    lines = inspect.getsource(PASSES[kind]).splitlines()
    return [line for line in lines if '"""' not in line]


class PlainRNN(RNN):
    """An RNN whose backward is the plain loop of `rnn_backward`."""

    plain = staticmethod(rnn_backward)

    def backward(self, dlogits, cache, dstate=None):
        """As RNN.backward."""
        inputs, hs = cache
        dstate = self._state(dstate, inputs.shape[1:])
        xs = one_hot(inputs, self.vocab_size, self.dtype)
        dlogits = np.asarray(dlogits, self.dtype)
        grads, dhnext = self.plain(self.params, *map(columns, (xs, dlogits, hs, dstate)))
        return grads, columns(dhnext)


class PlainLSTM(LSTM):
    """An LSTM whose backward is the plain loop of `lstm_backward`."""

    plain = staticmethod(lstm_backward)

    def backward(self, dlogits, cache, dstate=None):
        """As LSTM.backward."""
        inputs, hs, cs, _, gates = cache
        dstate = columns(self._state(dstate, inputs.shape[1:]))
        xs = one_hot(inputs, self.vocab_size, self.dtype)
        dlogits = np.asarray(dlogits, self.dtype)
        arrays = map(columns, (xs, dlogits, hs, cs, gates))
        grads, *dstate = self.plain(self.params, *arrays, *dstate)
        return grads, np.stack([columns(part) for part in dstate])


def columns(rows):
    """(...,B,H) -> (...,H,B), and back."""
    return rows.swapaxes(-1, -2)


def with_bug(key, kind="rnn"):
    """The class of a network whose backward has a bug of the gallery in it. Lesson 05.

    key: of `BUGS`; or None, for the right backward pass of this kind, "rnn" or "lstm".
    Raises KeyError for a key that is none.
    """
    if key is None:
        return {"rnn": PlainRNN, "lstm": PlainLSTM}[kind]
    if key not in BUGS:
        raise KeyError(f"there is no bug {key!r}: the keys are {', '.join(BUGS)}")
    bug = BUGS[key]
    plain = with_bug(None, bug.kind)
    return type(plain.__name__, (plain,), {"plain": staticmethod(bug.function)})


GITHUB = "https://github.com"

BUGS = {
    "added to itself": Bug(
        "rnn", 'grads["by"] += dz.sum(axis=1)', 'grads["by"] += grads["by"]',
        "A gradient added to itself",
        "javaidnabi31/RNN-from-scratch, issue 2",
        f"{GITHUB}/javaidnabi31/RNN-from-scratch/issues/2",
        "Zero plus zero, at every step: the gradient of by stays zero, and by is never learned.",
    ),
    "state after": Bug(
        "rnn", "da @ h_before.T", "da @ h.T",
        "The state after the step",
        "VikParuchuri/zero_to_gpt, issue 9", f"{GITHUB}/VikParuchuri/zero_to_gpt/issues/9",
        "Whh was multiplied by the state before the step, so da is paired with that one.",
    ),
    "mean": Bug(
        "rnn", "xs[t], dzs[t],", "xs[t], dzs[t] / len(xs),",
        "A mean where the loss is a sum",
        "Data Science Stack Exchange, question 30850",
        "https://datascience.stackexchange.com/questions/30850/gradientchecking-can-i-blame-float-precision",
        "The gradients are averaged over the steps, but the loss is summed over them: every number "
        "is too small by the same factor.",
    ),
    "no time": Bug(
        "rnn", "Why.T @ dz + dhnext", "Why.T @ dz",
        "Nothing goes through time",
        "qixianbiao/RNN, issue 2", f"{GITHUB}/qixianbiao/RNN/issues/2",
        "Two gradients meet at a state. The one that comes from the next step is left out.",
    ),
    "no transpose": Bug(
        "rnn", "Whh.T @ da", "Whh @ da",
        "The transpose is missing",
        "vzhou842/rnn-from-scratch, rnn.py",
        f"{GITHUB}/vzhou842/rnn-from-scratch/blob/4aa2a8c64c08046c4c84618b9aeaf6735f8d5e2b/rnn.py",
        "What came through Whh goes back through its transpose. Both products have the same shape, "
        "so nothing complains. It is in a tutorial that many have copied.",
    ),
    "tanh twice": Bug(
        "rnn", "1 - h**2", "1 - np.tanh(h) ** 2",
        "tanh is taken twice",
        "nicklashansen/rnn_lstm_from_scratch, the notebook",
        f"{GITHUB}/nicklashansen/rnn_lstm_from_scratch/blob/0a292c427d4698a15995a515ba44bbe89aa9fdb7/"
        "RNN_LSTM_from_scratch.ipynb",
        "h has been through tanh already, and 1 - h**2 is the slope there.",
    ),
    "slope upside down": Bug(
        "rnn", "1 - h**2", "1 / (1 - h**2)",
        "The slope upside down",
        "oreilly-japan/deep-learning-from-scratch-2, issue 26",
        f"{GITHUB}/oreilly-japan/deep-learning-from-scratch-2/issues/26",
        "1 / (1 - h**2) is the slope from h to what went into tanh. A gradient is multiplied by "
        "the slope of the way forward. (The code was right; this was proposed in its place.)",
    ),
    "lost sign": Bug(
        "rnn", "1 - h**2", "1 + h**2",
        "A lost sign",
        "nicodjimenez/lstm, issue 41", f"{GITHUB}/nicodjimenez/lstm/issues/41",
        "1 + tan(a)**2 is the slope of tan. That of tanh has a minus. (The code was right; this "
        "was proposed in its place.)",
    ),
    "other step": Bug(
        "rnn", "1 - h**2", "1 - h_before**2",
        "The slope of another step",
        "hanbt/learn_dl, issues 16 and 29", f"{GITHUB}/hanbt/learn_dl/issues/29",
        "Each step has a slope of its own, at the state that its tanh gave. (There it was the "
        "state of the step after, here it is that of the step before.)",
    ),
    "clipped": Bug(
        "rnn", "return grads,", "return clip(grads, 5),",
        "Clipped too early",
        "Karpathy, min-char-rnn", "https://gist.github.com/karpathy/d4dee566867f8291f086",
        "Clipping belongs to the update. What is clipped is not the gradient of the loss, so a "
        "check sees it wherever a number is above 5.",
    ),
    "one bias for all": Bug(
        "lstm", "da[k].sum(axis=1)", 'da["f"].sum(axis=1)',
        "One gate's gradient for all four",
        "hanbt/learn_dl, issue 53", f"{GITHUB}/hanbt/learn_dl/issues/53",
        "Every gate's bias has the gradient of its own gate. These got the forget gate's. (There "
        "two of them did, those of the input and the output gate.)",
    ),
    "no gate slope": Bug(
        "lstm", "c_before * f * (1 - f)", "c_before * f",
        "A gate without its slope",
        "CaptainE/RNN-LSTM-in-numpy, issue 1", f"{GITHUB}/CaptainE/RNN-LSTM-in-numpy/issues/1",
        "f came out of a sigmoid, and the gradient has to go back through it: f * (1 - f). (There "
        "the sigmoid itself stood in place of its slope.)",
    ),
    "c not carried": Bug(
        "lstm", "(1 - np.tanh(c) ** 2) + dcnext", "(1 - np.tanh(c) ** 2)",
        "The cell's own way back is cut",
        "apache/mxnet, issue 4057", f"{GITHUB}/apache/mxnet/issues/4057",
        "Two gradients meet at c, too: from h, and from the next step through the forget gate. The "
        "second is overwritten.",
    ),
    "slope of c": Bug(
        "lstm", "1 - np.tanh(c) ** 2", "1 - c**2",
        "c taken for a tanh",
        "eliben/deep-learning-samples, an early min-char-lstm.py",
        f"{GITHUB}/eliben/deep-learning-samples/commits/d5ca86c5db664fabfb302cbbc231c50ec3d6a103/"
        "min-char-rnn/min-char-lstm.py",
        "1 - h**2 is right for what came out of a tanh. c did not come out of one: it goes in.",
    ),
}  # fmt: skip
