"""The live training of lesson 06, in a small notebook of its own."""

import json
import re

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from rnnlib.course.measured import measured

NO_KERNEL = "training needs a running kernel"
NOTEBOOK = """
from rnnlib import RNN, Trainer, Vocabulary, load_text
from rnnlib.course import lesson_06

vocab = Vocabulary(load_text("tales"))
ids = vocab.encode(load_text("tales"))


def new_trainer(rate):
    return Trainer(RNN(len(vocab), 20), ids, learning_rate=rate)


live = lesson_06.live_training(new_trainer, vocab)
live
"""
# whether a training without the panel gives the same, to the bit
SAME = """
alone = new_trainer(live.rate)
alone.run(live.trainer.iteration, progress=False)
print(alone.losses == live.trainer.losses)
"""


@pytest.fixture(scope="module", autouse=True)
def notebook(lab):
    """A small notebook beside the lessons, with the panel."""
    _, folder = lab
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [new_code_cell(NOTEBOOK.strip())]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, folder / "live.ipynb")


class Live:
    """The live training, in JupyterLab or on a page."""

    def __init__(self, place):
        self.page, self.inside = place.page, place.inside
        self.panel = place.panel("lesson_06.live_training(")
        self.box, self.body = self.panel.box, self.panel.body
        self.play, self.reset = (
            self.box.get_by_role("group", name="training").locator("button").all()
        )

    def ask(self, code):
        """What the kernel prints, as for a cell that is run now."""
        return self.page.evaluate(
            """async code => {
                const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session
                const future = kernel.requestExecute({code})
                let printed = ''
                future.onIOPub = ({content}) => { printed += content.text ?? content.evalue ?? '' }
                await future.done
                return printed.trim()
            }""",
            code,
        )

    def begin(self, code):
        """Let the kernel run this, and wait until it does."""
        self.page.evaluate(
            """code => new Promise(resolve => {
                const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session
                const future = kernel.requestExecute({code: `print("it runs")\n${code}`})
                future.onIOPub = ({content}) => content.text && resolve()
                window.reply = future.done
            })""",
            code,
        )

    def iteration(self):
        return int(self.ask("print(live.trainer.iteration)"))

    def shows(self, told, role="status"):
        """Wait until the sentence of the panel begins with what is told."""
        self.box.get_by_role(role).filter(has_text=re.compile(f"^{told}")).wait_for(timeout=60_000)

    def press(self, button, key, then):
        """Press a key on a button, and wait until Play has this name."""
        button.press(key)
        self.named(then)

    def named(self, name):
        self.box.get_by_role("button", name=name, exact=True).wait_for(timeout=60_000)

    def until(self, updates):
        """Wait until the panel shows that so many updates were made."""
        self.page.wait_for_function(
            "([note, n]) => parseInt(note.innerText.replaceAll(' ', '')) >= n",
            arg=[self.box.get_by_role("status").element_handle(), updates],
            timeout=120_000,
        )

    def updates(self):
        """How many updates it shows."""
        told = self.box.get_by_role("status").inner_text()
        return int(told.split(" updates")[0].replace(" ", ""))

    def words(self):
        """What stands in the chart, and what is told of it."""
        chart = self.body.get_by_role("img")
        return chart.locator("text").all_text_contents(), chart.get_attribute("aria-label")

    def line(self, place):
        """The points of a line in the chart: that of the last run, that of this one."""
        line = self.body.locator("polyline").nth(place)
        return np.array(line.evaluate("line => [...line.points].map(({x, y}) => [x, y])"))

    def is_that_of(self, losses, place=1):
        """Whether a line goes through the means of each hundred losses."""
        ends = np.unique([*range(100, len(losses), 100), len(losses)])
        means = [np.mean(losses[end - 100 : end]) for end in ends]
        x, y = self.line(place).T
        for drawn, wanted in ((x, ends), (y, np.array(means))):
            slope, start = np.polyfit(wanted, drawn, 1)
            np.testing.assert_allclose(drawn, slope * wanted + start, atol=0.2)
        return len(means) > 2


