import html
import importlib.util
import json
import os
import subprocess
import sys

import measure_speed
import numpy as np
import pytest

from rnnlib import RNN, Trainer, cross_entropy
from rnnlib.course import lesson_11
from rnnlib.course.lesson_11 import cost, counted, ladder
from rnnlib.course.lesson_11.ladder import RUNGS
from rnnlib.course.literal import LiteralRNN
from rnnlib.course.measured import measured
from rnnlib.text import streams

STORED = measured("speed")
needs_torch = pytest.mark.skipif(
    not importlib.util.find_spec("torch"), reason="needs PyTorch: pip install torch"
)


def test_ci_has_pytorch():
    """Or nothing would test what the lesson does with it."""
    if os.environ.get("CI"):
        assert importlib.util.find_spec("torch")


def test_all_rungs_give_the_same_gradients(ids, vocab):
    off = lesson_11.assert_same_gradients(ids, len(vocab))
    assert [*off] == [*RUNGS]
    assert all(x < 1e-12 for name, x in off.items() if RUNGS[name][1] == "float64")
    assert max(off.values()) < 1e-5


def test_a_rung_with_another_gradient_is_noticed(ids, vocab, monkeypatch):
    class Forgets(ladder.GradientsAtOnce):
        def loss_and_gradients(self, *window):
            loss, d, state = super().loss_and_gradients(*window)
            return loss, d | {"Whh": 1.0001 * d["Whh"]}, state

    monkeypatch.setitem(RUNGS, "gradients at once", (Forgets, "float64", 1))
    with pytest.raises(AssertionError, match="gradients at once"):
        lesson_11.assert_same_gradients(ids, len(vocab))


@pytest.mark.parametrize("name", [name for name, rung in RUNGS.items() if rung[0] is not Trainer])
def test_a_rung_trains_as_the_literal_loop(name, ids, vocab):
    model = RNN(len(vocab), 20, dtype="float64")
    loops = [loop(model.params, ids[:200], 9) for loop in (LiteralRNN, RUNGS[name][0])]
    for _ in range(25):  # past the end of the text
        (right, _), (mine, _) = (loop.update() for loop in loops)
        assert mine == pytest.approx(right, rel=1e-9)


def test_updates_make_so_many(ids, vocab):
    loops = lesson_11.updates(ids, len(vocab), hidden_size=5, seq_length=4)
    assert [*loops] == [*RUNGS]
    for loop in loops.values():
        loop(2)
    made = {name: loop.__defaults__[0] for name, loop in loops.items()}
    assert made["the literal loop"].position == 8
    assert made["float32"].iteration == made["32 streams"].iteration == 2
    assert made["float32"].model.dtype == np.float32
    assert made["32 streams"].batch_size == 32


def test_operations_are_those_of_the_products():
    """A product (R,C) times (C,) has R C multiplications and as many additions."""
    H, V, seen = 7, 5, 0
    products = [(H, H, 1), (V, H, 1)]  # forward
    products += [(H, H, 1), (H, 1, H), (H, V, 1), (V, 1, H)]  # back
    for rows, inner, columns in products:
        seen += 2 * rows * inner * columns
    assert lesson_11.operations(H, V) == seen


def test_weights_and_numbers_kept_are_those_of_rnnlib():
    H, T, V, B = 6, 5, 4, 3
    model = RNN(V, H)
    assert lesson_11.weights(H, V) == model.params.flat.size
    logits, _, cache = model.forward(np.zeros((T, B), int))
    assert lesson_11.numbers_kept(H, T, V, B) == cache.hs.size + logits.size


def test_calls_are_counted():
    class Calls:
        def __init__(self):
            self.w = {"a": np.ones((2, 2)), "b": np.ones((2, 1))}

        def zeros(self):
            return np.zeros((2, 1))

        def loss_and_gradients(self, inputs, targets, state):
            a, b = self.w.values()
            for _ in inputs:
                c = np.dot(a, b) + b  # 2
                c += np.tanh(c)  # 2
                np.clip(c, 0, 1, out=c)  # 1
                assert type(c) is counted.Counted
            assert c.tolist() == [[1], [1]]

    assert lesson_11.calls_per_letter(Calls(), [0, 1, 2], [1, 2, 3]) == 5


def test_each_own_rung_calls_less_often(ids, vocab):
    own = [RUNGS[name][0] for name in RUNGS if RUNGS[name][0] is not Trainer]
    window = ids[:25].tolist(), ids[1:26].tolist()
    made = [lesson_11.calls_per_letter(rung(RNN(len(vocab)).params, ids), *window) for rung in own]
    assert made == sorted(made, reverse=True)
    assert made[-1] < made[0] / 3


def test_in_turns_tells_the_seconds_of_one():
    def loop(k):
        def work(n):
            for _ in range(n * k):
                sum(range(300))

        return work

    seconds = lesson_11.in_turns({"one": loop(1), "eight": loop(8)}, turns=5, seconds=0.01)
    assert 4 < seconds["eight"] / seconds["one"] < 16


