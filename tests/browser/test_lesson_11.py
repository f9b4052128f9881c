"""The panel of lesson 11 answers to the keyboard, with a kernel and without one."""

from every_notebook import EveryNotebook

from rnnlib.course import lesson_11
from rnnlib.course.measured import measured

NAME = "11_make_it_fast.ipynb"
SLIDERS = {"H": "hidden units H", "T": "letters in a window T", "B": "streams B"}


def test_cost_panel(open_panel):
    """From end to end of every control, it says what was measured there."""
    panel = open_panel(NAME, "lesson_11.cost_panel()")
    values = [sorted({row[k] for row in measured("speed")["grid"]}) for k in range(4)]
    ends = dict(zip("HTVB", ((row[0], row[-1]) for row in values), strict=True))
    for place, V in enumerate(ends["V"]):
        panel.pick("different letters V", place)
        for key, end in (("Home", 0), ("End", -1)):
            for letter, name in SLIDERS.items():
                assert panel.press(name, key) == str(ends[letter][end])
            at = {letter: ends[letter][end] for letter in SLIDERS}
            cost = lesson_11.cost_of(**at, V=V)
            share = f"{cost['share']:.0%} of what the core could do."
            panel.shows(
                lambda note, share=share: note.endswith(share),
                lambda body: "million operations in products" in body,
            )
    assert panel.press("hidden units H", "ArrowLeft") == str(values[0][-2])


class TestNotebook(EveryNotebook):
    pass
