import contextlib
import copy
import platform
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from test_network import LITERAL, kinds
from threadpoolctl import threadpool_info, threadpool_limits

from rnnlib import (
    LSTM,
    RNN,
    CheckpointError,
    Trainer,
    Vocabulary,
    clip,
    cross_entropy,
    evaluate,
    load_model,
    windows,
)
from rnnlib.interrupts import SIGNALS, stopped_by_signals
from rnnlib.optim import OPTIMIZERS

IDS = Vocabulary("abc").encode("abcaabbcc" * 30)


def a_trainer(ids=IDS, V=3, rng=0, dtype=np.float32, kind=RNN, **settings):
    settings = {"seq_length": 7, "batch_size": 2, **settings}
    return Trainer(kind(V, 6, rng=rng, dtype=dtype), ids, **settings)


def everything(trainer):
    """All that a trainer carries, as bytes and numbers: equal means equal to the bit."""
    numbers = int | float | np.ndarray
    kept = {name: x for name, x in vars(trainer.optimizer).items() if isinstance(x, numbers)}
    return (
        type(trainer.optimizer),
        {name: np.asarray(value).tobytes() for name, value in kept.items()},
        trainer.model.params.flat.tobytes(),
        trainer.state.tobytes(),
        trainer.position,
        trainer.iteration,
        trainer.losses,
        trainer.smooth_loss,
    )


# --- against the literal loop ---------------------------------------------------------------


@pytest.mark.parametrize(("kind", "seed"), [(RNN, 4), (RNN, 16), (LSTM, 0), (LSTM, 2)])
def test_the_losses_of_the_literal_loop(ids, vocab, kind, seed):
    """Ten updates at the original's rate of 0.1, each from its own weights.

    The first steps at 0.1 are ten times the first weights, and a difference of 1e-14 grows from
    update to update, by how much depends on the seed. With these it stays a hundred times below
    the bound (with half of all seeds it does not); the next test holds for every seed, because
    there both begin each update alike.
    """
    model = kind(len(vocab), 100, rng=seed, dtype=np.float64)
    literal = LITERAL[kind](model.params, ids, 25, 0.1)
    trainer = Trainer(model, ids, learning_rate=0.1)
    losses = [literal.update()[0] for _ in range(10)]
    trainer.run(10, progress=False)
    assert_allclose(np.array(trainer.losses) * 25, losses, rtol=0, atol=1e-9)
    assert max(losses) > losses[0] + 40  # the leap of the original is there


@pytest.mark.parametrize("seed", range(4))
@kinds
def test_every_update_of_the_literal_loop_from_the_same_start(ids, vocab, kind, seed):
    model = kind(len(vocab), 100, rng=seed, dtype=np.float64)
    literal = LITERAL[kind](model.params, ids, 25, 0.1)
    trainer = Trainer(model, ids, learning_rate=0.1)
    for _ in range(30):
        loss, _ = literal.update()
        trainer.run(1, progress=False)
        assert trainer.losses[-1] * 25 == pytest.approx(loss, abs=1e-9)
        for name, window in model.params.items():
            after = literal.w[name].reshape(window.shape)
            assert_allclose(window, after, rtol=0, atol=1e-9)
            window[...] = after
        memory = [literal.memory[name].ravel() for name in model.params]
        trainer.optimizer.memory[:] = np.concatenate(memory)
        trainer.state = np.swapaxes(literal.state, -1, -2).copy()  # columns to rows


@kinds
def test_all_gradients_of_the_literal_loop(ids, vocab, kind):
    model = kind(len(vocab), 100, rng=0, dtype=np.float64)
    literal = LITERAL[kind](model.params, ids, 25, 0.1)
    x, y = ids[:25], ids[1:26]
    logits, _, cache = model.forward(x[:, None])
    grads, _ = model.backward(cross_entropy(logits, y[:, None])[1], cache)
    _, g, _ = literal.loss_and_gradients(x, y, literal.zeros())
    for name in grads:
        assert_allclose(grads[name], g[name].reshape(grads[name].shape), rtol=0, atol=1e-10)
    assert max(np.abs(gradient).max() for gradient in g.values()) > 1  # not all of them tiny
    _, clipped = literal.update()
    for name, gradient in clip(grads).items():
        assert_allclose(gradient, clipped[name].reshape(gradient.shape), rtol=0, atol=1e-10)


# --- the loop ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("optimizer", "rate"), [("adagrad", 0.05), ("sgd", 0.05), ("adam", 0.002)])
def test_without_a_learning_rate_it_is_the_optimizers_own(optimizer, rate):
    assert a_trainer(optimizer=optimizer).optimizer.learning_rate == rate
    assert a_trainer().optimizer.learning_rate == 0.05


