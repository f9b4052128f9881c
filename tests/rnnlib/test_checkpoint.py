import json
import os
import pickle
import signal
import subprocess
import sys
import tracemalloc
import zipfile

import numpy as np
import pytest

from rnnlib import RNN, CheckpointError, Vocabulary, load_model, save_model
from rnnlib.checkpoint import VERSION

VOCAB = Vocabulary("\n\0aé\U0001f600")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.npz"


@pytest.fixture
def saved(path):
    save_model(path, RNN(5, 3, rng=1), VOCAB, corpus="x", steps=np.int64(7), losses=[1.5, 2])
    return path


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_was_saved_comes_back(path, dtype):
    model = RNN(5, 3, rng=1, dtype=dtype)
    save_model(path, model, VOCAB, corpus="x", steps=np.int64(7), losses=[1.5, 2])
    again, vocab, facts = load_model(path)
    assert isinstance(again, RNN)
    assert again.params.flat.tobytes() == model.params.flat.tobytes()
    assert again.params.flat.dtype == dtype
    assert again.params.shapes == model.params.shapes
    assert vocab == VOCAB
    assert facts == {"corpus": "x", "steps": 7, "losses": [1.5, 2]}


def test_a_path_without_npz_is_kept_as_it_is(tmp_path):
    save_model(tmp_path / "model", RNN(5, 3), VOCAB)
    assert [file.name for file in tmp_path.iterdir()] == ["model"]
    load_model(str(tmp_path / "model"))


def test_saving_again_replaces_and_leaves_nothing_behind(saved):
    save_model(saved, RNN(5, 4), VOCAB)
    assert load_model(saved)[0].hidden_size == 4
    assert [file.name for file in saved.parent.iterdir()] == ["model.npz"]


def test_the_new_file_takes_the_place_of_the_old_one_at_once(saved):
    """It is another file, moved there whole: nothing was ever written into the old one."""
    before = saved.stat().st_ino
    save_model(saved, RNN(5, 4), VOCAB)
    assert saved.stat().st_ino != before


