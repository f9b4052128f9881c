"""Lesson 10: what is read out of the units of a network, and what is done to them."""

import html
import re

import measure_units
import numpy as np
import pytest

from rnnlib import LSTM, RNN, Vocabulary, cross_entropy, load_text
from rnnlib.course import lesson_10
from rnnlib.course.figures import tint
from rnnlib.course.lesson_10 import CHOOSE, CONFIRM
from rnnlib.course.measured import measured

VOCAB = Vocabulary("\n abc")
KINDS = pytest.mark.parametrize("kind", [RNN, LSTM])


def network(kind):
    return kind(len(VOCAB), 6, rng=1, dtype=np.float64, init_scale=0.5)


@KINDS
def test_units_are_what_a_network_holds_after_each_letter(kind):
    model, text = network(kind), "abc ab\ncab a"
    found = lesson_10.units(model, VOCAB, text, batch_size=2)
    assert found.shape == (12, 6)
    for start in (0, 6):  # each piece from zeros
        state = model.initial_state(1)
        for i in range(start, start + 6):
            _, state = model.step(VOCAB.encode(text[i]), state)
            h = np.tanh(state[1, 0]) if kind is LSTM else state[0]
            np.testing.assert_allclose(found[i], h)


def test_a_shuffled_network_has_the_same_numbers_in_another_order():
    model = network(LSTM)
    before = model.params.flat.copy()
    other = lesson_10.shuffled(model, 3)
    np.testing.assert_array_equal(model.params.flat, before)
    for name in model.params:
        assert sorted(other.params[name].flat) == sorted(model.params[name].flat)
    assert (other.params["Whf"] != model.params["Whf"]).mean() > 0.9
    np.testing.assert_array_equal(other.params.flat, lesson_10.shuffled(model, 3).params.flat)


def test_a_score_is_the_share_of_pairs():
    rng = np.random.default_rng(0)
    units, true = rng.normal(size=(50, 4)), rng.random((50, 3)) < 0.3
    units[:, 0] = true[:, 1] + 0.1 * rng.random(50)
    found = lesson_10.scores(units, true)
    for j in range(4):
        for k in range(3):
            inside, outside = units[true[:, k], j], units[~true[:, k], j]
            assert found[j, k] == pytest.approx((inside[:, None] > outside).mean())
    np.testing.assert_allclose(lesson_10.scores(units, true[:, 1]), found[:, 1])
    assert lesson_10.best(found[:, 1]) == (0, 1.0)
    assert lesson_10.best(1 - found[:, 1]) == (0, 1.0)


@KINDS
def test_a_unit_that_is_held_says_the_same_to_every_next_letter(kind):
    model, ids = network(kind), VOCAB.encode("abc ab\ncab a").reshape(2, 6).T
    free, state = lesson_10.held(model, ids)
    logits, last, _ = model.forward(ids)
    np.testing.assert_allclose(free, logits, atol=1e-12)
    np.testing.assert_allclose(state, last, atol=1e-12)

    held, state = lesson_10.held(model, ids, 2, 0.7)
    assert (state[1] if kind is LSTM else state)[:, 2].tolist() == [0.7, 0.7]
    np.testing.assert_allclose(held[0], free[0], atol=1e-12)  # nothing was handed on yet
    assert np.abs(held[1:] - free[1:]).max(axis=(1, 2)).min() > 1e-6


@KINDS
def test_the_mean_of_a_unit_is_over_all_letters(kind):
    model, text = network(kind), "abc ab\ncab a" * 40
    mean = lesson_10.middle(model, VOCAB, text)
    ids = VOCAB.encode(text[:460]).reshape(20, 23).T  # the last letter of a stream is a target
    _, _, cache = model.forward(ids)
    np.testing.assert_allclose(mean, (cache.cs if kind is LSTM else cache.hs)[1:].mean(axis=(0, 1)))


def test_the_price_is_the_surprise_of_each_letter():
    model, text = network(RNN), "abc ab\ncab a" * 40
    surprise, places = lesson_10.price(model, VOCAB, text)
    assert places[:, 0].tolist() == [*range(21, 220)]
    assert places.shape == surprise.shape == (199, 2)
    ids = VOCAB.encode(text[:220])[:, None]
    logits, _, _ = model.forward(ids[:-1])
    loss, _ = cross_entropy(logits[20:], ids[21:])
    assert surprise[:, 0].sum() == pytest.approx(loss)
    assert (lesson_10.price(model, VOCAB, text, 1, 0.9)[0] != surprise).mean() > 0.9


def test_what_is_written_goes_on_from_the_prompt_with_the_unit_held():
    model = network(LSTM)
    texts = lesson_10.write(model, VOCAB, "abc", 20, 5, copies=3)
    assert [len(text) for text in texts] == [20] * 3
    assert texts == lesson_10.write(model, VOCAB, "abc", 20, 5, copies=3)
    model.params["Why"][VOCAB.encode("c"), 4] = 50  # who holds unit 4 high writes c
    model.params["Why"][VOCAB.encode("a"), 4] = -50
    held = lesson_10.write(model, VOCAB, "abc", 30, 5, unit=4, value=9.0)
    assert held[0].count("c") > 20


