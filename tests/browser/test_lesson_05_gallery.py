"""The gallery of lesson 05 answers to the keyboard and shows what the plain functions give."""

import html
import re

from rnnlib.course import lesson_05


def test_gallery(open_panel):
    panel = open_panel("05_gradient_checking.ipynb", "lesson_05.gallery(")
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
        for line in (2, right, 20, right):
            if line < len(pages.controls[2].values):
                panel.choose("the wrong line", line)
                at[2] = line
                shows()
        assert panel.box.get_by_role("link").get_attribute("href") == bugs[bug].link
        assert panel.control("bug").get_by_role("radio").nth(bug).is_checked()
        label = panel.control("bug").locator("label").nth(bug)
        assert label.inner_text() == f"{bug + 1} \u2713"
    panel.pick("bug", 1)  # without a line, and with the letters as they are
    at[:] = 1, 2, 0
    shows()
    panel.body.locator('[data-line="5"]').click()
    at[2] = 5
    shows()
    assert panel.control("the wrong line").input_value() == "5"
