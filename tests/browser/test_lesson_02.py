"""The panels of lesson 02 answer to the keyboard and show what the plain functions give."""

import html
import re

import numpy as np
from every_notebook import EveryNotebook

from rnnlib import softmax
from rnnlib.course import lesson_02
from rnnlib.course.figures import visible
from rnnlib.course.toy import toy_network


def test_toy_panel(open_panel):
    panel = open_panel("02_forward_pass.ipynb", "lesson_02.toy_panel(")
    pages = lesson_02.toy_panel(toy_network(), [*"ehlo"], "hell", "ello")
    change = panel.control("changed by")
    at = [16, 30, 0]

    def shows():
        page = pages.page_at(at)
        text = html.unescape(re.sub("<[^>]*>", " ", page["body"])).split()
        panel.shows(page["note"], lambda shown: shown.split() == text)
        drawn = panel.body.evaluate(LOOKS)
        looks = panel.body.evaluate(
            f"(body, page) => {{ body.innerHTML = page; return ({LOOKS})(body) }}", page["body"]
        )
        for (color, *rest), (wanted, *others) in zip(drawn, looks, strict=True):
            assert rest == others
            np.testing.assert_allclose(color, wanted, atol=1)

    shows()
    for key, times, value in (
        ("ArrowLeft", 6, "\u22120.6"), ("End", 1, "+3.0"), ("Home", 1, "\u22123.0")
    ):  # fmt: skip
        assert panel.press("changed by", key, times) == value
        at[1] = int(change.input_value())
        shows()
    for place in (0, 14, 20, 35):
        panel.choose("weight", place)
        at[0] = place
        for how in (1, 2, 0):
            panel.choose("Whh", how)
            at[2] = how
            shows()
    box = panel.body.locator("[data-weight]").nth(5).bounding_box()
    mouse = panel.box.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 10)
    mouse.down()
    mouse.move(box["x"] - 30, box["y"] + 10, steps=5)
    mouse.up()
    mouse.move(box["x"] - 100, box["y"] + 10)  # and no further, once it is let go
    at[:2] = 5, 20
    shows()


LOOKS = """body => [...body.querySelectorAll('td, td span')].map(({style}) => [
    (style.backgroundColor.match(/\\d+/g) ?? []).map(Number),
    style.color, style.width, style.outline, style.fontWeight])"""


def test_forward_stepper(open_panel, shipped):
    panel = open_panel("02_forward_pass.ipynb", "lesson_02.forward_stepper(")
    model, vocab = shipped()
    text = "\nROMEO:\nI love the king of England"
    logits, _, cache = model.forward(vocab.encode(text)[:, None])
    step = 0
    for presses in (0, 3, 5):
        step += presses
        assert panel.press("step", "ArrowRight", presses) == str(step)
        p = softmax(logits)[step, 0]
        best = p.argsort()[::-1][:5]
        expected = [word for i in best for word in (visible(vocab.chars[i]), f"{p[i]:.2f}")]
        panel.shows(
            f"after {visible(text[step])}, {visible(vocab.chars[best[0]])} is the likeliest",
            lambda shown, expected=expected: shown.split()[-10:] == expected,
        )
        assert panel.body.locator("b").inner_text() == visible(text[step])
        strip = panel.body.get_by_role("img").get_attribute("aria-label")
        assert strip == "state: " + ", ".join(f"{x:.1f}" for x in cache.hs[step + 1, 0, :30])


class TestNotebook(EveryNotebook):
    pass
