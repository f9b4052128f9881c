"""The training loop. Taught in lesson 06; saving and resuming in lesson 08."""

import hashlib
import signal
import threading

import numpy as np
from tqdm.auto import tqdm

from . import checkpoint
from .loss import cross_entropy
from .optim import Adagrad, clip
from .text import as_ids, check_lengths, streams, windows


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
        ids = as_ids(ids, model.vocab_size)
        check_lengths(ids, seq_length, batch_size)
        if not clip > 0:
            raise ValueError(f"clip is {clip}: it must be above 0")
        self.model = model
        self.ids = ids
        self.seq_length = seq_length
        self.batch_size = batch_size
        self.clip = clip
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
        Raises FloatingPointError, before any weight changes, if the loss is no longer a number.
        """
        bar = tqdm(total=iterations, disable=not progress, unit="update")
        with bar, _InterruptBetweenUpdates() as interrupt:
            for _ in range(iterations):
                self._update()
                loss = self.smooth_loss / self.seq_length
                bar.set_postfix_str(f"{loss:.3f} nats/char", refresh=False)
                bar.update()
                interrupt.deliver()

    def _update(self):
        window = slice(self.position, self.position + self.seq_length)
        inputs, targets = self.inputs[window], self.targets[window]  # (T,B)
        starts_over = self.position == 0
        state = self.model.initial_state(self.batch_size) if starts_over else self.state

        logits, state, cache = self.model.forward(inputs, state)
        loss, dlogits = cross_entropy(logits, targets)
        if not np.isfinite(loss):
            raise FloatingPointError(
                f"the loss is {loss} at update {self.iteration}: begin again with a smaller "
                "learning_rate"
            )
        grads = clip(self.model.backward(dlogits, cache), self.clip)

        self.optimizer.update(grads)
        self.state = state
        self.position = window.stop if window.stop < len(self.inputs) else 0
        self.iteration += 1
        self.losses.append(loss / len(inputs))
        self.smooth_loss += 0.001 * (self.losses[-1] * self.seq_length - self.smooth_loss)

    def save(self, path, vocab=None, **facts):
        """Write everything that training needs to go on from here to one .npz file.

        With a vocabulary the file can also be read by load_model, to sample from it.
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
        checkpoint.write(
            path,
            self.model,
            vocab,
            facts,
            memory=self.optimizer.memory,
            losses=np.array(self.losses),
            **{f"state_{i}": part for i, part in enumerate(state)},
        )

    @classmethod
    def load(cls, path, ids):
        """The trainer that save wrote, ready to go on with the same text, (N,) integers.

        Raises FileNotFoundError where there is no such file; ValueError for a file that is not a
        trainer's, and for ids other than those it was trained on.
        """
        model, _, header, arrays = checkpoint.read(path)
        settings = header["facts"].get("training")
        if settings is None or "memory" not in arrays:
            raise checkpoint.CheckpointError(
                f"{path} holds a network but no training to go on with: load it with load_model"
            )
        if settings["ids_sha256"] != _hash(np.asarray(ids)):
            raise ValueError(
                "this is not the text that the training began with: give the same ids to go on"
            )
        trainer = cls(
            model,
            ids,
            seq_length=settings["seq_length"],
            batch_size=settings["batch_size"],
            learning_rate=settings["learning_rate"],
            clip=settings["clip"],
        )
        trainer.optimizer.memory[:] = arrays["memory"]
        state = tuple(arrays[name] for name in sorted(arrays) if name.startswith("state_"))
        trainer.state = state if isinstance(trainer.state, tuple) else state[0]
        trainer.position = settings["position"]
        trainer.smooth_loss = settings["smooth_loss"]
        trainer.losses = arrays["losses"].tolist()
        trainer.iteration = settings["iteration"]
        return trainer


def evaluate(model, ids):
    """The mean surprise of a model at a text, in nats per character. Lesson 06.

    ids: (N,) integers. The text is read once, from a state of zeros, without learning; all
    letters but the first are predicted. Raises ValueError for fewer than 2 letters.
    """
    ids = as_ids(ids, model.vocab_size)
    if len(ids) < 2:
        raise ValueError(f"the text has {len(ids)} letters: at least 2 are needed")
    state, total = model.initial_state(), 0.0
    for inputs, targets, _ in windows(ids, min(500, len(ids) - 1)):
        logits, state, _ = model.forward(inputs, state)
        total += cross_entropy(logits, targets)[0]
    return total / (len(ids) - 1)


def _hash(ids):
    return hashlib.sha256(ids.astype("<i8").tobytes()).hexdigest()


class _InterruptBetweenUpdates:
    """Holds an interrupt back until `deliver`, so that no update is cut in two.

    An update changes the weights, then the memory, then the position; a KeyboardInterrupt raised
    between two of these would leave a trainer that fits no text.
    """

    def __enter__(self):
        self.pending = False
        self.before = None
        if threading.current_thread() is threading.main_thread():  # signals reach only this one
            handler = signal.getsignal(signal.SIGINT)
            if callable(handler):
                self.before = handler
                signal.signal(signal.SIGINT, self._note)
        return self

    def _note(self, signum, frame):
        self.pending = True

    def deliver(self):
        """Let an interrupt that came meanwhile do what it would have done."""
        if self.pending:
            self.pending = False
            self.before(signal.SIGINT, None)

    def __exit__(self, *error):
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)
            self.deliver()
