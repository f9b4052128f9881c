"""The notebook 06b in a browser; its panel is the whole race of lesson 06."""

import numpy as np
from every_notebook import EveryNotebook

from rnnlib.course import lesson_06
from rnnlib.course.lesson_06.race import RATES


def test_race(open_panel):
    race = open_panel("06b_the_small_print.ipynb", "lesson_06.race(")
    pages = lesson_06.race(whole=True)
    names = [f"learning rate, {name}" for name in ("SGD", "Adagrad", "Adam")]
    at = [3, 4, 3, 0, 60]

    def shows():
        *rates, lie, steps = at
        race.shows(pages.page_at(at)["note"])
        axes = ("along the valley", "slanted")[lie]
        lines = race.body.locator("polyline").evaluate_all(
            "lines => lines.map(line => [...line.points].map(({x, y}) => [x, y]))"
        )
        for line, name, rate in zip(lines, ("sgd", "adagrad", "adam"), rates, strict=True):
            way = lesson_06.descend(name, RATES[name][rate], axes, steps)
            wanted = ((way - (-11, 2.4)) * (52, -52))[: len(line)]
            np.testing.assert_allclose(line, wanted, rtol=1e-4, atol=0.06)
            assert len(line) == len(way) or abs(way[len(line)]).max() > 1000

    race.shows(pages.page_at(at)["note"])
    for k, key, times in (
        (4, "ArrowLeft", 7), (0, "ArrowRight", 2), (1, "End", 1), (2, "Home", 1), (4, "End", 1),
        (2, "End", 1), (1, "ArrowLeft", 4), (4, "Home", 1), (4, "ArrowRight", 1), (0, "Home", 1),
    ):  # fmt: skip
        race.press([*names, "", "steps"][k], key, times)
        at[k] = int(race.control([*names, "", "steps"][k]).input_value())
        for lie in (1, 0):
            race.pick("the weights lie", lie)
            at[3] = lie
            shows()
    race.press("steps", "Home")
    race.box.get_by_role("button", name="Play steps").press("Space")
    race.shows(lambda told: "after 60 steps" in told)


class TestNotebook(EveryNotebook):
    pass
