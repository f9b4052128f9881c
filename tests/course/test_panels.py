import base64
import html
import importlib
import io
import json
import re
import zlib
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from rnnlib import (
    RNN,
    MarkovModel,
    Vocabulary,
    cross_entropy,
    load_text,
    one_hot,
    sample,
    softmax,
)
from rnnlib.course import figures, lesson_00, lesson_01, lesson_02, lesson_03, lesson_04
from rnnlib.course.panel import Buttons, Choice, Panel, Slider, Text, drawing, thousands
from rnnlib.course.toy import toy_network
from rnnlib.gradcheck import numerical_gradient

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


@pytest.fixture(scope="module")
def typed():
    """The typewriter over a small network that writes letters which HTML has to escape."""
    with pytest.MonkeyPatch.context() as patch:
        model = RNN(len(VOCAB), 4, rng=0, init_scale=1.0)
        module = importlib.import_module("rnnlib.course.lesson_00.typewriter")
        patch.setattr(module, "load_model", lambda name: (model, VOCAB, {}))
        return model, lesson_00.typewriter("ab", 30)


def test_the_typewriter_has_its_controls_and_plays(typed):
    _, panel = typed
    prompt, temperature, seed, letters = controls(panel)
    assert prompt == ("prompt", "text", "ab", [])
    assert temperature == ("temperature", "slider", 3, ["0.05", "0.3", "0.7", "1.0", "1.4", "2.0"])
    assert seed == ("seed", "slider", 3, ["0", "1", "2", "3"])
    assert letters == ("letters", "slider", 30, [str(n) for n in range(31)])
    assert panel.setup["controls"][-1]["plays"]
    assert panel.setup["controls"][-1]["begins"]
    assert list(pages(panel)) == [("ab", 3, 3, 30)]  # the others are made in the browser


@pytest.mark.parametrize(
    ("at", "end"),
    [
        (("ab", 3, 3, 30), "ab"), (("ab", 0, 1, 0), "ab"), (("ab", 5, 2, 12), "ab"),
        (("<c>", 3, 0, 30), "<c>"), (("", 3, 0, 5), ""),
        (("abc" * 30, 1, 3, 30), "\u2026" + "c" + "abc" * 13),
    ],
)  # fmt: skip
def test_the_typewriter_shows_what_sample_gives_each_letter_in_its_color(
    typed, monkeypatch, at, end
):
    model, panel = typed
    page = asked(panel, monkeypatch, *at)
    prompt, temperature, seed, n = at[0], (0.05, 0.3, 0.7, 1.0, 1.4, 2.0)[at[1]], at[2], at[3]
    text = sample(model, VOCAB, 31, prompt=prompt, temperature=temperature, rng=seed)
    seen = text[:n].replace("\n", "\u21b5\n")
    assert f"{end}{seen}the next letter" in text_of(page)
    assert f"<b>{html.escape(end)}</b>" in page["body"]

    ids = VOCAB.encode((prompt or "\n") + text[:n])
    logits = model.forward(ids[:, None])[0][-n - 1 :, 0].astype(float)
    own = softmax(logits)
    surprises = [-np.log(p[VOCAB.chars.index(char)]) for p, char in zip(own, text, strict=False)]
    colors = re.findall(r'<span style="background:(#\w+)">', page["body"])
    assert len(colors) == n
    for color, surprise in zip(colors, surprises, strict=False):
        near = {figures.tint(min(round(10 * surprise + off) / 60, 1)) for off in (-0.01, 0.01)}
        assert color in near

    bent = softmax(logits[-1] / temperature)
    best = np.argsort(-bent, kind="stable")[:5]
    shares = np.array(re.findall(r"([\d.]+)%\"></span><span", page["body"]), float)
    marks = np.array(re.findall(r"left:calc\(([\d.]+)%", page["body"]), float)
    np.testing.assert_allclose(shares, 100 * bent[best], atol=0.51)
    np.testing.assert_allclose(marks, 100 * own[-1][best], atol=0.51)
    letters = [figures.visible(VOCAB.chars[i]) for i in best]
    heads = re.findall(r"<th [^>]*>(.*?)</th>", page["body"])
    assert [html.unescape(head) for head in heads] == letters
    words = f"after {n} letters: {letters[0]} is the likeliest next, "
    assert page["note"] == f"{words}{shares[0]:.0f} %"


