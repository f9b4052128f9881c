"""The pictures of Markdown cells: what is in notebooks/images is what its script draws."""

import re
import runpy
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

IMAGES = Path(__file__).parents[2] / "notebooks" / "images"
DRAW = runpy.run_path(str(IMAGES / "draw.py"))
DRAWINGS = DRAW["drawings"]()


def test_nothing_is_left_over_and_nothing_missing():
    assert {path.name for path in IMAGES.glob("*.svg")} == DRAWINGS.keys()


def parts(page):
    """What an SVG draws: its words, its shapes without their numbers, and these numbers.

    The outlines of letters, and where each stands in its word, differ between versions of
    matplotlib, so of a word its letters are read, its color and its place.
    """
    root = ET.fromstring(page, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True)))
    words, shapes, numbers = [], [], []
    for element in root.iter():
        if element.tag is ET.Comment:
            words.append(element.text)
        elif element.tag.endswith("}text"):  # where letters are no outlines
            words.append((element.text, *sorted(element.items())))
        elif element.tag.endswith(("}rect", "}polygon")):
            shapes.append(sorted(element.items()))
        elif element.tag.endswith(("}path", "}g")) and "DejaVu" not in element.get("id", ""):
            shape = " ".join(element.get(name, "") for name in ("style", "transform", "d"))
            numbers += map(float, re.findall(NUMBER, shape))
            shapes.append(re.sub(NUMBER, "_", shape))
    return words, shapes, numbers


NUMBER = r"(?<![#\w])-?\d+(?:\.\d+)?"  # not those of a color


def the_same(page, other):
    *words_and_shapes, numbers = parts(page)
    *others, other_numbers = parts(other)
    # 72 make an inch; between matplotlib 3.10 and 3.11 a word moved by 0.9
    return words_and_shapes == others and np.allclose(numbers, other_numbers, rtol=0, atol=1.5)


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_file_is_what_the_script_draws(name):
    page = DRAW["svg"](DRAWINGS[name])
    assert the_same(page, (IMAGES / name).read_text(encoding="utf-8"))


def test_another_color_word_or_place_is_noticed():
    page = (IMAGES / "map_03.svg").read_text(encoding="utf-8")
    for old, new in (
        ("fill: #e69f00", "fill: #f2f2f2"),
        ("<!-- 03 -->", "<!-- 04 -->"),
        ("M 132.6", "M 135.6"),
    ):
        assert old in page
        assert not the_same(page, page.replace(old, new, 1))
    assert not the_same(page, (IMAGES / "map_04.svg").read_text(encoding="utf-8"))
