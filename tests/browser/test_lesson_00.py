"""The panels of lesson 00 answer to the keyboard and show what the plain functions give."""

import re

import numpy as np
from every_notebook import NO_KERNEL, EveryNotebook

from rnnlib import generate, load_model, sample
from rnnlib.course.figures import tint, visible


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

    shows("JULIET:", 1.0, 3, 200)
    assert panel.press("temperature", "ArrowLeft", 2) == "0.3"
    shows("JULIET:", 0.3, 3, 200)
    assert panel.press("seed", "Home") == "0"
    assert panel.press("letters", "ArrowLeft", 3) == "197"
    shows("JULIET:", 0.3, 0, 197)
    assert panel.press("letters", "Home") == "0"
    shows("JULIET:", 0.3, 0, 0)
    panel.box.get_by_role("button", name="Play letters").press("Space")
    panel.shows(lambda told: int(re.match(r"after (\d+) letters", told)[1]) >= 4)
    panel.box.get_by_role("button", name="Pause letters").press("Space")
    n = int(panel.control("letters").get_attribute("aria-valuetext"))
    shows("JULIET:", 0.3, 0, n)
    panel.press("letters", "End")
    if not panel.typing:
        assert panel.control("prompt").is_disabled()
        assert panel.box.get_by_text(NO_KERNEL).is_visible()
        return
    assert not panel.box.get_by_text(NO_KERNEL).is_visible()
    panel.type("prompt", "KING")
    shows("KING", 0.3, 0, 200)
    panel.press("temperature", "End")
    shows("KING", 2.0, 0, 200)
    panel.type("prompt", "<b>")
    panel.shows(lambda told: told.startswith("it has never read a '<'"), "", role="alert")
    panel.type("prompt", "Zo\u00eb:")
    panel.shows(lambda told: told.endswith("; it reads \u00eb as e"), lambda text: "Zoe:" in text)
    panel.type("prompt", "JULIET:")
    shows("JULIET:", 2.0, 0, 200)
    assert panel.box.get_by_role("alert").inner_text() == ""
    panel.type("prompt", "")
    shows("", 2.0, 0, 200)
    panel.type("prompt", "What is your name? " * 20)
    shows("What is your name? " * 20, 2.0, 0, 200)
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
            lambda shown, text=text: shown.endswith(f"100 000\n{text}"),
        )


class TestNotebook(EveryNotebook):
    pass