@pytest.fixture
def live(open_lesson):
    """The live training in JupyterLab, begun again at a rate of 0.05."""
    live = Live(open_lesson("live.ipynb"))
    live.named("Play")
    live.panel.choose("learning rate", 2)
    live.reset.press("Enter")
    live.shows("nothing is learned yet, at a rate of 0.05")
    return live


def test_live_training(open_panel, request):
    """It does not train unasked. Without a kernel it shows a run that is done."""
    name = "live.ipynb"
    panel = open_panel(name, "lesson_06.live_training(")
    if panel.typing:
        live = Live(request.getfixturevalue("open_lesson")(name))
        live.shows("nothing is learned yet, at a rate of 0.05")
        assert live.ask("print(live.trainer.iteration, live.task)") == "0 None"
        texts = json.loads(live.ask("import json; print(json.dumps(live.samples))"))
        assert live.body.locator("[data-updates]").inner_text().endswith(texts["0"].rstrip())
        assert live.box.get_by_text(NO_KERNEL).count() == 0
        return
    live, stored = Live(request.getfixturevalue("open_page")(name)), measured("live_training")
    live.shows("a run that is done: 100 units on the tales, at a rate of 0.05")
    assert live.box.get_by_text(NO_KERNEL).is_visible()
    for control in (live.play, live.reset, live.panel.control("learning rate")):
        assert control.is_disabled()
    assert live.is_that_of(stored["losses"])
    end = f"{np.mean(stored['losses'][-100:]):.2f}"
    words, told = live.words()
    assert f"rate 0.05: {end}" in words
    assert f"of 5000 updates in nats per letter, and a dashed line at {np.log(60):.2f}," in told
    assert told.endswith(f"the last 100 are at {end}.")
    texts = live.body.locator("[data-updates]").all()
    assert [int(text.get_attribute("data-updates")) for text in texts] == [
        n for n, _ in stored["samples"]
    ][::-1]
    assert texts[0].inner_text().split()[6:] == stored["samples"][-1][1].split()


def test_other_cells_run_while_it_trains_and_nothing_changes_for_it(live):
    live.press(live.play, "Space", "Pause")
    live.until(300)
    n = live.iteration()
    assert n >= 300
    assert live.ask("print(live.playing)") == "True"
    live.until(n + 300)
    assert live.iteration() >= n + 300
    live.press(live.play, "Enter", "Play")
    n = live.iteration()
    live.shows(f"{n // 1000} {n % 1000:03} updates" if n >= 1000 else f"{n} updates")
    assert live.ask(SAME) == "True"
    losses = json.loads(live.ask("print(live.trainer.losses)"))
    assert live.is_that_of(losses)
    texts = json.loads(live.ask("import json; print(json.dumps(live.samples))"))
    shown = live.body.locator("[data-updates]").all()
    assert [int(text.get_attribute("data-updates")) for text in shown] == [*map(int, texts)][::-1]
    assert shown[0].inner_text().split()[-3:] == texts[str(n)].split()[-3:]
    live.press(live.play, "Space", "Pause")
    live.until(n + 100)
    live.press(live.play, "Space", "Play")
    assert live.ask(SAME) == "True"


def test_another_rate_is_that_of_the_next_reset(live):
    live.press(live.play, "Space", "Pause")
    live.until(300)
    live.panel.choose("learning rate", 5)
    assert live.box.get_by_text("from the next Reset on; now 0.05").is_visible()
    live.press(live.reset, "Space", "Play")
    live.shows("nothing is learned yet, at a rate of 0.5")
    assert live.box.get_by_text("from the next Reset").count() == 0
    before = json.loads(live.ask("print(live._before[1])"))
    assert live.is_that_of(before, place=0)
    live.press(live.play, "Enter", "Pause")
    live.until(400)
    live.press(live.play, "Enter", "Play")
    assert live.ask(SAME) == "True"
    assert live.ask("print(live.rate)") == "0.5"
    words, _ = live.words()
    assert [word.split(":")[0] for word in words if "rate" in word] == ["rate 0.05", "rate 0.5"]
    leap = max(json.loads(live.ask("print(live.trainer.losses)")))
    assert f"up to {leap:.1f}" in words  # for which the axis has no room
    live.reset.press("Enter")
    live.shows("nothing is learned yet, at a rate of 0.5")
    live.panel.choose("learning rate", 1)  # nothing is lost, so it is taken at once
    live.shows("nothing is learned yet, at a rate of 0.02")


