"""How fast is rnnlib? Prints Markdown tables: python tests/benchmarks/training.py [TEXT ...]

All updates are timed in processor time, in one process on one BLAS thread, in turns, and the median
of the turns is taken, so that other work on the machine slows all of them alike. The unit is the
literal loop of rnnlib/course/literal.py. Nothing is timed before all have given the same losses.

With PyTorch: python -m uv run --with torch --with threadpoolctl python tests/benchmarks/training.py
"""

import os
import statistics
import sys
import time

for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM"):  # before NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"
for choice in ("CORETYPE", "L2_SIZE"):  # OpenBLAS is to see for itself which processor this is
    os.environ.pop(f"OPENBLAS_{choice}", None)

import numpy as np
from floor import floor_update

from rnnlib import LSTM, RNN, Trainer, Vocabulary, load_text, sample
from rnnlib.course.literal import LiteralLSTM, LiteralRNN

try:
    import pytorch
except ImportError:
    pytorch = None
try:
    from threadpoolctl import threadpool_info
except ImportError:
    threadpool_info = None

H, T, RATE = 100, 25, 0.1
STREAMS = (1, 32)
TURNS = 15
SECONDS = 0.02  # about what one turn of one loop takes


def repeat(update):
    """A loop: a function that makes n updates and returns the loss of each, per window."""
    return lambda n: [update() for _ in range(n)]


def of_trainer(trainer):
    def loop(n):
        trainer.run(n, progress=False)
        return [T * loss for loss in trainer.losses[-n:]]

    return loop


def loops(kind, ids, V):
    """All ways to train one kind of network: (what, number of streams) -> loop."""
    found = {}
    literal = {RNN: LiteralRNN, LSTM: LiteralLSTM}[kind]
    for dtype in ("float64", "float32"):
        update = literal(kind(V, H, dtype=dtype).params, ids, T, RATE).update
        found[f"literal loop, {dtype}", 1] = repeat(lambda update=update: update()[0])
    for B in STREAMS:
        for dtype in ("float64", "float32"):
            model = kind(V, H, dtype=dtype)
            settings = {"seq_length": T, "batch_size": B, "learning_rate": RATE}
            found[f"rnnlib, {dtype}", B] = of_trainer(Trainer(model, ids, **settings))
        if kind is RNN:
            for dtype in ("float64", "float32"):
                update = floor_update(RNN(V, H, dtype=dtype), ids, T, B, RATE)
                found[f"NumPy floor, {dtype}", B] = repeat(update)
        if pytorch:
            for what, update in pytorch.updates(kind(V, H), ids, T, B, RATE).items():
                found[f"PyTorch, float32: {what}", B] = repeat(update)
    return found


def check_losses(found):
    """Stop unless all loops of the same number of streams see the same losses in three updates."""
    for B in STREAMS:
        losses = {what: loop(3) for (what, streams), loop in found.items() if streams == B}
        for what, seen in losses.items():
            if not np.allclose(seen, losses["rnnlib, float64"], rtol=1e-3):
                raise SystemExit(f"{what} computes something else: {losses}")


def in_turns(found):
    """name -> loop. Returns name -> median seconds of an update."""
    times, updates = {name: [] for name in found}, {}
    for name, loop in found.items():  # warm, and how many fill a turn
        start = time.process_time()
        loop(5)
        updates[name] = max(1, round(5 * SECONDS / (time.process_time() - start)))
    for _ in range(TURNS):
        for name, loop in found.items():
            start = time.process_time()
            loop(updates[name])
            times[name].append((time.process_time() - start) / updates[name])
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def training(kind, texts):
    """The table of one kind of network: times in ms on the first text, ratios on all."""
    measured = {}
    for name, text in texts.items():
        vocab = Vocabulary(text)
        found = loops(kind, vocab.encode(text), len(vocab))
        check_losses(found)
        measured[name] = in_turns(found)
    first, *_ = texts
    columns = [f"{head}, B={B}" for head in ("ms", *texts) for B in STREAMS]
    print(f"\n| {kind.__name__} | " + " | ".join(columns) + " |")
    print("|---|" + len(columns) * "---:|")
    for what in dict.fromkeys(what for what, _ in measured[first]):
        cells = [f"{1000 * measured[first].get((what, B), np.nan):.2f}" for B in STREAMS]
        for seconds in measured.values():
            unit = seconds["literal loop, float64", 1]
            cells += [f"{unit * B / seconds.get((what, B), np.nan):.1f}" for B in STREAMS]
        print(f"| {what} | " + " | ".join(c.replace("nan", "") for c in cells) + " |")


def sampling(text, letters=500):
    vocab, rng = Vocabulary(text), np.random.default_rng(0)
    model = RNN(len(vocab), H)
    literal = LiteralRNN(RNN(len(vocab), H, dtype="float64").params, vocab.encode(text))
    seconds = in_turns(
        {
            "literal loop": repeat(lambda: literal.sample(0, letters, rng)),
            "rnnlib": repeat(lambda: sample(model, vocab, letters, rng=rng)),
        }
    )
    print("\n| sampling | letters per second | times the literal loop |\n|---|---:|---:|")
    for what, s in seconds.items():
        rate = f"{letters / s:,.0f}".replace(",", " ")
        print(f"| {what} | {rate} | {seconds['literal loop'] / s:.1f} |")


def main(*names):
    print(f"H={H}, T={T}, Adagrad, processor time on one thread, medians of {TURNS} turns.")
    print(f"NumPy {np.__version__}" + (f", PyTorch {pytorch.torch.__version__}" if pytorch else ""))
    for library in threadpool_info() if threadpool_info else ():
        if library["user_api"] == "blas":
            print("{prefix} {version}, {architecture}, {num_threads} thread".format(**library))
    texts = {name: load_text(name) for name in names or ("shakespeare", "tales")}
    for kind in (RNN, LSTM):
        training(kind, texts)
    sampling(next(iter(texts.values())))


if __name__ == "__main__":
    main(*sys.argv[1:])