def test_a_rate_set_later_may_be_a_number_of_numpys(tmp_path):
    trainer = a_trainer(optimizer="adam")
    trainer.optimizer.learning_rate = np.float32(0.25)
    trainer.save(tmp_path / "t.npz")
    assert Trainer.load(tmp_path / "t.npz", IDS).optimizer.learning_rate == 0.25


def test_it_learns():
    trainer = a_trainer(learning_rate=0.1)
    trainer.run(300, progress=False)
    assert trainer.losses[0] == pytest.approx(np.log(3), abs=0.01)
    assert np.mean(trainer.losses[-20:]) < 0.3


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("length", [29, 30, 31])  # two windows of 7 fit, one letter is left, two
@kinds
def test_three_times_through_a_text_in_plain_words(kind, optimizer, length):
    """The state begins again with the text; weights, and what the optimizer remembers, do not."""
    ids = IDS[:length]
    trainer = a_trainer(
        ids, kind=kind, optimizer=optimizer, learning_rate=0.05, clip=0.05, dtype=np.float64
    )
    model, losses, largest = copy.deepcopy(trainer.model), [], 0
    plain = OPTIMIZERS[optimizer](model.params, 0.05)
    for _ in range(3):
        state = model.initial_state(2)
        for inputs, targets, _ in windows(ids, 7, 2):
            logits, state, cache = model.forward(inputs, state)
            loss, dlogits = cross_entropy(logits, targets)
            grads, _ = model.backward(dlogits, cache)
            largest = max(largest, np.abs(grads.flat).max())
            plain.update(clip(grads, 0.05))
            losses.append(loss / len(inputs))
    trainer.run(len(losses), progress=False)
    assert trainer.losses == losses
    np.testing.assert_array_equal(trainer.model.params.flat, model.params.flat)
    assert (trainer.position, trainer.state.any()) == (0, False)
    assert largest > 0.1  # there was something to clip


def test_the_loss_of_a_short_window_is_per_character_too():
    trainer = a_trainer(ids=IDS[:31])  # windows of 7, 7 and 1
    trainer.run(3, progress=False)
    assert trainer.losses == pytest.approx([np.log(3)] * 3, abs=0.4)


def test_smooth_loss_is_the_originals_average_per_window():
    trainer = a_trainer()
    smooth = np.log(3) * 7
    for _ in range(50):
        trainer.run(1, progress=False)
        smooth = smooth * 0.999 + trainer.losses[-1] * 7 * 0.001
    assert trainer.smooth_loss == pytest.approx(smooth)


def test_the_state_crosses_windows_and_is_set_back_where_the_text_begins_again():
    trainer = a_trainer(ids=IDS[:31])  # 15 targets a stream: windows of 7, 7 and 1
    seen = []
    forward = trainer.model.forward

    def watch(inputs, state):
        seen.append((len(inputs), state.copy()))
        logits, after, cache = forward(inputs, state)
        watch.after = after
        return logits, after, cache

    trainer.model.forward = watch
    for update in range(9):
        before = getattr(watch, "after", None)
        trainer.run(1, progress=False)
        length, state = seen[-1]
        assert length == (7, 7, 1)[update % 3]
        if update % 3 == 0:
            assert (state == 0).all()
        else:
            np.testing.assert_array_equal(state, before)
            assert (state != 0).any()


@settings(max_examples=30)
@given(st.integers(0, 30), st.integers(0, 30))
def test_run_a_then_b_is_run_a_plus_b(a, b):
    parts, whole = a_trainer(), a_trainer()
    parts.run(a, progress=False)
    parts.run(b, progress=False)
    whole.run(a + b, progress=False)
    assert everything(parts) == everything(whole)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("a", [0, 1, 25, 60])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("kind", [RNN, LSTM])
def test_also_through_save_and_load(tmp_path, kind, optimizer, a, dtype):
    whole = a_trainer(kind=kind, optimizer=optimizer, dtype=dtype, learning_rate=0.07, clip=1.5)
    if optimizer == "adam":
        whole.optimizer.beta2 = 0.99
    whole.run(a, progress=False)
    whole.save(tmp_path / "trainer.npz")
    again = Trainer.load(tmp_path / "trainer.npz", IDS)
    assert everything(again) == everything(whole)
    assert again.clip == 1.5
    assert again.optimizer.learning_rate == 0.07
    whole.run(30, progress=False)
    again.run(30, progress=False)
    assert everything(again) == everything(whole)


