"""Breaking rnnlib must break the lesson that teaches it.

Each fault below is put alone into a copy of rnnlib, and the cells of a lesson are run with it: one
has to raise an error, or to show something else than what is in the file, as nbval compares it.
(The unit tests are measured by mutation, see CONTRIBUTING.) The table of fault and catcher is
printed at the end of the run.
"""

import shutil
from pathlib import Path

import nbformat
import pytest
from cells import outputs_of
from nbval.plugin import IPyNbFile, coalesce_streams

ROOT = Path(__file__).parents[2]
LESSON_01 = "notebooks/01_one_hot_encoding.ipynb"
LESSON_02 = "notebooks/02_forward_pass.ipynb"
LESSON_03 = "notebooks/03_cross_entropy.ipynb"
LESSON_03B = "notebooks/03b_the_line_to_beat.ipynb"
LESSON_04 = "notebooks/04_backpropagation_through_time.ipynb"
LESSON_05 = "notebooks/05_gradient_checking.ipynb"
LESSON_06 = "notebooks/06_adagrad.ipynb"
LESSON_06B = "notebooks/06b_the_small_print.ipynb"
LESSON_07 = "notebooks/07_sampling.ipynb"
LESSON_08 = "notebooks/08_train_your_own.ipynb"
LESSON_09 = "notebooks/09_lstm.ipynb"
LESSON_10 = "notebooks/10_reading_the_hidden_state.ipynb"
LESSON_11 = "notebooks/11_make_it_fast.ipynb"

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
    ("differences are one-sided", "gradcheck.py",
     "array[place] = value - epsilon", "array[place] = value", LESSON_05),
    ("a nudge is a hundred times too large", "gradcheck.py",
     "def numerical_gradient(loss, array, epsilon=1e-5)",
     "def numerical_gradient(loss, array, epsilon=1e-3)", LESSON_05),
    ("the state is not checked", "gradcheck.py",
     '{**model.params, "state": state}', "model.params", LESSON_05),
    ("the check has no floor, so 0 against 0 is no number", "gradcheck.py",
     "(ATOL / RTOL + np.maximum", "(0 * ATOL + np.maximum", LESSON_05),
    ("everything passes", "gradcheck.py",
     "worst <= RTOL)", "worst <= 1e6)", LESSON_05),
    ("the check begins from another state than backward", "gradcheck.py",
     "model.forward(inputs, state)[0], targets", "model.forward(inputs)[0], targets", LESSON_05),
    ("the LSTM's cell has no way back", "lstm.py",
     "dc *= forget", "dc *= 0", LESSON_05),
    ("1 - c² for 1 - tanh²c", "lstm.py",
     "o * (1 - tanh_cs * tanh_cs)", "o * (1 - cs[1:] * cs[1:])", LESSON_05),
    ("SGD goes uphill", "optim.py",
     "self.params.flat -= self.learning_rate * grads.flat",
     "self.params.flat += self.learning_rate * grads.flat", LESSON_06),
    ("Adagrad forgets", "optim.py",
     "self.memory += g * g", "self.memory[:] = g * g", LESSON_06),
    ("Adagrad adds its 1e-8 outside the root", "optim.py",
     "np.sqrt(self.memory + 1e-8)", "np.sqrt(self.memory) + 1e-8", LESSON_06),
    ("Adam's mean is not corrected", "optim.py",
     "self.mean / (1 - self.beta1**self.updates)", "self.mean / 1", LESSON_06B),
    ("the state is not handed on", "train.py",
     "self.state, self.position = state, window.stop",
     "self.state, self.position = 0 * state, window.stop", LESSON_06),
    ("nothing is clipped", "train.py",
     "clip(grads, self.clip, out=grads)", "grads", LESSON_06),
    ("the running average runs ten times as fast", "train.py",
     "0.001 * (self.losses[-1]", "0.01 * (self.losses[-1]", LESSON_06),
    ("the prompt is not read", "sample.py",
     "for i in prompt:\n", "for i in prompt[-1:]:\n", LESSON_07),
    ("what was drawn is not read", "sample.py",
     "weights, state\n            logits, state = model.step(i, state)",
     "weights, state\n            logits, state = model.step(prompt[-1], state)", LESSON_07),
    ("a draw is a letter late", "sample.py",
     'side="right"))', 'side="right")) - 1', LESSON_07),
    ("the temperature is turned round", "sample.py",
     "z /= max(temperature, 1e-300)", "z *= max(temperature, 1e-300)", LESSON_07),
    ("top-k keeps one letter more", "sample.py",
     '"stable")[top_k:]', '"stable")[top_k + 1 :]', LESSON_07),
    ("top-p loses the letter that reaches the share", "sample.py",
     "weights[order[1:][ends[:-1] >= top_p * ends[-1]]] = 0",
     "weights[order[ends >= top_p * ends[-1]]] = 0", LESSON_07),
    ("top-p takes the temperature back", "sample.py",
     "if top_p < 1:\n", "if top_p < 1:\n        weights **= temperature\n", LESSON_07),
    ("min-p is a share of the whole", "sample.py",
     "weights[weights < min_p] = 0", "weights[weights < min_p * weights.sum()] = 0", LESSON_07),
    ("the gradient of the state is lost between steps", "rnn.py",
     "dhnext = da.dot(Whh)", "dhnext = 0 * da", LESSON_08),
    ("the byte order mark is read as a letter", "corpora.py",
     'text.removeprefix("\\ufeff")', "text", LESSON_08),
    ("a line end of Windows is two letters", "corpora.py",
     '.replace("\\r\\n", "\\n")', "", LESSON_08),
    ("what is held out is learned, too", "text.py",
     "return ids[:cut], ids[cut:]", "return ids, ids[cut:]", LESSON_08),
    ("the letters are saved in another order", "checkpoint.py",
     '"chars": vocab and vocab.chars', '"chars": vocab and vocab.chars[::-1]', LESSON_08),
    ("Adagrad's memory is not read again", "train.py",
     "ours[...] = theirs", "pass", LESSON_08),
    ("a training goes on at the beginning of the text", "train.py",
     '"position": self.position', '"position": 0', LESSON_08),
    ("the LSTM's gates for keeping and writing are swapped", "lstm.py",
     "np.add(f * c_before, i * g, out=c)", "np.add(i * c_before, f * g, out=c)", LESSON_09),
    ("the output gate's slope has the cell, not its tanh", "lstm.py",
     "tanh_cs * o * (1 - o)", "cs[1:] * o * (1 - o)", LESSON_09),
    ("a step keeps nothing of the cell", "lstm.py",
     "c = f * c + i * g", "c = i * g", LESSON_10),
    ("in many streams the letter that came counts B times", "loss.py",
     "p[right] -= 1 / B", "p[right] -= 1", LESSON_11),
    ("the streams are averaged once more", "rnn.py",
     'das.sum(axis=0, out=grads["bh"])', 'np.divide(das.sum(axis=0), B, out=grads["bh"])',
     LESSON_11),
]  # fmt: skip
LESSONS = sorted({where for *_, where in FAULTS})


