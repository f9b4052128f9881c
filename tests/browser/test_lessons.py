"""Every lesson in a browser, in JupyterLab and as a page where no kernel runs: its panels answer
to the keyboard, they show what the plain functions give, and everybody can read it."""

import html
import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rnnlib import (
    Vocabulary,
    cross_entropy,
    generate,
    load_model,
    load_text,
    one_hot,
    sample,
    softmax,
)
from rnnlib.course import lesson_02, lesson_03
from rnnlib.course.figures import number, tint, visible
from rnnlib.course.toy import toy_network

ROOT = Path(__file__).parents[2]
LESSONS = [path.name for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
NO_KERNEL = "typing needs a running kernel"


@pytest.fixture(scope="module")
def shipped():
    """The networks of data/models, with their vocabulary."""

    def load(moment=100_000):
        return load_model(f"rnn-{moment}")[:2]

    return load


@pytest.mark.parametrize("name", LESSONS)
def test_all_cells_run(open_lesson, name):
    assert open_lesson(name).troubles() == []


def test_typewriter(open_panel):
    panel = open_panel("00_start_here.ipynb", "lesson_00.typewriter(")
    model, vocab, _ = load_model("lstm")
    panel.press("letters", "End")  # a hand on the slider stops it, should it play

    def shows(prompt, temperature, seed, n):
        end = "\u2026" + prompt[-40:] if len(prompt) > 40 else prompt
        letters = generate(model, vocab, n + 1, prompt=prompt, temperature=temperature, rng=seed)
        text, shares, _ = zip(*letters, strict=True)
        best = np.argsort(-shares[-1], kind="stable")[:5]
        percent = [f"{100 * shares[-1][i]:.0f}" for i in best]
        seen = "".join(text[:n]).replace("\n", "\u21b5\n")
        rows = [
            word
            for i, share in zip(best, percent, strict=True)
            for word in (visible(vocab.chars[i]), "<1" if share == "0" else share, "%")
        ]
        panel.shows(
            f"after {n} letters: {rows[0]} is the likeliest next, {percent[0]} %",
            lambda shown: f"{end}{seen}" in shown and shown.split()[-15:] == rows,
        )
        colors = panel.body.locator("b ~ span").evaluate_all(
            "spans => spans.map(span => getComputedStyle(span).backgroundColor)"
        )
        for color, p, char in zip(colors, shares, text, strict=False):
            own = p**temperature / (p**temperature).sum()
            surprise = min(-np.log(own[vocab.chars.index(char)]), 6)
            red, green, blue = (int(tint(surprise / 6)[i : i + 2], 16) for i in (1, 3, 5))
            found = [int(part) for part in re.findall(r"\d+", color)]
            np.testing.assert_allclose(found, (red, green, blue), atol=4)

    shows("JULIET:", 1.0, 3, 160)
    assert panel.press("temperature", "ArrowLeft", 2) == "0.5"
    shows("JULIET:", 0.5, 3, 160)
    assert panel.press("seed", "Home") == "0"
    assert panel.press("letters", "ArrowLeft", 3) == "157"
    shows("JULIET:", 0.5, 0, 157)
    assert panel.press("letters", "Home") == "0"
    shows("JULIET:", 0.5, 0, 0)
    panel.box.get_by_role("button", name="Play letters").press("Space")
    panel.shows(lambda told: "after 4 letters" in told)
    panel.box.get_by_role("button", name="Pause letters").press("Space")
    n = int(panel.control("letters").get_attribute("aria-valuetext"))
    shows("JULIET:", 0.5, 0, n)
    panel.press("letters", "End")
    if not panel.typing:
        assert panel.control("prompt").is_disabled()
        assert panel.box.get_by_text(NO_KERNEL).is_visible()
        return
    assert not panel.box.get_by_text(NO_KERNEL).is_visible()
    panel.type("prompt", "KING")
    shows("KING", 0.5, 0, 160)
    panel.press("temperature", "End")
    shows("KING", 2.0, 0, 160)
    panel.type("prompt", "<b>")
    panel.shows(lambda told: told.startswith("unknown letter '<' at position 0"), "", role="alert")
    panel.type("prompt", "JULIET:")
    shows("JULIET:", 2.0, 0, 160)
    assert panel.box.get_by_role("alert").inner_text() == ""
    panel.type("prompt", "")
    shows("", 2.0, 0, 160)
    panel.type("prompt", "What is your name? " * 20)
    shows("What is your name? " * 20, 2.0, 0, 160)
    bold, body = panel.body.locator("b").bounding_box(), panel.body.bounding_box()
    assert bold["height"] < body["height"] / 4  # so most of what can be seen was written


def test_scrubber(open_panel, shipped):
    panel = open_panel("00_start_here.ipynb", "lesson_00.scrubber(")
    for presses, moment, words in ((0, 0, "0"), (1, 100, "100"), (4, 100_000, "100 000")):
        assert panel.press("updates", "ArrowRight", presses) == words
        loss = load_model(f"rnn-{moment}")[2]["held_out_loss"]
        text = sample(*shipped(moment), 300, rng=0).rstrip("\n")
        panel.shows(
            f"{loss:.2f} nats per letter on text it has never seen",
            lambda shown, text=text: shown.endswith(f"updates\n{text}"),
        )


def test_lookup_viewer(open_panel):
    panel = open_panel("01_one_hot_encoding.ipynb", "lesson_01.lookup_viewer(")
    W = toy_network().params["Wxh"]
    for place in (0, 2, 3, 1):
        panel.pick("letter", place)
        product = [number(x, 1) for x in W @ one_hot(place, 4, np.float64)]
        panel.shows(f"W @ x for {'ehlo'[place]}: {', '.join(product)}")
        units = panel.body.locator("table").nth(2).locator("tr").all_inner_texts()
        assert [row.split()[-1] for row in units[1:]] == product


def test_one_hot_viewer(open_panel):
    panel = open_panel("01_one_hot_encoding.ipynb", "lesson_01.one_hot_viewer(")

    def shows(text, cut=""):
        vocab = Vocabulary(text)
        ids = vocab.encode(text)
        rows = one_hot(ids, len(vocab)).astype(int)
        expected = [["letter", "id", *map(visible, vocab.chars)]]
        for char, i, row in zip(text, ids, rows, strict=True):
            expected.append([visible(char), str(i), *map(str, row)])
        panel.shows(
            f"{cut or len(text)} letters, {len(vocab)} different: shape {rows.shape}",
            lambda shown: [row.split() for row in shown.splitlines() if row.strip()] == expected,
        )

    shows("hello")
    if not panel.typing:
        assert panel.control("text").is_disabled()
        assert panel.box.get_by_text(NO_KERNEL).is_visible()
        return
    for text in ("a tree", "<b>\"'&"):
        panel.type("text", text)
        shows(text)
    text = "a tree on a hill in a field of corn"
    panel.type("text", text)
    shows(text[:24], f"only the first 24 of {len(text)}")
    panel.type("text", "")
    panel.shows("the text is empty: a vocabulary needs at least one letter", "", role="alert")


def test_toy_panel(open_panel):
    panel = open_panel("02_forward_pass.ipynb", "lesson_02.toy_panel(")
    pages = lesson_02.toy_panel(toy_network(), [*"ehlo"], "hell", "ello")
    change = panel.control("changed by")
    at = [16, 30, 0]

    def shows():
        page = pages.page_at(at)
        text = html.unescape(re.sub("<[^>]*>", " ", page["body"])).split()
        panel.shows(page["note"], lambda shown: shown.split() == text)
        drawn = panel.body.evaluate(LOOKS)
        looks = panel.body.evaluate(
            f"(body, page) => {{ body.innerHTML = page; return ({LOOKS})(body) }}", page["body"]
        )
        for (color, *rest), (wanted, *others) in zip(drawn, looks, strict=True):
            assert rest == others
            np.testing.assert_allclose(color, wanted, atol=1)

    shows()
    for key, times, value in (
        ("ArrowLeft", 6, "\u22120.6"), ("End", 1, "+3.0"), ("Home", 1, "\u22123.0")
    ):  # fmt: skip
        assert panel.press("changed by", key, times) == value
        at[1] = int(change.input_value())
        shows()
    for place in (0, 14, 20, 35):
        panel.choose("weight", place)
        at[0] = place
        for how in (1, 2, 0):
            panel.choose("Whh", how)
            at[2] = how
            shows()
    box = panel.body.locator("[data-weight]").nth(5).bounding_box()
    mouse = panel.box.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 10)
    mouse.down()
    mouse.move(box["x"] - 30, box["y"] + 10, steps=5)
    mouse.up()
    mouse.move(box["x"] - 100, box["y"] + 10)  # and no further, once it is let go
    at[:2] = 5, 20
    shows()


