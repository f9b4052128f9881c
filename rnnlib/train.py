"""The training loop. Taught in lesson 06; saving and resuming in lesson 08."""

import hashlib
import sys

import numpy as np
from threadpoolctl import ThreadpoolController
from tqdm.auto import tqdm

from . import checkpoint
from .guards import as_ids, check_lengths, check_positive, check_size, one_text
from .interrupts import HeldInterrupts
from .loss import cross_entropy
from .optim import OPTIMIZERS, clip
from .text import streams, windows

BLAS = ThreadpoolController().select(user_api="blas")


class Trainer:
    """Trains a model on a text, window by window. Lesson 06.

    model: an RNN or LSTM, changed where it is. ids: the text, (N,) integers below
    model.vocab_size. seq_length T: letters per window. batch_size B: texts read side by side, cut
    from the one. optimizer: "adagrad", "adam" or "sgd". learning_rate: without one, the optimizer's
    own. clip: every gradient is cut to -clip..clip.
    Windows go from left to right, the state goes with them, and both begin again at the end of
    the text; the gradient stays within its window.
    Raises ValueError for sizes below 1, a text shorter than T * B + 1, ids that the model does
    not know, another optimizer, and a learning rate or clip that is not above 0.

    iteration: updates made so far. losses: the loss of each, in nats per letter.
    smooth_loss: the running average that min-char-rnn prints, in nats per window of T letters.
    state: what the next window starts from. position: where in the streams that window begins.
    Source of the loop: Karpathy, min-char-rnn, 2015.
    """

    def __init__(self, model, ids, *, seq_length=25, batch_size=1, learning_rate=None, clip=5.0,
                 optimizer="adagrad"):  # fmt: skip
        ids = as_ids(one_text(ids), model.vocab_size)
        check_lengths(ids, seq_length, batch_size)
        if optimizer not in OPTIMIZERS:
            names = ", ".join(OPTIMIZERS)
            raise ValueError(f"there is no optimizer {optimizer!r}: the names are {names}")
        _keep_freed_memory()
        self.model = model
        self.ids = ids
        self.seq_length = seq_length
        self.batch_size = batch_size
        self.clip = check_positive("clip", clip)
        rate = {} if learning_rate is None else {"learning_rate": learning_rate}
        self.optimizer = OPTIMIZERS[optimizer](model.params, **rate)
        self.inputs, self.targets = streams(ids, batch_size)  # (L,B) each
        self.state = model.initial_state(batch_size)
        self.position = 0
        self.iteration = 0
        self.losses = []
        self.smooth_loss = float(np.log(model.vocab_size)) * seq_length

    def run(self, iterations, progress=True, after_update=None):
        """Make this many updates. progress: show a bar with the loss and the time left.

        after_update: a function without arguments, called after each, to write a sample, say.
        May be called again: run(a); run(b) gives the same weights as run(a + b), to the bit.
        Matrix products use one thread: at 100 units a second one saves little, and where the
        machine has other work it makes everything many times slower.
        An interrupt (Ctrl-C, or the stop button of a notebook) is obeyed between two updates, so
        the trainer can go on from there, or be saved.
        Raises FloatingPointError if the loss is no longer a number, before any weight changes, and
        at the end if there is a weight that is none; ValueError for iterations below 0.
        """
        check_size("iterations", iterations, least=0)
        bar = tqdm(
            total=self.iteration + iterations,
            initial=self.iteration,
            unit=" updates",
            disable=not progress or sys.stderr is None,
        )
        with bar, BLAS.limit(limits=1), HeldInterrupts() as interrupts:
            for done in range(iterations):
                with np.errstate(all="ignore"):  # what becomes no number is found, and told
                    self._update()
                if done % 50 == 0:
                    recent = np.mean(self.losses[-100:])
                    bar.set_postfix_str(f"{recent:.3f} nats/char", refresh=False)
                bar.update()
                if after_update:
                    after_update()
                interrupts.deliver()
            if not np.isfinite(self.model.params.flat).all():
                raise _diverged(
                    f"there are weights that are no numbers after {self.iteration} updates"
                )

    def _update(self):
        window = slice(self.position, self.position + self.seq_length)
        inputs, targets = self.inputs[window], self.targets[window]  # (T,B)
        logits, state, cache = self.model.forward(inputs, self.state)
        loss, dlogits = cross_entropy(logits, targets)
        if not np.isfinite(loss):
            raise _diverged(f"the loss is {loss} after {self.iteration} updates")
        grads, _ = self.model.backward(dlogits, cache)

        self.optimizer.update(clip(grads, self.clip, out=grads))
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
        arrays = {f"optimizer.{name}": array for name, array in _arrays(self.optimizer).items()}
        arrays |= {"training.state": self.state, "training.losses": np.array(self.losses)}
        facts["training"] = {
            "seq_length": self.seq_length,
            "batch_size": self.batch_size,
            "clip": self.clip,
            "optimizer": self.optimizer_name,
            "optimizer_settings": _numbers(self.optimizer),
            "iteration": self.iteration,
            "position": self.position,
            "smooth_loss": self.smooth_loss,
            "ids_sha256": _hash(self.ids),
        }
        with HeldInterrupts():
            checkpoint.write(path, self.model, vocab, facts, arrays)

    @property
    def optimizer_name(self):
        return type(self.optimizer).__name__.lower()

    @classmethod
    def load(cls, path, ids):
        """The trainer that save wrote, ready to go on with the same text, (N,) integers.

        Raises FileNotFoundError where there is no such file, CheckpointError (a ValueError) for
        one that is damaged or not a trainer's, and ValueError for ids other than those it was
        trained on.
        """
        model, _, facts, arrays = checkpoint.read(path)
        settings = facts.get("training")
        if not isinstance(settings, dict):
            raise checkpoint.CheckpointError(
                f"{path} holds a network but no training to go on with: load it with load_model"
            )
        if settings.get("ids_sha256") != _hash(np.asarray(ids)):
            raise ValueError(
                "this is not the text that the training began with: give the same ids to go on"
            )
        with checkpoint.spoiled(path):
            options = {name: settings[name] for name in ("seq_length", "batch_size", "clip")}
            rate = settings["optimizer_settings"]["learning_rate"]
            trainer = cls(
                model, ids, **options, optimizer=settings["optimizer"], learning_rate=rate
            )
            trainer._restore(settings, arrays)
        return trainer

    def _restore(self, settings, arrays):
        optimizer = self.optimizer
        for name, ours in _numbers(optimizer).items():
            setattr(optimizer, name, type(ours)(settings["optimizer_settings"][name]))
        own = {f"optimizer.{name}": array for name, array in _arrays(optimizer).items()}
        for name, ours in {**own, "training.state": self.state}.items():
            theirs = arrays[name]
            if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
                raise ValueError("an array of another shape")
            if not np.isfinite(theirs).all():
                raise ValueError("an array of what is no number")
            ours[...] = theirs
        for name in ("position", "iteration"):
            check_size(name, settings[name], least=0)
            setattr(self, name, settings[name])
        self.smooth_loss = float(settings["smooth_loss"])
        losses = arrays["training.losses"]
        if self.position >= len(self.inputs) or losses.shape != (self.iteration,):
            raise ValueError("a position outside the text, or not one loss for each update")
        self.losses = losses.astype(np.float64, casting="safe").tolist()


