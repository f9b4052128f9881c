"""The command line: python -m rnnlib train | sample | evaluate. Taught in lesson 08."""

import argparse
import contextlib
import os
import shlex
import signal
import sys
import threading
from pathlib import Path

import numpy as np
from tqdm import tqdm

from .checkpoint import MODELS, load_model
from .corpora import DATA, load_text, text_hash
from .sample import generate, sample
from .text import Vocabulary
from .train import Trainer, evaluate

SHIPPED_MODEL = DATA / "models" / "rnn-100000.npz"
SAVE_EVERY = 1000  # updates
BAR = "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}]"


def main(arguments=None):
    """Run one command; return its exit code: 0 done, 1 it could not be, 2 wrong usage (argparse),
    130 interrupted, 141 nobody reads the output any more, 143 terminated."""
    options = _parser().parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):  # UTF-8 as on every other system, on Windows too
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    before = _on_sigterm(_terminate)
    try:
        options.command(options)
        print(end="", flush=True)
    except Terminated:
        return 143
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except MemoryError:
        print("rnnlib: not enough memory: ask for something smaller", file=sys.stderr)
        return 1
    except (ValueError, OSError, FloatingPointError) as error:
        print(f"rnnlib: {_sentence(error)}", file=sys.stderr)
        return 1
    finally:
        _on_sigterm(before)
    return 0


class Terminated(KeyboardInterrupt):
    """SIGTERM came: an interrupt with another exit code."""


def _terminate(signum, frame):
    raise Terminated


def _on_sigterm(handler):
    """Set the handler of SIGTERM and return the one before; None outside the main thread."""
    if handler is None or threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(signal.SIGTERM, handler)


def _sentence(error):
    if isinstance(error, OSError) and error.strerror:  # the system's own words
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return str(error)


def train(options):
    """Train a network on a text, or go on with one; save it; write samples meanwhile."""
    text = load_text(options.text)
    if options.resume:
        trainer, vocab, facts = _resume(options, text)
    else:
        trainer, vocab, facts = _begin(options, text)
    path = Path(options.save or options.resume or f"{Path(options.text).stem}-{options.model}.npz")
    if path.is_dir():
        raise ValueError(f"{path} is a folder: give --save the name of a file in it")
    if path.exists() and (not options.resume or path.resolve() != Path(options.resume).resolve()):
        raise ValueError(
            f"{path} exists: go on with it by --resume {shlex.quote(str(path))}, or choose another "
            "--save"
        )
    if trainer.iteration >= options.iterations:
        raise ValueError(
            f"{path} has {trainer.iteration} updates already: ask for more than that with "
            "--iterations"
        )
    trainer.save(path, vocab, **facts)  # a folder that cannot be written is found out now
    try:
        _loop(trainer, vocab, facts, path, options)
        trainer.save(path, vocab, **facts)
        training, held_out = _split(vocab.encode(text), facts["hold_out"])
        facts["training_loss"] = evaluate(trainer.model, training)
        if facts["hold_out"]:
            facts["held_out_loss"] = evaluate(trainer.model, held_out)
    except FloatingPointError as error:
        raise FloatingPointError(
            f"{error}, and another --save; {path} holds what was learned before"
        ) from None
    except BaseException as error:  # whatever it was, what was learned stays
        trainer.save(path, vocab, **facts)
        if isinstance(error, KeyboardInterrupt):
            with contextlib.suppress(OSError):  # the terminal may be gone
                print(_how_to_go_on(trainer, path, options), file=sys.stderr)
        raise
    trainer.save(path, vocab, **facts)
    print(f"\n{trainer.iteration} updates, saved in {path}")
    print(f"loss on the training text: {facts['training_loss']:.3f} nats per character")
    if facts["hold_out"]:
        print(f"loss on the held-out text: {facts['held_out_loss']:.3f} nats per character")


