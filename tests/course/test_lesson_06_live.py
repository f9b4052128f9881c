import asyncio
import html
import importlib
import json
import os
import re
import runpy
import signal
import threading

import numpy as np
import pytest

from rnnlib import RNN, Trainer, Vocabulary
from rnnlib.corpora import DATA
from rnnlib.course import lesson_06
from rnnlib.course.measured import measured

live_module = importlib.import_module("rnnlib.course.lesson_06.live")
TEXT = "the cat sat on the mat, and the dog sat on the cat.\n" * 20
VOCAB = Vocabulary(TEXT)
STORED = measured("live_training")


def new_trainer(rate, **options):
    model = RNN(len(VOCAB), 8, rng=3)
    return Trainer(model, VOCAB.encode(TEXT), seq_length=5, learning_rate=rate, **options)


class Browser:
    """What a browser keeps of the messages of a panel, and what it answers."""

    def __init__(self, panel, answers=True):
        self.panel, self.answers = panel, answers
        self.messages, self.losses = [], []
        panel.send = self.hear

    def hear(self, told):
        json.dumps(told, allow_nan=False)
        self.messages.append(told)
        assert told["start"] <= len(self.losses)
        self.losses[told["start"] :] = told["losses"]
        if self.answers:
            self.say("seen")

    def say(self, what, **more):
        self.panel._handle_custom_msg({"say": what, **more}, [])

    @property
    def last(self):
        return self.messages[-1]


async def until(condition):
    while not condition():
        await asyncio.sleep(0.001)


async def trained(panel, updates):
    """Play until there are at least so many more updates, and pause."""
    goal = panel.trainer.iteration + updates
    panel.play()
    await until(lambda: panel.trainer.iteration >= goal or panel.task.done())
    panel.pause()
    await panel.task


def in_a_loop(test):
    """As in a kernel, where an event loop runs."""

    def run():
        async def main():
            panel = lesson_06.live_training(new_trainer, VOCAB, rates=(0.02, 0.05, 0.1))
            await asyncio.wait_for(test(panel, Browser(panel)), 300)
            assert panel.task is None or panel.task.done()

        asyncio.run(main())

    run.__name__ = test.__name__
    return run


def same_without_it(panel):
    """Whether plain training gives the same losses, to the bit, and the same texts."""
    trainer = new_trainer(panel.rate)
    texts = lesson_06.follow(trainer, VOCAB, panel.trainer.iteration)
    assert trainer.losses == panel.trainer.losses
    np.testing.assert_array_equal(trainer.model.params.flat, panel.trainer.model.params.flat)
    both = texts.keys() & panel.samples.keys()
    assert panel.trainer.iteration in both
    return all(texts[n] == panel.samples[n] for n in both)


@in_a_loop
async def test_it_does_not_train_unasked(panel, browser):
    browser.say("hello")
    await until(lambda: browser.messages)
    assert panel.trainer.iteration == 0
    assert panel.task is None
    told = browser.last
    assert (told["start"], told["losses"], told["playing"], told["error"]) == (0, [], False, "")
    assert told["rate"] == "0.05"
    assert told["samples"] == [(0, panel.samples[0])]
    assert panel.setup == {"rates": ["0.02", "0.05", "0.1"], "nothing": np.log(len(VOCAB))}


@in_a_loop
async def test_it_trains_as_a_trainer_does_and_tells_all_of_it(panel, browser):
    browser.say("play")
    await until(lambda: panel.trainer.iteration >= 600)
    assert panel.playing
    assert browser.last["playing"]
    browser.say("pause")
    await until(lambda: panel.task.done())
    n = panel.trainer.iteration
    assert not browser.last["playing"]
    np.testing.assert_allclose(browser.losses, panel.trainer.losses, atol=6e-5)
    assert list(panel.samples) == [0, 100, 200, 500, *([1000] if n > 1000 else []), n]
    assert browser.last["samples"] == list(panel.samples.items())
    assert same_without_it(panel)
    await trained(panel, 10)
    assert panel.trainer.iteration >= n + 10
    assert same_without_it(panel)


@in_a_loop
async def test_others_work_meanwhile(panel, browser):
    panel.play()
    seen = set()
    while panel.trainer.iteration < 3000:
        seen.add(panel.trainer.iteration)
        await asyncio.sleep(0)
    assert len(seen) > 5
    panel.pause()
    await panel.task


@in_a_loop
async def test_what_is_done_in_a_cell_counts(panel, browser):
    await trained(panel, 50)
    panel.trainer.run(77, progress=False)
    await trained(panel, 50)
    assert same_without_it(panel)
    assert len(browser.losses) == panel.trainer.iteration


