"""The panels of lesson 01."""

import numpy as np

from ...text import Vocabulary, one_hot
from ..figures import BLUE, ink, number, tint, visible
from ..panel import CELL, Buttons, Panel, Text, shown, table

WIDTH = 62  # of a cell, in pixels


def lookup_viewer(W, chars):
    """A panel that multiplies W by a one-hot letter: the letter's column slides out.

    It shows W @ one_hot(i, V), with i the letter's place in chars. W: (H,V) weights. chars: the V
    letters.
    """
    W = np.asarray(W, dtype=float)

    def page(char):
        v = chars.index(char)
        x = one_hot(v, len(chars), np.float64)
        result = W @ x
        note = f"W @ x for {visible(char)}: {', '.join(number(value, 1) for value in result)}"
        return note, _product(W, x, result, v, chars)

    buttons = Buttons("letter", chars, shown=visible)
    return Panel([buttons], page, label="the product of W and x", height=13)


def _product(W, x, result, lit, chars):
    limit = np.abs(W).max()
    units = [f"unit {k}" for k in range(len(W))]

    def cell(value, on, digits=1, scale=limit, more=""):
        look = f"background:{tint(value / scale)}; color:{ink(value / scale)}"
        edge = "outline:3px solid #1a1a1a; outline-offset:-3px; font-weight:bold" if on else ""
        look = f"{CELL}; width:{WIDTH}px; box-sizing:border-box; {look}; {edge}; {more}"
        return f'<td style="{look}">{number(value, digits)}</td>'

    def head(words, scope):
        tag = f'th scope="{scope}"' if words else "td"  # a corner is nobody's head
        return f'<{tag} style="padding:0.1em 0.5em; height:1.5em">{words}</{tag[:2]}>'

    def whole(name, columns, rows):
        """A matrix with its name above: columns and rows are lists of HTML."""
        top = "".join(head(words, "col") for words in columns)
        lines = "".join(f"<tr>{row}</tr>" for row in [head("", "col") + top, *rows])
        return f"<div><div><b>{name}</b></div>{table(lines)}</div>"

    weights = [
        head(unit, "row") + "".join(cell(w, v == lit) for v, w in enumerate(row))
        for unit, row in zip(units, W, strict=True)
    ]
    hot = [
        head(shown(c), "row") + cell(value, value, 0, 1) for c, value in zip(chars, x, strict=True)
    ]
    # the product slides in from where its column stands, over what lies between
    start = -(len(chars) - lit) * WIDTH - 300
    slide = f"--rnn-from:{start}px; animation:rnn-slide 0.8s ease-in-out"
    out = [
        head(unit, "row") + cell(w, True, more=slide) for unit, w in zip(units, result, strict=True)
    ]
    sign = '<div style="font-size:24px">{}</div>'.format
    return (
        '<div style="display:flex; gap:14px; align-items:center">'
        + whole("W (H,V)", map(shown, chars), weights)
        + sign("@")
        + whole("x (V,)", [shown(chars[lit])], hot)
        + sign("=")
        + whole("W @ x (H,)", [""], out)
        + "</div>"
    )


def one_hot_viewer(text="hello", longest=24):
    """A panel that shows a text as its one-hot matrix, a row for each letter.

    It shows one_hot(vocab.encode(text), len(vocab)) with vocab = Vocabulary(text).
    longest: how many letters are shown, at most.
    """

    def page(typed):
        text = typed[:longest]
        vocab = Vocabulary(text)
        cut = f"only the first {longest} of " if len(typed) > longest else ""
        shape = len(text), len(vocab)
        note = f"{cut}{len(typed)} letters, {len(vocab)} different: shape {shape}"
        return note, _one_hot_table(vocab, text)

    return Panel([Text("text", text)], page, label="one-hot matrix")


def _one_hot_table(vocab, text):
    def head(words, scope):
        return f'<th scope="{scope}" style="{CELL}">{words}</th>'

    rows = [head("letter", "col") + head("id", "col")]
    rows[0] += "".join(head(shown(char), "col") for char in vocab.chars)
    ids = vocab.encode(text)
    for char, i, row in zip(text, ids, one_hot(ids, len(vocab)).astype(int), strict=True):
        cells = "".join(f'<td style="{CELL}; background:{tint(x)}">{x}</td>' for x in row)
        rows.append(f'{head(shown(char), "row")}<td style="{CELL}; color:{BLUE}">{i}</td>{cells}')
    return table("".join(f"<tr>{row}</tr>" for row in rows))