KILLED_HALFWAY = """
import os, signal, sys
import numpy as np
from rnnlib import RNN, Vocabulary, save_model

def half(file, **arrays):
    file.write(b"half a file")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)

np.savez = half
save_model(sys.argv[1], RNN(5, 4), Vocabulary("abcde"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not a signal of Windows")
def test_a_process_killed_halfway_leaves_the_old_file(saved):
    before = saved.read_bytes()
    done = subprocess.run([sys.executable, "-c", KILLED_HALFWAY, saved])
    assert done.returncode == -signal.SIGKILL
    assert saved.read_bytes() == before
    load_model(saved)


def test_an_error_while_saving_leaves_the_old_file(saved, monkeypatch):
    before = saved.read_bytes()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        save_model(saved, RNN(5, 4), VOCAB)
    assert saved.read_bytes() == before
    assert [file.name for file in saved.parent.iterdir()] == ["model.npz"]


def test_facts_that_json_cannot_hold_leave_the_old_file(saved):
    before = saved.read_bytes()
    with pytest.raises(TypeError, match=r"facts are numbers, .*, not <class .set.>"):
        save_model(saved, RNN(5, 4), VOCAB, what={1, 2})
    assert saved.read_bytes() == before


def test_a_vocabulary_of_another_network_leaves_the_old_file(saved):
    before = saved.read_bytes()
    with pytest.raises(ValueError, match="trained with"):
        save_model(saved, RNN(5, 3), Vocabulary("abc"))
    assert saved.read_bytes() == before


def test_weights_that_are_no_numbers_leave_the_old_file(saved):
    before = saved.read_bytes()
    model = RNN(5, 3)
    model.params["by"][0] = np.inf
    with pytest.raises(FloatingPointError, match="nothing was saved"):
        save_model(saved, model, VOCAB)
    assert saved.read_bytes() == before


def test_many_threads_may_save_one_path(path):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda seed: save_model(path, RNN(5, 3, rng=seed), VOCAB), range(40)))
    load_model(path)
    assert [file.name for file in path.parent.iterdir()] == ["model.npz"]


def test_a_folder_in_place_of_a_file(tmp_path):
    with pytest.raises(IsADirectoryError, match="name of a file"):
        save_model(tmp_path, RNN(5, 3), VOCAB)


def test_a_fact_may_be_called_model(path):
    save_model(path, RNN(5, 3), VOCAB, model="mine", path="x")
    assert load_model(path)[2] == {"model": "mine", "path": "x"}


def test_a_missing_file_and_a_folder(path):
    with pytest.raises(FileNotFoundError, match=r"no file .* names lstm-tales, lstm, rnn-0, "):
        load_model(path)
    with pytest.raises(IsADirectoryError, match=f"{path.parent.name}' is a folder"):
        load_model(path.parent)


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.7, 0.99])
def test_a_truncated_file(saved, share):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CheckpointError, match=r"model\.npz is damaged or not"):
        load_model(saved)


def test_every_flipped_byte_is_found_or_harmless(saved):
    model, _, _ = load_model(saved)
    whole = saved.read_bytes()
    rng = np.random.default_rng(0)
    for place in rng.integers(len(whole), size=300):
        spoiled = bytearray(whole)
        spoiled[place] ^= 0xFF
        saved.write_bytes(bytes(spoiled))
        try:
            again, _, _ = load_model(saved)
        except CheckpointError:
            continue
        assert again.params.flat.tobytes() == model.params.flat.tobytes()


class Bomb:
    def __reduce__(self):
        return os.system, ("echo executed",)


@pytest.mark.parametrize("kind", ["text", "pickle", "array", "npz", "objects"])
def test_files_that_are_not_ours(path, kind, capfd):
    if kind == "text":
        path.write_text("To be, or not to be")
    elif kind == "pickle":
        path.write_bytes(pickle.dumps(Bomb()))
    elif kind == "array":
        with open(path, "wb") as file:
            np.save(file, np.arange(3))
    elif kind == "npz":
        np.savez(path, weights=np.arange(3))
    else:
        np.savez(path, header=np.array([Bomb()], dtype=object), weights=np.arange(3))
    with pytest.raises(CheckpointError, match="not a checkpoint"):
        load_model(path)
    assert "executed" not in capfd.readouterr().out


def change_header(path, **changes):
    with np.load(path) as file:
        arrays = dict(file)
    header = {**json.loads(str(arrays["header"])), **changes}
    header = {name: value for name, value in header.items() if value is not ...}
    arrays["header"] = np.array(json.dumps(header))
    np.savez(path, **arrays)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": "another"}, "damaged or not a checkpoint"),
        ({"format": ...}, "damaged or not a checkpoint"),
        ({"version": VERSION + 1}, "^model.npz has .* a newer rnnlib .*: update rnnlib"),
        ({"version": VERSION - 1}, "an older rnnlib .*: train it again"),
        ({"version": ...}, "damaged or not a checkpoint"),
        ({"kind": "gru"}, "'gru': this rnnlib knows rnn, lstm"),
        ({"hidden_size": 4}, "damaged or not a checkpoint"),
        ({"hidden_size": "many"}, "damaged or not a checkpoint"),
        ({"chars": ["a", "b"]}, "damaged or not a checkpoint"),
        ({"chars": VOCAB.chars[::-1]}, "damaged or not a checkpoint"),  # its ids would be others
        ({"chars": "".join(VOCAB.chars)}, "damaged or not a checkpoint"),
        ({"chars": ...}, "damaged or not a checkpoint"),
        ({"facts": ...}, "damaged or not a checkpoint"),
    ],
)
def test_headers_that_do_not_fit(saved, changes, words):
    change_header(saved, **changes)
    with pytest.raises(CheckpointError, match=words):
        load_model(saved)


def change_array(path, name, change):
    with np.load(path) as file:
        arrays = dict(file)
    arrays[name] = change(arrays[name])
    np.savez(path, **arrays)


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a * np.nan,
        lambda a: a[:-1],
        lambda a: a.astype(complex),
        lambda a: a.astype(str),
        lambda a: a.astype(int),
        lambda a: a.astype(bool),
    ],
)
def test_weights_that_are_none(saved, change):
    change_array(saved, "Whh", change)
    with pytest.raises(CheckpointError, match="damaged or not a checkpoint"):
        load_model(saved)


def test_a_small_file_takes_little_memory(path):
    """However much its parts would hold, unpacked, or because the same bytes count many times."""

    def refused():
        tracemalloc.start()
        with pytest.raises(CheckpointError, match="damaged or not a checkpoint"):
            load_model(path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    np.savez_compressed(path, header=np.zeros(10**7), Whh=np.zeros(10**7))
    assert path.stat().st_size < 200_000
    assert refused() < 10**6

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("header.npy", bytes(10**6))
        archive.filelist *= 50  # the same bytes listed fifty times
    assert refused() < 10**6


def test_an_array_that_is_shorter_than_it_says(saved):
    with zipfile.ZipFile(saved, "a") as archive, archive.open("more.npy", "w") as part:
        says = {"descr": "<f8", "fortran_order": False, "shape": (10**6,)}
        np.lib.format.write_array_header_1_0(part, says)
    with pytest.raises(CheckpointError, match="damaged or not a checkpoint"):
        load_model(saved)
