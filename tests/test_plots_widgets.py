import html
import re

import numpy as np
import pytest

from rnnlib import RNN, Vocabulary, checks, cross_entropy, plots, sample, softmax, widgets

VOCAB = Vocabulary("\n <&>abc")


@pytest.fixture
def shown(monkeypatch):
    """What was displayed, as HTML."""
    pages = []
    monkeypatch.setattr(plots, "display", lambda page: pages.append(page.data))
    return pages


def test_a_figure_is_shown_with_its_words(shown):
    fig, ax = plots.figure(4, 2)
    ax.plot([1, 2])
    plots.show(fig, 'A line that rises from 1 to 2, called "x < y".', "It rises & rises.")
    assert 'alt="A line that rises from 1 to 2, called &quot;x &lt; y&quot;."' in shown[0]
    assert "It rises &amp; rises." in shown[0]
    assert "data:image/png;base64,iVBOR" in shown[0]
    with pytest.raises(ValueError, match="whole sentence"):
        plots.show(fig, "a plot")


def test_the_map_lights_what_it_is_told(shown):
    def colors(fig):
        return [patch.get_facecolor() for patch in fig.axes[0].patches[: len(plots.PARTS)]]

    nothing, one = colors(plots.machine_map()), colors(plots.machine_map("loss"))
    assert [a != b for a, b in zip(nothing, one, strict=True)] == [
        name == "loss" for name in plots.PARTS
    ]
    with pytest.raises(ValueError, match="no part is called 'engine'"):
        plots.machine_map("engine")
    plots.show_map("loss", "gradients")
    assert "Lit: loss, gradients." in shown[0]


def text_of(panel):
    """The text of a panel's result, as a reader sees it."""
    return html.unescape(re.sub(r"<[^>]*>", "", panel.result.value))


def test_the_sampler_shows_what_sample_gives():
    model = RNN(len(VOCAB), 4, rng=0, init_scale=1.0)
    panel = widgets.sampler(model, VOCAB, "ab", 50)
    prompt, temperature, seed = panel.controls
    assert text_of(panel) == "ab" + sample(model, VOCAB, 50, prompt="ab", rng=0)
    seed.value = 5
    assert text_of(panel) == "ab" + sample(model, VOCAB, 50, prompt="ab", rng=5)
    temperature.value = 0.4
    expected = sample(model, VOCAB, 50, prompt="ab", temperature=0.4, rng=5)
    assert text_of(panel) == "ab" + expected
    prompt.value = "<c>"
    expected = sample(model, VOCAB, 50, prompt="<c>", temperature=0.4, rng=5)
    assert text_of(panel) == "<c>" + expected
    prompt.value = "x"
    assert "unknown letter 'x' at position 0" in text_of(panel)
    prompt.value = ""
    assert text_of(panel) == sample(model, VOCAB, 50, temperature=0.4, rng=5)


def test_the_scrubber_shows_the_moment_of_the_slider():
    panel = widgets.scrubber([0, 1000], [4.174, 2.5], ["xq<", "the"])
    [slider] = panel.controls
    assert [label for label, _ in slider.options] == ["0", "1 000"]
    assert text_of(panel) == "4.17 nats per character on text it has never seenxq<"
    slider.value = 1
    assert text_of(panel) == "2.50 nats per character on text it has never seenthe"


def test_controls_are_described_and_a_panel_has_words():
    panel = widgets.sampler(RNN(len(VOCAB), 4), VOCAB)
    assert [control.description for control in panel.controls] == ["prompt", "temperature", "seed"]
    assert repr(panel).startswith("[a panel to play with")


def test_the_setup_check_says_ready_or_what_to_do(monkeypatch):
    assert checks.check_setup() == "ready"

    with monkeypatch.context() as patch:
        patch.setattr(checks.sys, "version_info", (3, 10, 1))
        assert "choose one of 3.11" in checks.check_setup()

    version = checks.importlib.metadata.version
    with monkeypatch.context() as patch:
        old = {"numpy": "1.20"}
        patch.setattr(
            checks.importlib.metadata, "version", lambda name: old.get(name) or version(name)
        )
        assert checks.check_setup().startswith("numpy is 1.20, not")

    def missing(name):
        raise checks.importlib.metadata.PackageNotFoundError

    with monkeypatch.context() as patch:
        patch.setattr(checks.importlib.metadata, "version", missing)
        assert "is missing: run `python -m pip install" in checks.check_setup()
    with monkeypatch.context() as patch:
        patch.setattr(checks.importlib.metadata, "requires", missing)
        assert "rnnlib is not installed" in checks.check_setup()
    with monkeypatch.context() as patch:
        patch.setattr(checks, "DATA", checks.DATA / "nowhere")
        assert "get the folder data/ again" in checks.check_setup()


