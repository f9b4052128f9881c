"""What every unit of two networks is worth: python data/measure_units.py [FILE]

For lesson 10. Each unit in turn hands on its mean, whatever was read: how much more surprising are
line ends then, and all other letters? And what is written while the unit that follows the line is
held at several values? The text is our tales, which these networks have not read in training.
"""

from functools import cache

import numpy as np
from sweep import MEASURED, arguments, sweep

from rnnlib import load_model
from rnnlib.corpora import text_hash
from rnnlib.course.lesson_10 import (
    CHOOSE,
    CONFIRM,
    best,
    middle,
    price,
    properties,
    scores,
    tales,
    units,
)
from rnnlib.course.lesson_10 import write as written

NETWORKS = ("lstm", "rnn-100000")
QUANTILES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)  # of what the unit holds anyway
COPIES, LETTERS = 100, 200  # of what is written

SETTINGS = [
    *(
        {"network": name, "unit": unit}
        for name in NETWORKS
        for unit in range(load_model(name)[0].hidden_size)
    ),
    *({"network": "lstm", "quantile": q} for q in (None, *QUANTILES)),
]


@cache
def loaded(name):
    model, vocab, _ = load_model(name)
    text = tales()
    base, places = price(model, vocab, text[CONFIRM])
    return (
        model,
        vocab,
        text,
        base,
        np.array(list(text[CONFIRM]))[places] == "\n",
        middle(model, vocab, text[CHOOSE]),
    )


def run(network, unit=None, quantile=...):
    return off(network, unit) if quantile is ... else knob(network, quantile)


def off(network, unit):
    """What it costs, in nats per letter, that a unit hands on its mean."""
    model, vocab, text, base, ends, mean = loaded(network)
    more = price(model, vocab, text[CONFIRM], unit, mean[unit])[0] - base
    return {
        "line_ends": round(float(more[ends].mean()), 4),
        "others": round(float(more[~ends].mean()), 4),
    }


def knob(network, quantile):
    """Line ends, in 100 letters that are written while the unit of the line is held, and their
    median distance."""
    model, vocab, text, *_ = loaded(network)
    late = properties()["late in a line"][CHOOSE]
    unit, _ = best(scores(units(model, vocab, text[CHOOSE]), late))
    _, _, kept = model.forward(vocab.encode(text[CHOOSE]).reshape(20, -1).T)
    value = None if quantile is None else float(np.quantile(kept.cs[1:, :, unit], quantile))
    texts = written(
        model,
        vocab,
        text[59_000:59_300],
        LETTERS,
        0,
        None if value is None else unit,
        value,
        COPIES,
    )
    return {
        "unit": unit,
        "value": None if value is None else round(value, 3),
        "ends_in_100": round(100 * "".join(texts).count("\n") / (COPIES * LETTERS), 2),
    }


def main(path=MEASURED / "units.json", settings=SETTINGS, **where):
    facts = {"corpus": "tales", "corpus_sha256": text_hash(tales())}
    sweep(path, settings, run, facts, **where)


if __name__ == "__main__":
    main(**arguments(__doc__))
