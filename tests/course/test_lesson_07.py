"""The texts, pictures and panels of lesson 07 show what they were given."""

import html
import re

import numpy as np
import pytest

from rnnlib import generate, load_model, sample, softmax
from rnnlib.course import lesson_07
from rnnlib.course.figures import ORANGE, tint
from rnnlib.course.lesson_07.desk import START
from rnnlib.course.lesson_07.picker import POINTS
from rnnlib.sample import draw


def words(ax):
    return [text.get_text() for text in ax.texts]


def plain(page):
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@pytest.fixture(scope="module")
def tales():
    return load_model("lstm-tales")[:2]


def marked(text, source, least):
    return "".join(".x"[int(mark)] for mark in lesson_07.copied(text, source, least))


def test_a_run_is_copied_where_it_is_long_enough():
    text, source = "a goose sat on a goose", "the goose sat. on a goose"
    assert marked(text, source, 11) == 11 * "." + 11 * "x"
    assert marked(text, source, 10) == "." + 21 * "x"  # two runs that meet
    assert not lesson_07.copied(text, source, least=12).any()
    assert not lesson_07.copied("goose", source, least=6).any()
    assert lesson_07.longest_copy(text, source) == 11


def test_words_exist_if_the_source_has_them():
    assert lesson_07.words_that_exist("The Goose, sat goosey. Boat", "a goose and a boat") == 2 / 3


def test_what_is_copied_is_marked():
    page = lesson_07.copies_marked({"one": "a <goose>\nsat", "two": "no"}, "<goose>\nsat", 8)
    marked = re.findall(r'<span style="[^"]*underline">(.*?)</span>', page, re.S)
    assert [html.unescape(run) for run in marked] == ["<goose>\u21b5\nsat"]
    assert plain(page) == "onea <goose>\u21b5\nsattwono"


def test_letters_have_the_color_of_their_surprise():
    page = lesson_07.side_by_side({"way": "ab\nc"}, {"way": [0, 0.1, 3.5, 20]}, high=7)
    spans = re.findall(r'<span style="background:(#\w+)">(.*?)</span>', page, re.S)
    assert spans == [(tint(0), "ab"), (tint(0.5), "\u21b5\n"), (tint(1), "c")]
    assert "7 and more" in page


def test_surprises_begin_after_the_prompt(tales):
    network, vocab = tales
    letters = [*generate(network, vocab, 30, prompt="ADA:\n", rng=0)]
    text = "".join(char for char, _, _ in letters)
    costs = [-np.log(p[vocab.chars.index(char)]) for char, p, _ in letters]
    found = lesson_07.surprises_of(network, vocab, "ADA:\n", text)
    np.testing.assert_allclose(found, costs, rtol=1e-3)


def test_hits_are_the_likeliest_letters(tales):
    network, vocab = tales
    for choice, every in (({"top_k": 1}, True), ({"rng": 0}, False)):
        text = sample(network, vocab, 60, prompt="ADA:\n", **choice)
        hits, cost = lesson_07.hits_and_surprise(network, vocab, "ADA:\n", text)
        assert (hits == 1) == every
        assert hits * 60 == round(hits * 60)
        costs = lesson_07.surprises_of(network, vocab, "ADA:\n", text)
        np.testing.assert_allclose(cost, costs.mean())


