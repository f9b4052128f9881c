"""The training loop. Taught in lesson 06; saving and resuming in lesson 08."""

import hashlib
import signal
import threading

import numpy as np
from tqdm.auto import tqdm

from . import checkpoint
from .loss import cross_entropy
from .optim import Adagrad, clip
from .text import as_ids, check_lengths, check_size, one_text, streams, windows


class Trainer:
    """Trains a model on a text, window by window, with Adagrad. Lesson 06.

    model: an RNN, changed where it is. ids: the text, (N,) integers below model.vocab_size.
    seq_length T: letters per window. batch_size B: texts read side by side, cut from the one.
    learning_rate: of Adagrad. clip: every gradient is cut to -clip..clip.
    Windows go from left to right, the state goes with them, and both begin again at the end of
    the text; the gradient stays within its window.
    Raises ValueError for sizes below 1, a text shorter than T * B + 1, ids that the model does
    not know, and a learning rate or clip that is not above 0.

    iteration: updates made so far. losses: the loss of each, in nats per character.
    smooth_loss: the running average that min-char-rnn prints, in nats per window of T letters.
    state: what the next window starts from. position: where in the streams that window begins.
    Source of the loop: Karpathy, min-char-rnn, 2015.
    """

    def __init__(self, model, ids, *, seq_length=25, batch_size=1, learning_rate=0.05, clip=5.0):
        ids = as_ids(one_text(ids), model.vocab_size)
        check_lengths(ids, seq_length, batch_size)
        if not clip > 0:
            raise ValueError(f"clip is {clip}: it must be above 0")
        self.model = model
        self.ids = ids
        self.seq_length = seq_length
        self.batch_size = batch_size
        self.clip = float(clip)
        self.optimizer = Adagrad(model.params, learning_rate)
        self.inputs, self.targets = streams(ids, batch_size)  # (L,B) each
        self.state = model.initial_state(batch_size)
        self.position = 0
        self.iteration = 0
        self.losses = []
        self.smooth_loss = float(np.log(model.vocab_size)) * seq_length

    def run(self, iterations, progress=True):
        """Make this many updates. progress: show a bar with the loss and the time left.

        May be called again: run(a); run(b) gives the same weights as run(a + b), to the bit.
        An interrupt (Ctrl-C, or the stop button of a notebook) is obeyed between two updates, so
        the trainer can go on from there, or be saved.
        Raises FloatingPointError, before any weight changes, if the loss is no longer a number;
        ValueError for iterations below 0.
        """
        check_size("iterations", iterations, least=0)
        bar = tqdm(total=iterations, disable=not progress, unit="update")
        with bar, _HeldInterrupts() as interrupts:
            for _ in range(iterations):
                self._update()
                loss = self.smooth_loss / self.seq_length
                bar.set_postfix_str(f"{loss:.3f} nats/char", refresh=False)
                bar.update()
                interrupts.deliver()

    def _update(self):
        window = slice(self.position, self.position + self.seq_length)
        inputs, targets = self.inputs[window], self.targets[window]  # (T,B)
        logits, state, cache = self.model.forward(inputs, self.state)
        loss, dlogits = cross_entropy(logits, targets)
        if not np.isfinite(loss):
            raise FloatingPointError(
                f"the loss is {loss} at update {self.iteration}: begin again with a smaller "
                "learning_rate"
            )
        grads = clip(self.model.backward(dlogits, cache), self.clip)

        self.optimizer.update(grads)
        self.state, self.position = state, window.stop
        if window.stop >= len(self.inputs):  # the text begins again, and the state with it
            self.state, self.position = self.model.initial_state(self.batch_size), 0
        self.iteration += 1
        self.losses.append(loss / len(inputs))
        self.smooth_loss += 0.001 * (self.losses[-1] * self.seq_length - self.smooth_loss)

    def save(self, path, vocab=None, **facts):
        """Write everything that training needs to go on from here to one .npz file.

        With a vocabulary the file can also be read by load_model, to sample from it.
        An interrupt waits until the file is whole. Raises what save_model raises.
        """
        state = self.state if isinstance(self.state, tuple) else (self.state,)
        facts["training"] = {
            "seq_length": self.seq_length,
            "batch_size": self.batch_size,
            "learning_rate": self.optimizer.learning_rate,
            "clip": self.clip,
            "iteration": self.iteration,
            "position": self.position,
            "smooth_loss": self.smooth_loss,
            "ids_sha256": _hash(self.ids),
        }
        arrays = {f"state_{i}": part for i, part in enumerate(state)}
        arrays |= {"memory": self.optimizer.memory, "losses": np.array(self.losses)}
        with _HeldInterrupts():
            checkpoint.write(path, self.model, vocab, facts, **arrays)

    @classmethod
    def load(cls, path, ids):
        """The trainer that save wrote, ready to go on with the same text, (N,) integers.

        Raises FileNotFoundError where there is no such file, CheckpointError (a ValueError) for
        one that is damaged or not a trainer's, and ValueError for ids other than those it was
        trained on.
        """
        model, _, header, arrays = checkpoint.read(path)
        settings = header["facts"].get("training")
        if settings is None or "memory" not in arrays:
            raise checkpoint.CheckpointError(
                f"{path} holds a network but no training to go on with: load it with load_model"
            )
        try:
            if settings["ids_sha256"] != _hash(np.asarray(ids)):
                raise OtherText
            sizes = {name: settings[name] for name in ("seq_length", "batch_size")}
            rates = {name: settings[name] for name in ("learning_rate", "clip")}
            trainer = cls(model, ids, **sizes, **rates)
            trainer._restore(settings, arrays)
        except OtherText:
            raise ValueError(
                "this is not the text that the training began with: give the same ids to go on"
            ) from None
        except Exception as error:  # a spoiled file can fail in any way
            raise checkpoint.CheckpointError(
                f"{path} is damaged: take an earlier copy, or train again"
            ) from error
        return trainer

    def _restore(self, settings, arrays):
        state = self.state if isinstance(self.state, tuple) else (self.state,)
        kept = tuple(arrays[f"state_{i}"] for i in range(len(state)))
        pairs = [(self.optimizer.memory, arrays["memory"]), *zip(state, kept, strict=True)]
        for ours, theirs in pairs:
            if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
                raise ValueError("an array of another shape")
        if not 0 <= settings["position"] < len(self.inputs):
            raise ValueError("a position outside the text")
        self.optimizer.memory[:] = arrays["memory"]
        self.state = kept if isinstance(self.state, tuple) else kept[0]
        self.position = settings["position"]
        self.smooth_loss = float(settings["smooth_loss"])
        self.losses = arrays["losses"].tolist()
        self.iteration = settings["iteration"]
        if self.iteration != len(self.losses):
            raise ValueError("not one loss for each update")


