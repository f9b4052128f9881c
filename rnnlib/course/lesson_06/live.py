"""The live training of lesson 06: a network learns in slices, and other cells run meanwhile."""

import asyncio
import html
import signal
import threading
import time
import weakref
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from ...sample import sample
from ..figures import BLUE, INK, figure, picture
from ..measured import measured
from ..panel import LOOK, PARTS, packed, thousands

HERE = Path(__file__)
SLICE, REST = 0.07, 0.01  # seconds: so long it trains, and then lets others have the kernel
UNSEEN, PAUSE = 4, 1.0  # messages without an answer, after which there is one in so many seconds
ALONE = 600  # after so many slices without a word from any browser it stops
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
MOMENTS = (100, 200, 500, 1000, 2000, 5000)  # when it writes a sample; then every 10 000 updates
LETTERS = 160  # of a sample
PALE_BLUE = "#a8cbe3"
BLOCK = 100  # the line is drawn through means of so many losses

panels = weakref.WeakSet()  # all that there are


class LiveTraining(anywidget.AnyWidget):
    """A panel that trains: Play, Pause, Reset, the curve of the loss, and what the network writes.

    new_trainer: takes a learning rate, returns a fresh Trainer. vocab: of its text. rates: the
    learning rates to choose from. rate: the first one. seed: of the samples.
    Raises ValueError for a rate that is none of the rates.

    trainer: the Trainer; what is done with it in a cell, while it pauses or between two slices, is
    as if the panel had done it. playing: whether it trains. task: the asyncio task of the last
    Play, done when it trains no more. samples: updates -> the text that the network wrote then.
    It never trains unasked. It trains in the kernel's own thread, in slices, and stops
    when another panel is made, its page is closed, or the kernel is interrupted.
    """

    _esm, _css = PARTS + HERE.with_suffix(".js").read_text("utf-8"), LOOK
    setup = traitlets.Dict().tag(sync=True)
    stored = traitlets.Unicode().tag(sync=True)  # a whole run, JSON, packed

    def __init__(self, new_trainer, vocab, *, rates=RATES, rate=0.05, seed=0):
        if rate not in rates:
            raise ValueError(f"rate is {rate}: it must be one of {', '.join(map(str, rates))}")
        self.new_trainer, self.vocab, self.rates, self.seed = new_trainer, vocab, rates, seed
        self.playing, self.task, self._before = False, None, None
        self._sent, self._unseen, self._alone = 0, 0, 0
        pause_all()
        self._begin(rate)
        try:  # the kernel's loop: a browser may be heard in another thread
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        run = measured("live_training")
        self.still = _still(run)
        super().__init__(
            setup={"rates": [f"{rate:g}" for rate in rates], "nothing": float(np.log(len(vocab)))},
            stored=packed(run),
        )
        panels.add(self)
        self.on_msg(self._hear)

    def play(self):
        """Train until `pause`, in slices, as soon as the cell is done that says so."""
        if self._error:
            return
        self.playing, self._alone = True, 0
        if self.task is None or self.task.done():
            loop = self._loop or asyncio.get_running_loop()
            self.task = loop.create_task(self._train())

    def pause(self):
        """Train no more, once the slice is done."""
        self.playing = False

    def reset(self, rate=None):
        """Begin again with a fresh trainer. rate: its learning rate; without one, as it was."""
        self.pause()
        before = (f"{self.rate:g}", self.trainer.losses) if self.trainer.losses else None
        self._begin(self.rate if rate is None else rate)
        self._before = before
        self._tell(whole=True)

    @property
    def rate(self):
        """The learning rate in use."""
        return self.trainer.optimizer.learning_rate

    def _begin(self, rate):
        self.trainer = self.new_trainer(rate)
        self._error, self.samples = "", {}
        self._write()

    async def _train(self):
        """Slice after slice, as long as it plays."""
        updates = 1
        self._tell(whole=True)
        try:
            while self.playing:
                _mind_interrupts()
                began, moment = time.perf_counter(), _next_moment(self.trainer.iteration)
                updates = min(updates, moment - self.trainer.iteration)
                self.trainer.run(updates, progress=False)
                taken = time.perf_counter() - began
                updates = max(1, min(2 * updates, int(updates * SLICE / taken)))
                if self.trainer.iteration == moment:
                    self._write()
                self._tell()
                await asyncio.sleep(REST)
                self._alone += 1
                if self._alone > ALONE:
                    self.pause()
            self._write()
        except KeyboardInterrupt:  # where the kernel's own handler was in force
            pass
        except (FloatingPointError, ValueError) as wrong:
            self._error = str(wrong)
        except Exception as wrong:
            self._error = _named(wrong)
            raise
        finally:
            self.playing = False
            self._tell(whole=True)
            _forget_interrupts()

    def _write(self):
        self.samples[self.trainer.iteration] = write(self.trainer, self.vocab, self.seed)

    def _hear(self, _, message, buffers):
        """What a browser says is done in the kernel's own thread, between two slices."""
        if self._loop is None:
            self._answer(message)
        else:
            self._loop.call_soon_threadsafe(self._answer, message)

    def _answer(self, message):
        self._alone = self._unseen = 0
        match message["say"]:
            case "hello":
                self._tell(whole=True)
            case "play":
                self.play()
            case "pause":
                self.pause()
            case "reset":
                try:
                    self.reset(self.rates[message["rate"]])
                except Exception as wrong:  # of new_trainer: its reader sees no traceback
                    self._error = _named(wrong)
                    self._tell(whole=True)
                    raise

    def _tell(self, whole=False):
        """Send what is new since the last time, or all."""
        now = time.monotonic()
        if not whole:
            if self._unseen >= UNSEEN and now < self._last + PAUSE:
                return
            self._unseen += 1
        self._last = now
        start = 0 if whole else self._sent
        losses = self.trainer.losses[start:]
        self._sent = start + len(losses)
        told = {
            "start": start, "losses": np.round(losses, 4).tolist(), "rate": f"{self.rate:g}",
            "samples": [*self.samples.items()][-12:], "playing": self.playing,
            "error": self._error,
        }  # fmt: skip
        if whole:
            rate, before = self._before or ("", [])
            told["before"] = {"rate": rate, "losses": np.round(before, 4).tolist()}
        self.send(told)

    def close(self):
        """Stop, and be shown no more."""
        self.pause()
        super().close()

    def __repr__(self):
        return "[a panel to play with, once the notebook runs: training, learning rate]"

    def _repr_mimebundle_(self, **options):
        data, metadata = super()._repr_mimebundle_(**options)
        return {**data, "text/html": self.still}, metadata


