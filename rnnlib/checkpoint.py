"""Networks in files. Taught in lesson 08."""

import contextlib
import json
import os
import threading
from pathlib import Path

import numpy as np

from .rnn import RNN
from .text import Vocabulary

FORMAT, VERSION = "rnnlib checkpoint", 1
MODELS = {model.kind: model for model in (RNN,)}


class CheckpointError(ValueError):
    """A file that cannot be read as a checkpoint; the message says why and what to do."""


def save_model(path, model, vocab, /, **facts):
    """Write a network and its vocabulary to one .npz file. Lesson 08.

    facts: whatever should be known of the network later (numbers, strings, lists); they are
    stored as JSON. The file is written beside the old one and then takes its place, so a crash
    while saving leaves the old one whole.
    Raises ValueError for a vocabulary of another size and for weights that are no numbers any
    more, TypeError for facts that JSON cannot hold, OSError where the file cannot be written.
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
    if vocab is not None and len(vocab) != model.vocab_size:
        raise ValueError(
            f"the vocabulary has {len(vocab)} letters and the network {model.vocab_size}: "
            "save the one it was trained with"
        )
    if not np.isfinite(model.params.flat).all():
        raise ValueError("there are weights that are no numbers any more: nothing was saved")
    path = Path(path).resolve()  # a link stays a link
    header = json.dumps(header, default=_plain)
    arrays = {"header": np.array(header), "weights": model.params.flat, **arrays}
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {str(path.parent)!r}: make it first")
    if path.is_dir():
        raise IsADirectoryError(f"{str(path)!r} is a folder: give the name of a file in it")
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.partial")
    try:
        with open(partial, "wb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:  # of the file that was asked for, not of its partial one
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def _plain(value):
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    raise TypeError(f"facts are numbers, strings, lists and dicts of them, not {type(value)}")


def read(path):
    """Read a checkpoint: (model, vocab or None, header, further arrays by name)."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"there is no file {str(path)!r}: give the path of a saved network")
    if path.is_dir():
        raise IsADirectoryError(f"{str(path)!r} is a folder: give the path of a saved network")
    with open(path, "rb") as file:
        try:
            return _parse(file, path.name)
        except CheckpointError:
            raise
        except Exception as error:  # a spoiled file can fail in any way
            raise CheckpointError(
                f"{path.name} is damaged or not a checkpoint of rnnlib: take an earlier copy, or "
                "another file"
            ) from error


def _parse(file, name):
    with np.load(file, allow_pickle=False) as archive:
        arrays = dict(archive)
    header = json.loads(str(arrays.pop("header")))
    weights = arrays.pop("weights")
    if header["format"] != FORMAT or not isinstance(header["facts"], dict):
        raise ValueError("another header")
    if header["version"] > VERSION:
        raise CheckpointError(
            f"{name} has format {header['version']}, newer than this rnnlib's {VERSION}: "
            "update rnnlib"
        )
    if header["kind"] not in MODELS:
        raise CheckpointError(
            f"{name} holds a network of the kind {header['kind']!r}: this rnnlib knows "
            f"{', '.join(MODELS)}"
        )
    model = MODELS[header["kind"]](
        header["vocab_size"], header["hidden_size"], dtype=weights.dtype, init_scale=0
    )
    if weights.shape != model.params.flat.shape:
        raise ValueError("weights that do not fit their sizes")
    model.params.flat[:] = weights
    vocab = None if header["chars"] is None else Vocabulary("".join(header["chars"]))
    if vocab is not None and len(vocab) != model.vocab_size:
        raise ValueError("a vocabulary of another size")
    return model, vocab, header, arrays
