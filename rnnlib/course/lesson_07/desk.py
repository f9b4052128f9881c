"""The sampling desk, the last panel of lesson 07: all ways to choose, and what they do."""

import functools
import html
from pathlib import Path

import numpy as np

from ...checkpoint import load_model
from ...loss import softmax
from ...sample import generate, sample
from ..figures import GRAY, INK, ORANGE, POSITIVE, ZERO, visible
from ..lesson_00.typewriter import DEEPEST, ROW, TINTS, readable
from ..panel import Choice, Panel, Slider, Text, shown

NETWORKS = {
    "lstm-tales": "tales, LSTM",
    "tales-20000": "tales, plain",
    "lstm": "Shakespeare, LSTM",
    "rnn-100000": "Shakespeare, plain",
    **{f"rnn-{n}": f"Shakespeare, plain, {n} updates" for n in (20000, 5000, 1000, 100, 0)},
}
TEMPERATURES = (0.1, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 5.0)
TOP_K = (None, 10, 5, 3, 2, 1)
TOP_P = (1.0, 0.95, 0.9, 0.8, 0.5)
MIN_P = (0.0, 0.03, 0.1, 0.3)
SEEDS = range(5)
LENGTHS = (100, 200, 400)
LIKELIEST = 6  # so many bars for a letter
SIGNS = 3 * LIKELIEST + 3  # so many for a letter in what `_run` gives
CODE = 40  # a small whole number n is the sign chr(CODE + n)
START = ("lstm-tales", 1.0, None, 0.9, 0.0, 0, 100)  # all settings but the prompt

# What the page is made of. desk.js gets it, too, and fills it in.
WRITTEN = 'style="white-space:pre-wrap; overflow-wrap:anywhere; font:16px/1.5 monospace"'
PAGE = (
    # where it is narrow, the bars come to stand above the texts, and stay there
    '<div style="display:flex; flex-wrap:wrap-reverse; align-items:flex-end; gap:8px 20px">'
    '<div style="flex:1 1 300px; display:flex; flex-wrap:wrap; gap:12px 20px">'
    '<div style="flex:3 1 200px; min-width:0"><b>drawn</b>'
    f"<div {WRITTEN}><b>{{prompt}}</b>{{drawn}}</div></div>"
    '<div style="flex:2 1 160px; min-width:0"><b>always the likeliest</b>'
    f"<div {WRITTEN}><b>{{prompt}}</b>{{best}}</div></div></div>"
    '<div style="position:sticky; top:-8px; background:white"><table style="border-spacing:0 3px; '
    'font-size:16px; line-height:1.2"><caption style="text-align:left"><b>{head}</b></caption>'
    "<tbody>{rows}</tbody></table>"
    '<div style="font-size:15px">bar: after the cut, mark: before it<br>surprise in nats: 0 '
    f'<span style="display:inline-block; width:50px; height:1em; vertical-align:middle; border:1px '
    f'solid {GRAY}; background:linear-gradient(90deg, {ZERO}, {POSITIVE})"></span> {DEEPEST:g}'
    "</div></div></div>"
)
LETTER = '<span data-n="{n}" style="background:{tint}{here}">{char}</span>'
HERE = f"; outline:3px solid {INK}"  # of the letter that is looked at
CAME = f'<span style="background:{ORANGE}">{{char}}</span>'  # of the letter that was drawn


def sampling_desk(prompt="ADA:"):
    """A panel that writes with each network of the course, in every way to choose.

    It shows sample(model, vocab, length, prompt=…, temperature=…, top_k=…, top_p=…, min_p=…,
    rng=seed), and beside it the same with top_k=1. Each letter has the color of its surprise, -ln
    of the probability that the network itself gave it. For one letter there are bars, for the
    likeliest that could have come: what it was drawn from, and a mark for what the network said.
    Without a kernel there is what differs from the start in one setting; desk.js shows it.
    """

    @functools.lru_cache(maxsize=50)
    def run(prompt, name, *choice):
        return _run(*load(name), prompt, *choice)

    @functools.lru_cache(maxsize=50)
    def best(prompt, name, length):
        return _best(*load(name), prompt, length)

    def page(name, prompt, *choice_and_place):
        *choice, place = choice_and_place
        prompt, read = readable(prompt, load(name)[1].chars)
        note, body = _page(
            prompt, run(prompt, name, *choice), best(prompt, name, choice[-1]), place
        )
        return note + read, body

    controls = [
        Choice("network", [*NETWORKS], START[0], NETWORKS.get),
        Text("prompt", prompt),
        Slider("temperature", TEMPERATURES, START[1], "{:g}".format),
        Slider("top-k", TOP_K, START[2], lambda k: "all" if k is None else str(k)),
        Slider("top-p", TOP_P, START[3], "{:g}".format),
        Slider("min-p", MIN_P, START[4], "{:g}".format),
        Slider("seed", SEEDS, START[5]),
        Slider("length", LENGTHS, START[6]),
        Slider("letter", range(1, max(LENGTHS) + 1), 25),
    ]
    first = [control.first for control in controls[:-1]]
    ats = [first] + [
        [*first[:k], n, *first[k + 1 :]]
        for k, control in enumerate(controls[:-1])
        if control.name not in ("network", "prompt", "length")
        for n in range(len(control.values))
        if n != first[k]
    ]
    runs = []
    for at in ats:
        name, _, *choice = [c.value(n) for c, n in zip(controls[:-1], at, strict=True)]
        runs.append([at, *run(prompt, name, *choice)])
    return Panel(
        controls, page, label="what it writes", height=21,
        formula=Path(__file__).with_suffix(".js"),
        given={
            "page": PAGE, "letter": LETTER, "here": HERE, "came": CAME, "row": ROW, "tints": TINTS,
            "lengths": LENGTHS, "runs": runs, "best": best(prompt, START[0], START[-1]),
        },
    )  # fmt: skip