@in_a_loop
async def test_a_reset_begins_again_and_keeps_the_curve_that_was(panel, browser):
    await trained(panel, 120)
    before = panel.trainer.losses
    panel.play()
    browser.say("reset", rate=2)
    await until(lambda: panel.trainer.losses == [])
    await until(lambda: panel.task.done())
    assert panel.rate == 0.1
    assert not panel.playing
    assert list(panel.samples) == [0]
    assert browser.losses == []
    assert browser.last["rate"] == "0.1"
    assert browser.last["before"]["rate"] == "0.05"
    np.testing.assert_allclose(browser.last["before"]["losses"][: len(before)], before, atol=6e-5)
    await trained(panel, 30)
    assert same_without_it(panel)
    panel.reset()
    panel.reset()  # there was nothing to keep
    assert panel.rate == 0.1
    assert browser.last["before"] == {"rate": "", "losses": []}


def test_a_second_play_is_none_and_one_after_a_pause_goes_on(monkeypatch):
    @in_a_loop
    async def test(panel, browser):
        panel.play()
        task = panel.task
        panel.play()
        await until(lambda: panel.trainer.iteration > 20)
        panel.pause()
        panel.play()
        assert panel.task is task
        n = panel.trainer.iteration
        await until(lambda: panel.trainer.iteration > n + 200)
        panel.pause()
        await task
        assert same_without_it(panel)

    test()


@in_a_loop
async def test_a_new_panel_and_close_stop_it(panel, browser):
    panel.play()
    await until(lambda: panel.trainer.iteration > 0)
    other = lesson_06.live_training(new_trainer, VOCAB)
    await panel.task
    Browser(other)
    other.play()
    await until(lambda: other.trainer.iteration > 0)
    other.close()
    await other.task


@in_a_loop
async def test_a_browser_is_heard_in_another_thread_and_obeyed_in_the_kernels(panel, browser):
    where = []

    def fresh(rate):
        where.append(threading.current_thread())
        return new_trainer(rate)

    panel.new_trainer = fresh
    for say in (("reset", {"rate": 0}), ("play", {})):
        heard = threading.Thread(target=browser.say, args=say[:1], kwargs=say[1])
        heard.start()
        heard.join()
    await until(lambda: panel.trainer.iteration > 10)
    assert where == [threading.main_thread()]
    panel.pause()
    await panel.task
    assert same_without_it(panel)


@in_a_loop
async def test_divergence_is_one_sentence_and_the_end_until_reset(panel, browser):
    panel.new_trainer = lambda rate: new_trainer(1e38 if rate == 0.1 else rate, optimizer="sgd")
    panel.reset(0.1)
    panel.play()
    await panel.task
    told = browser.last["error"]
    assert re.fullmatch(
        r"(the loss is|there are weights).*: begin again with a smaller learning_rate", told
    )
    assert not browser.last["playing"]
    panel.play()
    assert not panel.playing
    panel.reset(0.02)
    assert browser.last["error"] == ""
    await trained(panel, 5)
    assert panel.trainer.iteration >= 5


@in_a_loop
async def test_any_other_error_is_told_and_raised(panel, browser):
    def run(updates, progress):
        raise RuntimeError("no more paper")

    panel.trainer.run = run
    panel.play()
    with pytest.raises(RuntimeError, match="no more paper"):
        await panel.task
    assert browser.last["error"] == "RuntimeError: no more paper"
    assert not browser.last["playing"]


def test_an_error_of_what_makes_the_trainer_is_told():
    told = []

    @in_a_loop
    async def test(panel, browser):
        def fresh(rate):
            raise NameError("no ids")

        await trained(panel, 20)
        n, panel.new_trainer = panel.trainer.iteration, fresh
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
        browser.say("reset", rate=0)
        await until(lambda: told)
        assert browser.last["error"] == "NameError: no ids"
        assert panel.trainer.iteration == n == len(browser.losses)
        panel.new_trainer = new_trainer
        panel.reset()
        assert browser.last["error"] == ""

    test()
    assert isinstance(told[0]["exception"], NameError)


def test_the_first_rate_is_one_of_the_rates():
    with pytest.raises(ValueError, match=r"rate is 0\.3: .* one of 0\.1, 1"):
        lesson_06.live_training(new_trainer, VOCAB, rates=(0.1, 1), rate=0.3)


def test_where_nobody_looks_it_stops(monkeypatch):
    monkeypatch.setattr(live_module, "ALONE", 5)

    @in_a_loop
    async def test(panel, browser):
        browser.answers = False
        panel.play()
        await panel.task
        assert not panel.playing
        assert panel.trainer.iteration > 5
        browser.answers = True
        n = panel.trainer.iteration
        panel.play()
        await until(lambda: panel.trainer.iteration > n + 3000)
        panel.pause()
        await panel.task

    test()


def test_a_slow_browser_is_waited_for_and_misses_nothing(monkeypatch):
    monkeypatch.setattr(live_module, "PAUSE", 10_000)

    @in_a_loop
    async def test(panel, browser):
        browser.answers = False
        panel.play()
        await until(lambda: panel.trainer.iteration > 600)
        assert len(browser.messages) == 1 + live_module.UNSEEN  # the first tells all
        browser.say("seen")
        n = len(browser.losses)
        await until(lambda: len(browser.losses) > n)
        panel.pause()
        await panel.task
        np.testing.assert_allclose(browser.losses, panel.trainer.losses, atol=6e-5)

    test()


