"""The typewriter of lesson 00: a network writes, letter by letter."""

import functools
import html
import itertools
import unicodedata
from pathlib import Path

import numpy as np

from ...checkpoint import load_model
from ...sample import generate
from ..figures import BLUE, GRAY, INK, POSITIVE, ZERO, tint, visible
from ..panel import Panel, Slider, Text, shown

DEEPEST = 6.0  # the surprise of the deepest color, in nats
TINTS = [tint(k / 60) for k in range(61)]  # one for every tenth of a nat
TEMPERATURES = (0.05, 0.3, 0.7, 1.0, 1.4, 2.0)
SEEDS = range(4)
CODE = 40  # a small whole number n is the sign chr(CODE + n)

# What the page is made of. typewriter.js gets it, too, and fills it in.
PAGE = (
    # where it is narrow, the bars come to stand above the text, and stay there
    '<div style="display:flex; flex-wrap:wrap-reverse; align-items:flex-end; gap:8px 24px">'
    '<div style="flex:1 1 320px">'
    '<div style="font-size:15px; margin-bottom:6px">surprise in nats: 0 '
    '<span style="display:inline-block; '
    f"width:120px; height:1em; vertical-align:middle; border:1px solid {GRAY}; "
    f'background:linear-gradient(90deg, {ZERO}, {POSITIVE})"></span> {DEEPEST:g} and more</div>'
    '<div style="white-space:pre-wrap; overflow-wrap:anywhere; font:17px/1.5 monospace">'
    "<b>{prompt}</b>{typed}</div></div>"
    '<table style="position:sticky; top:-8px; background:white; border-spacing:0 3px; '
    'font-size:16px; line-height:1.2">'
    '<caption style="font-size:15px; text-align:left">the next letter</caption>'
    "<tbody>{rows}</tbody></table></div>"
)
LETTER = '<span style="background:{tint}">{char}</span>'
ROW = (
    '<tr><th scope="row" style="width:1.5em; font:bold 17px monospace">{char}</th>'
    '<td style="position:relative; width:150px; padding:0; background:#f2f2f2">'
    f'<span style="display:block; height:1.2em; background:{BLUE}; width:{{p}}%"></span>'
    f'<span style="position:absolute; top:-2px; bottom:-2px; width:3px; background:{INK}; '
    'left:calc({own}% - 1px)"></span></td>'
    '<td style="width:3.5em; text-align:right">{percent} %</td></tr>'
)


def typewriter(prompt="JULIET:", length=200):
    """A panel that writes letter by letter with the network `lstm`: prompt, temperature, seed.

    It shows sample(model, vocab, length, prompt=…, temperature=…, rng=seed), for a prompt without
    its accents. Each letter has the
    color of its surprise, -ln of the probability that the network gave it at temperature 1. Beside
    it are the five letters that are likeliest to be next: a bar for the probability of each, and a
    mark where it would end at temperature 1. typewriter.js writes the same in the browser for the
    prompt that is there first.
    """
    model, vocab, _ = load_model("lstm")

    @functools.lru_cache(maxsize=100)
    def run(prompt, temperature, seed):
        return _run(model, vocab, length, prompt, temperature, seed)

    def page(prompt, temperature, seed, n):
        prompt, read = readable(prompt, vocab.chars)
        note, body = _page(prompt, *run(prompt, temperature, seed), n)
        return note + read, body

    controls = [
        Text("prompt", prompt),
        Slider("temperature", TEMPERATURES, 1.0),
        Slider("seed", SEEDS, SEEDS[-1]),
        Slider("letters", range(length + 1), length, plays=90, begins=True),
    ]
    runs = [
        [[prompt, i, k], *run(prompt, temperature, seed)]
        for i, temperature in enumerate(TEMPERATURES)
        for k, seed in enumerate(SEEDS)
    ]
    return Panel(
        controls, page, label="what it writes", height=21,
        formula=Path(__file__).with_suffix(".js"),
        given={"page": PAGE, "letter": LETTER, "row": ROW, "tints": TINTS, "runs": runs},
    )  # fmt: skip


def readable(prompt, chars):
    """A prompt as a network can read it: letters that it does not know lose their accents.

    Returns the prompt, and words for what was read as something else. Raises ValueError for a
    letter that is not in chars without its accents either.
    """
    read = {char: char if char in chars else unicodedata.normalize("NFD", char)[0]
            for char in unicodedata.normalize("NFC", prompt)}  # fmt: skip
    for char, plain in read.items():
        if plain not in chars:
            seen = [known for known in chars if known != "\n"]
            runs = itertools.groupby(enumerate(seen), lambda pair: ord(pair[1]) - pair[0])
            letters = ["".join(visible(known) for _, known in run) for _, run in runs]
            letters = [f"{run[0]}-{run[-1]}" if len(run) > 3 else run for run in letters]
            raise ValueError(
                f"it has never read a {char!r}: write with its letters, which are "
                f"{' '.join(letters)}"
            )
    words = [f"{char} as {plain}" for char, plain in read.items() if char != plain]
    return "".join(read[char] for char in unicodedata.normalize("NFC", prompt)), (
        f"; it reads {', '.join(words)}" if words else ""
    )


def _run(model, vocab, length, prompt, temperature, seed):
    """What it writes, and sixteen signs for each place in it that say what it thought there.

    The five likeliest letters; the probability of each, as it was drawn from, in percent; the
    same at temperature 1; and the surprise of the letter that was drawn, in tenths of a nat.
    """
    text, thoughts = [], []
    letters = generate(model, vocab, length + 1, prompt=prompt, temperature=temperature, rng=seed)
    for char, p, _ in letters:
        own = p**temperature  # p is a power of the network's own probabilities, and these of it
        own /= own.sum()
        best = np.argsort(-p, kind="stable")[:5]
        surprise = min(-np.log(own[vocab.chars.index(char)]), DEEPEST)
        numbers = [*(100 * p[best]), *(100 * own[best]), 10 * surprise]
        text.append(char)
        thoughts += [vocab.chars[i] for i in best] + [chr(CODE + round(x)) for x in numbers]
    return "".join(text[:length]), "".join(thoughts)


def _page(prompt, text, thoughts, n):
    """What the panel shows after n letters: a sentence, and HTML."""
    chars, numbers = thoughts[16 * n :][:5], [ord(sign) - CODE for sign in thoughts[16 * n :][5:16]]
    typed = "".join(
        LETTER.format(tint=TINTS[ord(sign) - CODE], char=_seen(char))
        for char, sign in zip(text[:n], thoughts[15::16], strict=False)
    )
    rows = "".join(
        ROW.format(char=shown(char), p=p, own=own, percent=p or "&lt;1")
        for char, p, own in zip(chars, numbers[:5], numbers[5:10], strict=True)
    )
    note = f"after {n} letters: {visible(chars[0])} is the likeliest next, {numbers[0]} %"
    end = "\u2026" + prompt[-40:] if len(prompt) > 40 else prompt  # or it would hide the text
    return note, PAGE.format(prompt=html.escape(end), typed=typed, rows=rows)


def _seen(char):
    """A letter of the text, for HTML; a line end can be seen, and ends the line."""
    return shown(char) + char if char == "\n" else html.escape(char)
