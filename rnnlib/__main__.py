"""The command line: python -m rnnlib train | sample | evaluate. Taught in lesson 08."""

import argparse
import contextlib
import os
import shlex
import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

from .checkpoint import MODELS, load_model, shipped
from .corpora import load_text, text_hash
from .interrupts import stopped_by_signals
from .optim import OPTIMIZERS
from .sample import generate, sample
from .text import Vocabulary, hold_out
from .train import Trainer, evaluate

SHIPPED_MODEL = "rnn-100000"
SAVE_EVERY = 1000  # updates

# What a network is made with, and cannot be changed when its training goes on.
FIXED = {"model": "rnn", "hidden": 100, "seq_length": 50, "batch": 16, "optimizer": "adagrad",
         "learning_rate": 0.03, "hold_out": 0.0, "seed": 0}  # fmt: skip


def main(arguments=None):
    """Run one command; return its exit code: 0 done, 1 it could not be, 2 wrong usage (argparse),
    128 + n stopped by signal n (Ctrl-C: 130), 141 nobody reads the output any more."""
    options = _parser().parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):  # UTF-8 as on every other system, on Windows too
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with stopped_by_signals():
            options.command(options)
            print(end="", flush=True)
    except KeyboardInterrupt as stop:
        return 128 + getattr(stop, "number", 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except MemoryError:
        print("rnnlib: not enough memory: ask for something smaller", file=sys.stderr)
        return 1
    except (ValueError, OSError, FloatingPointError) as error:
        print(f"rnnlib: {_sentence(error)}", file=sys.stderr)
        return 1
    return 0


def _sentence(error):
    if isinstance(error, OSError) and error.strerror:  # the system's own words
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return str(error)


def train(options):
    """Train a network on a text, or go on with one; save it; write samples meanwhile."""
    text = load_text(options.text)
    trainer, vocab, facts = (_go_on if options.resume else _begin)(options, text)
    model, left = trainer.model, options.iterations - trainer.iteration
    path = Path(options.save or options.resume or f"{Path(options.text).stem}-{model.kind}.npz")
    if path.is_dir():
        raise ValueError(f"{path} is a folder: give --save the name of a file in it")
    if path.exists() and (not options.resume or path.resolve() != Path(options.resume).resolve()):
        raise ValueError(
            f"{path} exists: go on with it by --resume {shlex.quote(str(path))}, or choose another "
            "--save"
        )
    if left < 0 or (left == 0 and "training_loss" in facts):
        raise ValueError(
            f"{path} has {trainer.iteration} updates already: ask for more than that with "
            "--iterations"
        )
    facts = {name: facts[name] for name in facts if not name.endswith("_loss")}
    rng = np.random.default_rng(facts["options"]["seed"])

    def save():
        trainer.save(path, vocab, **facts)

    def after_update():
        if trainer.iteration % SAVE_EVERY == 0:
            save()
        if options.sample_every and trainer.iteration % options.sample_every == 0:
            written = sample(model, vocab, rng=rng)
            tqdm.write(f"\n--- after {trainer.iteration} updates ---\n{written}")

    save()  # a folder that cannot be written is found out now
    try:
        trainer.run(left, after_update=after_update)
        save()
        training, held_out = hold_out(vocab.encode(text), facts["options"]["hold_out"])
        facts["training_loss"] = evaluate(model, training)
        if len(held_out):
            facts["held_out_loss"] = evaluate(model, held_out)
    except FloatingPointError as error:
        raise FloatingPointError(
            f"{error}, and another --save; {path} holds what was learned before"
        ) from None
    except (KeyboardInterrupt, BrokenPipeError):
        with contextlib.suppress(OSError):  # the terminal may be gone
            print(_how_to_go_on(trainer, path, options), file=sys.stderr)
        raise
    finally:  # whatever came, what was learned stays
        if np.isfinite(model.params.flat).all():
            save()
    print(f"\n{trainer.iteration} updates, saved in {path}")
    print(f"loss on the training text: {facts['training_loss']:.3f} nats per character")
    if "held_out_loss" in facts:
        print(f"loss on the held-out text: {facts['held_out_loss']:.3f} nats per character")


def _begin(options, text):
    settings = {name: options.given.get(name, value) for name, value in FIXED.items()}
    vocab = Vocabulary(text)
    training, _ = hold_out(vocab.encode(text), settings["hold_out"])
    model = MODELS[settings["model"]](len(vocab), settings["hidden"], rng=settings["seed"])
    trainer = Trainer(
        model,
        training,
        seq_length=settings["seq_length"],
        batch_size=settings["batch"],
        optimizer=settings["optimizer"],
        learning_rate=settings["learning_rate"],
    )
    corpus = {"corpus": Path(options.text).name, "corpus_sha256": text_hash(text)}
    return trainer, vocab, {**corpus, "options": settings}


def _go_on(options, text):
    _, vocab, facts = load_model(options.resume)
    if "training" not in facts or "options" not in facts:
        raise ValueError(
            f"{options.resume} was not made by `train`, so it cannot go on: train anew, without "
            "--resume"
        )
    if facts["corpus_sha256"] != text_hash(text):
        raise ValueError(
            f"{options.resume} was not trained on this text: give the text it began with, or "
            "train without --resume"
        )
    for name, value in options.given.items():
        if value != (fixed := facts["options"][name]):
            raise ValueError(
                f"--{name.replace('_', '-')} is {fixed} in {options.resume}: leave it out to go "
                "on, or train anew without --resume"
            )
    training, _ = hold_out(vocab.encode(text), facts["options"]["hold_out"])
    return Trainer.load(options.resume, training), vocab, facts


def _how_to_go_on(trainer, path, options):
    text, file = shlex.quote(options.text), shlex.quote(str(path))
    return (
        f"stopped after {trainer.iteration} updates, saved in {path}: go on with "
        f"python -m rnnlib train {text} --resume {file} --iterations {options.iterations}"
    )


def write(options):
    """Write text with a trained network, letter by letter."""
    model, vocab, _ = load_model(options.model_file)
    settings = {name: getattr(options, name) for name in ("prompt", "temperature", "top_k")}
    letters = generate(model, vocab, options.length, **settings, rng=options.seed)
    print(options.prompt, end="")
    for char, _, _ in letters:
        print(char, end="", flush=True)
    print()


def measure(options):
    """Measure a trained network on a text."""
    model, vocab, _ = load_model(options.model_file)
    ids = vocab.encode(load_text(options.text))
    if options.hold_out is not None:
        _, ids = hold_out(ids, options.hold_out)
    loss = evaluate(model, ids)
    print(
        f"{loss:.4f} nats per character ({loss / np.log(2):.4f} bits) over {len(ids) - 1} letters"
    )


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m rnnlib",
        description="A network that learns to write text letter by letter, in NumPy.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name, function, about):
        sub = commands.add_parser(name, help=about, description=about.capitalize() + ".")
        sub.set_defaults(command=function, given={})
        return sub.add_argument

    networks = f"a saved network, or one of {', '.join(shipped())}"
    texts = 'a UTF-8 text file, or one of the names "tales" and "shakespeare"'

    add = command("train", train, "train a network on a text")
    add("text", metavar="TEXT", help=texts)

    def fixed(option, metavar, about, **kind):
        name = option.strip("-").replace("-", "_")
        add(option, action=_Given, metavar=metavar, help=f"{about} (default {FIXED[name]})", **kind)

    fixed("--model", None, "kind of network", choices=list(MODELS))
    fixed("--hidden", "H", "hidden units", type=int)
    fixed("--seq-length", "T", "letters in a window", type=int)
    fixed("--batch", "B", "streams side by side", type=int)
    fixed("--optimizer", None, "how gradients change weights", choices=list(OPTIMIZERS))
    fixed("--learning-rate", "R", "of the optimizer; for adam, try 0.002", type=float)
    fixed("--hold-out", "F", "fraction of the text, its last part, kept from training and measured "
          "at the end", type=float)  # fmt: skip
    fixed("--seed", "N", "of the first weights and the samples", type=int)
    add("--iterations", type=int, default=10_000, metavar="N",
        help="updates in all (default %(default)s)")  # fmt: skip
    add("--sample-every", type=int, default=1000, metavar="N",
        help="updates from one sample to the next, 0 for none (default %(default)s)")  # fmt: skip
    add("--save", type=_file, metavar="FILE", help="where to (default TEXT-MODEL.npz)")
    add("--resume", type=_file, metavar="FILE", help="go on with this network, on the same text")

    add = command("sample", write, "write text with a trained network")
    add("model_file", nargs="?", default=SHIPPED_MODEL, metavar="MODEL",
        help=f"{networks} (default %(default)s)")  # fmt: skip
    add("--prompt", default="", help="what the network reads first, and goes on from")
    add("--length", type=int, default=500, metavar="N",
        help="letters to write (default %(default)s)")  # fmt: skip
    add("--temperature", type=float, default=1.0, metavar="X",
        help="below 1 careful, above 1 wild (default %(default)s)")  # fmt: skip
    add("--top-k", type=int, metavar="K", help="choose among the K likeliest letters only")
    add("--seed", type=int, metavar="N", help="the same seed writes the same text")

    add = command("evaluate", measure, "measure a trained network on a text")
    add("model_file", metavar="MODEL", help=networks)
    add("text", metavar="TEXT", help=texts)
    add("--hold-out", type=float, metavar="F", help="measure only this fraction, the last part")
    return parser


class _Given(argparse.Action):
    """Notes what was given, so that a default is not taken for a wish."""

    def __call__(self, parser, options, value, option_string=None):
        options.given = {**options.given, self.dest: value}


def _file(name):
    if not name:
        raise argparse.ArgumentTypeError("give the name of a file")
    return name


if __name__ == "__main__":
    sys.exit(main())