def load(name):
    """A network and its vocabulary, read once."""
    return _loaded(name)[:2]


_loaded = functools.cache(load_model)


def _run(model, vocab, prompt, temperature, top_k, top_p, min_p, seed, length):
    """What it writes, and 21 signs for each letter of it that say what it was drawn from.

    Six letters, the likeliest and the one that came; what each was drawn with, in percent, -1 for
    less than one half; what the network itself gave each; the surprise of the one that came, in
    tenths of a nat; and the effective number of letters before the cut and after it, in tenths.
    """
    choice = {"temperature": temperature, "top_k": top_k, "top_p": top_p, "min_p": min_p}
    letters = generate(model, vocab, length, prompt=prompt, rng=seed, **choice)
    chars, after, _ = zip(*letters, strict=True)
    text, signs = "".join(chars), []
    own, came = _own(model, vocab, prompt, text)
    numbers = 10 * np.array([_effective(own), _effective(np.array(after))])  # (2,N)
    for n, i in enumerate(came):
        some = np.argsort(-own[n], kind="stable")[:LIKELIEST]
        if i not in some:
            some[-1] = i
        surprise = min(10 * -np.log(own[n, i]), 10 * DEEPEST)
        drawn = [-1 if 0 < p < 0.005 else 100 * p for p in after[n][some]]
        codes = [*drawn, *(100 * own[n, some]), surprise, *numbers[:, n]]
        signs += [vocab.chars[k] for k in some] + [chr(CODE + round(float(x))) for x in codes]
    return text, "".join(signs)


def _best(model, vocab, prompt, length):
    """What it writes if it always takes the likeliest, and a sign for each surprise."""
    text = sample(model, vocab, length, prompt=prompt, top_k=1)
    own, came = _own(model, vocab, prompt, text)
    costs = np.minimum(-10 * np.log(own[np.arange(len(came)), came]), 10 * DEEPEST)
    return text, "".join(chr(CODE + round(float(cost))) for cost in costs)


def _own(model, vocab, prompt, text):
    """What the network itself gives for each letter of a text, (N,V), and their ids, (N,)."""
    before = prompt or "\n"  # which is what `generate` reads, too
    ids = vocab.encode(before + text)
    p = softmax(model.forward(ids[:-1, None])[0].astype(np.float64))[:, 0]
    return p[len(before) - 1 :], ids[len(before) :]


def _effective(p):
    """The effective number of letters: (...,V) -> (...)."""
    return np.exp(-np.sum(p * np.log(np.where(p > 0, p, 1)), axis=-1))


def _page(prompt, run, best, place):
    """What the panel shows for a letter: a sentence, and HTML."""
    text, signs = run
    n = min(place, len(text)) - 1
    chars = signs[SIGNS * n :][:LIKELIEST]
    numbers = [ord(sign) - CODE for sign in signs[SIGNS * n :][LIKELIEST:SIGNS]]
    rows = "".join(
        ROW.format(
            char=CAME.format(char=shown(char)) if char == text[n] else shown(char),
            p=max(p, 0), own=own, percent=p if p >= 0 else "&lt;1",
        )
        for char, p, own in zip(chars, numbers[:LIKELIEST], numbers[LIKELIEST:], strict=False)
    )  # fmt: skip
    surprise, before, after = (f"{number / 10:.1f}" for number in numbers[-3:])
    note = (
        f"letter {n + 1}, {visible(text[n])}: {surprise} nats; effective number {before}, "
        f"after bending and cutting {after}"
    )
    end = "\u2026" + prompt[-40:] if len(prompt) > 40 else prompt  # or it would hide the text
    return note, PAGE.format(
        prompt=html.escape(end),
        drawn=_letters(text, signs[SIGNS - 3 :: SIGNS], n),
        best=_letters(*best),
        head=f"letter {n + 1}",
        rows=rows,
    )


def _letters(text, signs, n=None):
    """The letters of a text in their colors, one of them framed: HTML."""
    return "".join(
        LETTER.format(
            n=k + 1, tint=TINTS[ord(sign) - CODE], here=HERE if k == n else "",
            char=shown(char) + char if char == "\n" else html.escape(char),
        )
        for k, (char, sign) in enumerate(zip(text, signs, strict=True))
    )  # fmt: skip
