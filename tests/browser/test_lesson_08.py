"""The panel of lesson 08 answers to the keyboard and shows what the plain functions give."""

from every_notebook import EveryNotebook

from rnnlib.course import lesson_08


def test_by_heart(open_panel):
    panel = open_panel("08_train_your_own.ipynb", "lesson_08.by_heart(")
    pages = lesson_08.by_heart()
    moments = pages.controls[0].values
    at = 0
    panel.shows(pages.page_at([at])["note"])
    for key, presses, goes in (("ArrowRight", 2, 2), ("End", 1, 99), ("ArrowLeft", 3, -3),
                               ("Home", 1, -99)):  # fmt: skip
        panel.press("updates", key, presses)
        at = min(max(at + goes, 0), len(moments) - 1)
        panel.shows(pages.page_at([at])["note"])
        picture = panel.body.locator("img")
        assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 500
        copied = panel.body.locator("span[style*=underline]").all_inner_texts()
        assert bool(copied) == (" 0% of" not in pages.page_at([at])["note"])
    panel.press("updates", "End")
    assert max(map(len, panel.body.locator("span[style*=underline]").all_inner_texts())) > 200
    panel.press("updates", "Home")
    for n in range(len(moments)):  # nothing is cut off
        panel.shows(pages.page_at([n])["note"])
        assert panel.body.evaluate("body => body.clientHeight - body.scrollHeight") >= 0
        panel.press("updates", "ArrowRight")


class TestNotebook(EveryNotebook):
    pass
