"""Measure the counting models on Shakespeare again: python data/count_shakespeare.py [FILE]

Models of order 0 to 5 count the first nine tenths; the surprise is measured there and on the last
tenth, the one on which the networks in data/models were measured. Lesson 03 shows the result.
"""

import json
import sys
from pathlib import Path

from rnnlib import MarkovModel, Vocabulary, load_text
from rnnlib.corpora import text_hash

ORDERS = range(6)


def main(path):
    text = load_text("shakespeare")
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    cut = len(ids) * 9 // 10
    rows = []
    for order in ORDERS:
        model = MarkovModel(order).fit(ids[:cut], len(vocab))
        row = {
            "order": order,
            "training_loss": round(model.cross_entropy(ids[:cut]), 4),
            "held_out_loss": round(model.cross_entropy(ids[cut:]), 4),
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
