"""The panels of lesson 07 answer to the keyboard and show what the plain functions give."""

import re

import numpy as np
from every_notebook import NO_KERNEL, EveryNotebook

from rnnlib import generate, load_model, sample, softmax
from rnnlib.course.figures import tint, visible
from rnnlib.course.lesson_07.desk import MIN_P, SEEDS, TEMPERATURES, TOP_K, TOP_P
from rnnlib.sample import draw


def seen(text):
    return "".join(map(visible, text))


def test_line_picker(open_panel):
    panel = open_panel("07_sampling.ipynb", "lesson_07.line_picker(")
    network, vocab, _ = load_model("lstm-tales")
    text = "The goose w"

    def line():
        logits, _, _ = network.forward(vocab.encode(text)[:, None])
        return softmax(logits[-1, 0])

    def shows(point):
        p = line()
        i = draw(p, point)
        panel.shows(
            f"{point:.2f} is on the piece of {visible(vocab.chars[i])}, "
            f"which is {round(1000 * float(p[i])) / 1000:.3f} long"
        )
        assert panel.control("text").input_value() == seen(text)
        frame = panel.body.locator("[data-line]").bounding_box()
        pieces = panel.body.locator("[data-line] > span").all()
        boxes = [piece.bounding_box() for piece in pieces]
        assert abs(sum(box["width"] for box in boxes) / frame["width"] - 1) < 0.005
        for piece, box in zip(pieces, boxes, strict=True):
            if char := piece.inner_text():  # it lies where the ends of the pieces say
                k = [visible(one) for one in vocab.chars].index(char)
                start = (box["x"] - frame["x"]) / frame["width"]
                assert abs(start - p[:k].sum()) < 0.01
        return vocab.chars[i]

    shows(0.30)
    assert panel.press("point", "ArrowRight", 2) == "0.32"
    shows(0.32)
    panel.press("point", "End")
    text += shows(0.99)
    panel.keyboard.press("Enter")  # takes it
    shows(0.99)
    panel.box.get_by_role("button", name="Back").press("Enter")
    text = text[:-1]
    shows(0.99)
    panel.press("point", "Home")
    shows(0.0)
    panel.box.get_by_role("button", name="Random point").press("Space")
    shows(float(panel.control("point").get_attribute("aria-valuetext")))
    frame = panel.body.locator("[data-line]").bounding_box()
    panel.body.locator("[data-line]").click(position={"x": 0.955 * frame["width"], "y": 20})
    text += shows(0.95)
    take = panel.box.get_by_role("button", name="Take")
    take.press("Space")
    while len(text) < 21:
        if not panel.typing:
            told = panel.box.get_by_role("status").inner_text()
            if told == "from here on the network is needed, and a running kernel":
                assert panel.body.inner_text() == ""
                assert len(text) > 12
                break
        text += shows(0.95)
        take.press("Space")
    else:
        assert panel.typing
    for _ in range(len(text) - len("The goose w") + 1):  # once more than there is to take back
        panel.box.get_by_role("button", name="Back").press("Space")
    text = "The goose w"
    shows(0.95)


