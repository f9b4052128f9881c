"""The panels of lesson 03 answer to the keyboard and show what the plain functions give."""

import numpy as np
from every_notebook import EveryNotebook

from rnnlib import Vocabulary, cross_entropy, load_text, softmax
from rnnlib.course import lesson_03


def test_probability_pusher(open_panel):
    panel = open_panel("03_cross_entropy.ipynb", "lesson_03.probability_pusher(")
    z, target = np.array([-1.0, 2.0, 0.0]), 2

    def shows():
        loss, dlogits = cross_entropy(z[None, None], np.array([[target]]))
        p, dlogits = softmax(z), dlogits[0, 0]
        words = ["letter", "p", "onehot", "gradient"]
        for i, char in enumerate("elo"):
            words += [char, f"{p[i]:.3f}", str(int(i == target)), f"{dlogits[i]:+.3f}"]
        panel.shows(
            f"loss = -ln({p[target]:.3f}) = {loss:.5f} nats",
            lambda shown: shown.split() == [*words, "the", "gradient", "sums", "to", "0.000"],
        )
        widths = panel.body.locator("td > span").evaluate_all(
            "bars => bars.map(bar => parseFloat(bar.style.width))"
        )
        bars = 100 * np.stack([p, np.maximum(-dlogits, 0), np.maximum(dlogits, 0)], axis=1)
        np.testing.assert_allclose(widths, bars.ravel(), atol=0.06)

    shows()
    for i, key, times, value in (
        (0, "ArrowRight", 4, 1.0), (1, "End", 1, 6), (2, "Home", 1, -6), (2, "ArrowRight", 3, -4.5),
        (1, "ArrowLeft", 1, 5.5), (0, "Home", 1, -6),
    ):  # fmt: skip
        assert float(panel.press(f"logit of {'elo'[i]}", key, times)) == value
        z[i] = value
        shows()
    for target in (1, 0):
        panel.choose("the letter that came", target)
        shows()


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

    shows(3, False)
    assert panel.press("order", "ArrowRight") == "4"
    shows(4, False)
    panel.choose("table", 1)
    shows(4, True)
    panel.press("order", "Home")
    shows(0, True)


class TestNotebooks(EveryNotebook):
    pass
