"""The race of lesson 06 answers to the keyboard and shows what the plain functions give."""

import numpy as np
from every_notebook import EveryNotebook

from rnnlib.course import lesson_06
from rnnlib.course.lesson_06.race import RATES

WAYS = "lines => lines.map(line => [...line.points].map(({x, y}) => [x, y]))"


def test_race(open_panel):
    race = open_panel("06_adagrad.ipynb", "lesson_06.race(")
    pages = lesson_06.race()
    at = [3, 4, 60]
    race.shows(pages.page_at(at)["note"])
    for k, name, key in (
        (0, "SGD", "End"),
        (1, "Adagrad", "Home"),
        (2, "", "Home"),
        (0, "SGD", "Home"),
    ):
        control = f"learning rate, {name}" if name else "steps"
        race.press(control, key)
        at[k] = int(race.control(control).input_value())
        race.shows(pages.page_at(at)["note"])
        lines = race.body.locator("polyline").evaluate_all(WAYS)
        rates = at[:2]
        for line, name, rate in zip(lines, ("sgd", "adagrad"), rates, strict=True):
            way = lesson_06.descend(name, RATES[name][rate], steps=at[2])
            wanted = ((way - (-11, 2.4)) * (52, -52))[: len(line)]
            np.testing.assert_allclose(line, wanted, rtol=1e-4, atol=0.06)
    race.box.get_by_role("button", name="Play steps").press("Space")
    race.shows(lambda told: "after 60 steps" in told)


class TestNotebook(EveryNotebook):
    pass
