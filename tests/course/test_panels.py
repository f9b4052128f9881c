import base64
import html
import json
import re
import zlib
from urllib.parse import unquote

import numpy as np
import pytest

from rnnlib import RNN, Vocabulary, cross_entropy, one_hot, sample, softmax
from rnnlib.course import figures, lesson_00, lesson_01, lesson_02, lesson_03, lesson_04
from rnnlib.course.panel import Buttons, Choice, Panel, Slider, Text, drawing, thousands

VOCAB = Vocabulary("\n <&>abc")


def pages(panel):
    """All pages that are sent to the browser, by the positions of the controls."""
    found = json.loads(zlib.decompress(base64.b64decode(panel.pages)))
    return {tuple(page["at"]): page for page in found}


def asked(panel, monkeypatch, *positions):
    """What the kernel answers when the browser asks for these positions."""
    answers = []
    monkeypatch.setattr(panel, "send", answers.append)
    panel._handle_custom_msg({"at": list(positions)}, [])
    [answer] = answers
    assert answer["at"] == list(positions)
    return answer


def text_of(page):
    """The text of a page, as a reader sees it."""
    return html.unescape(re.sub(r"<[^>]*>", "", page["body"]))


def controls(panel):
    """Each control as the browser is told of it: name, kind, position, words for each position."""
    return [
        (control["name"], control["kind"], control["start"], control["shown"])
        for control in panel.setup["controls"]
    ]


def show(*values):
    return f"{values}", f"<i>{html.escape(str(values))}</i>"


def test_there_is_a_page_for_every_position_of_sliders_and_choices_with_the_text_as_it_starts():
    panel = Panel(
        [
            Slider("size", (10, 20, 30), 20),
            Text("name", "<b>"),
            Choice("kind", "xy", shown=str.upper),
            Buttons("letter", "e"),
        ],
        show,
        label="l",
    )
    assert controls(panel) == [
        ("size", "slider", 1, ["10", "20", "30"]),
        ("name", "text", "<b>", []),
        ("kind", "choice", 0, ["X", "Y"]),
        ("letter", "buttons", 0, ["e"]),
    ]
    found = pages(panel)
    assert list(found) == [(i, "<b>", k, 0) for i in range(3) for k in range(2)]
    for (i, text, k, _), page in found.items():
        note, body = show((10, 20, 30)[i], text, "xy"[k], "e")
        assert page == {"at": [i, text, k, 0], "note": note, "body": body, "error": ""}


def test_what_was_typed_is_asked_of_the_kernel_which_also_gives_a_sign_of_life(monkeypatch):
    panel = Panel([Text("name", "a"), Slider("size", (10, 20))], show, label="l")
    note, body = show("b", 20)
    assert asked(panel, monkeypatch, "b", 1) == {
        "at": ["b", 1], "note": note, "body": body, "error": ""
    }  # fmt: skip
    answers = []
    monkeypatch.setattr(panel, "send", answers.append)
    panel._handle_custom_msg({}, [])
    assert answers == [{}]


def test_a_value_error_is_a_message_and_any_other_error_is_raised(monkeypatch):
    def page(text):
        if text == "<":
            raise ValueError("no < please")
        return show(1 / len(text))

    panel = Panel([Text("name", "a")], page, label="l")
    told = {"at": ["<"], "note": "", "body": "", "error": "no < please"}
    assert asked(panel, monkeypatch, "<") == told
    assert "no &lt; please" in Panel([Text("name", "<")], page, label="l").still
    with pytest.raises(ZeroDivisionError):
        panel.page_at([""])


def test_a_slider_may_play_and_begin_by_itself():
    sliders = [
        Slider("a", (1, 2)),
        Slider("b", (1, 2), plays=120),
        Slider("c", (1,), 1, str, 9, True),
    ]
    told = Panel([*sliders, Text("d")], lambda *values: show(*values), label="l").setup["controls"]
    assert [(control["plays"], control["begins"]) for control in told] == [
        (None, False), (120, False), (9, True), (None, False)
    ]  # fmt: skip


def test_a_start_that_is_none_of_the_values_is_refused():
    with pytest.raises(ValueError, match="not in list"):
        Panel([Slider("size", (10, 20), 15)], show, label="l")


def test_the_still_is_the_first_page_with_the_settings_and_nothing_unescaped():
    panel = Panel([Text('"<i>', "<b>"), Slider("<u>", (1, 2), 2)], show, label='"<s>')
    data, _ = panel._repr_mimebundle_()
    assert repr(panel) == '[a panel to play with, once the notebook runs: "<i>, <u>]'
    assert data["text/plain"] == repr(panel)
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.model_id
    still = data["text/html"]
    assert set(re.findall(r"<(\w+)", still)) == {"div", "p", "b", "i"}
    note, _ = show("<b>", 2)
    told = html.unescape(re.sub(r"<[^>]*>", "", still))
    hint = "A panel to play with, once the notebook runs."
    assert told == f'{hint}"<i> <b> \u00b7 <u> 2{note}{note}'


