"""Texts of lesson 07, side by side: colored by surprise, or marked where they are copied."""

import html
from itertools import groupby

from ..figures import GRAY, INK, POSITIVE, ZERO, tint, visible
from .measures import copied

COPIED = "background:#fde3c4; text-decoration:underline"


def side_by_side(texts, surprises=None, high=6):
    """Texts in columns, each below its title: HTML.

    texts: title -> text. surprises: title -> a number for each letter, in nats, at least 0; each
    letter has a color that is the deeper, the larger its own, and a scale says so. high: the
    surprise of the deepest color.
    """
    looks = {
        title: [f"background:{tint(round(10 * cost / high) / 10)}" for cost in costs]
        for title, costs in (surprises or {}).items()
    }
    scale = surprises and (
        '<div style="font-size:15px">surprise in nats: 0 <span style="display:inline-block; '
        f"width:120px; height:1em; vertical-align:middle; border:1px solid {GRAY}; "
        f'background:linear-gradient(90deg, {ZERO}, {POSITIVE})"></span> {high:g} and more</div>'
    )
    return _columns(texts, looks, scale or "")


def copies_marked(texts, source, least=15):
    """Texts in columns, marked where `least` letters and more stand in the source: HTML.

    texts: title -> text.
    """
    looks = {
        title: [COPIED if mark else "" for mark in copied(text, source, least)]
        for title, text in texts.items()
    }
    return _columns(texts, looks, "")


def _columns(texts, looks, scale):
    columns = "".join(
        f'<div style="flex:1 1 220px; min-width:0"><b>{html.escape(title)}</b>'
        '<div style="white-space:pre-wrap; overflow-wrap:anywhere; margin-top:6px; '
        f'font:15px/1.5 monospace">{_spans(text, looks.get(title, [""] * len(text)))}</div></div>'
        for title, text in texts.items()
    )
    return (
        f'<div style="background:white; color:{INK}; padding:8px; max-width:860px; '
        f'font:16px sans-serif">{scale}<div style="display:flex; flex-wrap:wrap; gap:8px 20px; '
        f'margin-top:8px">{columns}</div></div>'
    )


def _spans(text, looks):
    """The letters of a text, for HTML; neighbors that look alike share a span."""
    spans = []
    for look, run in groupby(zip(text, looks, strict=True), key=lambda pair: pair[1]):
        seen = "".join(visible(char) + "\n" if char == "\n" else char for char, _ in run)
        style = f' style="{look}"' if look else ""
        spans.append(f"<span{style}>{html.escape(seen)}</span>")
    return "".join(spans)
