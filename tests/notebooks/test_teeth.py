"""Breaking rnnlib must break the lesson that teaches it.

Each fault below is put alone into a copy of the project, and the cells of a lesson are run there:
something has to fail. (The unit tests are measured by mutation, see CONTRIBUTING.) The table of
fault and catcher is printed at the end of the run.
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LESSON_01 = "notebooks/01_one_hot_encoding.ipynb"
LESSON_02 = "notebooks/02_forward_pass.ipynb"
LESSON_03 = "notebooks/03_cross_entropy.ipynb"
LESSON_03B = "notebooks/03b_the_line_to_beat.ipynb"
LESSON_04 = "notebooks/04_backpropagation_through_time.ipynb"

# what is wrong; file; the right code; the wrong code; where it should be noticed
FAULTS = [
    ("targets are the inputs", "text.py",
     "ids[1 : used + 1]", "ids[:used]", LESSON_01),
    ("the last window is lost", "text.py",
     "range(0, len(inputs), seq_length)", "range(0, len(inputs) - seq_length, seq_length)",
     LESSON_01),
    ("one-hot has its one a place too far", "text.py",
     "vectors[np.arange(ids.size), ids.ravel()]", "vectors[np.arange(ids.size), ids.ravel() - 1]",
     LESSON_01),
    ("Whh is transposed in the forward pass", "rnn.py",
     "WhhT = Whh.T.copy()", "WhhT = Whh.copy()", LESSON_02),
    ("the bias bh is forgotten", "rnn.py",
     "np.add(Wxh.T, bh, order", "np.add(Wxh.T, 0 * bh, order", LESSON_02),
    ("the loss is averaged over time", "loss.py",
     "dtype=np.float64) / B", "dtype=np.float64) / B / T", LESSON_03),
    ("the gradient forgets the target", "loss.py",
     "p[right] -= 1 / B", "p[right] -= 0", LESSON_03),
    ("the logarithm of the softmax, not of the formula", "loss.py",
     "np.log(total[:, 0]) - z[right]", "-np.log((p / total)[right])", LESSON_03),
    ("the counting model smooths by a quarter more", "markov.py",
     "smoothing=0.03", "smoothing=0.0375", LESSON_03B),
    ("the counting model's contexts are a letter short", "markov.py",
     "self.totals[piece[:-1]] += count", "self.totals[piece[1:]] += count", LESSON_03B),
    ("the mixed tables count every letter, not the different ones", "markov.py",
     "self.different[piece[:-1]] += 1", "self.different[piece[:-1]] += count", LESSON_03B),
    ("dhnext is forgotten", "rnn.py",
     "da += dhnext", "da += 0", LESSON_04),
    ("dhnext goes through the transpose", "rnn.py",
     "dhnext = da.dot(Whh)", "dhnext = da.dot(Whh.T)", LESSON_04),
    ("dWhh takes h[t] for h[t-1]", "rnn.py",
     "np.dot(das.T, hs[:-1]", "np.dot(das.T, hs[1:]", LESSON_04),
    ("tanh's slope is divided by", "rnn.py",
     "slopes = 1 - hs[1:] ** 2", "slopes = 1 / (1 - hs[1:] ** 2)", LESSON_04),
    ("dWhh is averaged over time", "rnn.py",
     "np.dot(das.T, hs[:-1].reshape(T * B, H)",
     "np.dot(das.T, hs[:-1].reshape(T * B, H) / T", LESSON_04),
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


@pytest.mark.parametrize("where", [LESSON_01])
def test_without_a_fault_the_copy_passes(tmp_path, where):
    """Or every fault would seem to be caught."""
    harmless = ("none", "text.py", "import numpy as np", "import numpy as np", where)
    done = run_with(harmless, tmp_path)
    assert done.returncode == 0, done.stdout