def test_properties_of_the_tales():
    text, true = load_text("tales"), lesson_10.properties()
    assert lesson_10.tales() == text.replace('"', "'")
    lines = text.split("\n")
    in_line = lesson_10.in_line(text)
    assert in_line[:12].tolist() == [*range(12)][: len(lines[0]) + 1]
    for i in np.random.default_rng(0).integers(1, len(text) - 1, 300):
        before = text[:i]
        assert in_line[i] == i - (before.rfind("\n") + 1)
        assert true["late in a line"][i] == (in_line[i] > 40)
        assert true["a capital letter"][i] == text[i].isupper()
        word = text[i].isalpha() and not text[i + 1].isalpha()
        assert true["the end of a word"][i] == word
        start = before.rfind("\n") + 1
        line = text[start : text.find("\n", i) + 1]
        speaker = line.isupper() and line.endswith(":\n")
        assert true["the name of a speaker"][i] == speaker
        paragraph = before[before.rfind("\n\n") + 1 :] + text[i]
        assert true["inside quotes"][i] == (paragraph.count('"') % 2 == 1)
    for part in (CHOOSE, CONFIRM):
        assert all(holds[part].sum() > 500 for holds in true.values())


def test_nearest_places_and_what_they_share():
    states = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 1.0]])
    near = lesson_10.nearest(np.array([[2.0, 0.0], [0.0, 0.9]]), states, k=2)
    assert near.tolist() == [[1, 0], [2, 0]]
    assert lesson_10.shared("xxabc", 4, "yabc", 3) == 3
    assert lesson_10.shared("abc", 2, "abc", 2) == 3
    assert lesson_10.shared("abc", 2, "abd", 2) == 0


def test_the_unit_browser_shows_the_colors_of_a_unit():
    units = np.array([[-1.0, 0.5], [0.0, 0.5], [1.0, 0.5]])
    panel = lesson_10.unit_browser("a<\n", units, first=1)
    page = panel.page_at([0])
    assert page["note"] == "unit 0: from \u22121.00 to 1.00 in these lines"
    found = re.findall(r'background:(#\w+); color:\w+">([^<]*)<', page["body"])
    assert found == [(tint(-1), "a"), (tint(0), "&lt;"), (tint(1), "\u21b5\n")]
    assert panel.page_at([1])["body"].count(tint(0.5)) == 3


def test_neighbours_are_shown_with_what_is_the_same():
    panel = lesson_10.neighbours_panel("xabcd", [3], "yyabcz", {"net": np.array([[4, 1]])})
    page = panel.page_at([0, 0])
    assert page["note"] == "net: the last 3, 0 letters are the same"
    bold = re.findall("<b[^>]*>([^<]*)</b>", page["body"])
    assert bold == ["c", "abc", ""]
    after = re.findall('<span style="color:#767676">([^<]*)</span>', page["body"])
    assert after == ["d", "z", "abcz"]


def test_the_knob_shows_each_text_and_counts_its_line_ends():
    texts = {None: "a\nb\n", -1.5: "a & b"}
    panel = lesson_10.knob_panel(texts)
    assert panel.setup["controls"][0]["shown"] == ["nothing: it is free", "\u22121.50"]
    for k, (note, text) in enumerate(
        [("2 line ends in 4 letters", "a\nb\n"), ("0 line ends in 5 letters", "a & b")]
    ):
        page = panel.page_at([k])
        assert page["note"] == note
        assert html.unescape(re.sub("<[^>]*>", "", page["body"])) == text


def test_charts_show_what_they_are_given():
    rows = {"one": {"LSTM": 0.9, "RNN": 0.6}, "two": {"LSTM": 0.7, "RNN": 0.8}}
    [ax] = lesson_10.found_by_search(rows).axes
    marks = sorted(tuple(*line.get_xydata()) for line in ax.lines if len(line.get_xydata()) == 1)
    assert {(0.6, 1.0), (0.7, 0.0), (0.8, 0.0), (0.9, 1.0)} <= {*marks}
    runs = [{"unit": k, "line_ends": k / 10, "others": k / 100} for k in range(3)]
    [ax] = lesson_10.worth_of_units(runs, 2).axes
    assert [len(line.get_xydata()) for line in ax.lines] == [2, 1]
    assert ax.texts[0].get_text().strip() == "unit 2"
    [ax] = lesson_10.turned(
        [{"value": None, "ends_in_100": 3}, {"value": 1, "ends_in_100": 5}]
    ).axes
    assert ax.lines[1].get_xydata().tolist() == [[1, 5]]


def test_what_is_stored_was_measured_as_the_script_says():
    runs = measured("units")["runs"]
    settings = measure_units.SETTINGS
    assert [{key: run[key] for key in one} for run, one in zip(runs, settings, strict=True)] == [
        *settings
    ]
    for name, hidden in (("lstm", 400), ("rnn-100000", 100)):
        assert [run["unit"] for run in lesson_10.worths(name)] == [*range(hidden)]
    assert {run["unit"] for run in lesson_10.turns()} == {280}


def test_a_stored_price_is_measured_again():
    """One unit of the small network: its price in four decimals, but for another processor's."""
    [stored] = [run for run in lesson_10.worths("rnn-100000") if run["unit"] == 29]
    found = measure_units.run("rnn-100000", unit=29)
    assert found == pytest.approx({key: stored[key] for key in found}, abs=0.002)