def test_thousands():
    assert thousands(100_000) == "100 000"


def test_a_drawing_is_lines_and_letters_with_its_words():
    fig, ax = figures.figure(4, 2)
    ax.plot([1, 2])
    ax.set_xlabel("steps & more")
    page = drawing(fig, 'A line that rises from 1 to 2, called "x < y".')
    assert 'alt="A line that rises from 1 to 2, called &quot;x &lt; y&quot;."' in page
    assert "steps &amp; more</text>" in picture(page)


def picture(page):
    """The SVG of a drawing."""
    [data] = re.findall(r'src="data:image/svg\+xml,([^"]+)"', page)
    return unquote(data)


def test_the_sampler_shows_what_sample_gives(monkeypatch):
    model = RNN(len(VOCAB), 4, rng=0, init_scale=1.0)
    panel = lesson_00.sampler(model, VOCAB, "ab", 50)
    prompt, temperature, seed = controls(panel)
    assert prompt == ("prompt", "text", "ab", [])
    assert temperature == ("temperature", "slider", 4, [f"{t / 5:.1f}" for t in range(1, 11)])
    assert seed == ("seed", "slider", 0, [str(n) for n in range(5)])
    found = pages(panel)
    assert len(found) == 50
    for t, n in ((4, 0), (4, 3), (1, 3), (9, 4)):
        written = sample(model, VOCAB, 50, prompt="ab", temperature=(t + 1) / 5, rng=n)
        assert text_of(found["ab", t, n]) == "ab" + written
        assert found["ab", t, n]["note"] == "50 letters after \u201cab\u201d"
    for typed, end in (("<c>", "<c>"), ("", ""), ("abc" * 30, "\u2026" + "c" + "abc" * 13)):
        page = asked(panel, monkeypatch, typed, 1, 3)
        written = sample(model, VOCAB, 50, prompt=typed, temperature=0.4, rng=3)
        assert text_of(page) == end + written
        assert page["body"].count(f"<b>{html.escape(end)}</b>") == 1
        assert page["note"] == "50 letters" + (f" after \u201c{end}\u201d" if end else "")
    page = asked(panel, monkeypatch, "ax", 1, 3)
    assert page["error"].startswith("unknown letter 'x' at position 1")
    assert page["body"] == ""


def test_the_scrubber_shows_the_moment_of_the_slider():
    panel = lesson_00.scrubber([0, 1000], [4.174, 2.5], ["xq<", "the"])
    assert controls(panel) == [("updates", "slider", 0, ["0", "1 000"])]
    found = pages(panel)
    assert [text_of(page) for page in found.values()] == ["xq<", "the"]
    assert [page["note"] for page in found.values()] == [
        f"{loss} nats per character on text it has never seen" for loss in ("4.17", "2.50")
    ]


def test_the_one_hot_viewer_shows_a_row_for_each_letter_and_says_when_it_cut(monkeypatch):
    panel = lesson_01.one_hot_viewer("hello", longest=5)
    assert controls(panel) == [("text", "text", "hello", [])]

    def check(page, text, note):
        vocab = Vocabulary(text)
        rows = re.findall(r"<tr>(.*?)</tr>", page["body"])
        cells = [re.findall(r">([^<]*)</t[dh]>", row) for row in rows]
        ids = vocab.encode(text)
        expected = [["letter", "id", *vocab.chars]]
        for char, i, row in zip(text, ids, one_hot(ids, len(vocab)).astype(int), strict=True):
            expected.append([char, str(i), *map(str, row)])
        assert [[html.unescape(cell) for cell in row] for row in cells] == expected
        assert page["note"] == note

    check(pages(panel)["hello",], "hello", "5 letters, 4 different: shape (5, 4)")
    check(
        asked(panel, monkeypatch, "<b>\"'&"),
        "<b>\"'",
        "only the first 5 of 6 letters, 5 different: shape (5, 5)",
    )
    assert "at least one letter" in asked(panel, monkeypatch, "")["error"]


def test_the_forward_stepper_shows_state_and_likeliest_letters():
    model = RNN(len(VOCAB), 6, rng=0, init_scale=1.0)
    text = "ab<\nc"
    panel = lesson_02.forward_stepper(model, VOCAB, text, units=4)
    assert controls(panel) == [("step", "slider", 0, ["0", "1", "2", "3", "4"])]
    logits, _, cache = model.forward(VOCAB.encode(text)[:, None])
    for t, page in enumerate(pages(panel).values()):
        p, h = softmax(logits[t, 0]), cache.hs[t + 1, 0, :4]
        best = np.argsort(-p, kind="stable")[:5]
        letters = ["\u21b5\u2423"["\n ".index(c)] if c in "\n " else c for c in VOCAB.chars]
        now = "ab<\u21b5c"[t]
        assert page["note"] == f"after {now}, {letters[best[0]]} is the likeliest"
        expected = "".join(f"{letters[i]}{p[i]:.2f}" for i in best)
        assert text_of(page).endswith(f"what may come next:{expected}")
        assert text_of(page).startswith("ab<\u21b5c")
        assert re.findall("<b [^>]*>(.*?)</b>", page["body"]) == [html.escape(now)]
        widths = [float(w) for w in re.findall(r"width:([\d.]+)%", page["body"])]
        np.testing.assert_allclose(widths, 100 * p[best], atol=0.06)
        assert f'aria-label="state: {", ".join(f"{x:.1f}" for x in h)}"' in page["body"]
        cells = re.findall(r"background:([^\";]*); color:\w+\">(.?)</span>", page["body"])
        assert cells == [(figures.tint(x), figures.sign(x)) for x in h]


