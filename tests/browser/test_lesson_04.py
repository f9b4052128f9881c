"""The panels of lesson 04 answer to the keyboard and show what the plain functions give."""

from pathlib import Path

from every_notebook import EveryNotebook

ROOT = Path(__file__).parents[2]


def test_backward_stepper(open_panel):
    panel = open_panel("04_backpropagation_through_time.ipynb", "lesson_04.backward_stepper(")
    panel.shows(lambda told: told.startswith("The way forward is done."))
    for key, presses, words, told in (
        ("ArrowRight", 2, "t = 2, state", "da -2.00, -0.01, -2.05."),
        ("ArrowRight", 3, "t = 1, state", "direct 0.14, 0.11, 0.10. dhnext 0.40, 5.66, -2.63."),
        ("End", 1, "t = 0, weights", "dWhh so far 1.95, -0.62, 1.93; 4.13, 4.55, -4.10; 1.89,"),
    ):
        assert panel.press("moment", key, presses) == words
        panel.shows(lambda note, t=words[:5]: t in note)
        picture = panel.body.locator("img")
        assert told in picture.get_attribute("alt")
        assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 500
    for key in ("Home", *9 * ["ArrowRight"]):  # its page is filled, and never more than that
        panel.press("moment", key)
        free = panel.body.evaluate("body => body.clientHeight - body.querySelector('img').height")
        assert 0 < free < 30


class TestNotebook(EveryNotebook):
    pass