def test_before_and_after(open_panel):
    panel = open_panel("02b_traps.ipynb", "lesson_02.before_and_after(")
    for place, words in ((0, "Nothing is learned yet"), (1, "Trained alike")):
        panel.pick("states", place)
        panel.shows(lambda note, words=words: note.startswith(words))
        alt = panel.body.locator("img").get_attribute("alt")
        assert len(re.findall(r"randn? [\d.]+ [\d.]+", alt)) == 8 * place


LOOKS = """body => [...body.querySelectorAll('td, td span')].map(({style}) => [
    (style.backgroundColor.match(/\\d+/g) ?? []).map(Number),
    style.color, style.width, style.outline, style.fontWeight])"""


def test_forward_stepper(open_panel, shipped):
    panel = open_panel("02_forward_pass.ipynb", "lesson_02.forward_stepper(")
    model, vocab = shipped()
    text = "\nROMEO:\nI love the king of England"
    logits, _, cache = model.forward(vocab.encode(text)[:, None])
    step = 0
    for presses in (0, 3, 5):
        step += presses
        assert panel.press("step", "ArrowRight", presses) == str(step)
        p = softmax(logits)[step, 0]
        best = p.argsort()[::-1][:5]
        expected = [word for i in best for word in (visible(vocab.chars[i]), f"{p[i]:.2f}")]
        panel.shows(
            f"after {visible(text[step])}, {visible(vocab.chars[best[0]])} is the likeliest",
            lambda shown, expected=expected: shown.split()[-10:] == expected,
        )
        assert panel.body.locator("b").inner_text() == visible(text[step])
        strip = panel.body.get_by_role("img").get_attribute("aria-label")
        assert strip == "state: " + ", ".join(f"{x:.1f}" for x in cache.hs[step + 1, 0, :30])


