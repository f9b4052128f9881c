"""The panels of lesson 10 answer to the keyboard, with a kernel and without one."""

import re

from every_notebook import EveryNotebook

from rnnlib import load_model
from rnnlib.course import lesson_10

NAME = "10_reading_the_hidden_state.ipynb"


def colors(panel):
    """The background of each letter."""
    return panel.body.evaluate(
        "body => [...body.querySelectorAll('span')].map(span => span.style.background)"
    )


def test_unit_browser(open_panel):
    """What the script makes is what Python makes, letter by letter."""
    panel = open_panel(NAME, "lesson_10.unit_browser(")
    model, vocab, _ = load_model("lstm")
    page = lesson_10.tales()[65_000:66_224]
    units = lesson_10.units(model, vocab, page, batch_size=1)[-229:]
    alike = lesson_10.unit_browser(page[-229:], units)
    panel.shows(lambda note: note.startswith("unit 280: from "))
    first = colors(panel)
    panel.press("unit", "Home")
    for unit in range(3):
        page = alike.page_at([unit])
        panel.shows(page["note"])
        wanted = re.findall(r"background:#(\w\w)(\w\w)(\w\w)", page["body"])
        assert colors(panel) == [
            f"rgb({int(r, 16)}, {int(g, 16)}, {int(b, 16)})" for r, g, b in wanted
        ]
        assert colors(panel) != first
        panel.press("unit", "ArrowRight")
    panel.press("unit", "End")
    panel.shows(lambda note: note.startswith("unit 399: from "))
    assert panel.is_tidy()


def test_knob_panel(open_panel):
    """What it writes depends on the processor's last digits, but the more, the more line ends."""
    panel = open_panel(NAME, "lesson_10.knob_panel(")
    assert panel.press("the unit is held at", "Home") == "nothing: it is free"
    ends = []
    for _ in lesson_10.turns()[1:]:
        said = panel.press("the unit is held at", "ArrowRight")
        panel.shows(lambda note: re.fullmatch(r"\d+ line ends? in 300 letters", note))
        ends.append((float(said.replace("\u2212", "-")), panel.body.inner_text().count("\n")))
    assert ends == sorted(ends, key=lambda pair: pair[0])
    assert ends[-1][1] > 2 * ends[0][1] + 5


def test_neighbours_panel(open_panel):
    panel = open_panel(NAME, "lesson_10.neighbours_panel(")
    for name in ("LSTM", "shuffled LSTM"):
        panel.pick("network", ["LSTM", "shuffled LSTM"].index(name))
        panel.press("place", "Home")
        for place in range(1, 13):
            words = rf"{name}: the last \d+(, \d+){{4}} letters are the same"
            panel.shows(lambda note, words=words: re.fullmatch(words, note))
            assert len(panel.body.inner_text().splitlines()) == 6
            said = panel.press("place", "ArrowRight")
            assert said == f"{min(place + 1, 12)} of 12"
    assert panel.is_tidy()


class TestNotebook(EveryNotebook):
    pass
