"""Breaking rnnlib must break something.

Each fault below is put alone into a copy of the project, and the tests of that part, or the cells
of a lesson, are run there: something has to fail. The table of fault and catcher is printed at
the end of the run.
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LESSON_01 = "notebooks/01_one_hot_encoding.ipynb"
LESSON_02 = "notebooks/02_forward_pass.ipynb"
LESSON_03 = "notebooks/03_cross_entropy.ipynb"
LESSON_04 = "notebooks/04_backpropagation_through_time.ipynb"

# what is wrong; file; the right code; the wrong code; where it should be noticed
FAULTS = [
    ("the vocabulary is not sorted", "text.py",
     "self.chars = sorted(set(text))", "self.chars = list(dict.fromkeys(text))",
     "tests/rnnlib/test_text.py"),
    ("targets are the inputs", "text.py",
     "ids[1 : used + 1]", "ids[:used]", "tests/rnnlib/test_text.py"),
    ("targets are the inputs, in the lesson", "text.py",
     "ids[1 : used + 1]", "ids[:used]", LESSON_01),
    ("the last window is lost", "text.py",
     "range(0, len(inputs), seq_length)", "range(0, len(inputs) - seq_length, seq_length)",
     "tests/rnnlib/test_text.py"),
    ("the last window is lost, in the lesson", "text.py",
     "range(0, len(inputs), seq_length)", "range(0, len(inputs) - seq_length, seq_length)",
     LESSON_01),
    ("one-hot has its one a place too far", "text.py",
     "vectors[np.arange(ids.size), ids.ravel()]", "vectors[np.arange(ids.size), ids.ravel() - 1]",
     LESSON_01),
    ("Whh is transposed in the forward pass", "rnn.py",
     "WhhT = Whh.T.copy()", "WhhT = Whh.copy()", "tests/rnnlib/test_rnn.py"),
    ("Whh is transposed in the forward pass, in the lesson", "rnn.py",
     "WhhT = Whh.T.copy()", "WhhT = Whh.copy()", LESSON_02),
    ("the bias bh is forgotten, in the lesson", "rnn.py",
     "xs = Wxh.T[inputs] + bh", "xs = Wxh.T[inputs] + 0 * bh", LESSON_02),
    ("dhnext goes through the transpose", "rnn.py",
     "dhnext = da.dot(Whh)", "dhnext = da.dot(Whh.T)", "tests/rnnlib/test_rnn.py"),
    ("dhnext is forgotten", "rnn.py",
     "(dhs[t] + dhnext) * slopes[t]", "dhs[t] * slopes[t]", "tests/rnnlib/test_gradcheck.py"),
    ("dWhh takes h[t] for h[t-1]", "rnn.py",
     "das.T @ hs[:-1]", "das.T @ hs[1:]", "tests/rnnlib/test_gradcheck.py"),
    ("tanh's slope is divided by", "rnn.py",
     "slopes = 1 - hs[1:] ** 2", "slopes = 1 / (1 - hs[1:] ** 2)",
     "tests/rnnlib/test_gradcheck.py"),
    ("softmax overflows", "loss.py",
     "z = logits - logits.max(axis=-1, keepdims=True)", "z = logits * 1.0",
     "tests/rnnlib/test_loss.py"),
    ("the largest logit of all is subtracted from each row", "loss.py",
     "rows - np.max(rows, axis=1, keepdims=True)", "rows - np.max(rows)",
     "tests/rnnlib/test_loss.py"),
    ("a short window's loss is divided by T", "train.py",
     "self.losses.append(loss / len(inputs))", "self.losses.append(loss / self.seq_length)",
     "tests/rnnlib/test_train.py"),
    ("an infinite loss passes for a number", "train.py",
     "if not np.isfinite(loss):", "if np.isnan(loss):", "tests/rnnlib/test_train.py"),
    ("without a prompt the first letter is read, not the line end", "sample.py",
     'prompt or ("\\n" if "\\n" in vocab else vocab.chars[0])', "prompt or vocab.chars[0]",
     "tests/rnnlib/test_sample.py"),
    ("the gradient check begins from a state of zeros", "gradcheck.py",
     "return rng.uniform(-0.5, 0.5, zero.shape)", "return zero", "tests/rnnlib/test_gradcheck.py"),
    ("the command line trains on the held-out text too", "__main__.py",
     "training, held_out = _split(vocab.encode(text), options.hold_out)",
     "training = held_out = vocab.encode(text)",
     "tests/rnnlib/test_command_line.py"),
    ("softmax sums along the wrong axis", "loss.py",
     "exp / exp.sum(axis=-1, keepdims=True)", "exp / exp.sum(axis=0, keepdims=True)",
     "tests/rnnlib/test_loss.py"),
    ("the gradient is averaged over time", "loss.py",
     "p /= B", "p /= B * T", "tests/rnnlib/test_loss.py"),
    ("the state is not set back where the text begins again", "train.py",
     "self.model.initial_state(self.batch_size), 0", "state, 0",
     "tests/rnnlib/test_train.py"),
    ("clip does nothing", "optim.py",
     "np.clip(grads.flat, -limit, limit)", "grads.flat.copy()", "tests/rnnlib/test_optim.py"),
    ("Adagrad climbs", "optim.py",
     "self.params.flat -= self.learning_rate * g / root",
     "self.params.flat += self.learning_rate * g / root", "tests/rnnlib/test_optim.py"),
    ("Adagrad forgets", "optim.py",
     "self.memory += g * g", "self.memory[:] = g * g", "tests/rnnlib/test_optim.py"),
    ("temperature multiplies", "sample.py",
     "z /= max(temperature, 1e-300)", "z *= max(temperature, 1e-300)",
     "tests/rnnlib/test_sample.py"),
    ("a checkpoint is copied over the old one", "checkpoint.py",
     "os.replace(partial, path)", "path.write_bytes(partial.read_bytes())",
     "tests/rnnlib/test_checkpoint.py"),
    ("an interrupt cuts an update in two", "train.py",
     "signal.signal(number, self._note)", "pass", "tests/rnnlib/test_train.py"),
    ("smoothing is left out of the counting model", "markov.py",
     "(counts + self.smoothing) / (totals", "counts / (totals", "tests/rnnlib/test_markov.py"),
    ("the loss is averaged over time, in the lesson", "loss.py",
     "dtype=np.float64) / B", "dtype=np.float64) / B / T", LESSON_03),
    ("the gradient forgets the target, in the lesson", "loss.py",
     "p[right] -= 1", "p[right] -= 0", LESSON_03),
    ("the logarithm of the softmax, not of the formula, in the lesson", "loss.py",
     "np.log(total[:, 0]) - z[right]", "-np.log((p / total)[right])", LESSON_03),
    ("the counting model smooths by a quarter more, in the lesson", "markov.py",
     "smoothing=0.03", "smoothing=0.0375", LESSON_03),
    ("the counting model's contexts are a letter short, in the lesson", "markov.py",
     "self.totals[letters[:-1]] += count", "self.totals[letters[1:]] += count", LESSON_03),
    ("colored text is all white, in the panel's test", "course/figures.py",
     "share = min(max(value / high, 0), 1)", "share = 0", "tests/course/test_figures.py"),
    ("dhnext is forgotten, in the lesson", "rnn.py",
     "(dhs[t] + dhnext) * slopes[t]", "dhs[t] * slopes[t]", LESSON_04),
    ("dhnext goes through the transpose, in the lesson", "rnn.py",
     "dhnext = da.dot(Whh)", "dhnext = da.dot(Whh.T)", LESSON_04),
    ("dWhh takes h[t] for h[t-1], in the lesson", "rnn.py",
     "das.T @ hs[:-1]", "das.T @ hs[1:]", LESSON_04),
    ("tanh's slope is divided by, in the lesson", "rnn.py",
     "slopes = 1 - hs[1:] ** 2", "slopes = 1 / (1 - hs[1:] ** 2)", LESSON_04),
    ("dWhh is averaged over time, in the lesson", "rnn.py",
     "das.T @ hs[:-1].reshape(T * B, H)", "das.T @ hs[:-1].reshape(T * B, H) / T", LESSON_04),
]  # fmt: skip


def run_with(fault, folder):
    """Run the tests that should notice a fault, on a copy that has it. Returns what came of it."""
    _, file, right, wrong, where = fault
    for part in ("rnnlib", "tests", "notebooks", "data"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    source = (folder / "rnnlib" / file).read_text(encoding="utf-8")
    assert source.count(right) == 1, f"{file} has changed: write this fault anew"
    (folder / "rnnlib" / file).write_text(source.replace(right, wrong), encoding="utf-8")

    # the copy comes before the installed package, in the tests and in the kernels they start
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", where],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """fault -> what came of it; as many at a time as there are cores."""
    folders = [tmp_path_factory.mktemp("fault") for _ in FAULTS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(FAULTS, pool.map(run_with, FAULTS, folders), strict=True))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[0])
def test_a_fault_is_caught(fault, outcomes, record_property):
    done = outcomes[fault]
    assert done.returncode == 1, f"nothing in {fault[-1]} noticed:\n{done.stdout}{done.stderr}"
    catcher = re.search(r"^FAILED (.+?)(?: - |$)", done.stdout, re.M)
    assert catcher, done.stdout
    record_property("fault", fault[0])
    record_property("catcher", catcher.group(1))


@pytest.mark.parametrize("where", ["tests/rnnlib/test_text.py", LESSON_01])
def test_without_a_fault_the_copy_passes(tmp_path, where):
    """Or every fault would seem to be caught."""
    harmless = ("none", "text.py", "import numpy as np", "import numpy as np", where)
    done = run_with(harmless, tmp_path)
    assert done.returncode == 0, done.stdout