def test_the_probability_pusher_shows_loss_and_gradient():
    panel = lesson_03.probability_pusher(["a", "<", " "], [1.0, 0.0, -1.0], "<")
    steps = [f"{z / 2:.1f}" for z in range(-12, 13)]
    assert controls(panel) == [
        ("logit of a", "slider", 14, steps),
        ("logit of <", "slider", 12, steps),
        ("logit of \u2423", "slider", 10, steps),
        ("the letter that came", "choice", 1, ["a", "<", "\u2423"]),
    ]
    assert list(pages(panel)) == [(14, 12, 10, 1)]  # the others are computed in the browser
    for at in ((14, 12, 10, 1), (14, 12, 10, 2), (14, 12, 24, 2), (0, 3, 24, 0)):
        page = panel.page_at(at)
        z, k = np.array(at[:3]) / 2 - 6, at[3]
        loss, dlogits = cross_entropy(z[None, None], np.array([[k]]))
        p, d = softmax(z), dlogits[0, 0]
        assert page["note"] == f"loss = -ln({p[k]:.3f}) = {loss:.5f} nats"
        rows = [f"{char}{p[i]:.3f}{int(i == k)}{d[i]:+.3f}" for i, char in enumerate("a<\u2423")]
        assert text_of(page) == (f"letterponehotgradient{''.join(rows)}the gradient sums to 0.000")
        # the bars of a row: probability; gradient below 0, to the left; above 0, to the right
        widths = re.findall(r'width:([\d.]+)%"></span>', page["body"])
        expected = 100 * np.stack([p, np.maximum(-d, 0), np.maximum(d, 0)], axis=1)
        np.testing.assert_allclose(np.reshape(widths, (3, 3)).astype(float), expected, atol=0.06)


def test_the_spectral_slider_draws_both_lines_of_its_radius():
    norms = np.array([[1, 0.5, 0.25], [1, 2, 4.0]])
    straight = np.array([[1, 0.9, 0.8], [1, 3, 9.0]])
    panel = lesson_04.spectral_slider([0.5, 2.0], norms, straight)
    assert controls(panel) == [("spectral radius", "slider", 0, ["0.5", "2.0"])]
    for i, page in enumerate(pages(panel).values()):
        assert page["note"] == (
            f"radius {'0.5' if i == 0 else '2.0'}: 2 steps back the norm is "
            f"{norms[i, 2]:.1e}, without the slopes {straight[i, 2]:.1e}"
        )
        assert f'alt="Two lines on a logarithmic axis, {page["note"]}."' in page["body"]
        drawn = picture(page["body"])
        for values, color in ((norms[i], "#0072b2"), (straight[i], "#a04a00")):
            [path] = re.findall(rf'<path d="([^"]*)"[^>]*stroke: {color}', drawn)
            points = np.array(re.findall(r"([\d.]+) ([\d.]+)", path), dtype=float)
            line = np.polyfit(np.log10(values), points[:, 1], 1)
            assert line[0] < 0  # upwards on the page is towards 0
            np.testing.assert_allclose(np.polyval(line, np.log10(values)), points[:, 1], atol=0.01)


def test_the_reach_viewer_colors_what_was_read_by_powers_of_ten():
    reach = np.zeros((2, 3, 3))
    reach[0, 2], reach[1, 2], reach[1, 1] = [1e-9, 0.1, 1], [0.5, 1, 0.02], [1, 0.003, 0]
    panel = lesson_04.reach_viewer("a<b", [0, 1000], ["xyz", "uv "], reach)
    assert controls(panel) == [
        ("updates", "slider", 1, ["0", "1 000"]),
        ("letter", "slider", 2, ["0", "1", "2"]),
    ]
    found = pages(panel)
    for at, text, depths, next_, seen in (
        ((1, 2), "a<b", [2.70, 3, 1.30], "\u2423", 3),
        ((0, 2), "a<b", [0, 2, 3], "z", 2),
        ((1, 1), "a<", [3, 0.48], "v", 1),
    ):
        page = found[at]
        assert text_of(page) == text
        shown = [float(depth) for depth in re.findall(r'title="([\d.]+)"', page["body"])]
        assert shown == pytest.approx(depths)
        assert page["note"] == (
            f"likeliest next letter: {next_}; {seen} of {len(text)} letters above "
            "0.01 of the strongest"
        )
