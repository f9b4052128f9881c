"""The panels of lesson 09 answer to the keyboard, with a kernel and without one."""

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


def test_gates_by_hand(open_panel):
    panel = open_panel(NAME, "lesson_09.gates_by_hand(")
    panel.shows("after the last a the cell holds 1.94, after the last b 2.00")
    panel.pick("g when it reads b", 0)
    panel.shows("after the last a the cell holds 1.94, after the last b \u22121.88")
    panel.pick("f: of what it holds, keep", 3)
    panel.shows(
        "after the last a the cell holds 5.00, after the last b 0.00: it counts",
        lambda text: (
            re.findall(r"[\d.]+", text) == [f"{c:.1f}" for c in [1, 2, 3, 4, 5, 4, 3, 2, 1, 0]]
        ),
    )
    panel.pick("i: of g, write", 0)
    panel.pick("g when it reads a", 1)
    panel.shows("after the last a the cell holds 0.00, after the last b 0.00")
    assert panel.is_tidy()


def test_step_panel(open_panel):
    """The numbers are those of a training, but the letters are known."""
    panel, string = open_panel(NAME, "lesson_09.step_panel("), "aaaaaaabbbbbbb\u21b5"
    panel.press("letters read", "Home")
    for n, letter in enumerate(string, 1):
        words = rf"{letter} is read: \S+ of \S+ is kept, \S+ of \S+ is written"
        panel.shows(
            lambda note, words=words: re.fullmatch(words, note),
            lambda body, n=n: len(re.findall(r"\u2212?\d+\.\d", body)) == n,
        )
        picture = panel.box.get_by_role("img").get_attribute("alt")
        assert re.fullmatch(r"One step of one unit: c\[t.1\] .*; o \S+\.", picture)
        panel.press("letters read", "ArrowRight")
    assert panel.is_tidy()


class TestNotebook(EveryNotebook):
    pass
