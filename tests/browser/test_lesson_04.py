"""The panels of lesson 04 answer to the keyboard and show what the plain functions give."""

import re
from pathlib import Path

import nbformat
import numpy as np
from every_notebook import EveryNotebook

from rnnlib import load_model
from rnnlib.course.figures import visible
from rnnlib.course.panel import thousands

ROOT = Path(__file__).parents[2]


def functions_of(name, *wanted):
    """Functions that a lesson defines, by their names: what a panel shows has to come from them."""
    space = {"np": np, "length": np.linalg.norm}
    for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells:
        for function in wanted:
            found = re.search(rf"^def {function}\(.*?(?=^\S|\Z)", cell.source, re.M | re.S)
            if cell.cell_type == "code" and found:
                exec(found.group(), space)
    return [space[function] for function in wanted]


def test_backward_stepper(open_panel):
    panel = open_panel("04_backpropagation_through_time.ipynb", "lesson_04.backward_stepper(")
    panel.shows(lambda told: told.startswith("The way forward is done."))
    for key, presses, words, told in (
        ("ArrowRight", 2, "t = 2, state", "da -2.00, -0.01, -2.05."),
        ("ArrowRight", 3, "t = 1, state", "direct 0.14, 0.11, 0.10. dhnext 0.40, 5.66, -2.63."),
        ("End", 1, "t = 0, weights", "dWhh so far 1.95, -0.62, 1.93; 4.13, 4.55, -4.10; 1.89,"),
    ):
        assert panel.press("moment", key, presses) == words
        panel.shows(lambda note, t=words[:5]: t in note)
        picture = panel.body.locator("img")
        assert told in picture.get_attribute("alt")
        assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 500
    for key in ("Home", *9 * ["ArrowRight"]):  # its page is filled, and never more than that
        panel.press("moment", key)
        free = panel.body.evaluate("body => body.clientHeight - body.querySelector('img').height")
        assert 0 < free < 30


def test_looking_back(open_panel):
    name = "04b_what_fades.ipynb"
    panel = open_panel(name, "lesson_04.looking_back(")
    [reach] = functions_of(name, "reach")
    text, networks = "Good morrow to you, my lord. What news from the kin", (0, 100, 1000, 100_000)
    heights = set()
    for key, n in (("End", 51), ("Home", 1), ("ArrowRight", 2)):
        assert panel.press("letters read", key) == str(n)
        lines, counts = [], []
        for updates in networks:
            model, vocab, _ = load_model(f"rnn-{updates}")
            ids = vocab.encode(text)[:n]
            counts.append(str((reach(model, ids) > 0.01).sum()))
            best = vocab.chars[model.forward(ids[:, None])[0][-1, 0].argmax()]
            lines += [f"{thousands(updates)} updates", text[:n] + visible(best)]
        told = f"{', '.join(counts[:-1])} and {counts[-1]}"
        panel.shows(
            f"{n} letters read; {told} of them count a hundredth or more",
            lambda shown, lines=lines: shown.split("\n")[1:] == lines,
        )
        heights.add(panel.body.bounding_box()["height"])
    assert len(heights) == 1
    panel.box.get_by_role("button", name="Play letters read").press("Space")
    panel.shows(lambda told: told.startswith("5 letters read"))
    panel.box.get_by_role("button", name="Pause letters read").press("Space")


def test_spectral_slider(open_panel):
    name = "04b_what_fades.ipynb"
    panel = open_panel(name, "lesson_04.spectral_slider(")
    [fading] = functions_of(name, "fading")
    for key, rho in (("Home", 0.5), ("ArrowRight", 0.6), ("End", 2.0)):
        assert panel.press("spectral radius", key) == f"{rho:.1f}"
        expected = (
            f"radius {rho:.1f}: 50 steps back the length is {fading(rho)[-1]:.1e}, "
            f"without the slopes {fading(rho, False)[-1]:.1e}"
        )
        panel.shows(expected)
        picture = panel.body.locator("img")
        assert expected in picture.get_attribute("alt")
        assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 500


class TestNotebooks(EveryNotebook):
    pass
