"""Measure the counting models on Shakespeare again: python data/count_shakespeare.py [FILE]

Models of order 0 to 5 count the first nine tenths; the surprise is measured there and on the last
tenth, the one on which the networks in data/models were measured: with simple smoothing, and mixed
over all orders up to this one, as lesson 03 explains both.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from rnnlib import MarkovModel, Vocabulary, load_text
from rnnlib.corpora import text_hash

ORDERS = range(6)


def mix(table, p, ids):
    """p of every letter of ids, (N,), mixed with what this table has counted.

    Source: Witten and Bell, The Zero-Frequency Problem, 1991, method C, with interpolation.
    """
    n, ids, p = table.order, ids.tolist(), p.copy()
    different = Counter(letters[:-1] for letters in table.counts)
    for i in range(n, len(ids)):
        letters = tuple(ids[i - n : i + 1])
        if d := different[letters[:-1]]:
            p[i] = (table.counts[letters] + d * p[i]) / (table.totals[letters[:-1]] + d)
    return p


def main(path):
    text = load_text("shakespeare")
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    cut = len(ids) * 9 // 10
    p, rows = np.full(len(ids) - cut, 1 / len(vocab)), []
    for order in ORDERS:
        model = MarkovModel(order).fit(ids[:cut], len(vocab))
        p = mix(model, p, ids[cut:])
        row = {
            "order": order,
            "training_loss": round(model.cross_entropy(ids[:cut]), 4),
            "held_out_loss": round(model.cross_entropy(ids[cut:]), 4),
            "mixed_held_out_loss": round(float(-np.log(p).mean()), 4),
            "counts": len(model.counts),
        }
        rows.append(row)
        print(*row.values(), sep="\t", flush=True)
    facts = {
        "corpus": "shakespeare",
        "corpus_sha256": text_hash(text),
        "hold_out": 0.1,
        "smoothing": model.smoothing,
        "models": rows,
    }
    path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    default = Path(__file__).parent / "counting_shakespeare.json"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
