"""The panels of notebook 04b answer to the keyboard and show what the plain functions give."""

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


def test_spectral_slider(open_panel):
    name = "04b_what_fades.ipynb"
    panel = open_panel(name, "lesson_04.spectral_slider(")
    [fading] = functions_of(name, "fading")
    for key, rho in (("Home", 0.8), ("ArrowRight", 0.9), ("End", 2.0)):
        assert panel.press("spectral radius", key) == f"{rho:.1f}"
        expected = (
            f"radius {rho:.1f}: 50 steps back the length is {fading(rho)[-1]:.1e}, "
            f"without the slopes {fading(rho, False)[-1]:.1e}"
        )
        panel.shows(expected)
        picture = panel.body.locator("img")
        assert expected in picture.get_attribute("alt")
        assert picture.evaluate("async img => (await img.decode(), img.naturalWidth)") > 500


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
            lambda shown, lines=lines: shown.split("\n")[2:] == lines,
        )
        heights.add(panel.body.bounding_box()["height"])
    assert len(heights) == 1
    panel.box.get_by_role("button", name="Play letters read").press("Space")
    panel.shows(lambda told: told.startswith("5 letters read"))
    panel.box.get_by_role("button", name="Pause letters read").press("Space")


class TestNotebook(EveryNotebook):
    pass