def test_the_typewriter_refuses_a_letter_that_its_network_does_not_know(typed, monkeypatch):
    page = asked(typed[1], monkeypatch, "ax", 1, 3, 30)
    assert page["error"] == (
        "it has never read a 'x': write with its letters, which are \u2423 & < > abc"
    )
    assert page["body"] == ""


def test_the_typewriter_lists_many_letters_from_the_first_to_the_last():
    read = importlib.import_module("rnnlib.course.lesson_00.typewriter").readable
    with pytest.raises(ValueError, match=r"never read a '3': .* which are \u2423! A-Z abc$"):
        read("a3", sorted("abc! \nABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@pytest.mark.parametrize(
    ("prompt", "read", "words"),
    [
        ("b\u00e2c\u00e1", "baca", "; it reads \u00e2 as a, \u00e1 as a"),
        ("a\u0302", "a", "; it reads \u00e2 as a"),
        ("ab", "ab", ""),
    ],
)
def test_the_typewriter_reads_a_prompt_without_accents_and_says_so(
    typed, monkeypatch, prompt, read, words
):
    page, plain = (asked(typed[1], monkeypatch, text, 1, 3, 30) for text in (prompt, read))
    assert page["body"] == plain["body"]
    assert page["note"] == plain["note"] + words


def test_the_scrubber_shows_the_moment_of_the_slider():
    panel = lesson_00.scrubber([0, 1000], [4.174, 2.5], ["xq<", "the"])
    assert controls(panel) == [("updates", "slider", 0, ["0", "1 000"])]
    found = pages(panel)
    assert [text_of(page) for page in found.values()] == ["01 000xq<", "01 000the"]
    assert [page["note"] for page in found.values()] == [
        f"{loss} nats per letter on text it has never seen" for loss in ("4.17", "2.50")
    ]
    for now, (page, place) in enumerate(zip(found.values(), ("0.000%", "100.000%"), strict=True)):
        assert re.findall(r"left:calc\(([\d.]+%)", page["body"]) == [place]
        lines = re.findall(r'x1="([\d.]+)".*?x2="([\d.]+)".*?stroke="(.*?)"', page["body"])
        colors = [figures.BLUE if k == now else figures.GRAY for k in range(2)]
        assert lines == [("0.000", "25.000", colors[0]), ("100.000", "75.000", colors[1])]
        assert re.findall(r"bold; [^>]*>([^<]*)<", page["body"]) == [("0", "1 000")[now]]
    assert panel.setup["controls"][0]["plays"]


def test_what_a_text_has_of_shakespeare_is_counted():
    text = "ROMEO:\nthe house, xq zzzz\n\nROMAO:\nA qx\n"
    assert lesson_00.counted(text) == {
        "spaces": 4 / len(text),
        "short words": 1 / 3,  # the; xq, qx
        "long words": 1 / 4,  # house; romeo, romao, zzzz
        "speakers": 1 / 2,
    }
    assert lesson_00.counted("x") == {
        "spaces": 0, "short words": 0, "long words": 0, "speakers": 0
    }  # fmt: skip


def test_shakespeare_himself_was_counted():
    if not (Path(__file__).parents[2] / "data" / "shakespeare.txt").exists():
        pytest.skip("Shakespeare is not there")
    found = lesson_00.counted(load_text("shakespeare"))
    assert {what: round(share, 3) for what, share in found.items()} == lesson_00.REAL


def test_the_lines_of_what_was_learned_end_at_their_names():
    counts = [dict.fromkeys(lesson_00.REAL, share) for share in (0.0, 0.25, 0.5)]
    fig = lesson_00.learned([0, 100, 1000], [4, 3, 2], counts)
    above, below = fig.axes
    assert list(above.lines[0].get_ydata()) == [4, 3, 2]
    shares, dotted, dashes = below.lines[::3], below.lines[1::3], below.lines[2::3]
    assert all(line.get_ydata()[0] == 50 for line in dotted)
    assert all(list(line.get_ydata()) == [0, 25, 50] for line in shares)
    assert [line.get_ydata()[0] / 100 for line in dashes] == list(lesson_00.REAL.values())
    for line, name, dash in zip(shares, below.texts[1:], dashes, strict=True):
        assert line.get_color() == name.get_color() == dash.get_color()
        assert abs(name.get_position()[1] - dash.get_ydata()[0]) < 5


def test_the_lookup_viewer_shows_the_product_of_every_letter():
    W = np.array([[-0.4, 0.6, 0.04], [0.8, -1.6, -1.0]])
    panel = lesson_01.lookup_viewer(W, ["a", "<", " "])
    assert controls(panel) == [("letter", "buttons", 0, ["a", "<", "\u2423"])]
    for (i,), page in pages(panel).items():
        product = [figures.number(x, 1) for x in W @ one_hot(i, 3, np.float64)]
        assert page["note"] == "W @ x for {}: {}".format("a<\u2423"[i], ", ".join(product))
        cells = re.findall(r"<td[^>]*>([^<]+)</td>", page["body"])
        weights = [figures.number(w, 1) for w in W.ravel()]
        hot = [str(int(v == i)) for v in range(3)]
        assert cells == [*weights, *hot, *product]
        lit = re.findall(r"<td[^>]*font-weight:bold[^>]*>([^<]*)</td>", page["body"])
        assert lit == [*product, "1", *product]


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


def test_the_toy_panel_shows_what_the_network_with_these_weights_gives():
    panel = lesson_02.toy_panel(toy_network(), "ehlo", "hell", "ello")
    weight, change, Whh = controls(panel)
    assert weight[:3] == ("weight", "choice", 16)
    names = ["Wxh[0,1]: h to unit 0", "bh[2]: unit 2", "Whh[0,1]: unit 1 to unit 0"]
    assert [weight[3][k] for k in (1, 14, 16, 27)] == [*names, "Why[1,0]: unit 0 to h"]
    assert change[:3] == ("changed by", "slider", 30)
    assert [change[3][k] for k in (0, 29, 30, 60)] == ["\u22123.0", "\u22120.1", "0.0", "+3.0"]
    assert Whh == ("Whh", "choice", 0, ["as it is", "transposed", "all zero"])
    assert list(pages(panel)) == [(16, 30, 0)]  # the others are computed in the browser
    for place, name, i in ((1, "Wxh", (0, 1)), (14, "bh", 2), (20, "Whh", (1, 2)), (27, "Why", 3)):
        for change, how in ((30, 0), (24, 1), (36, 2), (60, 0)):
            model = toy_network()
            used = model.params["Whh"]
            used[...] = (used, used.T, 0 * used)[how]
            model.params[name][i if name != "Why" else (1, 0)] += (change - 30) / 10
            logits, _, cache = model.forward(np.array([[1], [0], [2], [2]]))
            p, best = softmax(logits)[:, 0], [*logits[:, 0].argmax(axis=1)]
            page = panel.page_at((place, change, how))
            hits = sum(a == b for a, b in zip(best, (0, 2, 2, 3), strict=True))
            expected = ", ".join("ehlo"[k] for k in best)
            assert page["note"].endswith(
                f"After h, e, l, l it expects {expected}: {hits} of 4 right"
            )
            cells = re.findall(r"background:(#\w+); color:(\w+)[^>]*>([^<]+)</td>", page["body"])
            numbers = [x for name in ("Wxh", "bh", "Whh", "Why") for x in model.params[name].flat]
            shown = [(x / 2.5, figures.number(x, 1)) for x in numbers]
            shown += [(x, figures.number(x)) for x in cache.hs[1:, 0].T.flat]
            assert cells == [(figures.tint(x), figures.ink(x), told) for x, told in shown]
            outlines = re.findall("outline:(none|4px)", page["body"])
            assert outlines == ["none"] * place + ["4px"] + ["none"] * (35 - place)
            bars = re.findall(r"width:([\d.]+)%\"></span>([\d.]+)</td>", page["body"])
            told = [(f"{x:.1%}".rstrip("%"), f"{x:.2f}") for x in p.T.flat]
            assert bars == told


def sheets(svg):
    """The images in a drawing, pixel by pixel: (rows,columns,3) each."""
    for data in re.findall(r'xlink:href="data:image/png;base64,([^"]+)"', svg):
        yield np.array(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


def test_eight_networks_are_shown_by_their_states_at_the_start_and_after_the_training():
    places = [(kind, scale) for kind in ("randn", "rand") for scale in (0.01, 0.1, 0.3, 1.0)]
    rng = np.random.default_rng(0)
    before, after = ({at: rng.uniform(-1, 1, (5, 41)) for at in places} for _ in range(2))
    losses = dict(zip(places, rng.uniform(2, 9, 8), strict=True))
    panel = lesson_02.before_and_after(before, after, losses)
    assert controls(panel) == [("states", "buttons", 1, ["at the start", "after the training"])]
    for at, states in ((0, before), (1, after)):
        page = pages(panel)[at,]
        svg = picture(page["body"])
        titles = [f"{kind}, {scale}" for kind, scale in places]
        if at == 1:
            titles = [
                f"{title}: {loss:.1f} nats"
                for title, loss in zip(titles, losses.values(), strict=True)
            ]
        assert [t for t in re.findall(r">([^<]+)</text>", svg) if t.startswith("rand")] == titles
        assert all(
            (f"{loss:.1f}" in page["body"].split("src=")[0]) == at for loss in losses.values()
        )
        for sheet, values in zip(sheets(svg), states.values(), strict=True):
            expected = [[to_rgb(figures.tint(x)) for x in row] for row in values[:, :40].T]
            np.testing.assert_allclose(sheet / 255, expected, atol=0.01)


def test_first_weights_of_rand_lie_above_0_and_those_of_randn_on_both_sides():
    for scale in (0.01, 1.0):
        normal, uniform = (
            lesson_02.started(6, kind, scale, 2).params for kind in ("randn", "rand")
        )
        assert (normal.flat == RNN(6, rng=2, init_scale=scale).params.flat).all()
        for name in ("Wxh", "Whh", "Why"):
            assert 0 <= uniform[name].min() < uniform[name].max() <= scale
            assert uniform[name].mean() == pytest.approx(scale / 2, rel=0.05)
        assert not uniform["bh"].any()
        assert not uniform["by"].any()


def test_the_states_of_a_network_are_those_after_each_letter():
    model, ids = lesson_02.started(6, "randn", 0.5), np.array([3, 0, 5])
    states = lesson_02.states(model, ids)
    assert states.shape == (3, 100)
    for n in range(3):
        _, state, _ = model.forward(ids[: n + 1, None])
        np.testing.assert_allclose(states[n], state[0], rtol=1e-5)


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


def test_the_table_writer_grays_what_was_not_counted():
    text = "the sea was cold & the ships were old. the sea is deep, <the> ships are deep. " * 3
    vocab = Vocabulary(text)
    tables = lesson_03.all_tables(vocab.encode(text), len(vocab), orders=4)
    assert tables.keys() == {(order, mixed) for order in range(4) for mixed in (False, True)}
    assert all(table.order == order and table.mixed == mixed
               for (order, mixed), table in tables.items())  # fmt: skip
    panel = lesson_03.table_writer(tables, vocab, text, length=120)
    assert controls(panel) == [
        ("order", "slider", 3, ["0", "1", "2", "3"]),
        ("table", "choice", 1, ["simple", "mixed"]),
    ]
    counted, grays = {"cold", "ships", "were", "deep"}, 0
    for (order, mixed), page in pages(panel).items():
        written = vocab.decode(tables[order, bool(mixed)].sample(120, rng=0))
        assert text_of(page) == written
        words = lesson_03.words_of(written)
        real = sum(word in counted for word in words)
        assert page["note"] == (
            f"order {order}, {('simple', 'mixed')[mixed]}: found in the tales: {real} of "
            f"{len(words)} words of four letters or more"
        )
        gray = re.findall(r'<span style="color:#767676">([^<]*)</span>', page["body"])
        assert len(gray) == len(words) - real
        grays += len(gray)
    assert grays > 5


def test_what_a_table_lacks_are_contexts_counts_and_letters_that_never_came():
    table = MarkovModel(1, smoothing=0.5).fit(np.array([0, 1, 0, 2, 0, 1, 2]), 4)
    unknown, once, new = lesson_03.gaps(table, np.array([0, 3, 1, 3, 3]))
    assert unknown == 2 / 4  # 3 never came, and the last letter is no context
    assert once == 1 / 3  # only 2, as the last one is followed by nothing
    drawn = {context: table.probabilities([context]) for context in range(3)}
    of_0, of_1, of_2 = (drawn[0][[0, 3]], drawn[1][[1, 3]], drawn[2][[1, 2, 3]])
    assert new == pytest.approx((3 * of_0.sum() + 2 * of_1.sum() + of_2.sum()) / 6)


def test_words_are_those_of_four_letters_or_more_without_what_stands_around_them():
    assert lesson_03.words_of('He said, "Boats?" The SEA-GULL\'s boats!') == [
        "said", "boats", "sea-gull's", "boats",
    ]  # fmt: skip


def test_the_picture_of_pairs_frames_and_names_one():
    chars = [*'\n ",.', *"abcdefghijklmnopqrstuvwxyz", "A"]
    p = np.zeros((32, 32))
    p[chars.index("q"), chars.index("u")] = 0.75
    fig = lesson_03.pairs_picture(p, chars, "aqz ", "qu")
    [ax] = fig.axes
    assert [label.get_text() for label in ax.texts] == ["q to u: 0.75"]
    shown = ax.images[0].get_array()
    row, column = (int(x) for x in np.argwhere(shown > 0)[0])
    assert shown.shape == (4, 31)
    assert row == 1
    assert np.count_nonzero(shown) == 1
    assert (ax.patches[0].get_x(), ax.patches[0].get_y()) == (column - 0.5, row - 0.5)
    assert ax.get_yticklabels()[row].get_text() == "q"
    assert ax.get_xticklabels()[column].get_text() == "u"


def named_lines(ax):
    """Each line of a chart by the name that is written in its color: its values."""
    names = {text.get_color(): text.get_text() for text in ax.texts}
    return {names[line.get_color()]: list(line.get_ydata()) for line in ax.lines}


def test_a_chart_of_two_texts_draws_and_names_both():
    [ax] = lesson_03.two_texts([3, 2, 2.5], [3, 1.5, 1]).axes
    assert named_lines(ax) == {"held out": [3, 2, 2.5], "counted": [3, 1.5, 1]}
    assert {text.get_text(): text.xy for text in ax.texts} == {
        "held out": (2, 2.5), "counted": (2, 1)
    }  # fmt: skip


def test_a_chart_by_order_draws_tables_and_networks_and_writes_no_name_on_a_line():
    tables = {"simple": [3, 1.9, 2.1], "mixed": [3, 1.9, 1.62], "third": [3, 1.9, 1.8, 1.55]}
    networks = {"plain": 1.6, "LSTM": 1.4}
    [ax] = lesson_03.by_order(tables, networks).axes
    curves = {name: losses for name, losses in named_lines(ax).items() if name in tables}
    assert curves == tables
    level = [line.get_ydata()[0] for line in ax.lines if line.get_linestyle() == "--"]
    assert level == [1.6, 1.4]
    texts = {text.get_text(): text for text in ax.texts}
    assert texts.keys() == {*tables, *networks}
    assert {name: texts[name].get_va() for name in tables} == {
        "simple": "bottom", "mixed": "bottom", "third": "top"
    }  # fmt: skip
    assert all(texts[name].xy == (0, loss) for name, loss in networks.items())
    assert ax.get_ylim() == (1.3, 2.2)


def test_bars_of_words_have_the_first_writer_on_top():
    [ax] = lesson_03.word_bars({"a table": 0.955, "a network": 0.25}).axes
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["a network", "a table"]  # from below
    assert [bar.get_width() for bar in ax.patches] == [25, 95.5]
    assert [text.get_text() for text in ax.texts] == ["25 %", "96 %"]


def test_the_surprises_of_a_page_are_those_of_the_loss():
    page, vocab = lesson_03.unread_page(), Vocabulary("\n <&>abc")
    assert page.startswith("\nPIP:\nSince")
    assert page.count("TOM") == 2
    model, ids = RNN(len(vocab), 5, init_scale=1.0), vocab.encode("abc<a b")
    costs = lesson_03.surprises_in(model, ids)
    logits, _, _ = model.forward(ids[:-1, None])
    assert costs.shape == (6,)
    np.testing.assert_allclose(costs.sum(), cross_entropy(logits, ids[1:, None])[0], rtol=1e-5)


def test_the_spectral_slider_draws_both_lines_of_its_radius():
    norms = np.array([[1, 0.5, 0.25], [1, 2, 4.0]])
    straight = np.array([[1, 0.9, 0.8], [1, 3, 9.0]])
    panel = lesson_04.spectral_slider([0.5, 2.0], norms, straight)
    assert controls(panel) == [("spectral radius", "slider", 0, ["0.5", "2.0"])]
    for i, page in enumerate(pages(panel).values()):
        assert page["note"] == (
            f"radius {'0.5' if i == 0 else '2.0'}: 2 steps back the length is "
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


def test_the_backward_stepper_walks_back_and_fills_dWhh():
    panel = lesson_04.backward_stepper()
    stages = ("output", "state", "weights")
    words = ["before", *(f"t = {t}, {stage}" for t in (2, 1, 0) for stage in stages)]
    assert controls(panel) == [("moment", "slider", 0, words)]
    toy, chars = toy_network(), "ehlo"
    x, y = ([[chars.index(char)] for char in text] for text in ("hel", "elo"))
    logits, _, cache = toy.forward(np.array(x))
    dlogits = cross_entropy(logits, np.array(y))[1]
    dWhh = toy.backward(dlogits, cache)[0]["Whh"]
    found = list(pages(panel).values())
    for n, page in enumerate(found):
        drawn = picture(page["body"])
        asked = re.findall(r">([^<]*)</text>", drawn).count("?")
        # 3 steps of 4 + 3 + 3 + 3, but the last dhnext; three outer products and their sum
        known = [0, 7, 10, 13 + 18, 20 + 18, 23 + 18, 26 + 27, 33 + 27, 36 + 27, 36 + 36][n]
        assert asked == 36 + 36 - known
        alt = html.unescape(re.search(r'alt="([^"]*)"', page["body"])[1])
        assert alt.startswith(page["note"])
    for t, n in ((2, 1), (1, 4), (0, 7)):
        told = ", ".join(f"{value + 0.0:.2f}" for value in dlogits[t, 0].round(2))
        assert f"dz {told}." in found[n]["body"]
    told = "; ".join(", ".join(f"{value + 0.0:.2f}" for value in row) for row in dWhh.round(2))
    assert f"dWhh so far {told}." in found[-1]["body"]
    widths = [widths_of_brown(picture(page["body"])) for page in found]
    assert max(widths[0]) < max(widths[3]) == max(widths[-1])  # dhnext for t = 1 is the largest
    sizes = {re.search(r'width="\d+" height="\d+"', page["body"])[0] for page in found}
    assert len(sizes) == 1  # so the panel, which is as high as its page, never jumps
    assert panel.setup["height"] is None


def widths_of_brown(drawn):
    return [float(w) for w in re.findall(r"stroke='#a04a00' stroke-width='([\d.]+)'", drawn)]


def test_the_graph_is_filled_with_what_it_is_given_and_frames_what_is_new(monkeypatch):
    graph = lesson_04.Graph("hel", "elo")
    before = graph.svg()
    graph.fill(2, da=np.array([-1.998, -0.012, -2.048]))
    graph.fill(1, dhnext=np.array([0.396, 5.662, -2.632]))
    after = graph.svg(graph.new)
    assert before.count(">?</text>") - after.count(">?</text>") == 6
    assert after.count('stroke-width="3.5"') == 2  # the bold frames
    for number in ("0.40", "5.66", "\u22122.63"):
        assert f">{number}</text>" in after
    with pytest.raises(ValueError, match="no place for"):
        graph.fill(1, dW=np.zeros(3))
    for number, x in (("5.66", 5.662), ("\u22122.63", -2.632)):
        assert f'fill="{figures.ink(x / lesson_04.graph.FULL)}">{number}</text>' in after
    displayed = []
    monkeypatch.setattr(lesson_04.graph, "display", displayed.append)
    graph.show()
    assert "New in it: da of t = 2 and dhnext of t = 1." in displayed[0].data
    assert not graph.new


def test_the_gradients_of_the_copies_stand_before_their_sum(monkeypatch):
    displayed = []
    monkeypatch.setattr(lesson_04.graph, "display", displayed.append)
    lesson_04.show_copies(np.array([0 * np.eye(3), np.eye(3), 2 * np.eye(3)]))
    drawn = picture(displayed[0].data)
    assert [drawn.count(f">{n}.00</text>") for n in (1, 2, 3)] == [3, 3, 3]
    names = [f"copy at t = {t}" for t in range(3)]
    assert re.findall(r">((?:copy|sum)[^<]*)</text>", drawn) == [*names, "sum"]
    assert "row 1 only" in displayed[0].data


def test_looking_back_colors_what_was_read_and_frames_what_is_likeliest():
    models = {n: RNN(4, 3, rng=n, dtype=np.float64, init_scale=0.8) for n in (0, 1000)}
    vocab, text, seen = Vocabulary("<\nab"), "ab<\nab", "ab<\u21b5ab"
    panel = lesson_04.looking_back(models, vocab, text)
    assert controls(panel) == [("letters read", "slider", 5, [str(n) for n in range(1, 7)])]
    assert panel.setup["height"] is None
    left = lesson_04.reach(models[1000], vocab.encode(text))[0] ** (1 / 5)
    for n, page in enumerate(pages(panel).values(), 1):
        assert f"after 1 000 updates each step back leaves {left:.2f} of it" in page["body"]
        lines = re.findall(r"(\d[\d ]*) updates</span><span[^>]*>(.*?)</span></span>", page["body"])
        counts = []
        for (name, line), (updates, model) in zip(lines, models.items(), strict=True):
            assert name == thousands(updates)
            ids = vocab.encode(text)[:n]
            strengths = lesson_04.reach(model, ids)
            counts.append(str((strengths > 0.01).sum()))
            before, framed, after = re.split(r"<b[^>]*>(.*?)</b>", line)
            depths = [figures.tint(1 + np.log10(max(x, 1e-3)) / 3) for x in strengths]
            spans = re.findall(r'background:(#\w+)">(.*?)</span>', before)
            colored = [(color, char) for color, chars in spans for char in html.unescape(chars)]
            assert colored == list(zip(depths, seen[:n], strict=True))
            best = vocab.chars[model.forward(ids[:, None])[0][-1, 0].argmax()]
            assert html.unescape(framed) == figures.visible(best)
            assert html.unescape(re.sub(r"<[^>]*>", "", after)) == seen[n:]  # keeps its place
        told = " and ".join(counts)
        assert page["note"] == f"{n} letters read; {told} of them count a hundredth or more"


def test_reach_is_what_a_nudge_of_the_sum_does():
    model = RNN(4, 3, rng=0, dtype=np.float64, init_scale=0.8)
    Wxh, Whh, Why, bh, by = model.params.values()
    ids = np.array([1, 3, 0, 0, 2])
    logits, _, _ = model.forward(ids[:, None])
    nudges = np.zeros((5, 3))

    def logit():
        h = np.zeros(3)
        for t, i in enumerate(ids):
            h = np.tanh(Wxh[:, i] + Whh @ h + bh + nudges[t])
        return (Why @ h + by)[logits[-1, 0].argmax()]

    lengths = np.linalg.norm(numerical_gradient(logit, nudges), axis=1)
    np.testing.assert_allclose(lesson_04.reach(model, ids), lengths / lengths.max(), rtol=1e-6)


def test_charts_of_fading_name_their_lines_at_their_ends():
    rng = np.random.default_rng(0)
    lengths, straight = rng.uniform(0.1, 1, (2, 3, 6)), rng.uniform(10, 100, (2, 3, 6))
    lengths[1, 2, -1] = 1.5
    fig = lesson_04.seeds([1.1, 2.0], lengths, straight)
    assert [ax.get_title() for ax in fig.axes] == [
        "radius 1.1\n0 of 3 grow",
        "radius 2.0\n1 of 3 grow",
    ]
    for ax, bent, bare in zip(fig.axes, lengths, straight, strict=True):
        drawn = [line.get_ydata() for line in ax.lines[:6]]
        np.testing.assert_array_equal(drawn, [*bare, *bent])
    colors, effects = 0.5 ** np.arange(11), np.array([0.6, 0.002])
    fig = lesson_04.two_measures(colors, (1, 10), effects)
    ends = {text.get_text(): text.get_position()[1] for text in fig.axes[0].texts[1:]}
    assert ends == {"colors": 0.5**10, "replaced": 0.002}
    np.testing.assert_array_equal(fig.axes[0].lines[2].get_xydata(), [(1, 0.6), (10, 0.002)])
    slopes, weights = np.array([1.0, 0.8, 0.5]), np.array([0.1, 0.9, 1.4])
    fig = lesson_04.factors_by_training([0, 100, 1000], slopes, weights)
    ends = {text.get_text(): text.get_position()[1] for text in fig.axes[0].texts[1:]}
    assert ends == {"Whh": 1.4, "slopes of tanh": 0.5, "both together": 0.7}
    lost = {"Whh": [0.8, 0.06], "Wxh": [0.7, 0.05], "Why": [0.0, 0.0]}
    texts = lesson_04.cost_of_cuts([1, 50], lost).axes[0].texts
    assert all(text.get_position()[0] > 50 for text in texts)
    heights = [text.get_position()[1] for text in texts]
    assert [text.get_text() for text in texts] == ["dWhh", "dWxh", "dWhy"]
    assert heights == sorted(heights, reverse=True)  # as their ends are


def test_triangles_have_letters_on_both_axes_and_a_network_each():
    fig = lesson_04.triangles("a b", [*"pqrs"], np.eye(3)[None].repeat(4, axis=0))
    for label in (*fig.axes[2].get_xticklabels(), *fig.axes[2].get_yticklabels()):
        assert label.get_size() == 13
    for labels in (fig.axes[2].get_xticklabels(), fig.axes[2].get_yticklabels()):
        assert [label.get_text() for label in labels] == ["a", "\u2423", "b"]
    ax = fig.axes[1]
    assert ax.get_title() == "q"
    shown = ax.images[0].get_array()
    assert shown.mask.sum() == 3  # what is not read yet
    np.testing.assert_allclose(shown.diagonal(), 0)
    np.testing.assert_allclose(shown[2, :2], -3)
