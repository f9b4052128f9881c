import html
import re
from urllib.parse import unquote

import numpy as np
import pytest

from rnnlib import Adagrad, Adam
from rnnlib.course import lesson_06
from rnnlib.params import Parameters

ALONG, SLANTED = AXES = "along the valley", "slanted"


def drawing(page):
    """What the map shows: the lines of the ways (n,2) in pixels, and the words."""
    [data] = re.findall(r'src="data:image/svg\+xml,([^"]+)"', page["body"])
    svg = unquote(data)
    lines = [
        np.array([point.split(",") for point in line.split()], dtype=float)
        for line in re.findall(r'<polyline[^>]*points="([^"]*)"', svg)
    ]
    return lines, re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_sgd_goes_down_as_its_formula_says():
    n = np.arange(11)
    places = lesson_06.descend("sgd", 0.03, steps=10)
    np.testing.assert_allclose(places, np.stack([-10 * 0.97**n, (-0.5) ** n], axis=1))
    np.testing.assert_allclose(lesson_06.height(places[0]), 75)
    np.testing.assert_allclose(lesson_06.height(places), (100 * 0.97 ** (2 * n) + 50 * 0.25**n) / 2)


@pytest.mark.parametrize(("name", "kind"), [("adagrad", Adagrad), ("adam", Adam)])
def test_the_others_are_those_of_rnnlib(name, kind):
    params = Parameters({"w": (2,)}, np.float64)
    params["w"] = -10, 1
    optimizer, grads, places = kind(params, 0.5), params.like(), []
    for _ in range(20):
        grads["w"] = (1, 50) * params["w"]
        optimizer.update(grads)
        places.append(params["w"].copy())
    np.testing.assert_allclose(lesson_06.descend(name, 0.5, steps=20)[1:], places)


def test_only_sgd_does_not_care_how_the_weights_lie():
    for name, cares in (("sgd", False), ("adagrad", True), ("adam", True)):
        straight, slanted = (lesson_06.descend(name, 0.03, axes) for axes in AXES)
        np.testing.assert_allclose(slanted[0], straight[0])
        assert np.allclose(slanted, straight) != cares
    # where the valley lies along no weight, all gradients are alike at first: no rate fits one
    losses = [lesson_06.height(lesson_06.descend("adagrad", 1, axes)[-1]) for axes in AXES]
    assert losses[1] > 5 * losses[0]


def test_the_panel_shows_the_ways_and_the_loss_at_their_ends():
    panel = lesson_06.race(whole=True)
    page = panel.page_at([3, 4, 3, 1, 40])
    runs = [
        lesson_06.descend(name, rate, SLANTED, 40)
        for name, rate in (("sgd", 0.03), ("adagrad", 1), ("adam", 0.3))
    ]
    sgd, adagrad, adam = (lesson_06.height(run[-1]) for run in runs)
    note = f"the loss after 40 steps: SGD {sgd:.2f}, Adagrad {adagrad:.2f}, Adam {adam:.2f}"
    assert page["note"] == note
    assert f"{note}." in html.unescape(page["body"])
    lines, words = drawing(page)
    assert words == ["weight 0", "weight 1", "SGD", "Adagrad", "Adam"]
    for line, run in zip(lines, runs, strict=True):
        np.testing.assert_allclose(line, (run - (-11, 2.4)) * (52, -52), atol=0.06)


def test_in_the_lesson_two_run_and_no_weights_are_slanted():
    core, whole = lesson_06.race(), lesson_06.race(whole=True)
    names = [control.name for control in core.controls]
    assert names == ["learning rate, SGD", "learning rate, Adagrad", "steps"]
    page, other = core.page_at([3, 4, 40]), whole.page_at([3, 4, 3, 0, 40])
    assert page["note"] == other["note"].rpartition(",")[0]
    for line, same in zip(drawing(page)[0], drawing(other)[0], strict=False):
        np.testing.assert_array_equal(line, same)
    assert drawing(page)[1] == ["weight 0", "weight 1", "SGD", "Adagrad"]


def test_what_leaves_the_map_is_said_to():
    page = lesson_06.race(whole=True).page_at([9, 4, 6, 0, 60])
    assert "SGD >1000, Adagrad 0.49, Adam" in page["note"]
    lines, words = drawing(page)
    assert words[2:] == ["SGD, off the map", "Adagrad", "Adam"]
    assert len(lines[0]) < 61 == len(lines[1])
    assert np.isfinite(lines[0]).all()
    assert (
        "SGD 75, Adagrad 75, Adam 75" in lesson_06.race(whole=True).page_at([9, 4, 6, 0, 0])["note"]
    )
    assert (
        lesson_06.race(whole=True)
        .page_at([9, 4, 6, 0, 1])["note"]
        .startswith("the loss after 1 step: ")
    )
    far = lesson_06.race(whole=True).page_at([9, 6, 6, 0, 60])["note"]
    assert far.startswith("the loss after 60 steps: SGD >1000, Adagrad <0.001, Adam 0.11")
