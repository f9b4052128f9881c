"""Train a network on the tales; store its losses and what it wrote on the way:

    python data/measure_live.py [FILE]

The panel of lesson 06 that trains shows it where no kernel runs.
"""

import json
import sys
from pathlib import Path

import numpy as np

from rnnlib import RNN, Trainer, Vocabulary, load_text
from rnnlib.course.lesson_06 import follow

FILE = Path(__file__).parent / "measured" / "live_training.json"
UPDATES = 5000


def main(path=FILE, updates=UPDATES):
    text = load_text("tales")
    vocab = Vocabulary(text)
    trainer = Trainer(RNN(len(vocab), 100), vocab.encode(text), learning_rate=0.05)
    samples = follow(trainer, vocab, updates)
    facts = {
        "what": "100 units on the tales, at a rate of 0.05",
        "rate": "0.05",
        "nothing": round(np.log(len(vocab)), 4),
        "samples": [*samples.items()],
        "losses": np.round(trainer.losses, 2).tolist(),  # nats per letter
    }
    path.write_text(json.dumps(facts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
