"""Measure the counting models on a text again: python data/count_letters.py shakespeare, or tales

They count the first nine tenths; the surprise is measured on the last tenth, the one on which the
networks in data/models were measured. Models of order 0 to 5 are those of lesson 03, simple and
mixed. The third kind, modified Kneser-Ney, is the best that counting is known for, up to order 7.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from rnnlib import MarkovModel, Vocabulary, load_text
from rnnlib.corpora import text_hash


def kneser_ney(tables, pieces, vocab_size):
    """p of each piece's last letter after those before it, of order 0, 1, 2, …: yields (N,).

    tables: of order 0, 1, 2, …: how often each piece of 1, 2, 3, … letters came, all tuples of ids.
    The highest order of a model uses these counts. The orders below are asked where the longer
    context knows little; there it matters less how often a piece came than after how many
    different letters, so it counts once for each of them.

    Source: Chen and Goodman, An Empirical Study of Smoothing Techniques for Language Modeling,
    1998, section 4.1.6; the continuation counts are Kneser's and Ney's, 1995.
    """
    guess = np.full(len(pieces), 1 / vocab_size)
    for order, table in enumerate(tables):
        yield discounted(table, order, pieces, guess)
        if order + 1 < len(tables):
            continuations = Counter(longer[1:] for longer in tables[order + 1])
            guess = discounted(continuations, order, pieces, guess)


def discounted(counts, order, pieces, guess):
    """p of each piece's last letter, (N,), where the guess gets what is taken off the counts.

    p(letter | context) = (count - D(count) + taken(context) * guess(letter)) / total(context)
    """
    D = [0, *discounts(counts)]
    totals, taken = Counter(), Counter()
    for piece, count in counts.items():
        totals[piece[:-1]] += count
        taken[piece[:-1]] += D[min(count, 3)]
    p = guess.copy()  # it remains where the context never came
    for i, piece in enumerate(pieces):
        piece = piece[-order - 1 :]
        if total := totals[piece[:-1]]:
            count = counts[piece]
            p[i] = (count - D[min(count, 3)] + taken[piece[:-1]] * guess[i]) / total
    return p


def discounts(counts):
    """What to take off a count of 1, of 2, and of 3 or more, from how many counts are 1, 2, 3, 4.

    Where the formula gives no discount between 0 and the count itself, because there are too few
    pieces (here at order 0 alone), they are 0.5, 1 and 1.5, KenLM's.
    """
    how_many = Counter(counts.values())
    n = [how_many[count] for count in range(5)]
    if all(n[1:4]):
        Y = n[1] / (n[1] + 2 * n[2])
        D = [count - (count + 1) * Y * n[count + 1] / n[count] for count in (1, 2, 3)]
        if all(0 <= D[i] <= i + 1 for i in range(3)):
            return D
    return [0.5, 1.0, 1.5]


def rounded(loss):
    return round(float(loss), 6)


def main(path, corpus, orders=6, kneser_ney_orders=8):
    text = load_text(corpus)
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    cut = len(ids) * 9 // 10
    training, held_out, V = ids[:cut], ids[cut:], len(vocab)

    mixed = [MarkovModel(max(orders, kneser_ney_orders) - 1, mixed=True).fit(training, V)]
    while below := mixed[-1].below:
        mixed.append(below)
    mixed.reverse()  # order 0 first; each holds the counts of its own order

    rows = []
    for order in range(orders):
        simple = MarkovModel(order).fit(training, V)
        row = {
            "order": order,
            "training_loss": rounded(simple.cross_entropy(training)),
            "held_out_loss": rounded(simple.cross_entropy(held_out)),
            "mixed_held_out_loss": rounded(mixed[order].cross_entropy(held_out)),
            "counts": len(simple.counts),
        }
        rows.append(row)
        print(*row.values(), sep="\t", flush=True)

    print("Kneser-Ney")
    tables = [model.counts for model in mixed[:kneser_ney_orders]]
    letters = held_out.tolist()
    pieces = [tuple(letters[max(i - len(tables), 0) : i + 1]) for i in range(len(letters))]
    kneser_ney_rows = []
    for order, p in enumerate(kneser_ney(tables, pieces, V)):
        kneser_ney_rows.append({"order": order, "held_out_loss": rounded(-np.log(p).mean())})
        print(*kneser_ney_rows[-1].values(), sep="\t", flush=True)

    facts = {
        "corpus": corpus,
        "corpus_sha256": text_hash(text),
        "hold_out": 0.1,
        "smoothing": simple.smoothing,
        "models": rows,
        "kneser_ney": kneser_ney_rows,
    }
    path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for corpus in sys.argv[1:]:
        main(Path(__file__).parent / "measured" / f"counting_{corpus}.json", corpus)
