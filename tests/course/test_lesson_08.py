"""What lesson 08 shows is what was measured; and it runs on a reader's own text."""

from pathlib import Path

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from cells import outputs_of

from rnnlib import RNN, Trainer, Vocabulary, evaluate, load_model, sample, softmax
from rnnlib.course import lesson_08
from rnnlib.course.exercise import judge, replaced
from rnnlib.course.lesson_07 import copied, copies_marked
from rnnlib.course.lesson_08 import EXERCISES, beside, pictures
from rnnlib.course.lesson_08.training import Watched
from rnnlib.course.literal import LiteralRNN
from rnnlib.course.measured import measured

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "notebooks" / "08_train_your_own.ipynb"
SEEN = Watched([0, 100, 200, 400], [4.0, 2.0, 1.0, 0.5], [4.0, 2.5, 2.2, 3.5], ["a", "b", "c", "d"])


def texts(ax):
    return [text.get_text() for text in ax.texts]


def lines(ax):
    return [line.get_xydata() for line in ax.lines]


def test_a_training_that_is_watched_is_the_training(ids, vocab):
    watched, other = (
        Trainer(RNN(len(vocab), 8), ids[:3000], batch_size=4, learning_rate=0.1) for _ in range(2)
    )
    seen = lesson_08.watch(watched, ids[5000:6000], vocab, [0, 3, 120], prompt="The", seed=5)
    other.run(120, progress=False)
    assert seen.updates == [0, 3, 120]
    assert seen.training[0] == pytest.approx(np.log(len(vocab)))
    assert seen.training[1:] == pytest.approx(
        [np.mean(other.losses[:3]), np.mean(other.losses[70:])]
    )
    assert seen.held_out[0] == pytest.approx(np.log(len(vocab)), abs=0.01)
    assert seen.held_out[2] == pytest.approx(evaluate(other.model, ids[5000:6000]))
    assert seen.samples[2] == sample(other.model, vocab, 300, prompt="The", rng=5)


def test_of_a_long_held_out_text_only_the_beginning_is_read(ids, vocab, monkeypatch):
    monkeypatch.setattr("rnnlib.course.lesson_08.training.READ", 500)
    trainer = Trainer(RNN(len(vocab), 8), ids[:3000], learning_rate=0.1)
    seen = lesson_08.watch(trainer, ids[5000:], vocab, [2])
    assert seen.held_out == [evaluate(trainer.model, ids[5000:5500])]


def test_two_curves_mark_the_best_moment_or_the_one_that_is_asked_for():
    for mark, x, y in ((None, 200, 2.2), (3, 400, 3.5)):
        [ax] = lesson_08.two_curves(SEEN, 4.1, mark).axes
        moment, nothing, learned, at_learned, new, at_new = lines(ax)
        assert (moment[:, 0] == x).all()
        assert (nothing[:, 1] == 4.1).all()
        np.testing.assert_array_equal(learned, np.transpose([SEEN.updates, SEEN.training]))
        np.testing.assert_array_equal(new, np.transpose([SEEN.updates, SEEN.held_out]))
        assert at_new.tolist() == [[x, y]]
        assert at_learned[0, 0] == x
    assert texts(ax) == ["knows nothing", "learned text, 0.50", "new text, 3.50"]


@pytest.mark.parametrize("ends", [(0.0, 0.1), (0.0, 6.0), (0.01, 4.1)])
def test_the_names_at_the_ends_of_two_curves_stand_above_the_axis(ends):
    seen = SEEN._replace(training=[4.0, 2.0, 1.0, ends[0]], held_out=[4.0, 2.5, 2.2, ends[1]])
    [ax] = lesson_08.two_curves(seen, 4.1).axes
    _, low, high = (text.get_position()[1] for text in ax.texts)
    assert low >= 0.06 * 4.1
    assert high - low >= 0.4 - 1e-9