def test_it_trains_and_measures_on_one_thread_and_leaves_the_others_as_they_were(monkeypatch):
    def threads():
        return {lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"}

    during, trainer = [], a_trainer()
    right = trainer.model.forward
    monkeypatch.setattr(
        trainer.model, "forward", lambda *given: during.append(threads()) or right(*given)
    )
    with threadpool_limits(2, user_api="blas"):
        before = threads()
        for use in (lambda: trainer.run(1, progress=False), lambda: evaluate(trainer.model, IDS)):
            use()
            assert during.pop() == {1}
            assert threads() == before


def test_something_can_be_done_after_every_update():
    trainer, straight, heard = a_trainer(), a_trainer(), []
    trainer.run(5, progress=False, after_update=lambda: heard.append(trainer.iteration))
    straight.run(5, progress=False)
    assert heard == [1, 2, 3, 4, 5]
    assert everything(trainer) == everything(straight)


def test_the_bar_tells_loss_and_time_and_changes_nothing(capsys):
    quiet, loud = a_trainer(), a_trainer()
    quiet.run(40, progress=False)
    assert capsys.readouterr() == ("", "")
    loud.run(40)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "nats/char" in printed.err
    assert "40/40" in printed.err
    assert "updates/s" in printed.err
    assert everything(quiet) == everything(loud)
    loud.run(120)  # and on from there; every 50 the mean of the last hundred losses is told
    printed = capsys.readouterr().err
    assert "| 40/160 [" in printed
    assert f"{np.mean(loud.losses[41:141]):.3f} nats/char" in printed


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    trainer = a_trainer(dtype=dtype)
    trainer.run(30, progress=False)
    assert trainer.model.params.flat.dtype == trainer.optimizer.memory.dtype == dtype
    assert trainer.state.dtype == dtype


@pytest.mark.parametrize("spoiled", [np.nan, -np.inf])
def test_a_loss_that_is_no_number_stops_before_anything_changes(spoiled):
    trainer = a_trainer()
    trainer.run(5, progress=False)
    trainer.model.params["by"][1] = spoiled
    before = everything(trainer)
    told = r"^the loss is -?(nan|inf) after 5 updates: .* smaller learning_rate$"
    with pytest.raises(FloatingPointError, match=told):
        trainer.run(5, progress=False)
    assert everything(trainer) == before


def test_fewer_updates_than_none_are_refused():
    with pytest.raises(ValueError, match=r"^iterations is -1: "):
        a_trainer().run(-1, progress=False)


@kinds
def test_it_does_not_end_with_weights_that_are_no_numbers(kind):
    """The last update's own loss is still a number: nobody else would look."""
    trainer = a_trainer(kind=kind, learning_rate=1e39)
    with pytest.raises(
        FloatingPointError, match=r"no numbers after 1 updates: .* smaller learning"
    ):
        trainer.run(1, progress=False)
    assert np.isfinite(trainer.losses).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("rate", [1e6, 1e25, 1e39, 1e300])
def test_a_rate_that_is_much_too_large_is_told_in_one_sentence_and_no_warning(optimizer, rate):
    trainer = a_trainer(learning_rate=rate, optimizer=optimizer)
    if rate > 1e38:
        with pytest.raises(FloatingPointError, match="smaller learning_rate"):
            trainer.run(3, progress=False)
    else:
        with contextlib.suppress(FloatingPointError):
            trainer.run(3, progress=False)
            assert np.isfinite(trainer.model.params.flat).all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"seq_length": 0}, "seq_length is 0"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"seq_length": 135}, "135 \\+ 1 = 271"),
        ({"seq_length": 7.0}, "whole number"),
        ({"ids": IDS[:, None]}, "one text"),
        ({"learning_rate": 0}, "learning_rate is 0"),
        ({"learning_rate": "0.1"}, "must be a number above 0"),
        ({"clip": None}, "clip is None: it must be a number"),
        ({"clip": IDS}, "it must be a number"),
        ({"optimizer": "newton"}, "no optimizer 'newton': the names are sgd, adagrad, adam"),
        ({"clip": 0}, "clip is 0"),
        ({"ids": IDS + 1}, "id 3 does not fit 3"),
        ({"ids": IDS / 2}, "whole numbers"),
    ],
)
def test_faults(wrong, words):
    with pytest.raises(ValueError, match=words):
        a_trainer(**wrong)


# --- interrupts -------------------------------------------------------------------------------


