import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from rnnlib import softmax
from rnnlib.course import figures, lesson_02, lesson_04, machine
from rnnlib.course.toy import toy_network


@pytest.fixture
def shown(monkeypatch):
    """What was displayed, as HTML."""
    pages = []
    monkeypatch.setattr(figures, "display", lambda page: pages.append(page.data))
    return pages


def test_a_figure_is_shown_with_its_words(shown):
    fig, ax = figures.figure(4, 2)
    ax.plot([1, 2])
    figures.show(fig, 'A line that rises from 1 to 2, called "x < y".', "It rises & rises.")
    assert 'alt="A line that rises from 1 to 2, called &quot;x &lt; y&quot;."' in shown[0]
    assert "It rises &amp; rises." in shown[0]
    with Image.open(
        io.BytesIO(base64.b64decode(re.search(r"base64,([^\"]+)", shown[0])[1]))
    ) as png:
        assert png.size == (400, 200)
        assert len(png.getcolors()) <= 128
        assert png.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    with pytest.raises(ValueError, match="whole sentence"):
        figures.show(fig, "a plot")


def test_the_map_lights_the_parts_of_a_lesson():
    def colors(fig):
        return [patch.get_facecolor() for patch in fig.axes[0].patches[: len(machine.PARTS)]]

    nothing, two = colors(machine.machine_map(0)), colors(machine.machine_map(2))
    assert machine.parts_of(0) == []
    assert machine.parts_of(2) == ["state", "probabilities"]
    assert [a != b for a, b in zip(nothing, two, strict=True)] == [
        name in ("state", "probabilities") for name in machine.PARTS
    ]


def test_a_matrix_has_a_color_for_every_number_and_its_letters_as_labels():
    values = np.array([[1.0, -2.0, 0.0], [0.5, 0.0, 2.0]])
    fig = figures.matrix(
        values, rows=" a", columns="\nbc", numbers=1, title="weights", row_name="state"
    )
    ax = fig.axes[0]
    np.testing.assert_array_equal(ax.images[0].get_array(), values)
    assert ax.images[0].get_clim() == (-2, 2)  # 0 is in the middle, so it is white
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["\u2423", "a"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["\u21b5", "b", "c"]
    written = [text.get_text() for text in ax.texts]
    assert written == ["1.0", "\u22122.0", "0.0", "0.5", "0.0", "2.0"]
    assert ax.get_ylabel() == "state"
    signs = [text.get_text() for text in figures.matrix([[-1, 0, 0.5]]).axes[0].texts]
    assert signs == ["\u2212", "", "+"]
    assert figures.matrix(np.ones((1, 100))).axes[0].texts[:] == []  # no room for a sign


def test_a_color_between_purple_white_and_orange_and_what_stands_on_it():
    assert [figures.tint(x) for x in (-7, -1, 0, 1, 7)] == [
        "#5e3c99", "#5e3c99", "#ffffff", "#e66101", "#e66101"
    ]  # fmt: skip
    assert [figures.sign(x) for x in (-1, -0.04, 0, 0.04, 0.06)] == ["\u2212", "", "", "", "+"]
    for x in np.linspace(-1, 1, 201):
        ground, letters = (luminance(color) for color in (figures.tint(x), figures.ink(x)))
        assert (max(ground, letters) + 0.05) / (min(ground, letters) + 0.05) >= 4.5


def luminance(color):
    """As the Web Content Accessibility Guidelines define it."""
    parts = np.array(to_rgb(color))
    linear = np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def test_a_number_as_it_is_read():
    assert figures.number(-0.001) == figures.number(0.0) == "0.00"
    assert figures.number(-1.25, 1) == "\u22121.2"


def test_bars_show_the_likeliest_letters_with_the_first_on_top():
    ax = figures.bars(np.array([0.1, 0.6, 0.05, 0.25]), "ab c", k=3).axes[0]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["a", "c", "b"]
    assert [bar.get_width() for bar in ax.patches] == [0.1, 0.25, 0.6]


def test_colored_text_is_the_text_the_deeper_the_larger_the_value():
    page = figures.colored_text("a<\n", [0, 1, 9], high=2)
    assert '#ffffff" title="0.00">a<' in page
    assert f'{figures.tint(0.5)}" title="1.00">&lt;<' in page
    assert '#e66101" title="9.00">\u21b5\n<' in page
    assert "surprise: 0 " not in page
    assert "2.5 and more" in figures.colored_text("a", [0], high=2.5, name="surprise")
    with pytest.raises(ValueError, match="zip"):
        figures.colored_text("ab", [1], high=2)


def test_the_unrolled_picture_has_the_states_and_answers_of_the_toy_network():
    texts = [text.get_text() for text in lesson_02.unrolled().axes[0].texts]
    assert [text[:5] for text in texts if text.startswith("hs")] == [f"hs[{t}]" for t in range(5)]
    assert [texts.count(name) for name in ("Wxh", "Whh", "Why")] == [4, 4, 4]
    logits, _, cache = toy_network().forward(np.array([[1], [0], [2], [2]]))  # hell
    states = [figures.number(x) for x in cache.hs[1:].ravel()]
    right = [figures.number(p[i]) for p, i in zip(softmax(logits[:, 0]), (0, 2, 2, 3), strict=True)]
    numbers = [text for text in texts if re.fullmatch(r"\u2212?\d\.\d\d", text)]
    assert numbers == [x for t in range(4) for x in (*states[3 * t : 3 * t + 3], right[t])]


def test_the_backward_graph_has_a_way_back_for_every_way_forward():
    root = ElementTree.fromstring(lesson_04.backward_graph())
    texts = [text.text for text in root.iter() if text.tag.endswith("}text")]
    for name, times in (
        ("Wxh", 3), ("Whh", 2), ("Why", 3), ("dz", 3), ("direct", 3), ("da", 3), ("dhnext", 3),
        ("through Whh", 2), ("?", 3 * (4 + 3 + 3 + 3)),
    ):  # fmt: skip
        assert texts.count(name) == times, name
    assert [text for text in texts if text.startswith("hs")] == ["hs[1]", "hs[2]", "hs[3]"]
    surprises = ["surprise of e: 0.08", "surprise of l: 0.06", "surprise of o: 4.24"]
    assert [text for text in texts if text.startswith("surp")] == surprises
    strokes = [path.get("stroke") for path in root.iter() if path.tag.endswith("}path")]
    assert (strokes.count(figures.BLUE), strokes.count(figures.BROWN)) == (3 * 2 + 2, 3 * 5 + 2)