def _loop(trainer, vocab, facts, path, options):
    rng = np.random.default_rng(facts["seed"])
    with tqdm(total=options.iterations, initial=trainer.iteration, bar_format=BAR) as bar:
        while trainer.iteration < options.iterations:
            done = trainer.iteration
            trainer.run(_until_next(done, options), progress=False)
            bar.set_description_str(
                f"{np.mean(trainer.losses[-100:]):.3f} nats/char", refresh=False
            )
            bar.update(trainer.iteration - done)
            if trainer.iteration % SAVE_EVERY == 0:
                trainer.save(path, vocab, **facts)
            if options.sample_every and trainer.iteration % options.sample_every == 0:
                with tqdm.external_write_mode():
                    print(f"\n--- after {trainer.iteration} updates ---", flush=True)
                    print(sample(trainer.model, vocab, rng=rng), flush=True)


def _how_to_go_on(trainer, path, options):
    text, file = shlex.quote(options.text), shlex.quote(str(path))
    return (
        f"stopped after {trainer.iteration} updates, saved in {path}: go on with "
        f"python -m rnnlib train {text} --resume {file} --iterations {options.iterations}"
    )


def _begin(options, text):
    vocab = Vocabulary(text)
    training, held_out = _split(vocab.encode(text), options.hold_out)
    if options.hold_out and len(held_out) < 2:
        raise ValueError(
            f"--hold-out {options.hold_out} holds out {len(held_out)} letters: use more"
        )
    model = MODELS[options.model](len(vocab), options.hidden, rng=options.seed)
    trainer = Trainer(
        model,
        training,
        seq_length=options.seq_length,
        batch_size=options.batch,
        learning_rate=options.learning_rate,
    )
    facts = {
        "corpus": Path(options.text).name,
        "corpus_sha256": text_hash(text),
        "hold_out": options.hold_out,
        "seed": options.seed,
    }
    return trainer, vocab, facts


def _resume(options, text):
    _, vocab, facts = load_model(options.resume)
    if "training" not in facts or "corpus_sha256" not in facts:
        raise ValueError(
            f"{options.resume} was not made by `train`, so it cannot go on: train anew, without "
            "--resume"
        )
    if facts["corpus_sha256"] != text_hash(text):
        raise ValueError(
            f"{options.resume} was not trained on this text: give the text it began with, or "
            "train without --resume"
        )
    training, _ = _split(vocab.encode(text), facts["hold_out"])
    trainer = Trainer.load(options.resume, training)
    fixed = {
        "model": trainer.model.kind,
        "hidden": trainer.model.hidden_size,
        "seq_length": trainer.seq_length,
        "batch": trainer.batch_size,
        "learning_rate": trainer.optimizer.learning_rate,
        "hold_out": facts["hold_out"],
        "seed": facts["seed"],
    }
    for name, value in fixed.items():
        if name in options.given and getattr(options, name) != value:
            raise ValueError(
                f"--{name.replace('_', '-')} is {value} in {options.resume}: leave it out to go "
                "on, or train anew without --resume"
            )
    return trainer, vocab, facts


def _until_next(done, options):
    """How many updates to make before there is something else to do: the bar, a sample, a save."""
    marks = [50, SAVE_EVERY, options.sample_every or SAVE_EVERY]
    return min([options.iterations - done, *(mark - done % mark for mark in marks)])


def _split(ids, hold_out):
    """The text to learn from, and the last part, held out."""
    cut = len(ids) - int(len(ids) * hold_out)
    return ids[:cut], ids[cut:]


def write(options):
    """Write text with a trained network, letter by letter."""
    model, vocab, _ = load_model(options.model_file)
    letters = generate(
        model,
        vocab,
        options.length,
        prompt=options.prompt,
        temperature=options.temperature,
        top_k=options.top_k,
        rng=options.seed,
    )
    print(options.prompt, end="")
    for char, _, _ in letters:
        print(char, end="", flush=True)
    print()


