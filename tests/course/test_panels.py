import html
import re

import numpy as np
import pytest

from rnnlib import RNN, Vocabulary, cross_entropy, sample, softmax
from rnnlib.course import panel as panels

VOCAB = Vocabulary("\n <&>abc")


def text_of(panel):
    """The text of a panel's result, as a reader sees it."""
    return html.unescape(re.sub(r"<[^>]*>", "", panel.result.value))


def test_the_sampler_shows_what_sample_gives():
    model = RNN(len(VOCAB), 4, rng=0, init_scale=1.0)
    panel = panels.sampler(model, VOCAB, "ab", 50)
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
    panel = panels.scrubber([0, 1000], [4.174, 2.5], ["xq<", "the"])
    [slider] = panel.controls
    assert [label for label, _ in slider.options] == ["0", "1 000"]
    assert text_of(panel) == "4.17 nats per character on text it has never seenxq<"
    slider.value = 1
    assert text_of(panel) == "2.50 nats per character on text it has never seenthe"


def test_controls_are_described_and_a_panel_has_words():
    panel = panels.sampler(RNN(len(VOCAB), 4), VOCAB)
    assert [control.description for control in panel.controls] == ["prompt", "temperature", "seed"]
    assert repr(panel).startswith("[a panel to play with")


def test_the_probability_pusher_shows_loss_and_gradient():
    panel = panels.probability_pusher(["a", "<", " "], [1.0, 0.0, -1.0], "<")
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
    panel = panels.spectral_slider([0.5, 2.0], norms, straight)
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
    panel = panels.reach_viewer("a<b", [0, 1000], ["xyz", "uvw"], reach)
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
