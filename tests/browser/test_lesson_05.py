"""The panels of lesson 05 answer to the keyboard and show what the plain functions give."""

import html
import re

from every_notebook import EveryNotebook

from rnnlib import RNN
from rnnlib.course import lesson_05
from rnnlib.course.lesson_05.u_curve import EPSILONS, short

NAME = "05_gradient_checking.ipynb"


def test_u_curve(open_panel):
    panel = open_panel(NAME, "lesson_05.u_curve(")
    nudged = lesson_05.Nudged(RNN)

    def shows(i):
        off = short(nudged.errors["central", "float64"][i])
        panel.shows(
            f"epsilon {short(EPSILONS[i])}: central differences in float64 are off by {off}",
            lambda shown: shown.count(" differ") == 2,
        )
        picture = panel.body.locator("img")
        assert f"central in float64 {off}" in picture.get_attribute("alt")
        assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 500

    assert panel.press("epsilon", "ArrowLeft", 4) == "1e-5"
    shows(7)
    assert panel.press("epsilon", "Home") == "1e-12"
    shows(0)
    assert panel.press("epsilon", "End") == "0.1"
    shows(11)
    assert panel.body.evaluate("body => body.scrollHeight <= body.clientHeight")


def test_gallery(open_panel):
    panel = open_panel(NAME, "lesson_05.gallery(")
    pages = lesson_05.gallery()
    bugs = list(lesson_05.BUGS.values())
    at = [0, 2, 0]

    def shows():
        page = pages.page_at(at)
        body = html.unescape(re.sub("<[^>]*>", " ", page["body"])).split()
        panel.shows(page["note"], lambda shown: "".join(shown.split()) == "".join(body))
        drawn = panel.body.inner_html()
        wanted = panel.body.evaluate(
            "(body, page) => { const copy = body.cloneNode(); copy.innerHTML = page; "
            "return copy.innerHTML }",
            page["body"],
        )
        assert drawn == wanted

    shows()
    for bug, letters in ((3, 0), (9, 1), (13, 2)):
        panel.pick("bug", bug)
        panel.pick("letters read", letters)
        at[:] = bug, letters, 0
        shows()
        assert panel.box.get_by_role("link").count() == 0
        right = bugs[bug].line
        last = len(bugs[bug].code)
        for line in (2, right, last, right):
            panel.choose("the wrong line", line)
            at[2] = line
            shows()
        lines = panel.control("the wrong line").locator("option:not([hidden])")
        assert lines.count() == last + 1  # and the question mark
        assert panel.box.get_by_role("link").get_attribute("href") == bugs[bug].link
        assert panel.control("bug").get_by_role("radio").nth(bug).is_checked()
        label = panel.control("bug").locator("label").nth(bug)
        assert "".join(label.inner_text().split()) == f"{bug + 1}\u2713"
    panel.pick("bug", 1)  # without a line, and with the letters as they are
    at[:] = 1, 2, 0
    shows()
    panel.body.locator('[data-line="5"]').click()
    at[2] = 5
    shows()
    assert panel.control("the wrong line").input_value() == "5"


class TestNotebook(EveryNotebook):
    pass
