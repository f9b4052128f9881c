"""Which network remembers for longer: python data/measure_memory.py [FILE]

For lesson 09. Two languages of which everything is known, and three networks of 10 units: an RNN
without gradient through time, an RNN, and an LSTM, which begins with several forget biases. Each
trains with two optimizers, from several seeds. Losses are in nats per letter, above the surprise of
who knows the language, on text never read.
"""

from sweep import MEASURED, arguments, sweep

from rnnlib import LSTM, RNN, Trainer, Vocabulary, evaluate
from rnnlib.course.lesson_05 import with_bug
from rnnlib.course.lesson_09.tasks import TASKS, fails_at, follows, outer_right

HIDDEN_SIZE = 10
LETTERS = 200_000  # to learn from
STRINGS = 1_000  # to measure on
TRAINING = {"seq_length": 50, "batch_size": 16}
UPDATES, EVERY = 4_000, 500

KINDS = {"no time": with_bug("no time"), "rnn": RNN, "lstm": LSTM}
RATES = {"adagrad": 0.1, "adam": 0.01}
# kind, forget bias, optimizer, updates
WAYS = [
    *[(kind, None, optimizer, UPDATES) for kind in ("no time", "rnn") for optimizer in RATES],
    *[("lstm", 1.0, optimizer, UPDATES) for optimizer in RATES],
    *[("lstm", bias, "adam", UPDATES) for bias in (0.0, 2.0)],
    ("rnn", None, "adagrad", 3 * UPDATES),  # as long, in seconds, as an LSTM takes
]
SETTINGS = [
    {"task": task, "kind": kind, "forget_bias": bias, "optimizer": optimizer, "updates": updates,
     "seed": seed}
    for seed in range(4)
    for task in TASKS
    for kind, bias, optimizer, updates in WAYS
]  # fmt: skip


def train(task, kind, forget_bias, optimizer, updates, seed):
    """One run: every so many updates the loss above the least, and how much of the task it has."""
    language = TASKS[task]
    vocab = Vocabulary(language.letters)
    training = vocab.encode(language.text(round(LETTERS / language.length), seed=1))
    text = language.text(STRINGS, seed=2)
    held_out, least = vocab.encode(text), language.surprise(text)
    options = {} if forget_bias is None else {"forget_bias": forget_bias}
    model = KINDS[kind](len(vocab), HIDDEN_SIZE, rng=seed, **options)
    trainer = Trainer(
        model, training, **TRAINING, optimizer=optimizer, learning_rate=RATES[optimizer]
    )
    run = {"above": [], "fails_at" if task == "counting" else "outer_right": []}
    for _ in range(updates // EVERY):
        trainer.run(EVERY, progress=False)
        run["above"].append(round(evaluate(model, held_out) - least, 4))
        if task == "counting":
            run["fails_at"].append(fails_at(model))
        else:
            run["outer_right"].append(round(outer_right(model, text), 3))
    if task == "counting":
        unit, r = follows(model)
        run |= {"unit": unit, "r": round(r, 4)}
    return run


def main(path=MEASURED / "memory.json", settings=SETTINGS, **where):
    facts = {
        "hidden_size": HIDDEN_SIZE,
        "letters": LETTERS,
        "strings": STRINGS,
        "training": TRAINING,
        "rates": RATES,
        "every": EVERY,
        "entropy": {task: round(language.entropy, 4) for task, language in TASKS.items()},
        "length": {task: round(language.length, 4) for task, language in TASKS.items()},
    }
    sweep(path, settings, train, facts, **where)


if __name__ == "__main__":
    main(**arguments(__doc__))