def test_an_exponent_is_a_slope():
    x = np.array([1.0, 2, 4, 8])
    assert cost.exponent(x, 5 * x**1.5) == pytest.approx(1.5)
    assert lesson_11.EXERCISES["11.b"].solution(10, 3.0, 100, 300.0) == pytest.approx(2)


def test_what_is_stored_was_measured_as_the_script_says():
    assert [*STORED["ladder"]["rungs"]] == [*RUNGS]
    assert STORED["V"] == 60
    assert (STORED["H"], STORED["T"]) == (lesson_11.H, lesson_11.T)
    assert STORED["growth"]["point"] == measure_speed.POINT
    for name, line in STORED["growth"]["lines"].items():
        assert tuple(line["values"]) == measure_speed.LINES[name]
        assert len(line["seconds"]) == len(line["bytes"]) == len(line["values"])
    wanted = {(H, T, V, B) for H in measure_speed.GRID["H"] for T in measure_speed.GRID["T"]
              for V in measure_speed.GRID["V"] for B in measure_speed.GRID["B"]}  # fmt: skip
    assert {tuple(row[:4]) for row in STORED["grid"]} == wanted
    assert len(STORED["learning"]) == 4 * 4 * 3
    assert all(word in STORED for word in ("processor", "blas", "numpy"))


def test_what_was_measured_bears_what_the_lesson_says():
    rates, could = lesson_11.stored_ladder()
    gains = np.array([*rates.values()][1:]) / np.array([*rates.values()][:-1])
    assert gains.argmax() == len(gains) - 1
    assert rates["the literal loop"] < 0.05 * could
    assert 0.3 * could < rates["32 streams"] < could
    one, many = (np.array(STORED["parts"][B]) for B in ("1", "32"))
    assert one.sum() > 3 * many.sum()
    assert many.sum() < 2 / could < one.sum() / 3
    assert one[2] / one.sum() > 2 * many[2] / many.sum()
    learned = lesson_11.learned()
    by_letters = [losses[3] for _, _, losses in learned.values()]
    assert by_letters == sorted(by_letters)
    at_1 = {B: np.interp(1, seconds, losses) for B, (_, seconds, losses) in learned.items()}
    assert max(at_1[4], at_1[16]) < min(at_1[1], at_1[64])


def test_the_script_measures(tmp_path, monkeypatch, tales):
    """All of it, on little."""
    monkeypatch.setattr(measure_speed, "TURNS", 1)
    monkeypatch.setattr(measure_speed, "SIZES", (1, 10))
    monkeypatch.setattr(measure_speed, "COLUMNS", (1, 2))
    monkeypatch.setattr(measure_speed, "LINES", {"H": (4, 8), "B": (1, 2)})
    monkeypatch.setattr(measure_speed, "GRID", {"H": (4,), "T": (5,), "V": (6,), "B": (1, 2)})
    monkeypatch.setattr(measure_speed, "BATCHES", (4,))
    monkeypatch.setattr(measure_speed, "RATES", (0.05,))
    monkeypatch.setattr(measure_speed, "SEEDS", (0,))
    monkeypatch.setattr(measure_speed, "LETTERS", 30_000)
    monkeypatch.setattr(measure_speed, "load_text", lambda name: tales[:20_000])
    measure_speed.main(tmp_path / "speed.json")
    found = json.loads((tmp_path / "speed.json").read_text())
    assert found.keys() == STORED.keys()
    assert [row[:4] for row in found["grid"]] == [[4, 5, 6, 1], [4, 5, 6, 2]]
    assert found["growth"]["lines"]["B"]["bytes"][1] > 0
    [run] = found["learning"]
    assert run["letters"] == [25_600]


def test_memory_is_what_an_update_has_in_use():
    """More streams need more; and at least what the way back keeps."""
    few, many = (measure_speed.memory(H=32, T=20, V=16, B=B) for B in (4, 64))
    assert many > few
    assert many > 4 * lesson_11.numbers_kept(32, 20, 16, 64)


def test_the_panel_shows_what_was_measured():
    row = STORED["grid"][7]
    told = lesson_11.cost_of(*row[:4])
    H, T, V, B, seconds = row
    assert told["milliseconds"] == pytest.approx(1e3 * seconds)
    assert told["million operations"] * 1e6 == T * B * (6 * H * H + 6 * H * V)
    assert told["letters per second"] == pytest.approx(T * B / seconds)
    assert 0 < told["share"] < 1.2
    with pytest.raises(ValueError, match="H=3, T=25, V=64, B=1 was not measured"):
        lesson_11.cost_of(3, 25, 64, 1)
    assert "128" in lesson_11.cost_panel().still