@pytest.mark.parametrize("heights", [(0.1, 4.2), (0.1, 4.0), (1.5, 1.6), (3.9, 4.1), (1.0, 6.0)])
def test_the_names_at_the_ends_of_two_curves_stand_apart(heights):
    low, high = pictures._apart(heights, 0.4, 4.1)
    assert high - low >= 0.4 - 1e-9
    assert abs(high - 4.1) >= 0.4 - 1e-9


def test_all_lines_of_the_original_are_accounted_for():
    """97 lines in parts; the other 15 of its 112 are empty, or the five of its head."""
    theirs, ours = zip(*[(theirs, ours) for _, theirs, ours, _ in pictures.LINES], strict=True)
    assert sum(theirs) == 112 - 5 - 10
    cells = {cell.id: cell.source for cell in nbformat.read(LESSON, as_version=4).cells}
    pen = cells["l08-04"].partition("def ")[2]
    whole = cells["l08-08"]
    assert sum(ours) == len(pen.splitlines()) + len(whole.splitlines()) < 30
    [ax] = lesson_08.DIAGRAMS[0]().axes
    assert [round(bar.get_width() / 0.32) for bar in ax.patches] == [
        number for _, theirs, ours, _ in pictures.LINES for number in (theirs, ours)
    ]


def test_from_the_same_weights_only_rounding_is_left(ids, vocab):
    apart = lesson_08.from_the_same_weights(ids, len(vocab), 12)
    assert apart.shape == (12,)
    assert 0 < apart.max() < 1e-12


def test_where_the_text_begins_again_both_do(ids, vocab):
    assert lesson_08.from_the_same_weights(ids[:100], len(vocab), 9).max() < 1e-9


def no_state(self, inputs, state):
    return forward(self, inputs)


def negated(self, dlogits, cache):
    return backward(self, -dlogits, cache)


forward, backward = RNN.forward, RNN.backward
BROKEN = {
    "forward": ("rnnlib.RNN.forward", no_state),
    "loss": ("rnnlib.course.lesson_08.beside.cross_entropy", lambda z, y: (0.0, softmax(z))),
    "backward": ("rnnlib.RNN.backward", negated),
    "clip": ("rnnlib.course.lesson_08.beside.clip", lambda grads, limit: grads),
    "update": ("rnnlib.Adagrad.update", lambda self, grads: None),
}


@pytest.mark.parametrize("part", BROKEN)
def test_a_part_that_is_not_the_original_s_moves_the_weights_apart(part, ids, vocab, monkeypatch):
    monkeypatch.setattr(*BROKEN[part])
    assert lesson_08.from_the_same_weights(ids, len(vocab), 12).max() > 0.01


def test_each_update_begins_from_what_the_literal_loop_has(ids, vocab, monkeypatch):
    class Other(LiteralRNN):
        def update(self):
            told = super().update()
            self.w["Whh"] *= 0.9
            self.memory["Whh"] += 1
            self.state = self.state * 0.5
            return told

    monkeypatch.setattr(beside, "LiteralRNN", Other)
    apart = lesson_08.from_the_same_weights(ids, len(vocab), 6)
    # what it does to its weights is seen, and it does not grow from update to update
    assert 1e-3 < apart.max() < 0.1


def test_differences_have_both_lines_and_a_floor():
    apart, each = np.geomspace(1e-14, 1, 30), np.zeros(30)
    [ax] = lesson_08.differences(apart, each).axes
    first, second, digits = lines(ax)
    np.testing.assert_array_equal(first[:, 1], apart)
    assert (second[:, 1] == 1e-16).all()
    assert (digits[:, 1] == 1e-7).all()
    assert texts(ax) == [
        "losses,\neach on its own",
        "weights, one update\nfrom the same",
        "nine digits",
    ]


def test_ours_at_an_update_are_those_that_came_so_far():
    runs = measured("published")["runs"]
    for handed_on in (True, False):
        assert len(lesson_08.ours_at(9_900, handed_on)) == 5
        assert len(lesson_08.ours_at(999_900, handed_on)) == 2
        assert lesson_08.ours_at(1_100, handed_on).tolist() == [
            run["printed"][1] for run in runs if run["handed_on"] == handed_on
        ]