def test_a_matrix_has_a_color_for_every_number_and_its_letters_as_labels():
    values = np.array([[1.0, -2.0, 0.0], [0.5, 0.0, 2.0]])
    fig = plots.matrix(values, rows=" a", columns="\nbc", numbers="{:.1f}", title="weights")
    ax = fig.axes[0]
    np.testing.assert_array_equal(ax.images[0].get_array(), values)
    assert ax.images[0].get_clim() == (-2, 2)  # 0 is in the middle, so it is white
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["\u2423", "a"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["\u21b5", "b", "c"]
    written = [text.get_text() for text in ax.texts]
    assert written == ["1.0", "-2.0", "0.0", "0.5", "0.0", "2.0"]
    assert plots.matrix(np.zeros((1, 2))).axes[0].texts[:] == []  # a strip, and all of it 0


def test_bars_show_the_likeliest_letters_with_the_first_on_top():
    ax = plots.bars(np.array([0.1, 0.6, 0.05, 0.25]), "ab c", k=3).axes[0]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["a", "c", "b"]
    assert [bar.get_width() for bar in ax.patches] == [0.1, 0.25, 0.6]


def test_colored_text_is_the_text_the_deeper_the_larger_the_value():
    page = plots.colored_text("a<\n", [0, 1, 9], high=2)
    assert 'rgb(255,255,255)" title="0.00">a<' in page
    assert 'rgb(242,207,128)" title="1.00">&lt;<' in page
    assert 'rgb(230,159,0)" title="9.00">\u21b5\n<' in page
    with pytest.raises(ValueError, match="zip"):
        plots.colored_text("ab", [1], high=2)


def test_the_unrolled_picture_has_a_state_for_every_letter():
    texts = [text.get_text() for text in plots.unrolled("hell", "ello").axes[0].texts]
    assert [text for text in texts if text.startswith("hs")] == [f"hs[{t}]" for t in range(5)]
    assert [texts.count(name) for name in ("Wxh", "Whh", "Why")] == [4, 4, 4]
    assert [text for text in texts if text.endswith("?")] == ["e?", "l?", "l?", "o?"]


def test_the_backward_graph_has_a_way_back_for_every_way_forward():
    ax = plots.backward_graph("hel", "elo").axes[0]
    texts = [text.get_text() for text in ax.texts]
    for name, times in (("Whh", 3), ("dhnext", 2), ("dz", 3), ("direct", 3), ("da", 3), ("a", 3)):
        assert texts.count(name) == times, name
    assert [text for text in texts if text.startswith("hs")] == ["hs[1]", "hs[2]", "hs[3]", "hs[0]"]
    assert [text for text in texts if text.startswith("surp")] == [f"surprise: {c}?" for c in "elo"]
    arrows = [patch for patch in ax.patches if hasattr(patch, "get_arrowstyle")]
    back = [arrow for arrow in arrows if arrow.get_linestyle() == "--"]
    assert (len(arrows) - len(back), len(back)) == (15, 11)


def test_the_probability_pusher_shows_loss_and_gradient():
    panel = widgets.probability_pusher(["a", "<", " "], [1.0, 0.0, -1.0], "<")
    *logits, came = panel.controls
    assert [slider.description for slider in logits] == [
        "logit of a",
        "logit of <",
        "logit of \u2423",
    ]

    def expected(z, k):
        loss, dlogits = cross_entropy(np.array([[z]]), np.array([[k]]))
        rows = [
            f"{char}{p:.3f}{int(i == k)}{d:+.3f}"
            for i, (char, p, d) in enumerate(
                zip("a<\u2423", softmax(np.array(z)), dlogits[0, 0], strict=True)
            )
        ]
        return (
            f"loss = -ln({softmax(np.array(z))[k]:.3f}) = {loss:.5f} nats"
            f"letterponehotgradient{''.join(rows)}the gradient sums to 0.000"
        )

    assert text_of(panel) == expected([1.0, 0.0, -1.0], 1)
    came.value = " "
    assert text_of(panel) == expected([1.0, 0.0, -1.0], 2)
    logits[2].value = 6.0
    assert text_of(panel) == expected([1.0, 0.0, 6.0], 2)
    # the bars of a row: probability; gradient below 0, to the left; above 0, to the right
    widths = re.findall(r'width:([\d.]+)px"></span>', panel.result.value)
    p = softmax(np.array([1.0, 0.0, 6.0]))
    expected = [[p[0], 0, p[0]], [p[1], 0, p[1]], [p[2], 1 - p[2], 0]]
    np.testing.assert_allclose(
        np.reshape(widths, (3, 3)).astype(float), 100 * np.array(expected), atol=0.06
    )


def test_the_spectral_slider_turns_the_pages():
    norms, straight = (
        np.array([[1, 0.5, 0.25], [1, 2, 4.0]]),
        np.array([[1, 0.9, 0.8], [1, 3, 9.0]]),
    )
    panel = widgets.spectral_slider([0.5, 2.0], norms, straight)
    [slider] = panel.controls
    words = "radius 0.5: 2 steps back the norm is 2.5e-01, without the slopes 8.0e-01"
    assert text_of(panel) == words
    assert f"logarithmic axis, {words}." in panel.result.value
    slider.value = 1
    assert (
        text_of(panel) == "radius 2.0: 2 steps back the norm is 4.0e+00, without the slopes 9.0e+00"
    )


def test_the_reach_viewer_colors_what_was_read_by_powers_of_ten():
    reach = np.zeros((2, 3, 3))
    reach[0, 2], reach[1, 2], reach[1, 1] = [1e-9, 0.1, 1], [0.5, 1, 0.02], [1, 0.003, 0]
    panel = widgets.reach_viewer("a<b", [0, 1000], ["xyz", "uvw"], reach)
    updates, letter = panel.controls
    assert [label for label, _ in updates.options] == ["0", "1 000"]

    def depths():
        return [float(depth) for depth in re.findall(r'title="([\d.]+)"', panel.result.value)]

    assert depths() == pytest.approx([2.70, 3, 1.30])
    assert "likeliest next letter: w3 of 3 letters" in text_of(panel)
    updates.value = 0
    assert depths() == pytest.approx([0, 2, 3])
    assert "likeliest next letter: z2 of 3 letters" in text_of(panel)
    updates.value, letter.value = 1, 1
    assert depths() == pytest.approx([3, 0.48])
    assert text_of(panel).startswith("a<the likeliest next letter: v1 of 2 letters")