def test_probability_pusher(open_panel):
    panel = open_panel("03_cross_entropy.ipynb", "lesson_03.probability_pusher(")
    z, target = np.array([-1.0, 2.0, 0.0]), 2

    def shows():
        loss, dlogits = cross_entropy(z[None, None], np.array([[target]]))
        p, dlogits = softmax(z), dlogits[0, 0]
        words = ["letter", "p", "onehot", "gradient"]
        for i, char in enumerate("elo"):
            words += [char, f"{p[i]:.3f}", str(int(i == target)), f"{dlogits[i]:+.3f}"]
        panel.shows(
            f"loss = -ln({p[target]:.3f}) = {loss:.5f} nats",
            lambda shown: shown.split() == [*words, "the", "gradient", "sums", "to", "0.000"],
        )
        widths = panel.body.locator("td > span").evaluate_all(
            "bars => bars.map(bar => parseFloat(bar.style.width))"
        )
        bars = 100 * np.stack([p, np.maximum(-dlogits, 0), np.maximum(dlogits, 0)], axis=1)
        np.testing.assert_allclose(widths, bars.ravel(), atol=0.06)

    shows()
    for i, key, times, value in (
        (0, "ArrowRight", 4, 1.0), (1, "End", 1, 6), (2, "Home", 1, -6), (2, "ArrowRight", 3, -4.5),
        (1, "ArrowLeft", 1, 5.5), (0, "Home", 1, -6),
    ):  # fmt: skip
        assert float(panel.press(f"logit of {'elo'[i]}", key, times)) == value
        z[i] = value
        shows()
    for target in (1, 0):
        panel.choose("the letter that came", target)
        shows()