def test_the_table_has_what_was_published_and_ours_beside_it():
    page = BeautifulSoup(lesson_08.results(), "html.parser")
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in page.find_all("tr")[1:]]
    moments = ["9 900", "92 400", "9 900", "999 900", "0, 1 000, 3 000, 8 000", ""]
    assert [row[1] for row in rows] == moments
    for row, (update, loss, _, _, handed_on) in zip(rows[:4], lesson_08.PUBLISHED, strict=True):
        assert row[2] == str(loss)
        handed, zeros = (
            f"{ours.min():.2f} to {ours.max():.2f} ({len(ours)} seeds)"
            for ours in (lesson_08.ours_at(update), lesson_08.ours_at(update, False))
        )
        assert row[3] == (handed if handed_on else f"from zeros {zeros}; {handed}")
    assert rows[4][2:] == ["109.86, 86.77, 60.74, 53.62", "25 ln 81 = 109.86; we have no copy"]
    assert rows[5][3].startswith(
        "LSTM of 400 units, with dropout 1.471; counting (Kneser-Ney, 03b) 1.5"
    )
    assert all(row.find("a")["href"].startswith("https://") for row in page.find_all("tr")[1:])


def test_a_ranking_has_the_worst_on_top_and_its_own_in_another_color():
    [ax] = lesson_08.ranking({"network a": 1.5, "counting": 2.5, "mine": 2.0}, ["mine"]).axes
    assert [label.get_text() for label in ax.get_yticklabels()] == ["counting", "mine", "network a"]
    assert [bar.get_width() for bar in ax.patches] == [2.5, 2.0, 1.5]
    assert len({bar.get_facecolor() for bar in ax.patches}) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_bytes_of_a_file_are_those_that_python_writes(encoding):
    pieces = pictures._pieces("\u00e7a\n", encoding, two_byte_ends=True)
    written = "\u00e7a\r\n".encode(encoding)
    assert bytes(byte for byte, _ in pieces) == written.replace(b"\xfe\xff", b"\xff\xfe", 1)
    letters = [letter for _, letter in pieces if letter is not None]
    assert letters == sorted(letters)
    assert {*letters} == {0, 1, 2}


def test_bytes_are_drawn_row_by_row():
    [ax] = lesson_08.bytes_of(
        "\u00e7a\n", {"plain": ("utf-8", False), "old": ("cp1252", True)}
    ).axes
    assert texts(ax) == ["plain", "c3", "a7", "61", "0a", "old", "e7", "61", "0d", "0a"]
    colors = [patch.get_facecolor() for patch in ax.patches]
    assert colors[0] == colors[1] == colors[4] != colors[2]


def test_a_text_is_told_of_and_a_short_one_is_called_short():
    assert lesson_08.about("abca" * 10_000, range(4000)) == (
        "40000 letters, 3 different ones; 4000 held out"
    )
    assert "\nThat is short" in lesson_08.about("abca" * 250, [])
    with pytest.raises(ValueError, match=r"^999 letters are too few .* take 1000 or more$"):
        lesson_08.about("abc" * 333, [])


def test_many_different_letters_are_called_many():
    signs = "".join(map(chr, range(0x4E00, 0x4E00 + 1001)))
    assert "reduce them" in lesson_08.about(signs * 20, [])
    assert "reduce them" not in lesson_08.about(signs[1:] * 21, [])


def test_the_opening_ends_with_a_word():
    assert lesson_08.opening("one two " * 20) == "one two one two one two one two one two one two"
    assert lesson_08.opening("x" * 99) == "x" * 50
    assert lesson_08.opening("ab") == "ab"
    assert lesson_08.opening("\n" * 80 + "one two") == "one"