def test_an_interrupt_pauses_it_and_loses_nothing(live):
    live.press(live.play, "Space", "Pause")
    live.until(100)
    live.page.evaluate("() => jupyterapp.commands.execute('notebook:interrupt-kernel')")
    live.named("Play")
    assert live.ask(SAME) == "True"
    n = live.iteration()
    live.press(live.play, "Space", "Pause")
    live.until(n + 100)
    live.press(live.play, "Space", "Play")
    assert live.ask(SAME) == "True"


def test_a_cell_that_waits_can_be_interrupted_while_it_trains(live):
    live.press(live.play, "Space", "Pause")
    live.until(100)
    live.begin("import asyncio\nawait asyncio.sleep(1000)")
    live.until(live.updates() + 100)
    live.page.evaluate("() => jupyterapp.commands.execute('notebook:interrupt-kernel')")
    assert live.page.evaluate("async () => (await window.reply).content.status") == "error"
    assert live.ask("print(live.playing)") == "True"
    live.press(live.play, "Space", "Play")
    assert live.ask(SAME) == "True"


def test_where_the_kernel_has_another_cell_to_run_it_says_so(live):
    live.begin("import time\ntime.sleep(1000)")
    live.play.press("Enter")
    live.box.get_by_text("the kernel is busy").wait_for(timeout=60_000)
    live.page.evaluate("() => jupyterapp.commands.execute('notebook:interrupt-kernel')")
    live.named("Pause")
    live.until(100)
    assert live.box.get_by_text("the kernel is busy").count() == 0
    live.press(live.play, "Enter", "Play")
    assert live.ask(SAME) == "True"


def test_divergence_is_one_sentence(live):
    bad = "Trainer(RNN(60, 20), ids, optimizer='sgd', learning_rate=1e38)"
    live.ask(f"live.new_trainer = lambda rate: {bad}")
    live.press(live.reset, "Space", "Play")
    live.shows("nothing is learned yet, at a rate of 1e")
    live.play.press("Space")
    live.shows(".*begin again with a smaller learning_rate", role="alert")
    live.named("Play")
    live.ask("live.new_trainer = new_trainer")
    live.press(live.reset, "Space", "Play")
    live.box.get_by_role("alert").filter(has_text=re.compile("^$")).wait_for(state="attached")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_to_mend_where_it_has_trained(live, open_lesson, axe, theme):
    lesson = open_lesson("live.ipynb")
    lesson.wear(theme)
    for _ in range(2):
        live.press(live.play, "Space", "Pause")
        live.until(200)
        live.press(live.play, "Space", "Play")
        assert lesson.violations(axe) == []
        live.press(live.reset, "Space", "Play")


def test_a_run_of_its_cell_stops_it_and_a_new_kernel_is_waited_for(live):
    live.press(live.play, "Space", "Pause")
    live.until(100)
    live.ask("old = live")
    live.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    live.shows("nothing is learned yet, at a rate of 0.05")
    live.page.wait_for_function(
        "inside => document.querySelectorAll(`${inside} .rnn-panel`).length === 1", arg=live.inside
    )
    assert live.ask("import asyncio\nawait asyncio.wait([old.task])\nprint(old.playing)") == "False"
    assert live.ask("print(live is old, live.task)") == "False None"
    live.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    live.box.get_by_text(NO_KERNEL).wait_for(timeout=60_000)
    assert live.play.is_disabled()
