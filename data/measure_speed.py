"""How fast is each rung of the ladder of lesson 11, and how does cost grow?

python data/measure_speed.py [FILE]

Processor time on one core, medians of interleaved turns. Every rung has given the same gradients
before anything is timed.
"""

import os
import platform
import sys
import time
import tracemalloc
from pathlib import Path

for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM"):  # before NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"
for choice in ("CORETYPE", "L2_SIZE"):  # OpenBLAS is to see for itself which processor this is
    os.environ.pop(f"OPENBLAS_{choice}", None)

import json

import numpy as np
from sweep import MEASURED
from threadpoolctl import threadpool_info

from rnnlib import RNN, Trainer, Vocabulary, evaluate, hold_out, load_text
from rnnlib.course.lesson_11 import cost, ladder, parts
from rnnlib.course.lesson_11.clock import in_turns

CORPUS = "tales"
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
COLUMNS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
# from one point, H, T, V and B one by one
POINT = {"H": 128, "T": 25, "V": 64, "B": 16}
LINES = {
    "H": (8, 16, 32, 64, 128, 256, 512, 1024),
    "T": (6, 12, 25, 50, 100, 200),
    "V": (16, 32, 64, 128, 256, 512, 1024, 2048),
    "B": (1, 2, 4, 8, 16, 32, 64, 128, 256),
}
GRID = {"H": (32, 64, 128, 256, 512, 1024), "T": (25, 50, 100), "V": (64, 256), "B": (1, 4, 16, 64)}
BATCHES, RATES, SEEDS, LETTERS = (1, 4, 16, 64), (0.02, 0.05, 0.1, 0.2), range(3), 1_600_000
TURNS = 15


def processor():
    """What this was measured on, as far as it says."""
    name = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        name = lines[0].split(":")[1].strip() if lines else name
    [blas] = [one for one in threadpool_info() if one["user_api"] == "blas"][:1]
    return {
        "processor": name,
        "numpy": np.__version__,
        "blas": f"{blas['internal_api']} {blas['version']}, {blas['architecture']}",
    }


def the_ladder(ids, V):
    ladder.assert_same_gradients(ids, V)
    loops = ladder.updates(ids, V)
    large = {f"product {t}": cost.product_loop(1000, 1000, 1000, t) for t in ("float32", "float64")}
    seconds = in_turns(loops | large, turns=TURNS, seconds=0.1)
    return {
        "rungs": {name: seconds[name] for name in loops},
        "products": {name.split()[1]: 2e9 / seconds[name] for name in large},
    }


def calls():
    """Seconds of a product of a matrix (n,n) with a vector, and of one (100,100) with B columns."""
    by_size = in_turns({n: cost.product_loop(n, n) for n in SIZES}, turns=TURNS)
    by_column = in_turns({B: cost.product_loop(100, 100, B) for B in COLUMNS}, turns=TURNS)
    return {
        "sizes": SIZES, "seconds": list(by_size.values()),
        "columns": COLUMNS, "seconds_of_columns": list(by_column.values()),
    }  # fmt: skip


def growth():
    """Seconds and bytes of an update along each of the four lines."""
    found = {}
    for name, values in LINES.items():
        points = {x: POINT | {name: x} for x in values}
        seconds = in_turns({x: cost.update_loop(**at) for x, at in points.items()}, seconds=0.05)
        found[name] = {
            "values": values,
            "seconds": list(seconds.values()),
            "bytes": [memory(**at) for at in points.values()],
        }
    return {"point": POINT, "lines": found}


def memory(H, T, V, B):
    """The most bytes that an update has in use beside what the trainer keeps."""
    loop = cost.update_loop(H, T, V, B)
    loop(2)
    tracemalloc.start()
    loop(1)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def grid():
    """Seconds of an update at every point of the grid of the panel."""
    rows = []
    for H in GRID["H"]:
        for V in GRID["V"]:
            for T in GRID["T"]:
                loops = {B: cost.update_loop(H, T, V, B) for B in GRID["B"]}
                rows += [[H, T, V, B, s] for B, s in in_turns(loops, turns=5, seconds=0.05).items()]
    return rows


def learning(text):
    """What is learned with how many streams: after how many letters, in how many seconds."""
    vocab = Vocabulary(text)
    seen, held_out = hold_out(vocab.encode(text), 0.1)
    runs = []
    for B in BATCHES:
        for rate in RATES:
            for seed in SEEDS:
                runs.append(train(B, rate, seed, seen, held_out, len(vocab)))
                print(runs[-1]["streams"], rate, seed, runs[-1]["held_out"][-1], flush=True)
    return runs


def train(B, rate, seed, ids, held_out, V):
    trainer = Trainer(RNN(V, ladder.H, rng=seed), ids, batch_size=B, learning_rate=rate)
    letters, seconds, losses, taken = [], [], [], 0.0
    at = 25_600
    while at <= LETTERS:
        start = time.process_time()
        trainer.run(at // (ladder.T * B) - trainer.iteration, progress=False)
        taken += time.process_time() - start
        letters.append(trainer.iteration * ladder.T * B)
        seconds.append(round(taken, 3))
        losses.append(round(evaluate(trainer.model, held_out), 3))
        at *= 2
    return {"streams": B, "rate": rate, "seed": seed, "letters": letters, "seconds": seconds,
            "held_out": losses}  # fmt: skip


def main(path=MEASURED / "speed.json"):
    text = load_text(CORPUS)
    vocab = Vocabulary(text)
    ids, V = vocab.encode(text), len(vocab)
    rows = {B: list(parts.parts_of_rnnlib(ids, V, B)) for B in (1, ladder.STREAMS)}
    found = {
        **processor(), "corpus": CORPUS, "V": V, "H": ladder.H, "T": ladder.T,
        "ladder": the_ladder(ids, V), "calls": calls(), "parts": rows, "growth": growth(),
        "grid": grid(), "learning": learning(text),
    }  # fmt: skip
    rounded = json.loads(json.dumps(found), parse_float=lambda x: float(f"{float(x):.4g}"))
    Path(path).write_text(json.dumps(rounded) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
