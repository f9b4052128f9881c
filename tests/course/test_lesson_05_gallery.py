import base64
import html
import json
import re
import zlib

import numpy as np
import pytest

from rnnlib.course.lesson_05 import BUGS, gallery, gradient_map, specimen
from rnnlib.course.lesson_05.bugs import code_of
from rnnlib.gradcheck import RTOL, compare_gradients

LETTERS = (1, 2, 8)


@pytest.fixture(scope="module")
def panel():
    return gallery()


def text_of(body):
    return html.unescape(re.sub(r"<[^>]*>", "", body))


def lines_of(body):
    """The code as it is shown: number -> line."""
    rows = re.findall(r'<div data-line="(\d+)"[^>]*><span[^>]*>\1</span>(.*?)</div>', body)
    return {int(n): text_of(line) for n, line in rows}


def test_controls_do_not_give_a_bug_away(panel):
    bug, letters, line = panel.setup["controls"]
    assert [c["kind"] for c in (bug, letters, line)] == ["buttons", "buttons", "choice"]
    assert bug["shown"] == [str(n) for n in range(1, len(BUGS) + 1)]
    assert letters["shown"] == ["1", "2", "8"]
    assert line["shown"][0] == "?"
    assert int(line["shown"][-1]) == max(len(bug.code) for bug in BUGS.values())
    assert (bug["start"], letters["start"], line["start"]) == (0, 2, 0)


@pytest.mark.parametrize(("n", "key"), [*enumerate(BUGS)])
def test_only_the_right_line_opens_the_answer(panel, n, key):
    bug = BUGS[key]
    for place, letters in enumerate(LETTERS):
        spoiled = gradient_map(*specimen(key, letters), chars="ehlo")
        for line in range(len(panel.controls[2].values)):
            page = panel.page_at((n, place, line))
            told = text_of(page["body"])
            assert spoiled in page["body"]
            right = code_of(bug.kind)  # what stood there in its place shows only once it is found
            assert lines_of(page["body"]) == (dict(enumerate(right, 1)) if line != bug.line else {})
            assert ("<s style" in page["body"]) == (line == bug.line)
            assert (bug.title in told) == (bug.told in told) == (bug.source in told)
            assert (bug.link in page["body"]) == (bug.title in told) == (line == bug.line)
            marked = re.findall(r'data-line="(\d+)" style', page["body"])
            is_other = line and line != bug.line and line <= len(bug.code)
            assert marked == ([str(line)] if is_other else [])


@pytest.mark.parametrize(("n", "key"), [*enumerate(BUGS)])
def test_a_sentence_says_how_many_are_wrong_and_what_became_of_a_guess(panel, n, key):
    bug = BUGS[key]
    for place, letters in enumerate(LETTERS):
        errors = [error for _, _, error in compare_gradients(*specimen(key, letters)).values()]
        wrong, size = sum((e > RTOL).sum() for e in errors), sum(e.size for e in errors)
        letters_read = "1 letter" if letters == 1 else f"{letters} letters"
        assert panel.page_at((n, place, 0))["note"] == (
            f"{letters_read} read: {wrong or 'none'} of {size} gradients wrong. In which line?"
        )
    other = bug.line % len(bug.code) + 1
    assert panel.page_at((n, 0, other))["note"].startswith(f"It is not line {other}")
    assert panel.page_at((n, 0, bug.line))["note"] == f"Line {bug.line}: {bug.title}."
    last = len(panel.controls[2].values) - 1
    if last > len(bug.code):
        assert panel.page_at((n, 0, last))["note"] == f"This code has {len(bug.code)} lines."


@pytest.mark.parametrize("key", BUGS)
def test_no_gradient_is_nearly_right(key):
    """So the map is the same on every processor."""
    for letters in LETTERS:
        for _, _, error in compare_gradients(*specimen(key, letters)).values():
            assert ((error < 1e-7) | (error > 1e-5)).all()


def test_the_right_line_stands_below_the_wrong_one(panel):
    for n, bug in enumerate(BUGS.values()):
        body = panel.page_at((n, 2, bug.line))["body"]
        crossed = re.search(r"<s style[^>]*>(.*?)</s>", body)[1]
        assert html.unescape(crossed) == bug.wrong
        rows = re.findall(r"<div [^>]*><span[^>]*>([^<]*)</span>(.*?)</div>", body)
        rows = [(number, text_of(line)) for number, line in rows]
        at = rows.index((str(bug.line), bug.code[bug.line - 1]))
        right = code_of(bug.kind)
        assert rows[at + 1] == ("\u2713", right[bug.line - 1])
        assert rows[at - 1] == (str(bug.line - 1), right[bug.line - 2])


def test_what_the_browser_gets_is_small_and_gives_the_same(panel):
    assert len(panel.given) < 40_000
    given = json.loads(zlib.decompress(base64.b64decode(panel.given)))
    for place, (maps, told) in enumerate(zip(given["maps"], given["told"], strict=True)):
        for n, (shown, spoiled, said) in enumerate(zip(given["wall"], maps, told, strict=True)):
            page = panel.page_at((n, place, 0))
            assert (page["note"], page["body"]) == (said[0], spoiled + shown["code"])
            other = shown["line"] % (len(said) - 1) + 1
            assert panel.page_at((n, place, other))["note"] == said[other]
            page = panel.page_at((n, place, shown["line"]))
            assert page["note"] == shown["found"]
            assert page["body"] == spoiled + shown["answer"]


def test_the_code_is_printed_with_its_numbers():
    lines = str(BUGS["no time"]).splitlines()
    assert lines[0] == " 1  def rnn_backward(params, xs, dzs, hs, dhnext):"
    assert lines[6] == " 7          dh = Why.T @ dz"
    assert len(lines) == 14


def test_a_specimen_of_one_kind_is_always_the_same():
    for kind, shape in (("rnn", (1, 3)), ("lstm", (2, 1, 3))):
        found = [specimen(key, 2) for key, bug in BUGS.items() if bug.kind == kind]
        for model, inputs, targets, state in found:
            np.testing.assert_array_equal(model.params.flat, found[0][0].params.flat)
            assert inputs.shape == targets.shape == (2, 1)
            assert state.shape == shape
            assert (state != 0).all()
