"""The panels of lesson 05 answer to the keyboard and show what the plain functions give."""

from every_notebook import EveryNotebook

from rnnlib import LSTM, RNN
from rnnlib.course import lesson_05
from rnnlib.course.lesson_05.u_curve import EPSILONS, short

NAME = "05_gradient_checking.ipynb"


def test_u_curve(open_panel):
    panel = open_panel(NAME, "lesson_05.u_curve(")
    nudged = [lesson_05.Nudged(kind) for kind in (RNN, LSTM)]

    def shows(i, k):
        off = short(nudged[k].errors["central", "float64"][i])
        panel.shows(
            f"{['RNN', 'LSTM'][k]}, epsilon {short(EPSILONS[i])}: "
            f"central differences in float64 are off by {off}",
            lambda shown: shown.count("digits differ") == 2,
        )
        picture = panel.body.locator("img")
        assert f"central in float64 {off}" in picture.get_attribute("alt")
        assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 500

    assert panel.press("epsilon", "ArrowLeft", 4) == "1e-5"
    shows(7, 0)
    panel.pick("network", 1)
    shows(7, 1)
    assert panel.press("epsilon", "Home") == "1e-12"
    shows(0, 1)
    assert panel.press("epsilon", "End") == "0.1"
    shows(11, 1)
    assert panel.body.evaluate("body => body.scrollHeight <= body.clientHeight")


class TestNotebooks(EveryNotebook):
    pass
