"""The first panel of lesson 07: the reader is the point, and writes."""

import functools
import heapq
import html
from pathlib import Path

import numpy as np

from ...loss import softmax
from ...sample import draw
from ..figures import BROWN, ORANGE, PALE, visible
from ..panel import Panel, Slider, Text, shown
from .pictures import SHADES

POINTS = [k / 100 for k in range(100)]
UNSEEN = 4  # a piece shorter than this, in thousandths, can't be seen
NAMELESS = 25  # and one shorter than this has no room for its letter

# What the page is made of. picker.js gets it, too, and fills it in.
PAGE = (
    '<div data-of="{of}" data-takes="{takes}" style="position:relative; padding:18px 0 0; '
    'margin:0 10px"><div data-line style="display:flex; height:48px">{pieces}</div>'
    '<span style="position:absolute; top:0; left:calc({at}% - 9px); border:9px solid transparent; '
    f'border-top:14px solid {BROWN}"></span><span style="position:absolute; top:12px; height:54px; '
    f'width:2px; left:calc({{at}}% - 1px); background:{BROWN}"></span>'
    '<div style="display:flex; justify-content:space-between"><span>0</span><span>1</span></div>'
    "</div>"
)
PIECE = (
    '<span style="width:{p}%; overflow:hidden; text-align:center; font:17px/48px monospace; '
    'background:{color}">{char}</span>'
)
GIVEN = {"page": PAGE, "piece": PIECE, "shades": SHADES, "chosen": ORANGE, "gap": PALE}


class Taken(Text):
    """A text that grows by the letter which the page takes. picker.js has the buttons."""

    kind = "taken"


def line_picker(network, vocab, start, known=100):
    """A panel in which a network's reader moves the point on the line and takes the letter there.

    start: the text that has been read first. It shows draw(p, point) for the softmax p of the
    logits after the text. known: so many texts, the likeliest, are there without a kernel.
    """

    @functools.lru_cache(maxsize=200)
    def line(text):
        logits, _, _ = network.forward(vocab.encode(text)[:, None])
        return _line(softmax(logits[-1, 0]), vocab.chars)

    lines = {text: line(text) for text in _likeliest(network, vocab, start, known)}
    return Panel(
        [Taken("text", start), Slider("point", POINTS, POINTS[30], "{:.2f}".format)],
        lambda text, point: _page(line(text), text, POINTS.index(point)),
        label="the line", height=8, formula=Path(__file__).with_suffix(".js"),
        given={**GIVEN, "lines": lines},
    )  # fmt: skip


def _likeliest(network, vocab, start, number):
    """The likeliest texts that begin with start, and start itself: a list."""
    logits, state, _ = network.forward(vocab.encode(start)[:, None])
    found, waiting = [], [(0.0, start, logits[-1, 0], state[..., 0, :])]
    while len(found) < number:
        cost, text, logits, state = heapq.heappop(waiting)
        found.append(text)
        costs = cost - np.log(softmax(logits))
        for i in np.argsort(costs)[:8]:
            heapq.heappush(waiting, (costs[i], text + vocab.chars[i], *network.step(i, state)))
    return found


def _line(p, chars):
    """The pieces in their order, the letter at each point, and the lengths of these letters.

    Lengths are in thousandths. Pieces that can't be seen stand together without a letter.
    """
    takes = "".join(chars[draw(p, point)] for point in POINTS)
    pieces = []
    for char, length in zip(chars, 1000 * p.astype(float), strict=True):
        seen = length >= UNSEEN
        if seen or not pieces or pieces[-1][0]:
            pieces.append([char if seen else "", 0.0])
        pieces[-1][1] += length
    lengths = {char: round(1000 * float(p[chars.index(char)])) for char in sorted({*takes})}
    return [[char, round(length)] for char, length in pieces], takes, lengths


def _page(line, text, k):
    """What the panel shows for a text and a point: a sentence, and HTML."""
    pieces, takes, lengths = line
    spans, named = "", 0
    for char, length in pieces:
        color = ORANGE if char == takes[k] else SHADES[named % 2] if char else PALE
        named += bool(char)
        name = shown(char) if length >= NAMELESS else ""
        spans += PIECE.format(p=length / 10, color=color, char=name)
    length = lengths[takes[k]] / 1000
    note = f"{k / 100:.2f} is on the piece of {visible(takes[k])}, which is {length:.3f} long"
    of, letter = html.escape(text), html.escape(takes[k])
    return note, PAGE.format(of=of, takes=letter, at=k, pieces=spans)
