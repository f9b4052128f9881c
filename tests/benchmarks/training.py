"""How fast is rnnlib? Prints Markdown tables: python tests/benchmarks/training.py [TEXT]

Everything is timed in one process on one BLAS thread, in turns, and the median of the turns is
taken, so a busy machine slows all of it alike. The literal loop (tests/rnnlib/literal.py) is the
unit.
"""

import os
import statistics
import sys
import time
from pathlib import Path

for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM"):  # before NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np

from rnnlib import RNN, Trainer, Vocabulary, load_text, sample

sys.path.insert(0, str(Path(__file__).parents[1] / "rnnlib"))
from literal import LiteralRNN

H, T = 100, 25
TURNS = 15


def in_turns(tasks):
    """tasks: name -> (function, units of work in a call). Returns name -> median seconds a unit."""
    for function, _ in tasks.values():
        function()  # warm
    times = {name: [] for name in tasks}
    for _ in range(TURNS):
        for name, (function, units) in tasks.items():
            start = time.perf_counter()
            function()
            times[name].append((time.perf_counter() - start) / units)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def trainer(ids, V, dtype, streams):
    model = RNN(V, H, dtype=dtype)
    return Trainer(model, ids, seq_length=T, batch_size=streams, learning_rate=0.1)


def torch_update(torch, ids, V, streams):
    """The same update in PyTorch: one-hot input, torch.nn.RNN, Linear, clip, Adagrad."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rnn, out = torch.nn.RNN(V, H), torch.nn.Linear(H, V)
    weights = [*rnn.parameters(), *out.parameters()]
    optimizer = torch.optim.Adagrad(weights, lr=0.1, eps=1e-8)
    length = (len(ids) - 1) // streams
    inputs = torch.as_tensor(ids[: length * streams].reshape(streams, length).T.copy())
    targets = torch.as_tensor(ids[1 : length * streams + 1].reshape(streams, length).T.copy())
    now = {"position": 0, "h": torch.zeros(1, streams, H)}

    def update():
        p = now["position"]
        x = torch.nn.functional.one_hot(inputs[p : p + T], V).float()  # (T,B,V)
        hs, h = rnn(x, now["h"])
        loss = torch.nn.functional.cross_entropy(
            out(hs).reshape(T * streams, V), targets[p : p + T].reshape(-1), reduction="sum"
        )
        optimizer.zero_grad()
        (loss / streams).backward()
        torch.nn.utils.clip_grad_value_(weights, 5.0)
        optimizer.step()
        now["position"], now["h"] = (p + T) % (length - T), h.detach()
        return loss.item()

    return update


def main(name="tales"):
    text = load_text(name)
    vocab = Vocabulary(text)
    ids, V = vocab.encode(text), len(vocab)

    literal = {
        dtype: LiteralRNN(RNN(V, H, dtype=dtype).params, ids, T, 0.1)
        for dtype in (np.float64, np.float32)
    }
    tasks = {"literal loop, float64, 1 stream": (literal[np.float64].update, 1)}
    tasks["literal loop, float32, 1 stream"] = (literal[np.float32].update, 1)
    for dtype in (np.float64, np.float32):
        for streams in (1, 32):
            run = trainer(ids, V, dtype, streams).run
            calls = 20 if streams == 1 else 5
            label = f"rnnlib, {dtype.__name__}, {streams} stream{'s'[: streams > 1]}"
            tasks[label] = (lambda run=run, n=calls: run(n, progress=False), calls)
    try:
        import torch
    except ImportError:
        torch = None
    else:
        for streams in (1, 32):
            update = torch_update(torch, ids, V, streams)
            label = f"PyTorch {torch.__version__}, float32, {streams} stream{'s'[: streams > 1]}"
            tasks[label] = (lambda update=update: [update() for _ in range(5)], 5)

    seconds = in_turns(tasks)
    unit = seconds["literal loop, float64, 1 stream"]
    print(f"Training on {name}: H={H}, T={T}, V={V}, one thread, medians of {TURNS} turns\n")
    print("| what | ms per window | characters per second | times the literal loop |")
    print("|---|---:|---:|---:|")
    for label, s in seconds.items():
        streams = 32 if "32 streams" in label else 1
        rate = f"{T * streams / s:,.0f}".replace(",", " ")
        print(f"| {label} | {s * 1000:.2f} | {rate} | {unit * streams / s:.1f} |")

    rng = np.random.default_rng(0)
    model = RNN(V, H)
    letters = 500
    writers = {
        "literal loop": (lambda: literal[np.float64].sample(0, letters, rng), letters),
        "rnnlib": (lambda: sample(model, vocab, letters, rng=rng), letters),
    }
    seconds = in_turns(writers)
    print("\n| sampling | characters per second | times the literal loop |")
    print("|---|---:|---:|")
    for label, s in seconds.items():
        rate = f"{1 / s:,.0f}".replace(",", " ")
        print(f"| {label} | {rate} | {seconds['literal loop'] / s:.1f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
