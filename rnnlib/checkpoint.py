"""Networks in files. Taught in lesson 08."""

import contextlib
import json
import os
import zipfile
from pathlib import Path

import numpy as np

from .corpora import DATA
from .files import replacing
from .guards import check_vocabulary
from .lstm import LSTM
from .rnn import RNN
from .text import Vocabulary

FORMAT, VERSION = "rnnlib checkpoint", 2
MODELS = {model.kind: model for model in (RNN, LSTM)}


class CheckpointError(ValueError):
    """A file that cannot be read as a checkpoint; the message says why and what to do."""


def save_model(path, model, vocab, /, **facts):
    """Write a network and its vocabulary to one .npz file. Lesson 08.

    In the file the weights stand under their names, beside a JSON header.
    facts: whatever should be known of the network later (numbers, strings, lists); they are
    stored as JSON. The file is written beside the old one and then takes its place, so a crash
    while saving leaves the old one whole.
    Raises ValueError for a vocabulary of another size, TypeError for facts that JSON cannot hold,
    FloatingPointError for weights that are no numbers any more, OSError where the file cannot be
    written.
    """
    write(path, model, vocab, facts)


def load_model(name_or_path):
    """Read what save_model or Trainer.save wrote: (model, vocab, facts). Lesson 08.

    name_or_path: the name of a network that comes with the course, such as "rnn-100000" or
    "lstm", or the path of a file.
    Raises FileNotFoundError where there is no such network, and CheckpointError (a ValueError) for
    a file that is damaged, not ours, of an unknown kind of network, of another format or without
    a vocabulary. Nothing in the file is executed (allow_pickle=False).
    """
    model, vocab, facts, _ = read(name_or_path)
    if vocab is None:
        raise CheckpointError(
            f"{Path(name_or_path).name} holds no vocabulary: save it with trainer.save(path, vocab)"
        )
    return model, vocab, facts


def shipped():
    """The networks that come with the course: name -> path."""
    return {path.stem: path for path in sorted((DATA / "models").glob("*.npz"))}


def write(path, model, vocab, facts, arrays=None, dtype=None):
    """Write a checkpoint: a JSON header, the weights by name, and further arrays.

    dtype: of the weights in the file, if it is not the network's (float16 takes half the room).
    """
    if vocab is not None:
        check_vocabulary(vocab, model)
    if not np.isfinite(model.params.flat).all():
        raise FloatingPointError(
            "there are weights that are no numbers, so nothing was saved: begin again with a "
            "smaller learning_rate"
        )
    header = {
        "format": FORMAT,
        "version": VERSION,
        "kind": model.kind,
        "vocab_size": model.vocab_size,
        "hidden_size": model.hidden_size,
        "dtype": str(model.dtype),
        "chars": vocab and vocab.chars,
        "facts": facts,
    }
    weights = {name: window.astype(dtype or model.dtype) for name, window in model.params.items()}
    arrays = {"header": np.array(json.dumps(header, default=_plain)), **weights, **(arrays or {})}
    with replacing(path) as file:
        np.savez(file, **arrays)


def _plain(value):
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    raise TypeError(f"facts are numbers, strings, lists and dicts of them, not {type(value)}")


def read(name_or_path):
    """Read a checkpoint: (model, vocab or None, facts, further arrays by name)."""
    path = Path(name_or_path)
    if not path.is_file():
        path = shipped().get(str(name_or_path), path)
    if not path.exists():
        raise FileNotFoundError(
            f"there is no file {str(path)!r}: give the path of a saved network, or one of the "
            f"names {', '.join(shipped())}"
        )
    if path.is_dir():
        raise IsADirectoryError(f"{str(path)!r} is a folder: give the path of a saved network")
    with open(path, "rb") as file, spoiled(path):
        return _parse(file, path.name)


@contextlib.contextmanager
def spoiled(path):
    """Turn what a spoiled file can raise, which is anything, into a CheckpointError."""
    try:
        yield
    except CheckpointError:
        raise
    except Exception as error:
        raise CheckpointError(
            f"{Path(path).name} is damaged or not a checkpoint of rnnlib: take an earlier copy, or "
            "another file"
        ) from error


def _parse(file, name):
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if any(part.compress_type != zipfile.ZIP_STORED for part in parts) or (
            sum(part.file_size for part in parts) > os.fstat(file.fileno()).st_size
        ):
            raise ValueError("a packed file: it could be much larger than it seems")
    with np.load(file, allow_pickle=False) as archive:
        arrays = dict(archive)
    header = json.loads(str(arrays.pop("header")))
    if header["format"] != FORMAT or not isinstance(header["facts"], dict):
        raise ValueError("another header")
    if header["version"] != VERSION:
        age, remedy = ("a newer", "update rnnlib") if header["version"] > VERSION else (
            "an older", "train it again")  # fmt: skip
        raise CheckpointError(
            f"{name} has format {header['version']}, of {age} rnnlib than this one's {VERSION}: "
            f"{remedy}"
        )
    if header["kind"] not in MODELS:
        raise CheckpointError(
            f"{name} holds a network of the kind {header['kind']!r}: this rnnlib knows "
            f"{', '.join(MODELS)}"
        )
    kind, V, H = MODELS[header["kind"]], header["vocab_size"], header["hidden_size"]
    weights = {name: arrays.pop(name) for name in kind.shapes(V, H)}
    for name, shape in kind.shapes(V, H).items():  # before anything is made of them
        if weights[name].shape != shape or weights[name].dtype.kind != "f":
            raise ValueError("weights that do not fit their sizes, or are no numbers")
    model = kind(V, H, dtype=header["dtype"], init_scale=0)
    for name, window in model.params.items():
        window[...] = weights[name]
    if not np.isfinite(model.params.flat).all():
        raise ValueError("weights that are no numbers")
    vocab = None if header["chars"] is None else Vocabulary("".join(header["chars"]))
    if vocab is not None and (vocab.chars != header["chars"] or len(vocab) != V):
        raise ValueError("a vocabulary of another order or size")
    return model, vocab, header["facts"], arrays