def _named(wrong):
    return f"{type(wrong).__name__}: {wrong}"


def write(trainer, vocab, seed=0):
    """What a network in training writes now: a text that depends on its weights, the seed and the
    number of updates, and on nothing else."""
    rng = np.random.default_rng((seed, trainer.iteration))
    return sample(trainer.model, vocab, LETTERS, rng=rng)


def follow(trainer, vocab, updates, seed=0):
    """Train without a panel; return what the panel would show on the way: updates -> a text."""
    samples = {trainer.iteration: write(trainer, vocab, seed)}
    goal = trainer.iteration + updates
    while trainer.iteration < goal:
        moment = min(_next_moment(trainer.iteration), goal)
        trainer.run(moment - trainer.iteration, progress=False)
        samples[moment] = write(trainer, vocab, seed)
    return samples


def pause_all(number=None, frame=None):
    """Pause every panel; may be called as the handler of a signal."""
    for panel in list(panels):
        panel.pause()


def _mind_interrupts():
    """A kernel at rest ignores interrupts. While a panel trains in it, they pause the panel."""
    here = threading.current_thread() is threading.main_thread()
    if here and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, pause_all)


def _forget_interrupts():
    mine = signal.getsignal(signal.SIGINT) is pause_all
    if mine and not any(panel.playing for panel in panels):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _next_moment(done):
    """The number of updates after which it writes next."""
    return next((n for n in MOMENTS if n > done), done + 10_000 - done % 10_000)


def live_training(new_trainer, vocab, **options):
    """A panel that trains a network while its reader watches: see `LiveTraining`."""
    return LiveTraining(new_trainer, vocab, **options)


def training_curve(losses, nothing):
    """The losses of a training, and a line through the means of each hundred: a figure.

    losses: (n,), nats per letter, a hundred at least. nothing: the loss of a network that knows
    nothing.
    """
    fig, ax = figure(9, 3.2)
    n = len(losses)
    ends = np.unique([*range(BLOCK, n, BLOCK), n])
    means = [np.mean(losses[end - BLOCK : end]) for end in ends]
    ax.plot(range(1, n + 1), losses, ".", color=PALE_BLUE, markersize=4, markeredgewidth=0)
    ax.plot(ends - BLOCK / 2, means, color=BLUE, linewidth=4)
    ax.text(n * 1.01, means[-1], f"{means[-1]:.2f}", color=BLUE, fontsize=15, va="center")
    ax.plot([0, n], [nothing] * 2, color=INK, linestyle="--")
    ax.text(n, nothing + 0.08, "knows nothing", color=INK, fontsize=15, ha="right", va="bottom")
    ax.set(xlabel="update", ylabel="nats per letter", xlim=(0, n * 1.08))
    ax.set_ylim(0, np.ceil(nothing + 0.5))
    ax.spines["bottom"].set_bounds(0, n)
    ticks = range(0, n + 1, round(n / 5))
    ax.set_xticks(ticks, [thousands(tick) for tick in ticks])
    return fig


def _still(run):
    """What stands where nothing runs: a run that is done."""
    losses = run["losses"]
    end = f"{np.mean(losses[-BLOCK:]):.2f}"
    updates, text = run["samples"][-1]
    caption = f"A run that is done: {run['what']}. A dot is a window, the line a mean of {BLOCK}."
    drawn = picture(
        training_curve(losses, run["nothing"]),
        "Dots over the updates, and a line through their means: it begins near the "
        f"dashed line of a network that knows nothing and falls to {end}.",
        caption,
    )
    return (
        f'<div style="max-width:860px; background:white; color:{INK}; font-size:16px; '
        'padding:12px"><p><i>A panel to play with, once the notebook runs.</i></p>'
        f"{drawn}<p><b>after {thousands(updates)} updates, at {end} nats per letter, it writes"
        "</b></p><div "
        f'style="white-space:pre-wrap; font-family:monospace">{html.escape(text)}</div></div>'
    )
