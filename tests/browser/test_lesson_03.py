"""The panels of lesson 03 answer to the keyboard and show what the plain functions give."""

import numpy as np
from every_notebook import EveryNotebook

from rnnlib import cross_entropy, softmax


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


class TestNotebook(EveryNotebook):
    pass
