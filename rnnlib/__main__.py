"""The command line: python -m rnnlib train | sample | evaluate. Taught in lesson 08."""

import argparse
import contextlib
import os
import re
import shlex
import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

from .checkpoint import MODELS, load_model, shipped, spoiled
from .corpora import load_text, text_hash
from .files import one_program
from .guards import check_size
from .interrupts import stopped_by_signals
from .optim import OPTIMIZERS
from .sample import generate, sample
from .text import Vocabulary, hold_out
from .train import Trainer, evaluate

SHIPPED_MODEL = "lstm"
SAVE_EVERY = 1000  # updates

# What a network is made with, and cannot be changed when its training goes on.
FIXED = {"model": "rnn", "hidden": 100, "seq_length": 50, "batch_size": 16, "optimizer": "adagrad",
         "learning_rate": 0.03, "hold_out": 0.0, "seed": 0}  # fmt: skip


def main(arguments=None):
    """Run one command; return its exit code: 0 done, 1 it could not be, 2 wrong usage (argparse),
    128 + n stopped by signal n (Ctrl-C: 130), 141 nobody reads the output any more."""
    options = _parser().parse_args(arguments)
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 (None where >&- closed it)
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
        told = "not enough memory: ask for something smaller"
    except (ValueError, OSError, FloatingPointError) as error:
        told = re.sub(r"^\[.*?\] ", "", str(error))  # without [Errno 28]
    else:
        return 0
    print(f"rnnlib: {told}", file=sys.stderr)
    return 1


def train(options):
    """Train a network on a text, or go on with one; save it; write samples meanwhile."""
    given = vars(options)  # without what has a default
    text = load_text(options.text, options.encoding)
    default = f"{Path(options.text).stem}-{given.get('model', FIXED['model'])}.npz"
    path = Path(given.get("save", given.get("resume", default)))
    with one_program(path):
        if path.exists() and path.resolve() != Path(given.get("resume", "")).resolve():
            raise FileExistsError(
                f"{path} exists, and nothing is overwritten: choose another --save, or go on with "
                f"it by --resume {_quoted(path)} if it is a network"
            )
        trainer, vocab, facts = (_go_on if "resume" in given else _begin)(given, text)
        if options.iterations < trainer.iteration + ("training_loss" in facts):
            raise ValueError(
                f"{given.get('resume', path)} has {trainer.iteration} updates already: ask for "
                "more than that with --iterations"
            )
        _run(trainer, vocab, facts, text, path, options)


def _begin(given, text):
    settings = {name: given.get(name, value) for name, value in FIXED.items()}
    if settings["optimizer"] != FIXED["optimizer"] and "learning_rate" not in given:
        settings["learning_rate"] = None  # the optimizer's own
    check_size("seed", settings["seed"], least=0)
    vocab = Vocabulary(text)
    training, _ = hold_out(vocab.encode(text), settings["hold_out"])
    model = MODELS[settings["model"]](len(vocab), settings["hidden"], rng=settings["seed"])
    loop = ("seq_length", "batch_size", "optimizer", "learning_rate")
    trainer = Trainer(model, training, **{name: settings[name] for name in loop})
    settings["learning_rate"] = trainer.optimizer.learning_rate
    corpus = {"corpus": Path(given["text"]).name, "corpus_sha256": text_hash(text)}
    return trainer, vocab, {**corpus, "options": settings}


def _go_on(given, text):
    path = given["resume"]
    _, vocab, facts = load_model(path)
    if "options" not in facts or facts.get("corpus_sha256") != text_hash(text):
        raise ValueError(
            f"{path} was not made by `train` on this text: give the text it began with, or train "
            "anew, without --resume"
        )
    with spoiled(path):
        fixed = {name: type(value)(facts["options"][name]) for name, value in FIXED.items()}
    for name, value in fixed.items():
        if given.get(name, value) != value:
            raise ValueError(
                f"--{name.replace('_', '-')} is {value!r} in {path}: leave it out to go on, or "
                "train anew without --resume"
            )
    training, _ = hold_out(vocab.encode(text), fixed["hold_out"])
    return Trainer.load(path, training), vocab, facts


def _run(trainer, vocab, facts, text, path, options):
    facts = {name: facts.get(name) for name in ("corpus", "corpus_sha256", "options")}
    model, rng = trainer.model, np.random.default_rng(facts["options"]["seed"])

    def save():
        trainer.save(path, vocab, **facts)

    def after_update():
        if trainer.iteration % SAVE_EVERY == 0:
            save()
        if options.sample_every and trainer.iteration % options.sample_every == 0:
            before = vocab.decode(trainer.inputs[: trainer.position, 0][-50:])  # what was read last
            written = _shown(sample(model, vocab, prompt=before, rng=rng))
            tqdm.write(f"\n--- after {trainer.iteration} updates ---\n{written}")

    def left():
        return f"{path} holds {load_model(path)[2]['training']['iteration']} updates"

    how = (
        f"go on with {shlex.quote(sys.executable)} -m rnnlib train {_quoted(options.text)} "
        f"--resume {_quoted(path)} --iterations {options.iterations}"
    )
    if options.encoding != "utf-8":
        how += f" --encoding {_quoted(options.encoding)}"
    save()  # a folder that cannot be written is found out now
    try:
        trainer.run(options.iterations - trainer.iteration, after_update=after_update)
        save()
        training, held_out = hold_out(vocab.encode(text), facts["options"]["hold_out"])
        facts["training_loss"] = evaluate(model, training)
        if len(held_out):
            facts["held_out_loss"] = evaluate(model, held_out)
        save()
    except FloatingPointError as error:
        raise FloatingPointError(f"{error}, and another --save; {left()}") from None
    except (KeyboardInterrupt, BrokenPipeError):
        save()
        with contextlib.suppress(OSError):  # the terminal may be gone
            print(f"stopped: {left()}; {how}", file=sys.stderr)
        raise
    except OSError as error:
        raise OSError(f"{error}; {left()}; {how}") from None
    except BaseException:
        save()
        raise
    print(f"\n{trainer.iteration} updates, saved in {path}")
    for part in ("training", "held-out") if len(held_out) else ("training",):
        loss = facts[f"{part.replace('-', '_')}_loss"]
        print(f"loss on the {part} text: {loss:.3f} nats per letter")
    if facts["training_loss"] > (guessing := np.log(len(vocab))) + 0.1:
        print(f"worse than guessing, {guessing:.3f}: try a smaller --learning-rate, another --save")