def measure(options):
    """Measure a trained network on a text."""
    model, vocab, _ = load_model(options.model_file)
    ids = vocab.encode(load_text(options.text))
    if options.hold_out:
        _, ids = _split(ids, options.hold_out)
    loss = evaluate(model, ids)
    print(
        f"{loss:.4f} nats per character ({loss / np.log(2):.4f} bits) over {len(ids) - 1} letters"
    )


class _Given(argparse.Action):
    """Stores the value, and notes that it was given."""

    def __call__(self, parser, options, value, option_string=None):
        setattr(options, self.dest, value)
        options.given.add(self.dest)


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m rnnlib",
        description="A network that learns to write text letter by letter, in NumPy.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name, function, about):
        sub = commands.add_parser(
            name,
            help=about,
            description=about.capitalize() + ".",
            formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        )
        sub.set_defaults(command=function, given=set())
        return sub

    text_help = 'a UTF-8 text file, or one of the names "tales" and "shakespeare"'
    hold_out_help = "the last part of the text, as a fraction"

    sub = command("train", train, "train a network on a text")
    sub.add_argument("text", metavar="TEXT", help=text_help)
    add = sub.add_argument
    add("--model", choices=list(MODELS), default="rnn", action=_Given, help="kind of network")
    add("--hidden", type=_count, default=100, action=_Given, metavar="H", help="hidden units")
    add("--seq-length", type=_count, default=50, action=_Given, metavar="T", help="window, letters")
    add("--batch", type=_count, default=16, action=_Given, metavar="B", help="streams side by side")
    add("--learning-rate", type=_rate, default=0.03, action=_Given, metavar="R", help="of Adagrad")
    add("--iterations", type=_count, default=10_000, metavar="N", help="updates in all")
    add("--hold-out", type=_fraction, default=0.0, action=_Given, metavar="F",
        help=f"{hold_out_help}, kept from training and measured at the end")  # fmt: skip
    add("--save", metavar="FILE", help="where the network goes (without it: TEXT-MODEL.npz)")
    add("--resume", metavar="FILE", help="go on with this network, on the same text")
    add("--sample-every", type=_natural, default=1000, metavar="N", help="updates; 0 for never")
    add("--seed", type=_natural, default=0, action=_Given, help="of the first weights")

    sub = command("sample", write, "write text with a trained network")
    add = sub.add_argument
    add("model_file", nargs="?", default=SHIPPED_MODEL, metavar="MODEL",
        help="a saved network (without it: the one that comes with the course)")  # fmt: skip
    add("--prompt", default="", help="what the network reads first, and goes on from")
    add("--length", type=_natural, default=500, metavar="N", help="letters to write")
    add("--temperature", type=float, default=1.0, metavar="X", help="below 1 careful, above 1 wild")
    add("--top-k", type=int, metavar="K", help="choose among the K likeliest letters only")
    add("--seed", type=_natural, help="the same seed writes the same text")

    sub = command("evaluate", measure, "measure a trained network on a text")
    add = sub.add_argument
    add("model_file", metavar="MODEL", help="a saved network")
    add("text", metavar="TEXT", help=text_help)
    add("--hold-out", type=_fraction, default=0.0, metavar="F",
        help=f"measure only {hold_out_help}")  # fmt: skip
    return parser


def _count(word):
    return _number(word, int, lambda value: value >= 1, "a whole number of at least 1")


def _natural(word):
    return _number(word, int, lambda value: value >= 0, "a whole number of at least 0")


def _rate(word):
    return _number(word, float, lambda value: 0 < value < np.inf, "a number above 0")


def _fraction(word):
    return _number(word, float, lambda value: 0 <= value < 1, "a number from 0 to below 1")


def _number(word, kind, fits, wanted):
    with contextlib.suppress(ValueError):
        value = kind(word)
        if fits(value):
            return value
    raise argparse.ArgumentTypeError(f"{word!r} is not {wanted}")


if __name__ == "__main__":
    sys.exit(main())