def evaluate(model, ids):
    """The mean surprise of a model at a text, in nats per letter. Lesson 06.

    ids: (N,) integers. The text is read once, from a state of zeros, without learning; all
    letters but the first are predicted. Raises ValueError for fewer than 2 letters, and for ids
    that the model does not know; FloatingPointError for a surprise that is no number.
    """
    ids = as_ids(one_text(ids), model.vocab_size)
    if len(ids) < 2:
        raise ValueError(f"the text has {len(ids)} letters: at least 2 are needed")
    state, total = model.initial_state(), 0.0
    with BLAS.limit(limits=1), np.errstate(all="ignore"):
        for inputs, targets, _ in windows(ids, min(500, len(ids) - 1)):
            logits, state, _ = model.forward(inputs, state)
            total += cross_entropy(logits, targets)[0]
    if not np.isfinite(total):
        raise _diverged(f"the loss is {total}")
    return total / (len(ids) - 1)


def _diverged(told):
    return FloatingPointError(f"{told}: begin again with a smaller learning_rate")


def _arrays(optimizer):
    """What an optimizer remembers of every weight, by name."""
    return {name: x for name, x in vars(optimizer).items() if isinstance(x, np.ndarray)}


def _numbers(optimizer):
    """Its settings, and how far it has come, by name."""
    numbers = int | float | np.number
    return {name: x for name, x in vars(optimizer).items() if isinstance(x, numbers)}


def _keep_freed_memory():
    """Let what one window frees be there for the next.

    glibc hands freed memory back to the system, and every window would fetch it again page by page,
    which took up to half of the time. One large array, freed, teaches it to keep 64 MB (mallopt).
    """
    np.empty(2**25 - 2**13, np.uint8)


def _hash(ids):
    return hashlib.sha256(ids.astype("<i8").tobytes()).hexdigest()