@pytest.mark.parametrize("delay", [0.001, 0.003, 0.01, 0.02, 0.03, 0.05])
def test_an_interrupt_falls_between_two_updates(delay):
    trainer = a_trainer()

    def run():  # the signal may come at any time after this has begun
        threading.Timer(delay, signal.raise_signal, (signal.SIGINT,)).start()
        trainer.run(10**9, progress=False)

    with pytest.raises(KeyboardInterrupt):
        run()
    done = trainer.iteration
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    straight = a_trainer()
    straight.run(done, progress=False)
    assert everything(trainer) == everything(straight)
    trainer.run(20, progress=False)
    straight.run(20, progress=False)
    assert everything(trainer) == everything(straight)


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("stage", ["forward", "backward", "update"])
def test_an_interrupt_in_the_middle_of_an_update_waits_for_its_end(monkeypatch, stage, number):
    trainer, straight = a_trainer(), a_trainer()
    owner = trainer.optimizer if stage == "update" else trainer.model
    right, calls = getattr(owner, stage), []

    def interrupted(*arguments):
        calls.append(stage)
        if len(calls) == 10:
            signal.raise_signal(number)
        return right(*arguments)

    monkeypatch.setattr(owner, stage, interrupted)
    with pytest.raises(KeyboardInterrupt), stopped_by_signals():
        trainer.run(50, progress=False)
    assert trainer.iteration == 10
    straight.run(10, progress=False)
    assert everything(trainer) == everything(straight)


def test_an_interrupt_of_the_last_update_is_not_lost(monkeypatch):
    trainer = a_trainer()
    right = trainer.optimizer.update

    def interrupted(grads):
        signal.raise_signal(signal.SIGINT)
        right(grads)

    monkeypatch.setattr(trainer.optimizer, "update", interrupted)
    with pytest.raises(KeyboardInterrupt):
        trainer.run(1, progress=False)
    assert trainer.iteration == 1


def test_a_handler_that_does_not_raise_lets_training_go_on():
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append(1))
    try:
        trainer = a_trainer()
        threading.Timer(0.01, signal.raise_signal, (signal.SIGINT,)).start()
        start = time.monotonic()
        while not heard and time.monotonic() < start + 30:
            trainer.run(100, progress=False)
        assert heard
        assert trainer.iteration % 100 == 0
    finally:
        signal.signal(signal.SIGINT, before)


def test_it_runs_in_a_thread():
    trainer, straight = a_trainer(), a_trainer()
    thread = threading.Thread(target=trainer.run, args=(20, False))
    thread.start()
    thread.join()
    straight.run(20, progress=False)
    assert everything(trainer) == everything(straight)


# --- saving -----------------------------------------------------------------------------------


def test_another_text_is_refused(tmp_path):
    a_trainer().save(tmp_path / "t.npz")
    with pytest.raises(ValueError, match="same ids"):
        Trainer.load(tmp_path / "t.npz", IDS[:-1])


def test_a_model_without_training_is_refused(tmp_path):
    from rnnlib import save_model

    save_model(tmp_path / "m.npz", RNN(3, 2), Vocabulary("abc"))
    with pytest.raises(CheckpointError, match="load_model"):
        Trainer.load(tmp_path / "m.npz", IDS)


def spoil_array(arrays, name, change):
    arrays[name] = change(arrays[name])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda settings, arrays: settings.pop("clip"),
        lambda settings, arrays: settings.update(position=10**6),
        lambda settings, arrays: settings.update(iteration=3),
        lambda settings, arrays: settings.update(position=2.0),
        lambda settings, arrays: settings.update(position=-1),
        lambda settings, arrays: settings.update(position=(len(IDS) - 1) // 2),
        lambda settings, arrays: settings["optimizer_settings"].pop("learning_rate"),
        lambda settings, arrays: settings["optimizer_settings"].update(learning_rate=-1),
        lambda settings, arrays: settings.update(optimizer="newton"),
        lambda settings, arrays: arrays.pop("training.losses"),
        lambda settings, arrays: arrays.pop("training.state"),
        lambda settings, arrays: arrays.pop("optimizer.memory"),
        lambda settings, arrays: spoil_array(arrays, "optimizer.memory", lambda a: a[:1]),
        lambda settings, arrays: spoil_array(arrays, "training.state", lambda a: a.astype(float)),
        lambda settings, arrays: spoil_array(arrays, "training.state", lambda a: a * np.nan),
        lambda settings, arrays: spoil_array(arrays, "optimizer.memory", lambda a: a + np.inf),
        lambda settings, arrays: spoil_array(arrays, "training.losses", lambda a: a.astype(str)),
        lambda settings, arrays: spoil_array(arrays, "training.losses", lambda a: a[:, None]),
        lambda settings, arrays: spoil_array(arrays, "training.losses", lambda a: a + 1j),
    ],
)
def test_a_damaged_trainer_is_refused(tmp_path, monkeypatch, spoil):
    from rnnlib import checkpoint

    trainer = a_trainer()
    trainer.run(5, progress=False)
    trainer.save(tmp_path / "t.npz")
    model, vocab, facts, arrays = checkpoint.read(tmp_path / "t.npz")
    spoil(facts["training"], arrays)
    monkeypatch.setattr(checkpoint, "read", lambda path: (model, vocab, facts, arrays))
    with pytest.raises(CheckpointError, match="damaged"):
        Trainer.load(tmp_path / "t.npz", IDS)


