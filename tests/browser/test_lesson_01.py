"""The panels of lesson 01 answer to the keyboard and show what the plain functions give."""

import numpy as np
from every_notebook import NO_KERNEL, EveryNotebook

from rnnlib import Vocabulary, one_hot
from rnnlib.course.figures import number, visible
from rnnlib.course.toy import toy_network


def test_lookup_viewer(open_panel):
    panel = open_panel("01_one_hot_encoding.ipynb", "lesson_01.lookup_viewer(")
    W = toy_network().params["Wxh"]
    for place in (0, 2, 3, 1):
        panel.pick("letter", place)
        product = [number(x, 1) for x in W @ one_hot(place, 4, np.float64)]
        panel.shows(f"W @ x for {'ehlo'[place]}: {', '.join(product)}")
        units = panel.body.locator("table").nth(2).locator("tr").all_inner_texts()
        assert [row.split()[-1] for row in units[1:]] == product


def test_one_hot_viewer(open_panel):
    panel = open_panel("01_one_hot_encoding.ipynb", "lesson_01.one_hot_viewer(")

    def shows(text, cut=""):
        vocab = Vocabulary(text)
        ids = vocab.encode(text)
        rows = one_hot(ids, len(vocab)).astype(int)
        expected = [["letter", "id", *map(visible, vocab.chars)]]
        for char, i, row in zip(text, ids, rows, strict=True):
            expected.append([visible(char), str(i), *map(str, row)])
        panel.shows(
            f"{cut or len(text)} letters, {len(vocab)} different: shape {rows.shape}",
            lambda shown: [row.split() for row in shown.splitlines() if row.strip()] == expected,
        )

    shows("hello")
    if not panel.typing:
        assert panel.control("text").is_disabled()
        assert panel.box.get_by_text(NO_KERNEL).is_visible()
        return
    for text in ("a tree", "<b>\"'&"):
        panel.type("text", text)
        shows(text)
    text = "a tree on a hill in a field of corn"
    panel.type("text", text)
    shows(text[:24], f"only the first 24 of {len(text)}")
    panel.type("text", "")
    panel.shows("the text is empty: a vocabulary needs at least one letter", "", role="alert")


class TestNotebook(EveryNotebook):
    pass


def test_when_its_kernel_is_gone_a_field_says_so(open_lesson):
    lesson = open_lesson("01_one_hot_encoding.ipynb")
    panel = lesson.panel("lesson_01.one_hot_viewer(")
    lesson.restart()
    panel.box.get_by_text(NO_KERNEL).wait_for(state="visible", timeout=10_000)
    assert panel.control("text").is_disabled()