def _quoted(name):
    """A file's name as a shell takes it, and never for an option."""
    return shlex.quote(re.sub("^-", "./-", str(name)))


def _shown(text):
    """A text as it may be written to a terminal, which would obey a control character."""
    if not sys.stdout.isatty():
        return text
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", lambda found: repr(found[0])[1:-1], text)


def write(options):
    """Write text with a trained network, letter by letter."""
    model, vocab, _ = load_model(options.model_file)
    choices = ("prompt", "temperature", "top_k", "top_p", "min_p", "rng")
    given = {name: vars(options)[name] for name in choices if name in options}
    check_size("seed", given.get("rng", 0), least=0)
    letters = generate(model, vocab, options.length, **given)
    print(_shown(given.get("prompt", "")), end="")
    for char, _, _ in letters:
        print(_shown(char), end="", flush=True)
    print()


def measure(options):
    """Measure a trained network on a text."""
    model, vocab, _ = load_model(options.model_file)
    ids = vocab.encode(load_text(options.text, options.encoding))
    if "hold_out" in options:
        _, ids = hold_out(ids, options.hold_out)
    loss = evaluate(model, ids)
    bits = loss / np.log(2)
    print(f"{loss:.4f} nats per letter ({bits:.4f} bits) over {len(ids) - 1} letters")


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m rnnlib",
        description="A network that learns to write text letter by letter, in NumPy.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name, function, about):
        sub = commands.add_parser(
            name,
            help=about,
            description=about.capitalize() + ".",
            argument_default=argparse.SUPPRESS,  # what was not given is not there
            formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        )
        sub.set_defaults(command=function)
        return sub.add_argument

    networks = f"a saved network, or one of {', '.join(shipped())}"
    texts = 'a text file, or one of the names "tales" and "shakespeare"'

    def text(add):
        add("text", metavar="TEXT", help=texts)
        add("--encoding", default="utf-8", metavar="NAME", help="of the text's file")

    add = command("train", train, "train a network on a text")
    text(add)

    def fixed(option, metavar, about, **kind):
        name = option.strip("-").replace("-", "_")
        add(option, metavar=metavar, help=f"{about} (default: {FIXED[name]})", **kind)

    fixed("--model", None, "kind of network", choices=list(MODELS))
    fixed("--hidden", "H", "hidden units", type=int)
    fixed("--seq-length", "T", "letters in a window", type=int)
    fixed("--batch-size", "B", "streams side by side", type=int)
    fixed("--optimizer", None, "how gradients change weights", choices=list(OPTIMIZERS))
    fixed("--learning-rate", "R", "of the optimizer; the others have their own", type=float)
    fixed("--hold-out", "F", "fraction of the text, its last part, only to measure", type=float)
    fixed("--seed", "N", "of the first weights and the samples", type=int)
    add("--iterations", type=int, default=10_000, metavar="N", help="updates in all")
    add("--sample-every", type=int, default=1000, metavar="N",
        help="updates from one sample to the next, 0 for none")  # fmt: skip
    add("--save", metavar="FILE", help="where to (default: TEXT-MODEL.npz)")
    add("--resume", metavar="FILE", help="go on with this network, on the same text")

    add = command("sample", write, "write text with a trained network")
    add("model_file", nargs="?", default=SHIPPED_MODEL, metavar="MODEL", help=networks)
    add("--prompt", metavar="WORDS", help="what the network reads first, and goes on from")
    add("--length", type=int, default=500, metavar="N", help="letters to write")
    add("--temperature", type=float, default=1.0, metavar="X", help="below 1 careful, above 1 wild")
    add("--top-k", type=int, metavar="K", help="choose among the K likeliest letters only")
    add("--top-p", type=float, metavar="P", help="among the likeliest, with this share together")
    add("--min-p", type=float, metavar="P",
        help="among those at least P times as likely as the likeliest")  # fmt: skip
    add("--seed", type=int, dest="rng", metavar="N", help="the same seed writes the same text")

    add = command("evaluate", measure, "measure a trained network on a text")
    add("model_file", metavar="MODEL", help=networks)
    text(add)
    add("--hold-out", type=float, metavar="F", help="measure only this fraction, the last part")
    return parser


if __name__ == "__main__":
    sys.exit(main())