def test_the_last_round_comes_again_and_again(tales):
    loop, change = lesson_07.last_round(*tales, "ADA:", 1000)
    assert sample(*tales, 1000, prompt="ADA:", top_k=1).endswith(3 * loop)
    assert not any(loop == n * loop[: len(loop) // n] for n in (2, 3, 5))
    assert 0 <= change < 0.1
    with pytest.raises(ValueError, match="no loop in 60 letters"):
        lesson_07.last_round(*tales, "ADA:", 60)


def test_measures_are_means_over_seeds(tales):
    network, vocab = tales
    measured = lesson_07.measuring(network, vocab, lambda p: (p > 0).sum(axis=-1), "the quay and a")
    kept, words = measured(range(2), top_k=7)
    np.testing.assert_allclose(kept, 7)
    texts = [sample(network, vocab, 2500, rng=seed, top_k=7) for seed in range(2)]
    share = np.mean([lesson_07.words_that_exist(text, "the quay and a") for text in texts])
    np.testing.assert_allclose(words, share)


def test_bent_lines_have_the_letters_in_one_order():
    rows = {"1": np.array([0.2, 0.79, 0.01]), "9": np.array([0.33, 0.34, 0.33])}
    [ax] = lesson_07.bent(rows, "a c").axes
    assert words(ax) == ["\u2423", "a", "\u2423", "a", "c"]  # a short piece has no room
    places = [(piece.get_x(), piece.get_width()) for piece in ax.patches]
    pieces = [(0, 0.79), (0.79, 0.2), (0.99, 0.01), (0, 0.34), (0.34, 0.33), (0.67, 0.33)]
    np.testing.assert_allclose(places, pieces)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1", "9"]


def test_draws_stand_beside_their_probabilities():
    p = np.array([0.2, 0.7, 0.1])
    [ax] = lesson_07.arrived(p, np.array([30, 60, 10]), "abc", k=2).axes
    assert [bar.get_height() for bar in ax.patches] == [0.7, 0.2]
    assert ax.lines[0].get_ydata().tolist() == [0.6, 0.3]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["b", "a"]


def test_what_is_cut_is_an_outline():
    own, cut = np.array([0.2, 0.7, 0.1]), np.array([0, 1.0, 0])
    axes = lesson_07.kept({"th": {"all": own, "top-k 1": cut}}, "abc", k=3).axes
    assert [ax.get_title("left") for ax in axes] == [
        "all\n3 letters, effective 2.2",
        "top-k 1\n1 letters, effective 1.0",
    ]
    outlines, bars = axes[1].patches[:3], axes[1].patches[3:]
    assert [bar.get_height() for bar in outlines] == [0.7, 0.2, 0.1]
    assert [bar.get_height() for bar in bars] == [0.7, 0, 0]


def test_measures_are_drawn_by_temperature():
    above, below = lesson_07.by_temperature([0.5, 1, 2], [2, 5, 13], [0.9, 0.7, 0.2], 0.93).axes
    assert above.lines[0].get_xydata().tolist() == [[0.5, 2], [1, 5], [2, 13]]
    assert below.lines[0].get_xydata().tolist() == [[0.5, 0.9], [1, 0.7], [2, 0.2]]
    assert words(below) == ["in a real page"]


def test_a_point_takes_the_letter_that_draw_gives(tales):
    network, vocab = tales
    panel = lesson_07.line_picker(network, vocab, "The ", known=3)
    for text in ("The ", "The goose w", "I\n"):
        logits, _, _ = network.forward(vocab.encode(text)[:, None])
        p = softmax(logits[-1, 0])
        for k in (0, 30, 99):
            page = panel.page_at([text, k])
            [takes] = re.findall(r'data-takes="(.)"', page["body"], re.S)
            assert html.unescape(takes) == vocab.chars[draw(p, POINTS[k])]
            widths = [float(w) for w in re.findall(r'style="width:([\d.]+)%', page["body"])]
            assert abs(sum(widths) - 100) < 1.5
            assert page["body"].count(ORANGE) <= 1
            assert f"left:calc({k}% - 1px)" in page["body"]
    assert "The goose w" not in panel.still


def test_the_desk_shows_what_sample_gives():
    panel = lesson_07.sampling_desk()
    network, vocab, _ = load_model("tales-20000")
    page = panel.page_at([1, "IVO:", 2, 3, 1, 1, 4, 0, 9])
    choice = {"temperature": 0.5, "top_k": 3, "top_p": 0.95, "min_p": 0.03}
    text = sample(network, vocab, 100, prompt="IVO:", rng=4, **choice)
    best = sample(network, vocab, 100, prompt="IVO:", top_k=1)
    shown = plain(page["body"])
    for written in (text, best):
        assert f"IVO:{written}".replace("\n", "\u21b5\n") in shown
    assert page["note"].startswith("letter 10, ")
    [came] = re.findall(r'<span style="background:#e69f00">(.*?)</span>', page["body"])
    assert page["note"].startswith(f"letter 10, {html.unescape(came)}: ")


def test_a_letter_beyond_the_end_is_the_last_one_and_one_never_read_is_named():
    panel = lesson_07.sampling_desk()
    assert panel.page_at([0, "ADA:", 4, 0, 0, 0, 0, 0, 300])["note"].startswith("letter 100, ")
    assert "it has never read a '#'" in panel.page_at([0, "#", 4, 0, 0, 0, 0, 0, 3])["error"]
    assert START[-1] == 100


def test_an_unlikely_letter_that_was_drawn_stands_among_the_bars():
    panel = lesson_07.sampling_desk()
    for n in range(100):
        page = panel.page_at([0, "ADA:", 7, 0, 0, 0, 0, 0, n])  # temperature 5
        assert page["body"].count("background:#e69f00") == 1
        assert page["body"].count("<tr>") == 6


def test_ways_are_compared_by_a_bar_for_each_number():
    rows = {"a": (2.4, 0.8), "b": (5.0, 0.25)}
    axes = lesson_07.compared(rows, ["letters", "share"], [".1f", ".0%"], [5, 1]).axes
    assert [ax.get_title("left") for ax in axes] == ["letters", "share"]
    for k, ax in enumerate(axes):
        assert [bar.get_width() for bar in ax.patches] == [row[k] for row in rows.values()]
    assert [words(ax) for ax in axes] == [["2.4", "5.0"], ["80%", "25%"]]
    assert [label.get_text() for label in axes[0].get_yticklabels()] == ["a", "b"]