@pytest.fixture
def first_to_fail(request, tmp_path):
    """first_to_fail(where, file, right, wrong): the first cell of a notebook to notice, and how."""

    def first_to_fail(where, file, right, wrong):
        for part in ("rnnlib", "data"):
            shutil.copytree(ROOT / part, tmp_path / part)
        source = (tmp_path / "rnnlib" / file).read_text(encoding="utf-8")
        assert source.count(right) == 1, f"{file} has changed: write this fault anew"
        (tmp_path / "rnnlib" / file).write_text(source.replace(right, wrong), encoding="utf-8")

        notebook = IPyNbFile.from_parent(request.session, path=ROOT / where)
        notebook.setup_sanitize_files()
        cells = [*notebook.collect()]
        sources = [cell.cell.source for cell in cells]
        ran = outputs_of(sources, tmp_path, (ROOT / where).parent)
        for cell, (error, outputs) in zip(cells, ran, strict=False):
            shown = coalesce_streams(nbformat.from_dict(outputs))
            same = cell.compare_outputs(shown, coalesce_streams(cell.cell.outputs))
            if error or (cell.options["check"] and not same):
                return cell.name, error or "\n".join(cell.comparison_traceback)

    return first_to_fail


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[0])
def test_a_fault_is_caught(fault, first_to_fail, record_property):
    what, *change, where = fault
    caught = first_to_fail(where, *change)
    assert caught, f"nothing in {where} noticed"
    record_property("fault", what)
    record_property("catcher", f"{where}::{caught[0]}")


@pytest.mark.parametrize("where", LESSONS)
def test_without_a_fault_all_cells_pass(where, first_to_fail):
    """Or every fault would seem to be caught."""
    assert first_to_fail(where, "text.py", "import numpy as np", "import numpy as np") is None
