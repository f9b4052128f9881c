"""The panel of notebook 05b answers to the keyboard and shows what the plain function gives."""

from every_notebook import EveryNotebook

from rnnlib import LSTM
from rnnlib.course import lesson_05
from rnnlib.course.lesson_05.u_curve import EPSILONS, short
from rnnlib.gradcheck import RTOL

NAME = "05b_where_to_check.ipynb"


def test_where_to_check(open_panel):
    panel = open_panel(NAME, "lesson_05.where_to_check(")

    def shows(scale, spread, letters):
        worst = lesson_05.worst_at(scale, spread, letters)
        bugs = [name for name in worst if not name.startswith("right")]
        passed = [name for name in bugs if worst[name] <= RTOL]
        refused = [name for name in worst if name not in bugs and worst[name] > RTOL]
        read = f"{letters} letter{'s' * (letters > 1)}"
        state = "drawn" if spread else "zeros"
        panel.shows(
            f"weights {scale:g}, state {state}, {read}: "
            f"{len(passed) or 'none'} of {len(bugs)} bugs pass"
            + (f", and what is right is refused: {', '.join(refused)}" if refused else "")
        )
        picture = panel.body.locator("img")
        words = picture.get_attribute("alt").partition("Crosses: ")[2]
        assert (
            words == f"{', '.join(name for name in worst if name in passed + refused) or 'none'}."
        )
        assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 500

    shows(0.3, 0.5, 1)
    panel.pick("letters read", 2)
    shows(0.3, 0.5, 10)
    assert panel.press("weights", "End") == "3"
    panel.pick("state before", 0)
    shows(3.0, 0.0, 10)
    assert panel.press("weights", "Home") == "0.001"
    panel.pick("letters read", 1)
    shows(0.001, 0.0, 2)


def test_u_curve_of_the_lstm(open_panel):
    panel = open_panel(NAME, "lesson_05.u_curve(")
    off = lesson_05.Nudged(LSTM).errors["central", "float64"]
    for presses in (3, 2):
        panel.press("epsilon", "ArrowLeft", presses)
        i = EPSILONS.index(1e-4) if presses == 3 else EPSILONS.index(1e-6)
        words = f"epsilon {short(EPSILONS[i])}: central differences in float64 are off by"
        panel.shows(f"{words} {short(off[i])}", lambda shown: shown.count(" differ") == 2)


class TestNotebook(EveryNotebook):
    pass