def test_sampling_desk(open_panel):
    panel = open_panel("07_sampling.ipynb", "lesson_07.sampling_desk(")
    start = {"temperature": 1.0, "top_k": None, "top_p": 0.9, "min_p": 0.0}

    def shows(n, seed=0, length=100, prompt="ADA:", name="lstm-tales", **choice):
        choice = {**start, **choice}
        network, vocab, _ = load_model(name)
        letters = generate(network, vocab, length, prompt=prompt, rng=seed, **choice)
        chars, after, _ = zip(*letters, strict=True)
        text, best = "".join(chars), sample(network, vocab, length, prompt=prompt, top_k=1)
        ids = vocab.encode((prompt or "\n") + text)
        logits = network.forward(ids[:-1, None])[0][-length:, 0]
        own = softmax(logits.astype(np.float64))
        costs = -np.log(own[np.arange(length), ids[-length:]])
        before, bent = (
            np.exp(-np.sum(p * np.log(np.where(p > 0, p, 1)))) for p in (own[n - 1], after[n - 1])
        )
        told = [min(costs[n - 1], 6), before, bent]
        words = re.escape(f"letter {n}, {visible(text[n - 1])}: ") + (
            r"([\d.]+) nats; effective number ([\d.]+), after bending and cutting ([\d.]+)"
        )

        def fits(note):
            match = re.fullmatch(words, note)
            return match and np.allclose([float(x) for x in match.groups()], told, atol=0.051)

        panel.shows(fits)
        written = [f"{prompt}{one}".replace("\n", "\u21b5\n") for one in (text, best)]
        columns = panel.body.locator("div[style*='monospace']")
        assert columns.evaluate_all("all => all.map(one => one.textContent)") == written
        first = columns.first.locator("[data-n]")
        colors = first.evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
        for color, cost in zip(colors, costs, strict=True):
            wanted = [int(tint(min(cost, 6) / 6)[i : i + 2], 16) for i in (1, 3, 5)]
            found = [int(part) for part in re.findall(r"\d+", color)]
            np.testing.assert_allclose(found, wanted, atol=4)
        framed = panel.body.locator("[data-n][style*='outline']")
        assert framed.get_attribute("data-n") == str(n)
        rows = panel.body.locator("tbody tr").all()
        likeliest = [visible(vocab.chars[i]) for i in np.argsort(-own[n - 1], kind="stable")[:5]]
        assert [row.locator("th").inner_text() for row in rows][:5] == likeliest
        came = [row for row in rows if row.locator("th > span").count()]
        assert [row.locator("th").inner_text() for row in came] == [visible(text[n - 1])]
        for row in rows:
            i = [visible(char) for char in vocab.chars].index(row.locator("th").inner_text())
            percent = row.locator("td").last.inner_text().removesuffix(" %")
            p = after[n - 1][i]
            assert (percent == "<1") == (0 < p < 0.005)
            assert percent == "<1" or abs(float(percent) - 100 * p) < 0.51

    shows(25)
    panel.press("letter", "ArrowLeft", 2)
    shows(23)
    panel.body.locator("[data-n='40']").first.click()
    shows(40)
    for name, values, key in (
        ("temperature", TEMPERATURES, "temperature"), ("top-k", TOP_K, "top_k"),
        ("top-p", TOP_P, "top_p"), ("min-p", MIN_P, "min_p"), ("seed", SEEDS, "seed"),
    ):  # fmt: skip
        back = panel.control(name).input_value()
        panel.press(name, "End")
        shows(40, **{key: values[-1]})
        panel.press(name, "ArrowLeft")
        shows(40, **{key: values[-2]})
        panel.press(name, "Home")
        panel.press(name, "ArrowRight", int(back))
        shows(40)
    panel.press("letter", "End")
    shows(100)
    if not panel.typing:
        assert panel.control("prompt").is_disabled()
        assert panel.box.get_by_text(NO_KERNEL).is_visible()
        panel.press("seed", "End")
        panel.press("top-k", "End")
        panel.shows(
            "this needs a running kernel: without one, only one slider at a time may be moved"
        )
        panel.press("seed", "Home")
        shows(100, top_k=1)
        panel.press("top-k", "Home")
        return
    panel.press("top-p", "End")
    panel.press("seed", "ArrowRight", 2)
    panel.press("length", "ArrowRight")
    shows(100, top_p=0.5, seed=2, length=200)
    panel.press("letter", "End")
    shows(200, top_p=0.5, seed=2, length=200)
    panel.type("prompt", "IVO: <b>")
    panel.shows(lambda told: told.startswith("it has never read a '<'"), "", role="alert")
    panel.type("prompt", "IVO: The")
    shows(200, top_p=0.5, seed=2, length=200, prompt="IVO: The")
    panel.choose("network", 3)
    shows(200, top_p=0.5, seed=2, length=200, prompt="IVO: The", name="rnn-100000")
    panel.type("prompt", "")
    shows(200, top_p=0.5, seed=2, length=200, prompt="", name="rnn-100000")
    panel.choose("network", 0)
    panel.press("top-p", "ArrowLeft", 2)
    panel.press("seed", "Home")
    panel.press("length", "Home")
    panel.type("prompt", "ADA:")
    shows(100)


class TestNotebook(EveryNotebook):
    pass