def test_the_panel_shows_both_losses_and_what_is_copied(tales):
    panel, facts = lesson_08.by_heart(), measured("overfitting")
    run, learned = facts["runs"][0], tales[:5000]
    assert panel.controls[0].value(panel.controls[0].first) == 0
    for at, updates in enumerate(facts["updates"]):
        page, written = panel.page_at([at]), run["samples"][at]
        share = f"{copied(written, learned).mean():.0%} of what it writes is copied"
        losses = f"learned text {run['training'][at]:.2f}, new text {run['held_out'][at]:.2f} nats"
        assert share in page["note"]
        assert losses in page["note"]
        assert page["note"].startswith(f"after {updates:,} updates: ".replace(",", " "))
        assert page["body"].endswith(copies_marked({"it writes": written}, learned))
    assert "85%" in page["note"] or "84%" in page["note"]


@pytest.mark.parametrize(("times", "encoding"), [(25, "utf-8-sig"), (900, "cp1252")])
def test_it_runs_on_a_text_of_the_reader(tmp_path, times, encoding):
    """Short or long, with accents, and one whose lines never end."""
    words = [
        "l\u2019on",
        "y",
        "danse\u2026",
        "\u00c0",
        "deux,",
        "d\u00e9j\u00e0",
        "(trois)",
        "en",
        "rond.",
    ]
    rng = np.random.default_rng(0)
    text = " ".join(" ".join(rng.permutation(words)) for _ in range(times))
    (tmp_path / "mine.txt").write_bytes(text.encode(encoding))
    cells = nbformat.read(LESSON, as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    sources[0] = sources[0].replace('mine = "tales"', 'mine = "mine.txt"')
    sources[0] = sources[0].replace('"utf-8"', f'"{encoding}"')
    [kept] = [n for n, source in enumerate(sources) if "home = None" in source]
    sources[kept] = sources[kept].replace("home = None", 'home = "."')
    shown = [*outputs_of(sources, ROOT, tmp_path)]
    assert [error for error, _ in shown if error] == []
    assert len(shown) == len(sources)
    told = "".join(output.get("text", "") for output in shown[0][1])
    assert f"{len(Vocabulary(text))} different ones" in told
    assert ("That is short" in told) == (times == 25)
    model, vocab, _ = load_model(tmp_path / "best.npz")  # kept beside the notebook, if asked to
    assert vocab == Vocabulary(text)
    assert model.vocab_size == len(vocab)


def exercise(number, answer):
    return judge(number, answer)[1]


def test_a_training_loop_that_is_wrong_is_told_where_its_losses_part():
    solution = EXERCISES["08.b"].solution

    def answer(piece, instead):
        return exercise("08.b", replaced(solution, (piece, instead)))

    ids = "vocab.encode(text)"
    unsorted = "np.array([list(dict.fromkeys(text)).index(char) for char in text])"
    assert "the order in which they come" in answer(ids, unsorted)
    assert "the first loss is another" in answer(ids, "np.roll(vocab.encode(text), 3)")
    assert "divided by T" in answer(
        "model.backward(dlogits, cache)", "model.backward(dlogits / T, cache)"
    )
    halved = answer("model.backward(dlogits, cache)", "model.backward(dlogits / 2, cache)")
    assert "the first loss is right and the next ones are not" in halved
    assert "put them back" in answer(
        "losses.append(loss)", "losses.append(loss); losses.append(loss)"
    )
    assert "put them back" in answer("p += T\n", "p += T; log = [(0, 0.0, text)]\n")


def test_an_answer_that_raises_or_is_a_list_gets_words_of_its_own():
    assert "the first round has none before it" in exercise(
        "08.a", lambda losses: losses[-1] <= losses[-2]
    )
    assert "the first round has none before it" in exercise(
        "08.a", lambda losses: losses[-1] < min(losses[:-1])
    )
    assert "`replace` gives a new one" in exercise("08.3", lambda text, least: text)
    assert "only for these" in exercise("08.3", lambda text, least: text.replace("c", "?"))
    assert "came back as one of" in exercise("08.3", lambda text, least: text + "?")
    assert "join it" in exercise(
        "08.3", lambda text, least: [c if text.count(c) >= least else "?" for c in text]
    )
