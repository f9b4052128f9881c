"""What 03b, The line to beat, shows: the table of pairs as a picture, and tables that write."""

import html
import re

import numpy as np
from matplotlib.patches import Rectangle

from ...markov import MarkovModel
from ..figures import GRAY, INK, SIGNED, figure, visible
from ..panel import Choice, Panel, Slider

KINDS = {False: "simple", True: "mixed"}


def pairs_picture(p, chars, read, mark):
    """Some probabilities of order 1 as a picture, with one pair marked and named: a figure.

    p: (V,V), a row for each letter read. chars: the V letters. A column for each letter of a word,
    the space, the line end, the comma, the full stop and the quotation mark. read: the letters
    whose rows are shown. mark: two letters, such as "qu".
    """
    rows = [chars.index(char) for char in read]
    shown = [chars.index(char) for char in 'abcdefghijklmnopqrstuvwxyz ,.\n"']
    fig, ax = figure(10, 4.6)
    ax.imshow(np.sqrt(p[np.ix_(rows, shown)]), cmap=SIGNED, vmin=-1, vmax=1)
    ax.set(xlabel="letter that followed", ylabel="letter read")
    ax.xaxis.set_label_position("top")
    ax.xaxis.tick_top()
    labels = [visible(chars[i]) for i in shown]
    ax.set_xticks(range(len(shown)), labels, fontsize=15, family="monospace")
    labels = [visible(chars[i]) for i in rows]
    ax.set_yticks(range(len(rows)), labels, fontsize=15, family="monospace")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    row, column = read.index(mark[0]), shown.index(chars.index(mark[1]))
    ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=3))
    ax.annotate(
        f"{mark[0]} to {mark[1]}: {p[chars.index(mark[0]), chars.index(mark[1])]:.2f}",
        (column + 0.5, row), (column + 2, row), va="center", fontsize=18,
        arrowprops={"arrowstyle": "-", "color": INK},
        bbox={"facecolor": "white", "edgecolor": INK},
    )  # fmt: skip
    return fig


def all_tables(ids, vocab_size, orders=6):
    """The tables of each order, simple and mixed, that have counted a text.

    Returns (order, mixed) -> MarkovModel. A mixed table has those of all lower orders in it.
    """
    tables = {(order, False): MarkovModel(order).fit(ids, vocab_size) for order in range(orders)}
    table = MarkovModel(orders - 1, mixed=True).fit(ids, vocab_size)
    while table:
        tables[table.order, True] = table
        table = table.below
    return tables


def gaps(table, ids):
    """What a simple table lacks: three shares, from 0 to 1.

    Of the contexts of a text, (N,) ids, those it has never met; of its own, those it met once; of
    the letters it draws where it knows the context, those that never came there.
    """
    contexts = [tuple(ids[i : i + table.order]) for i in range(len(ids) - table.order)]
    unknown = np.mean([context not in table.totals for context in contexts])
    totals = np.array(list(table.totals.values()))
    never = table.vocab_size - np.array([table.different[context] for context in table.totals])
    new = table.smoothing * never / (totals + table.smoothing * table.vocab_size)
    return unknown, np.mean(totals == 1), np.average(new, weights=totals)


def words_of(text):
    """The words of a text, without their punctuation and capitals, that have four letters or more.

    Shorter ones are often words by chance.
    """
    words = (word.strip(".,:;!?'-\"").lower() for word in text.split())
    return [word for word in words if len(word) > 3]


def table_writer(tables, vocab, known, length=400):
    """A panel in which counting tables write. What is no word of the known text is gray.

    A word is what stands between two spaces; one of fewer than four letters is not judged.

    tables: (order, mixed) -> a fitted MarkovModel. known: the text that they have counted.
    It shows table.sample(length, rng=0).
    """
    counted = set(words_of(known))

    def page(order, mixed):
        text = vocab.decode(tables[order, mixed].sample(length, rng=0))
        words = words_of(text)
        real = sum(word in counted for word in words)
        note = (
            f"order {order}, {KINDS[mixed]}: found in the tales: {real} of {len(words)} words of "
            "four letters or more"
        )
        return note, (
            '<div style="white-space:pre-wrap; font-family:monospace; font-size:16px; '
            f'line-height:1.4">{_grayed(text, counted)}</div>'
        )

    orders = sorted({order for order, _ in tables})
    controls = [
        Slider("order", orders, orders[-1]),
        Choice("table", [False, True], True, shown=KINDS.get),
    ]
    return Panel(controls, page, label="what the table writes", height=19)


def _grayed(text, counted):
    """A text as HTML, with the words that are not among those counted in gray."""
    pieces = []
    for piece in re.split(r"(\s+)", text):
        words = words_of(piece)
        shown = html.escape(piece)
        strange = words and words[0] not in counted
        pieces.append(f'<span style="color:{GRAY}">{shown}</span>' if strange else shown)
    return "".join(pieces)
