"""Six moments of one network's training: the pages it wrote, and what can be counted in them."""

import functools
import html
import re
from pathlib import Path

from ...corpora import load_text
from ..figures import BLUE, BROWN, GRAY, GREEN, INK, figure
from ..panel import Panel, Slider, thousands

# What `counted` gives for all of Shakespeare, which is not needed to run the lesson.
REAL = {"spaces": 0.152, "short words": 0.936, "long words": 0.477, "speakers": 1.0}
NAMES = {
    "spaces": "spaces, of all letters",
    "short words": "short words that exist",
    "long words": "long words that exist",
    "speakers": "speakers that exist",
}
COLORS = dict(zip(REAL, (GRAY, GREEN, BLUE, BROWN), strict=True))


@functools.cache
def speakers():
    """The names before the colons in tiny shakespeare."""
    return set(Path(__file__).with_name("speakers.txt").read_text("utf-8").splitlines())


@functools.cache
def words_of_the_tales():
    return set(words(load_text("tales")))


def words(text):
    return [word.strip(".,:;!?'-").lower() for word in text.split()]


def counted(text):
    """Four shares that tell how much a text is like Shakespeare's.

    spaces: of all letters. short words: those of two or three letters that are words of the tales,
    of all such words; long words: the same for four letters and more. speakers: names before a
    colon that are those of speakers in Shakespeare, of all such names.
    """
    known = words_of_the_tales()
    short = [word in known for word in words(text) if 2 <= len(word) <= 3]
    long = [word in known for word in words(text) if len(word) >= 4]
    names = [name in speakers() for name in re.findall(r"(?:^|\n\n)([^\n:]+):\n", text)]
    return {
        "spaces": text.count(" ") / len(text),
        **{
            what: sum(found) / max(len(found), 1)
            for what, found in (("short words", short), ("long words", long), ("speakers", names))
        },
    }


def learned(updates, losses, counts):
    """The loss at some moments, and what `counted` gave at each, on one logarithmic axis: a figure.

    updates: increasing, the first 0. The dashes at the right are what Shakespeare has.
    """
    fig, above = figure(10, 6.4)
    above.remove()
    above, below = fig.subplots(2, 1, sharex=True, height_ratios=(2, 3))
    for ax in (above, below):
        ax.set_xscale("symlog", linthresh=100, linscale=0.7)
        ax.set_xlim(-4, 200 * updates[-1])
        ax.set_xticks(updates, [thousands(n) for n in updates])
        ax.minorticks_off()
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines["bottom"].set_bounds(0, updates[-1])
        ax.tick_params(labelsize=14)
    end = updates[-1]
    above.plot(updates, losses, "o-", color=INK, linewidth=3, markersize=8, clip_on=False)
    above.text(1.3 * end, losses[-1], "loss, in nats", fontsize=15, va="center", color=INK)
    above.set_ylim(0, 4.5)
    below.text(2.5 * end, 115, "Shakespeare", fontsize=15, va="center", color=INK)
    for what, real in REAL.items():
        values, real = [100 * count[what] for count in counts], 100 * real
        look = {"color": COLORS[what], "clip_on": False}
        below.plot(updates, values, "o-", linewidth=3, markersize=8, **look)
        below.plot((end, 2.5 * end), (values[-1], real), linestyle=":", linewidth=1.5, **look)
        below.plot((2.5 * end, 4 * end), (real, real), linewidth=5, **look)
        place = real + {"speakers": 2, "short words": -3}.get(what, 0)
        below.text(4.6 * end, place, NAMES[what], fontsize=15, va="center", color=COLORS[what])
    below.set_ylim(0, 105)
    below.yaxis.set_major_formatter("{x:.0f} %")
    below.set_xlabel("updates", fontsize=15)
    return fig


def scrubber(updates, losses, texts):
    """A panel that turns the pages of one network's training, and plays them.

    updates: their number at each moment. losses: nats per letter on unseen text at each.
    texts: what the network wrote at each.
    """

    def page(i):
        note = f"{losses[i]:.2f} nats per letter on text it has never seen"
        return note, (
            f'{_timeline(updates, i)}<pre style="margin:0; white-space:pre-wrap; '
            'word-break:normal; overflow-wrap:anywhere; font:17px/1.4 monospace">'
            f"{html.escape(texts[i])}</pre>"
        )

    slider = Slider("updates", range(len(updates)), 0, lambda i: thousands(updates[i]), 1500)
    return Panel([slider], page, label="what it wrote then", height=22)


def _timeline(updates, now):
    """A line as long as the training with its moments, to scale: HTML.

    The first ones nearly meet, so a line leads from each to its number.
    """
    lines, names = "", ""
    for k, n in enumerate(updates):
        place, name = 100 * n / updates[-1], 100 * (k + 0.5) / len(updates)
        color, width = (BLUE, 4) if k == now else (GRAY, 1.5)
        lines += (
            f'<line x1="{place:.3f}" y1="0" x2="{name:.3f}" y2="10" stroke="{color}" '
            f'stroke-width="{width}" vector-effect="non-scaling-stroke"/>'
        )
        bold = f"font-weight:bold; color:{BLUE}" if k == now else ""
        names += f'<span style="flex:1 1 0; {bold}">{thousands(n)}</span>'
    dot = (
        f'<span style="position:absolute; top:-8px; left:calc({updates[now] / updates[-1]:.3%} '
        f'- 9px); width:18px; height:18px; border-radius:9px; background:{BLUE}"></span>'
    )
    return (
        f'<div style="position:relative; margin:12px 12px 0; height:3px; background:{INK}">{dot}'
        '</div><svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none" '
        'style="display:block; box-sizing:border-box; width:100%; height:32px; padding:0 12px; '
        f'overflow:visible">{lines}</svg><div style="display:flex; margin:0 12px 12px; '
        f'font-size:15px; text-align:center">{names}</div>'
    )
