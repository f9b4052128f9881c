"""The panel of notebook 02b answers to the keyboard and shows what the plain functions give."""

import re

from every_notebook import EveryNotebook


def test_before_and_after(open_panel):
    panel = open_panel("02b_traps.ipynb", "lesson_02.before_and_after(")
    for place, words in ((0, "Nothing is learned yet"), (1, "Trained alike")):
        panel.pick("states", place)
        panel.shows(lambda note, words=words: note.startswith(words))
        alt = panel.body.locator("img").get_attribute("alt")
        assert len(re.findall(r"randn? [\d.]+ [\d.]+", alt)) == 8 * place


class TestNotebook(EveryNotebook):
    pass