class OtherText(Exception):
    """The ids are not those that the training began with."""


def evaluate(model, ids):
    """The mean surprise of a model at a text, in nats per character. Lesson 06.

    ids: (N,) integers. The text is read once, from a state of zeros, without learning; all
    letters but the first are predicted. Raises ValueError for fewer than 2 letters, and for ids
    that the model does not know.
    """
    ids = as_ids(one_text(ids), model.vocab_size)
    if len(ids) < 2:
        raise ValueError(f"the text has {len(ids)} letters: at least 2 are needed")
    state, total = model.initial_state(), 0.0
    for inputs, targets, _ in windows(ids, min(500, len(ids) - 1)):
        logits, state, _ = model.forward(inputs, state)
        total += cross_entropy(logits, targets)[0]
    return total / (len(ids) - 1)


def _hash(ids):
    return hashlib.sha256(ids.astype("<i8").tobytes()).hexdigest()


class _HeldInterrupts:
    """Holds Ctrl-C and SIGTERM back until `deliver`, or the end, so that nothing is cut in two.

    An update changes the weights, then the memory, then the position; a KeyboardInterrupt raised
    between two of these would leave a trainer that fits no text.
    """

    def __enter__(self):
        self.pending = None
        self.before = {}
        if threading.current_thread() is threading.main_thread():  # signals reach only this one
            for number in (signal.SIGINT, signal.SIGTERM):
                handler = signal.getsignal(number)
                if callable(handler):
                    self.before[number] = handler
                    signal.signal(number, self._note)
        return self

    def _note(self, number, frame):
        self.pending = number

    def deliver(self):
        """Let an interrupt that came meanwhile do what it would have done."""
        if self.pending is not None:
            number, self.pending = self.pending, None
            self.before[number](number, None)

    def __exit__(self, *error):
        for number, handler in self.before.items():
            signal.signal(number, handler)
        self.deliver()