def test_table_writer(open_panel):
    panel = open_panel("03b_the_line_to_beat.ipynb", "lesson_03.table_writer(")
    tales = load_text("tales")
    vocab, known = Vocabulary(tales), tales[: len(tales) * 9 // 10]
    tables = lesson_03.all_tables(vocab.encode(known), len(vocab))
    counted = set(lesson_03.words_of(known))

    def shows(order, mixed):
        text = vocab.decode(tables[order, mixed].sample(300, rng=0))
        words = lesson_03.words_of(text)
        real = sum(word in counted for word in words)
        panel.shows(
            f"order {order}, {'mixed' if mixed else 'simple'}: found in the tales: {real} of "
            f"{len(words)} words of four letters or more",
            lambda shown: shown.split() == text.split(),
        )

    shows(3, False)
    assert panel.press("order", "ArrowRight") == "4"
    shows(4, False)
    panel.choose("table", 1)
    shows(4, True)
    panel.press("order", "Home")
    shows(0, True)


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
    assert panel.body.evaluate("body => body.scrollHeight <= body.clientHeight")


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


def test_every_panel_of_every_lesson_is_tested_here():
    used = set()
    for name in LESSONS:
        for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells:
            for output in cell.get("outputs", ()):
                if output.get("data", {}).get("text/plain", "").startswith("[a panel"):
                    used |= {re.findall(r"\blesson_\d\d\.(\w+)\(", cell.source)[-1]}
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert used
    assert used <= tested


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.parametrize("name", LESSONS)
def test_axe_finds_nothing_to_mend(open_lesson, axe, name, theme):
    lesson = open_lesson(name)
    lesson.wear(theme)
    assert lesson.violations(axe) == []


@pytest.mark.parametrize("name", LESSONS)
def test_axe_finds_nothing_to_mend_on_a_page(open_page, axe, name):
    assert open_page(name).violations(axe) == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_page_reads_nothing_outside_its_folder(open_page, name):
    page = open_page(name)
    page.page.wait_for_load_state("networkidle")
    assert page.left == []
    pictures = page.page.locator("img").all()
    assert pictures
    assert all(picture.evaluate("img => img.naturalWidth") for picture in pictures)


@pytest.mark.parametrize("name", LESSONS)
def test_controls_stand_beside_their_labels_at_every_width(open_lesson, open_page, name):
    for place, widths in ((open_lesson(name), (1300, 900)), (open_page(name), (900, 400))):
        before = place.page.viewport_size
        for width in widths:
            place.page.set_viewport_size({"width": width, "height": 1000})
            panels = place.panels()
            assert panels
            assert all(panel.is_tidy() for panel in panels)
        place.page.set_viewport_size(before)


@pytest.mark.parametrize("name", LESSONS)
def test_where_nothing_runs_there_is_a_still(open_page, name):
    page = open_page(name, javascript=False).page
    stills = page.locator("noscript > div").all()
    saved = [
        html.unescape(re.sub(r"<[^>]*>", "", output.data["text/html"]))
        for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells
        for output in cell.get("outputs", ())
        if output.get("data", {}).get("text/plain", "").startswith("[a panel")
    ]
    shown = ["".join(still.inner_text().split()) for still in stills]
    assert shown == ["".join(text.split()) for text in saved]
    assert all(still.bounding_box()["width"] > 500 for still in stills)


@pytest.mark.parametrize("name", LESSONS)
def test_the_state_of_panels_is_small(open_lesson, name):
    assert len(json.dumps(open_lesson(name).saved().metadata.widgets)) < 100_000


@pytest.mark.parametrize("name", LESSONS)
def test_no_key_on_a_panel_harms_a_cell(open_lesson, name):
    lesson = open_lesson(name)
    before = lesson.cells()
    controls = lesson.page.locator(".rnn-panel").locator("input, select, button, [tabindex]").all()
    assert len(controls) >= 2
    for control in controls:
        control.focus()
        for key in ("x", "b", "m", "d", "d", "a", "ArrowDown", "Shift+Enter", "Escape"):
            control.page.keyboard.press(key)
        assert control.evaluate(  # which may be the next button of its row
            """control => control === document.activeElement
                || control.type === 'radio' && control.name === document.activeElement.name"""
        )
    assert lesson.cells() == before


def test_when_its_kernel_is_gone_a_field_says_so(open_lesson):
    lesson = open_lesson("01_one_hot_encoding.ipynb")
    panel = lesson.panel("lesson_01.one_hot_viewer(")
    lesson.restart()
    panel.box.get_by_text(NO_KERNEL).wait_for(state="visible", timeout=10_000)
    assert panel.control("text").is_disabled()