def test_an_interrupt_waits_until_the_file_is_whole(tmp_path, monkeypatch):
    trainer = a_trainer()
    right = np.savez

    def interrupted(*arguments, **arrays):
        signal.raise_signal(signal.SIGINT)
        right(*arguments, **arrays)

    monkeypatch.setattr(np, "savez", interrupted)
    with pytest.raises(KeyboardInterrupt):
        trainer.save(tmp_path / "t.npz")
    assert Trainer.load(tmp_path / "t.npz", IDS).iteration == 0


def test_numpy_settings_resume_to_the_bit(tmp_path):
    whole = a_trainer(learning_rate=np.float64(0.05), clip=np.float64(0.5))
    whole.run(10, progress=False)
    whole.save(tmp_path / "t.npz")
    again = Trainer.load(tmp_path / "t.npz", IDS)
    whole.run(20, progress=False)
    again.run(20, progress=False)
    assert everything(again) == everything(whole)


def test_a_trainers_file_is_a_model_too(tmp_path):
    trainer = a_trainer()
    trainer.run(10, progress=False)
    trainer.save(tmp_path / "t.npz", Vocabulary("abc"), corpus="abc")
    model, vocab, facts = load_model(tmp_path / "t.npz")
    np.testing.assert_array_equal(model.params.flat, trainer.model.params.flat)
    assert vocab.chars == ["a", "b", "c"]
    assert facts["corpus"] == "abc"
    assert facts["training"]["iteration"] == 10
    trainer.save(tmp_path / "without.npz")
    with pytest.raises(CheckpointError, match="no vocabulary"):
        load_model(tmp_path / "without.npz")


KILLED_WHILE_SAVING = """
import os, signal, sys, time
from rnnlib import RNN, Trainer

path, ids = sys.argv[1], list(range(65)) * 10
trainer = Trainer(RNN(65, 100), ids)
trainer.run(3, progress=False)
trainer.save(path)
for delay in (0.001, 0.002, 0.003, 0.005, 0.008, 0.011, 0.017, 0.023):
    child = os.fork()
    while child == 0:
        trainer.save(path)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert Trainer.load(path, ids).iteration == 3
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no fork, and no SIGKILL, on Windows")
def test_a_process_killed_while_saving_leaves_a_whole_file(tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", KILLED_WHILE_SAVING, tmp_path / "t.npz"]
    subprocess.run(command, check=True)


PAGES_FETCHED = """
import resource
import numpy as np
from rnnlib import RNN, Trainer

trainer = Trainer(RNN(65, 100), np.random.default_rng(0).integers(65, size=200_000), batch_size=32)
trainer.run(20, progress=False)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
trainer.run(50, progress=False)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="it is glibc that is taught")
def test_what_a_window_frees_is_there_for_the_next():
    """Untaught, glibc gives it back, and each window fetches some hundred pages again."""
    command = [sys.executable, "-c", PAGES_FETCHED]
    pages = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert pages < 50 * 20


# --- evaluate ---------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [2, 3, 500, 501, 502, 1203])
def test_evaluate_reads_the_text_once_from_zero(ids, vocab, length):
    model = RNN(len(vocab), 10, rng=0, dtype=np.float64, init_scale=0.5)
    weights = model.params.flat.copy()
    state, total = model.initial_state(), 0.0
    for i, target in pairwise(ids[:length]):
        logits, state = model.step([i], state)
        total += np.log(np.exp(logits).sum()) - logits[0, target]
    assert evaluate(model, ids[:length]) == pytest.approx(total / (length - 1), rel=1e-9)
    np.testing.assert_array_equal(model.params.flat, weights)


def test_evaluate_says_when_there_is_no_number():
    model = RNN(3, 2)
    model.params.flat[:] = 3e38
    with pytest.raises(FloatingPointError, match=r"the loss is nan: .* smaller learning_rate"):
        evaluate(model, IDS)


def test_evaluate_needs_two_letters():
    with pytest.raises(ValueError, match="at least 2"):
        evaluate(RNN(3, 2), IDS[:1])
