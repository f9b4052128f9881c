import itertools
import re
from types import SimpleNamespace
from urllib.parse import unquote

import measure_memory
import numpy as np
import pytest

from rnnlib import LSTM, check_gradients, reber
from rnnlib.course import figures, lesson_09
from rnnlib.course.lesson_09.tasks import END, TASKS, Language, fails_at, follows, outer_right
from rnnlib.course.measured import measured

COUNTING, REBER = TASKS["counting"], TASKS["reber"]


def test_as_many_b_as_a_and_every_n_as_often():
    text = COUNTING.text(4000, seed=0)
    assert text[0] == text[-1] == END
    strings = text[1:-1].split(END)
    assert len(strings) == 4000
    sizes = [len(string) // 2 for string in strings]
    assert strings == ["a" * n + "b" * n for n in sizes]
    shares = np.bincount(sizes, minlength=21) / 4000
    np.testing.assert_allclose(shares[1:], 1 / 20, atol=0.015)
    assert COUNTING.text(50, seed=0) == text[: len(COUNTING.text(50, seed=0))]
    assert COUNTING.text(50, seed=1) != COUNTING.text(50, seed=0)


def test_embedded_reber_strings_are_those_of_rnnlib():
    strings = REBER.text(4000, seed=0)[1:-1].split(END)
    drawn = [len(string) for string in reber(4000, 0)]
    assert np.mean([len(string) for string in strings]) == pytest.approx(np.mean(drawn), rel=0.03)
    common = {string for string in reber(4000, 0) if len(string) < 11}
    assert common == {string for string in strings if len(string) < 11}
    for string in strings:
        assert re.fullmatch(r"B([TP])B[TPSXV]+E\1E", string)


@pytest.mark.parametrize(
    ("language", "of_a_string", "length"),
    [(COUNTING, np.log(20), 22), (REBER, 7 * np.log(2), 13)],
)
def test_entropy_and_length_are_exact(language, of_a_string, length):
    """One of 20 numbers; seven choices of two: one outside, six inside, on average."""
    assert language.length == pytest.approx(length, abs=1e-9)
    assert language.entropy * language.length == pytest.approx(of_a_string, abs=1e-9)
    text = language.text(5000, seed=3)
    assert language.surprise(text) == pytest.approx(language.entropy, rel=0.02)
    assert len(text) / 5000 == pytest.approx(length, rel=0.02)


def test_what_may_follow():
    rows = COUNTING.probabilities("\naabb\nab\n")
    assert rows[0] == {"a": 1.0}
    assert rows[1] == pytest.approx({"a": 19 / 20, "b": 1 / 20})
    assert rows[2] == pytest.approx({"a": 18 / 19, "b": 1 / 19})
    assert rows[3:6] == [{"b": 1.0}, {END: 1.0}, {"a": 1.0}]
    *_, again, last, end = REBER.probabilities("\nBTBPVVETE\n")
    assert (again, last, end) == ({"T": 1.0}, {"E": 1.0}, {END: 1.0})
    for language in TASKS.values():
        for row in language.probabilities(language.text(100, seed=0)):
            assert sum(row.values()) == pytest.approx(1)


class Knows:
    """A network that knows a language by heart; of a's and b's it counts to `most`."""

    kind = "rnn"

    def __init__(self, language, most=1000, sure=5.0, outer=True):
        self.language, self.most, self.sure, self.outer = language, most, sure, outer

    def forward(self, ids, state):
        letters = self.language.letters
        read, logits, counts = state or "", np.zeros((len(ids), 1, len(letters))), []
        for row, (i,) in zip(logits, ids, strict=True):
            read += letters[i]
            string = read.rpartition(END)[2]
            counts.append(min(string.count("a"), self.most) - string.count("b"))
            if self.language is COUNTING:
                next_ = END if "b" in string and counts[-1] <= 0 else "b" if "b" in string else "a"
            elif re.fullmatch("B[TP]B.+E", string):
                next_ = string[1] if self.outer else "P"
            else:
                continue
            row[0, letters.index(next_)] = self.sure
        units = np.array([[0, 0], *([0.1 * count, count % 2] for count in counts)])[:, None]
        return logits, read, SimpleNamespace(hs=units)


@pytest.mark.parametrize("most", [1, 7, 20, 35])
def test_a_network_that_counts_to_so_many_fails_at_the_next(most):
    assert fails_at(Knows(COUNTING, most), most=40) == most + 1


def test_who_counts_without_end_does_not_fail_but_has_to_be_sure():
    assert fails_at(Knows(COUNTING), most=40) == 41
    assert fails_at(Knows(COUNTING, sure=0.1), most=40) == 1


def test_the_unit_that_follows_the_count_is_found():
    unit, r = follows(Knows(COUNTING))
    assert unit == 0
    assert r == pytest.approx(1)


def test_the_outer_letter_is_known_or_guessed():
    text = REBER.text(400, seed=5)
    assert outer_right(Knows(REBER), text) == 1
    share = np.mean([string[1] == "P" for string in text[1:-1].split(END)])
    assert outer_right(Knows(REBER, outer=False), text) == share
    assert 0.4 < share < 0.6


def test_a_language_is_any_machine():
    """A coin that is thrown until it falls on its head."""
    coin = Language({0: {"t": (0.5, 0), "h": (0.5, 1)}, 1: {END: (1.0, 0)}}, 0)
    assert coin.letters == "\nht"
    assert coin.length == pytest.approx(3)
    assert coin.entropy * coin.length == pytest.approx(2 * np.log(2))


def test_what_is_stored_was_measured_as_the_script_says():
    facts = measured("memory")
    for task, language in TASKS.items():
        assert facts["entropy"][task] == round(language.entropy, 4)
    settings = [{key: run[key] for key in measure_memory.SETTINGS[0]} for run in facts["runs"]]
    assert settings == measure_memory.SETTINGS
    for run in facts["runs"]:
        assert len(run["above"]) == run["updates"] // facts["every"]
        assert min(run["above"]) > 0  # nobody is below the entropy


@pytest.mark.parametrize("task", TASKS)
def test_a_run_is_what_the_trainer_learns(task, monkeypatch):
    monkeypatch.setattr(measure_memory, "EVERY", 2)
    monkeypatch.setattr(measure_memory, "STRINGS", 20)
    run = measure_memory.train(task, "lstm", 1.0, "adam", updates=4, seed=3)
    assert len(run["above"]) == 2
    assert 0.5 < run["above"][0] < 2
    other = measure_memory.train(task, "rnn", None, "adagrad", updates=4, seed=3)
    assert other["above"] != run["above"]
    assert ("fails_at" in run, "outer_right" in run) == (task == "counting", task == "reber")


def test_of_two_optimizers_a_network_has_the_better_one():
    for task in TASKS:
        for kind in ("no time", "rnn", "lstm"):
            runs = lesson_09.runs_of(task, kind)
            assert [run["seed"] for run in runs] == list(range(4))
            ends = {
                name: np.mean(
                    [
                        run["above"][-1]
                        for run in measured("memory")["runs"]
                        if (run["task"], run["kind"], run["optimizer"]) == (task, kind, name)
                        and (run["forget_bias"] in (None, 1.0) and run["updates"] == 4000)
                    ]
                )
                for name in ("adagrad", "adam")
            }
            assert {run["optimizer"] for run in runs} == {min(ends, key=ends.get)}


def test_charts_show_what_was_measured():
    [ax] = lesson_09.where_they_fail().axes
    drawn = [sorted(line.get_xdata()) for line in ax.lines[:2]]
    ends = [lesson_09.at_the_end("counting", kind, "fails_at") for kind in ("lstm", "rnn")]
    assert drawn == [sorted(row) for row in ends]
    for task, name in (("counting", "above"), ("reber", "outer_right")):
        [ax] = lesson_09.learning(task, name).axes
        assert len([line for line in ax.lines if len(line.get_xdata()) == 8]) == 12
        assert {text.get_text().split(",")[0] for text in ax.texts} == {"RNN", "LSTM"}
        places = sorted(ax.transData.transform(text.get_position())[1] for text in ax.texts)
        assert np.diff(places).min() > 20  # no name on another
    for ax in lesson_09.forget_biases().axes:
        assert [len(line.get_xdata()) for line in ax.lines] == [4, 4, 4]
    [ax] = lesson_09.clamped([3, 5], [4, 5]).axes
    assert ax.lines[1].get_xydata().tolist() == [[3, 4], [5, 5]]
    [ax] = lesson_09.cells_over("aab", np.arange(6.0).reshape(3, 2), 1).axes
    assert ax.lines[-1].get_ydata().tolist() == [1, 3, 5]
    assert [label.get_text() for label in ax.get_xticklabels()] == list("aab")


def test_gates_by_hand_count_only_if_all_is_kept():
    panel = lesson_09.gates_by_hand()
    values = [control.values for control in panel.controls]
    counting = []
    for at in itertools.product(*(range(len(row)) for row in values)):
        page = panel.page_at(list(at))
        f, i, at_a, at_b = (row[k] for row, k in zip(values, at, strict=True))
        held = lesson_09.along(f, i, at_a, at_b)
        told = re.findall(r">(\u2212?[\d.]+)</span>", page["body"])
        assert told == [figures.number(c, 1) for c in held]
        assert f"last a the cell holds {figures.number(held[4])}, " in page["note"]
        if page["note"].endswith(": it counts"):
            counting.append((f, i, at_a, at_b))
    assert counting == [(1.0, i, g, -g) for i in (0.5, 1.0) for g in (-1, 1)]


def test_a_cell_by_hand_is_the_cell_of_the_lesson():
    forward, c = lesson_09.EXERCISES["09.b"].solution, 0.0
    for letter, held in zip("aaaaabbbbb", lesson_09.along(0.9, 0.5, 1, -1), strict=True):
        c, _ = forward(1 if letter == "a" else -1, 0.5, 0.9, 0.0, c)
        assert held == pytest.approx(c)


def test_the_steps_of_a_unit_obey_the_formula_and_stand_in_the_picture():
    model = LSTM(3, 4, dtype=np.float64, init_scale=2.0)
    ids, state = np.array([1, 1, 2, 0]), np.full((2, 1, 4), 0.5)
    steps = lesson_09.steps_of(model, ids, state, 2)
    assert steps[0]["c_before"] == 0.5
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        assert step["c"] == pytest.approx(step["f"] * step["c_before"] + step["i"] * step["g"])
        assert step["h"] == pytest.approx(step["o"] * np.tanh(step["c"]))
        assert after is None or after["c_before"] == step["c"]
    panel = lesson_09.step_panel("aab" + END, steps)
    for n, step in enumerate(steps):
        page = panel.page_at([n])
        drawn = unquote(re.search(r'src="data:image/svg\+xml,([^"]+)"', page["body"])[1])
        for value in step.values():
            assert f">{figures.number(value)}<" in drawn
        below = re.findall(r"<td[^>]*>([^<]*)</td>", page["body"])[len(steps) :]
        held = [figures.number(one["c"], 1) for one in steps[: n + 1]]
        assert below == held + ["&nbsp;"] * (len(steps) - n - 1)


def test_the_picture_of_the_lesson_keeps_two_numbers_back():
    words = [text.get_text() for text in lesson_09.lstm_cell().axes[0].texts]
    assert sum(text.endswith("?") for text in words) == 2
    assert {"c[t]\n?", "h[t]\n?", "f\n0.9", "g\n\u22120.8", "c[t\u22121]\n2.0"} <= {*words}


def test_shakespeare_was_measured_for_lessons_03b_and_05():
    losses, tables = lesson_09.on_shakespeare(), lesson_09.counting_tables()
    assert [*losses] == ["no time", "rnn", "lstm"]
    assert losses["lstm"].max() < losses["rnn"].min()
    assert max(tables.values()) < losses["lstm"].min() - 0.3
    [ax] = lesson_09.on_a_text(losses, tables).axes
    assert [len(line.get_xdata()) for line in ax.lines] == [4, 4, 4, 2, 2]


def test_the_solutions_make_an_lstm_that_passes_the_check():
    """The lines of 09.b, 09.c and 09.d, put together, are rnnlib's backward."""
    forward, to_c, to_gates = (lesson_09.EXERCISES[f"09.{x}"].solution for x in "bcd")
    model = LSTM(3, 4, dtype=np.float64, init_scale=0.5)
    ids = np.array([0, 1, 2, 1])[:, None]
    logits, _, cache = model.forward(ids)
    dlogits = np.random.default_rng(0).normal(size=logits.shape)
    grads, _ = model.backward(dlogits, cache)
    dh = dc = np.zeros(4)
    mine = np.zeros_like(model.params["bf"])
    for t in reversed(range(4)):
        (g, i, f, o), c, before = cache.gates[t, :, 0], cache.cs[t + 1, 0], cache.cs[t, 0]
        np.testing.assert_allclose(forward(g, i, f, o, before), (c, cache.hs[t + 1, 0]))
        dh = dh + model.params["Why"].T @ dlogits[t, 0]
        here, dc = to_c(dh, dc, c, f, o)
        sums = to_gates(dh, here, g, i, f, o, c, before)
        mine += sums[2]
        dh = sum(model.params[f"Wh{k}"].T @ a for k, a in zip("gifo", sums, strict=True))
    np.testing.assert_allclose(mine, grads["bf"])
    assert check_gradients(model, ids[:-1], ids[1:]).passed
