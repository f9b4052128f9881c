"""The panel of notebook 03b answers to the keyboard and shows what the plain functions give."""

from every_notebook import EveryNotebook

from rnnlib import Vocabulary, load_text
from rnnlib.course import lesson_03


def test_table_writer(open_panel):
    panel = open_panel("03b_the_line_to_beat.ipynb", "lesson_03.table_writer(")
    tales = load_text("tales")
    vocab, known = Vocabulary(tales), tales[: len(tales) * 9 // 10]
    tables = lesson_03.all_tables(vocab.encode(known), len(vocab))
    counted = set(lesson_03.words_of(known))

    def shows(order, mixed):
        text = vocab.decode(tables[order, mixed].sample(400, rng=0))
        words = lesson_03.words_of(text)
        real = sum(word in counted for word in words)
        panel.shows(
            f"order {order}, {'mixed' if mixed else 'simple'}: found in the tales: {real} of "
            f"{len(words)} words of four letters or more",
            lambda shown: shown.split() == text.split(),
        )

    shows(5, True)
    assert panel.press("order", "ArrowLeft") == "4"
    shows(4, True)
    panel.choose("table", 0)
    shows(4, False)
    panel.press("order", "Home")
    shows(0, False)


class TestNotebook(EveryNotebook):
    pass
