"""Every lesson in JupyterLab, in a browser: it runs, its panels answer to the keyboard, and what
they show can be read by everybody."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from rnnlib import Vocabulary, cross_entropy, load_model, one_hot, sample, softmax
from rnnlib.corpora import DATA
from rnnlib.course.figures import visible

ROOT = Path(__file__).parents[2]
LESSONS = [path.name for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]


@pytest.fixture(scope="module")
def shipped():
    """The networks of data/models, with their vocabulary."""

    def load(moment=100_000):
        return load_model(DATA / "models" / f"rnn-{moment}.npz")[:2]

    return load


@pytest.mark.parametrize("name", LESSONS)
def test_all_cells_run(open_lesson, name):
    assert open_lesson(name).troubles() == []


def test_sampler(open_lesson, shipped):
    panel = open_lesson("00_start_here.ipynb").panel("panel.sampler(")
    model, vocab = shipped()

    def text(prompt, temperature, seed):
        written = sample(model, vocab, 400, prompt=prompt, temperature=temperature, rng=seed)
        return (prompt + written).rstrip("\n")

    panel.shows(text("JULIET:", 1.0, 0))
    assert panel.press("temperature", "ArrowLeft", 2) == pytest.approx(0.8)
    panel.shows(text("JULIET:", 0.8, 0))
    assert panel.press("seed", "ArrowRight", 3) == 3
    panel.shows(text("JULIET:", 0.8, 3))
    panel.type("prompt", "KING")
    panel.shows(text("KING", 0.8, 3))
    panel.type("prompt", "#")
    panel.shows(lambda shown: "unknown letter '#'" in shown)


def test_scrubber(open_lesson, shipped):
    panel = open_lesson("00_start_here.ipynb").panel("panel.scrubber(")
    for presses, moment in ((0, 0), (1, 100), (4, 100_000)):
        panel.press("updates", "ArrowRight", presses)
        panel.shows(sample(*shipped(moment), 300, rng=0).rstrip("\n"))


def test_one_hot_viewer(open_lesson):
    panel = open_lesson("01_one_hot_encoding.ipynb").panel("panel.one_hot_viewer(")
    for text in ("hello", "a tree", "<b>"):
        panel.type("text", text)
        vocab = Vocabulary(text)
        ids = vocab.encode(text)
        rows = one_hot(ids, len(vocab)).astype(int)
        expected = [["letter", "id", *map(visible, vocab.chars)]]
        for char, i, row in zip(text, ids, rows, strict=True):
            expected.append([visible(char), str(i), *map(str, row)])

        def fits(shown, expected=expected):
            _, *lines = [line for line in shown.splitlines() if line.strip()]
            return [line.split() for line in lines] == expected

        panel.shows(fits)


def test_forward_stepper(open_lesson, shipped):
    panel = open_lesson("02_forward_pass.ipynb").panel("panel.forward_stepper(")
    model, vocab = shipped()
    text = "\nROMEO:\nI love the king of England"
    logits, _, (_, hs) = model.forward(vocab.encode(text)[:, None], model.initial_state())
    step = 0
    for presses in (0, 3, 5):
        step += presses
        assert panel.press("step", "ArrowRight", presses) == step
        p = softmax(logits)[step, 0]
        best = p.argsort()[::-1][:5]
        expected = [word for i in best for word in (visible(vocab.chars[i]), f"{p[i]:.2f}")]
        panel.shows(lambda shown, expected=expected: shown.split()[-10:] == expected)
        assert panel.box.locator("b").inner_text() == visible(text[step])
        strip = panel.box.get_by_role("img").get_attribute("aria-label")
        assert strip == "state: " + ", ".join(f"{x:.1f}" for x in hs[step + 1, 0, :30])


def test_probability_pusher(open_lesson):
    panel = open_lesson("03_cross_entropy.ipynb").panel("panel.probability_pusher(")
    z, target = np.array([0.5, -1.0, 2.0, 0.0]), 3

    def fits(shown):
        loss, dlogits = cross_entropy(z[None, None], np.array([[target]]))
        p = softmax(z)
        words = f"loss = -ln({p[target]:.3f}) = {loss:.5f} nats letter p onehot gradient".split()
        for i, char in enumerate("ehlo"):
            words += [char, f"{p[i]:.3f}", str(int(i == target)), f"{dlogits[0, 0, i]:+.3f}"]
        return shown.split() == [*words, "the", "gradient", "sums", "to", "0.000"]

    panel.shows(fits)
    z[0] = panel.press("logit of e", "ArrowRight", 4)
    assert z[0] == 2.5
    panel.shows(fits)
    panel.choose("the letter that came", "h")
    target = 1
    panel.shows(fits)
    z[1] = panel.press("logit of h", "End")
    assert z[1] == 6
    panel.shows(fits)


def functions_of(name, *wanted):
    """Functions that a lesson defines, by their names: what a panel shows has to come from them."""
    space = {"np": np, "norm": np.linalg.norm}
    for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells:
        for function in wanted:
            found = re.search(rf"^def {function}\(.*?(?=^\S|\Z)", cell.source, re.M | re.S)
            if cell.cell_type == "code" and found:
                exec(found.group(), space)
    return [space[function] for function in wanted]


def test_spectral_slider(open_lesson):
    name = "04_backpropagation_through_time.ipynb"
    panel = open_lesson(name).panel("panel.spectral_slider(")
    [fading] = functions_of(name, "fading")
    for key, rho in (("Home", 0.5), ("ArrowRight", 0.6), ("End", 2.0)):
        panel.press("spectral radius", key)
        expected = (
            f"radius {rho:.1f}: 50 steps back the norm is {fading(rho)[-1]:.1e}, "
            f"without the slopes {fading(rho, False)[-1]:.1e}"
        )
        panel.shows(expected)
        assert expected in panel.box.locator("img").get_attribute("alt")


def test_reach_viewer(open_lesson, shipped):
    name = "04_backpropagation_through_time.ipynb"
    panel = open_lesson(name).panel("panel.reach_viewer(")
    [reach] = functions_of(name, "reach")
    text = "\nKING RICHARD:\nWhat says my lord? The king is dead, and all the wor"
    last = len(text) - 1
    for label, key, presses, updates, letter in (
        ("letter", "ArrowLeft", 0, 100_000, last),
        ("letter", "ArrowLeft", 3, 100_000, last - 3),
        ("updates", "Home", 1, 0, last - 3),
    ):
        panel.press(label, key, presses)
        model, vocab = shipped(updates)
        ids = vocab.encode(text[: letter + 1])
        values = reach(model, ids)
        logits, _, _ = model.forward(ids[:, None], model.initial_state())
        likeliest = visible(vocab.chars[logits[-1, 0].argmax()])
        count = f"{(values > 0.01).sum()} of {letter + 1} letters"

        def fits(shown, likeliest=likeliest, count=count):
            return f"the likeliest next letter: {likeliest}" in shown and count in shown

        panel.shows(fits)
        depths = panel.box.locator("span[title]").evaluate_all("spans => spans.map(s => s.title)")
        expected = 3 + np.log10(np.maximum(values, 1e-3))
        np.testing.assert_allclose([float(depth) for depth in depths], expected, atol=0.02)


def test_every_panel_of_every_lesson_is_tested_here():
    used = set()
    for name in LESSONS:
        for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells:
            if cell.cell_type == "code":
                used |= set(re.findall(r"\bpanel\.(\w+)\(", cell.source))
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert used
    assert used <= tested


@pytest.mark.parametrize("name", LESSONS)
def test_axe_finds_nothing_of_ours_to_mend(open_lesson, axe, name):
    """Over all outputs, but for the handle of a slider, which ipywidgets leaves without a name."""
    page = open_lesson(name).page
    page.evaluate(axe)
    found = page.evaluate(
        """async () => (await axe.run(
            {include: '.jp-OutputArea-output', exclude: '.noUi-handle'}
        )).violations"""
    )
    told = [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]
    assert told == []