def test_one_that_does_not_answer_at_all_is_told_now_and_then(monkeypatch):
    monkeypatch.setattr(live_module, "PAUSE", 0.01)

    @in_a_loop
    async def test(panel, browser):
        browser.answers = False
        panel.play()
        await until(lambda: len(browser.messages) > 3 * live_module.UNSEEN)
        panel.pause()
        await panel.task

    test()


@pytest.mark.parametrize("handler", [signal.SIG_IGN, signal.default_int_handler])
def test_an_interrupt_in_the_midst_of_an_update_pauses_it_and_nothing_is_lost(handler):
    before = signal.getsignal(signal.SIGINT)

    @in_a_loop
    async def test(panel, browser):
        signal.signal(signal.SIGINT, handler)  # a kernel at rest, or another program
        forward = panel.trainer.model.forward

        def interrupted(*arguments):
            if panel.trainer.iteration == 40:
                os.kill(os.getpid(), signal.SIGINT)
            return forward(*arguments)

        panel.trainer.model.forward = interrupted
        panel.play()
        await panel.task
        assert panel.trainer.iteration > 40
        assert not browser.last["playing"]
        assert signal.getsignal(signal.SIGINT) is handler
        n = panel.trainer.iteration
        await trained(panel, 30)
        assert panel.trainer.iteration >= n + 30
        assert same_without_it(panel)

    try:
        test()
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_interrupt_between_two_slices_pauses_it():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)

    @in_a_loop
    async def test(panel, browser):
        panel.play()
        await until(lambda: panel.trainer.iteration > 100)
        os.kill(os.getpid(), signal.SIGINT)
        await panel.task
        assert same_without_it(panel)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN

    try:
        test()
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_the_network_writes_depends_on_seed_and_updates_alone():
    trainer = new_trainer(0.05)
    first = live_module.write(trainer, VOCAB)
    assert len(first) == live_module.LETTERS
    assert live_module.write(trainer, VOCAB) == first != live_module.write(trainer, VOCAB, 1)
    trainer.iteration = 1
    assert live_module.write(trainer, VOCAB) != first


def test_it_writes_at_one_two_five_and_ten_of_every_power_and_then_every_ten_thousand():
    n, moments = 0, []
    while n < 30_000:
        n = live_module._next_moment(n)
        moments.append(n)
    assert moments == [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000]


def test_the_curve_shows_the_losses_and_the_means_of_a_hundred():
    losses = np.arange(250) / 100
    [ax] = lesson_06.training_curve(losses, np.log(60)).axes
    dots, line, nothing = ax.lines
    np.testing.assert_array_equal(dots.get_xydata(), np.stack([np.arange(1, 251), losses], axis=1))
    np.testing.assert_allclose(line.get_xydata(), [(50, 0.495), (150, 1.495), (200, 1.995)])
    assert list(nothing.get_ydata()) == [np.log(60)] * 2
    assert [text.get_text() for text in ax.texts] == ["2.00", "knows nothing"]


def test_where_nothing_runs_there_is_a_run_that_is_done():
    panel = lesson_06.live_training(new_trainer, VOCAB)
    data, _ = panel._repr_mimebundle_()
    assert data["text/plain"] == repr(panel)
    assert repr(panel).startswith("[a panel to play with, once the notebook runs: ")
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.model_id
    still = html.unescape(re.sub(r"<[^>]*>", "", data["text/html"]))
    assert still.startswith("A panel to play with, once the notebook runs.")
    end = np.mean(STORED["losses"][-100:])
    told = f"after 5 000 updates, at {end:.2f} nats per letter, it writes"
    assert told + STORED["samples"][-1][1] in still
    assert re.search(rf'alt="Dots over the updates, .* falls to {end:.2f}\."', data["text/html"])


def test_the_run_that_is_done_was_trained_so(tmp_path):
    main = runpy.run_path(str(DATA / "measure_live.py"))["main"]
    main(tmp_path / "run.json", updates=120)
    again = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert again.keys() == STORED.keys()
    for key in ("what", "rate", "nothing"):
        assert again[key] == STORED[key]
    assert [n for n, _ in again["samples"]] == [0, 100, 120]
    assert [n for n, _ in STORED["samples"]] == [0, 100, 200, 500, 1000, 2000, 5000]
    assert again["samples"][0] == STORED["samples"][0]
    # what two processors round differently grows from update to update
    np.testing.assert_allclose(again["losses"][:10], STORED["losses"][:10], atol=0.02)
    assert len(STORED["losses"]) == 5000
    assert np.mean(STORED["losses"][-500:]) < np.mean(STORED["losses"][500:1000]) - 0.2
