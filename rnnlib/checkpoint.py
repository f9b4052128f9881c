"""Networks in files. Taught in lesson 08."""

import json
import os
import zipfile
import zlib
from pathlib import Path

import numpy as np

from .rnn import RNN
from .text import Vocabulary

FORMAT, VERSION = "rnnlib checkpoint", 1
MODELS = {model.kind: model for model in (RNN,)}


class CheckpointError(ValueError):
    """A file that cannot be read as a checkpoint; the message says why and what to do."""


def save_model(path, model, vocab, **facts):
    """Write a network and its vocabulary to one .npz file. Lesson 08.

    facts: whatever should be known of the network later (numbers, strings, lists); they are
    stored as JSON. The file is written beside the old one and then takes its place, so a crash
    while saving leaves the old one whole.
    """
    write(path, model, vocab, facts)


def load_model(path):
    """Read what save_model or Trainer.save wrote: (model, vocab, facts). Lesson 08.

    Raises FileNotFoundError where there is no such file, and CheckpointError (a ValueError) for
    one that is damaged, not ours, of an unknown kind of network, of a newer format or without a
    vocabulary. Nothing in the file is executed (allow_pickle=False).
    """
    model, vocab, header, _ = read(path)
    if vocab is None:
        raise CheckpointError(
            f"{Path(path).name} holds no vocabulary: save it with trainer.save(path, vocab)"
        )
    return model, vocab, header["facts"]


def write(path, model, vocab, facts, **arrays):
    """Write a checkpoint: a JSON header, the weights as one vector, and further arrays."""
    header = {
        "format": FORMAT,
        "version": VERSION,
        "kind": model.kind,
        "vocab_size": model.vocab_size,
        "hidden_size": model.hidden_size,
        "chars": vocab and vocab.chars,
        "facts": facts,
    }
    path = Path(path)
    header = json.dumps(header, default=lambda value: np.asarray(value).tolist())
    arrays = {"header": np.array(header), "weights": model.params.flat, **arrays}
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with open(partial, "wb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def read(path):
    """Read a checkpoint: (model, vocab or None, header, further arrays by name)."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"there is no file {str(path)!r}: give the path of a saved network")
    if path.is_dir():
        raise IsADirectoryError(f"{str(path)!r} is a folder: give the path of a saved network")
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        header = json.loads(str(arrays.pop("header")))
        weights = arrays.pop("weights")
        if header["format"] != FORMAT:
            raise KeyError("format")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise CheckpointError(
            f"{path.name} is damaged or not a checkpoint: take an earlier copy, or train again"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckpointError(
            f"{path.name} is not a checkpoint of rnnlib: give a file that save_model wrote"
        ) from error
    if header["version"] > VERSION:
        raise CheckpointError(
            f"{path.name} has format {header['version']}, newer than this rnnlib's {VERSION}: "
            "update rnnlib"
        )
    if header["kind"] not in MODELS:
        raise CheckpointError(
            f"{path.name} holds a network of the kind {header['kind']!r}: this rnnlib knows "
            f"{', '.join(MODELS)}"
        )
    model = MODELS[header["kind"]](
        header["vocab_size"], header["hidden_size"], dtype=weights.dtype, init_scale=0
    )
    if weights.shape != model.params.flat.shape:
        raise CheckpointError(
            f"{path.name} holds {weights.size} weights where {model.params.flat.size} belong: "
            "take an earlier copy, or train again"
        )
    model.params.flat[:] = weights
    vocab = Vocabulary("".join(header["chars"])) if header["chars"] else None
    return model, vocab, header, arrays