def test_charts_show_what_they_are_given():
    rates = {"slow": 10.0, "middle": 20.0, "fast": 80.0}
    [ax] = lesson_11.ladder_chart(rates, 100.0).axes
    assert [bar.get_width() for bar in ax.patches] == [10, 20, 80]
    [ax] = lesson_11.ladder_chart(rates, 100.0, hide=("middle", "fast")).axes
    assert [bar.get_width() for bar in ax.patches] == [10]
    assert [text.get_text() for text in ax.texts].count("?") == 2
    [ax] = lesson_11.call_chart([1, 10], [1e-6, 2e-6]).axes
    assert ax.lines[0].get_ydata().tolist() == [1, 2]
    [ax] = lesson_11.column_chart([1, 2], [1e9, 2e9], 4e9).axes
    assert ax.lines[0].get_ydata().tolist() == [1, 2]
    [ax] = lesson_11.parts_chart({"a": [3.0, 2, 1], "b": [1.0, 1, 1]}, 0.5).axes
    assert [bar.get_width() for bar in ax.patches] == [3, 2, 1, 1, 1, 1]
    axes = lesson_11.growth_chart(STORED["growth"]).axes
    for ax, line in zip(axes, STORED["growth"]["lines"].values(), strict=True):
        np.testing.assert_allclose(ax.lines[0].get_ydata(), 1e3 * np.array(line["seconds"]))
    for ax, k in zip(lesson_11.learning_chart(lesson_11.learned()).axes, (0, 1), strict=True):
        for line, of_B in zip(ax.lines, lesson_11.learned().values(), strict=True):
            np.testing.assert_array_equal(line.get_xdata(), of_B[k])


def test_a_listing_is_what_the_file_says():
    shown = html.unescape(lesson_11.listing("pytorch.py", "hand_back", "training").data)
    assert "\ndef training(network" in shown
    assert shown.endswith("yield loss.detach()</pre>")
    for name in ("hand_back", "training"):
        assert f"def {name}(" in shown
    assert "hand_over" not in shown
    with pytest.raises(KeyError):
        lesson_11.listing("pytorch.py", "gone")


@needs_torch
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_pytorch_has_the_same_loss_and_gradients(ids, vocab, dtype):
    from rnnlib.course.lesson_11 import pytorch

    model = RNN(len(vocab), 30, rng=1, dtype=dtype, init_scale=0.2)
    inputs, targets = (part[:20] for part in streams(ids, 8))
    loss, _ = pytorch.hand_over(model)(*map(pytorch.torch.tensor, (inputs, targets)))
    network = pytorch.hand_over(model)
    network(*map(pytorch.torch.tensor, (inputs, targets)))[0].backward()
    logits, _, cache = model.forward(inputs)
    ours, dlogits = cross_entropy(logits, targets)
    grads, _ = model.backward(dlogits, cache)
    rtol = {"float32": 1e-5, "float64": 1e-12}[dtype]
    assert loss.item() == pytest.approx(ours, rel=rtol)
    for name, theirs in pytorch.NAMES.items():
        g = network.get_parameter(theirs).grad.numpy()
        np.testing.assert_allclose(g, grads[name], rtol=0, atol=rtol * np.abs(grads[name]).max())


@needs_torch
def test_pytorch_trains_as_the_trainer_and_the_weights_come_back(ids, vocab):
    from rnnlib.course.lesson_11 import pytorch

    text = ids[:1000]  # so short that it begins again, with a shorter last window
    ours = Trainer(RNN(len(vocab), 20, dtype="float64"), text, batch_size=3, learning_rate=0.02)
    network = pytorch.hand_over(RNN(len(vocab), 20, dtype="float64"))
    there = pytorch.training(network, *map(pytorch.torch.tensor, streams(text, 3)), rate=0.02)
    theirs = [next(there).item() for _ in range(30)]
    ours.run(30, progress=False)
    lengths = [min(25, 333 - 25 * (n % 14)) for n in range(30)]
    np.testing.assert_allclose(np.divide(theirs, lengths), ours.losses, rtol=1e-6)
    back = RNN(len(vocab), 20, dtype="float64")
    pytorch.hand_back(network, back)
    np.testing.assert_allclose(back.params.flat, ours.model.params.flat, atol=1e-6)
    assert network.rnn.bias_hh_l0.abs().max() == 0


@needs_torch
def test_two_processes_have_the_gradients_of_one():
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", "2", "-m", "rnnlib.course.lesson_11.two_processes"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.stdout.startswith("2 processes, 16 streams each: gradients apart by "), ran.stderr
    assert float(ran.stdout.split()[-1]) < 1e-12


def test_the_speed_of_products_is_in_operations_per_second():
    size = 200
    told = lesson_11.speed_of_products(size)
    [seconds] = lesson_11.in_turns(
        {"": lesson_11.product_loop(size, size, size, "float64")}
    ).values()
    assert [*told] == ["float64", "float32"]
    assert 1 / 3 < told["float64"] * seconds / (2 * size**3) < 3
