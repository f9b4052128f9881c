"""The panel of lesson 09 answers to the keyboard, with a kernel and without one."""

import re

from every_notebook import EveryNotebook

NAME = "09_lstm.ipynb"


def test_clamp_panel(open_panel):
    """How much it writes depends on the training, but the more it is told, the more."""
    panel, wrote = open_panel(NAME, "lesson_09.clamp_panel("), {}
    for key, told in (("Home", 2), ("End", 24)):
        assert panel.press("the cell says", key) == str(told)
        for place, read in enumerate((5, 10, 15, 20)):
            panel.pick("letters a read", place)
            says = f"It has read {read} letters a. Its cell says {told}. It writes (.+) letters b."
            panel.shows(lambda note, words=says: re.fullmatch(words, note))
            note = panel.box.get_by_role("status").inner_text()
            wrote[read, told] = int(re.fullmatch(says, note)[1])
            written, _, below = panel.body.inner_text().split("\n")
            assert written == "a" * read + "b" * wrote[read, told]
            assert below == "a" * told + "b" * told
    assert all(wrote[read, 2] < wrote[read, 24] for read in (5, 10, 15, 20))


class TestNotebook(EveryNotebook):
    pass
