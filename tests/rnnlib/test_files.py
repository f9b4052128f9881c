import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rnnlib.files import one_program, replacing


def write(path, data):
    with replacing(path) as file:
        file.write(data)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture(scope="module")
def gone():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_it_takes_the_place_of_the_old_one_when_it_is_whole(tmp_path):
    path = tmp_path / "x"
    write(path, b"old")
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
        [partial] = set(tmp_path.iterdir()) - {path}  # beside it, on the same disk
        assert partial.name.startswith(".x.")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["x"]


def test_an_error_leaves_the_old_one_and_nothing_else(tmp_path):
    write(tmp_path / "x", b"old")
    with pytest.raises(TypeError), replacing(tmp_path / "x") as file:
        file.write("no bytes")
    assert (tmp_path / "x").read_bytes() == b"old"
    assert names(tmp_path) == ["x"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "there").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "there" / "x")
    for data in (b"old", b"new"):
        with replacing(link) as file:
            file.write(data)
            assert Path(file.name).parent == tmp_path / "there"  # not on the disk of the link
        assert link.is_symlink()
        assert (tmp_path / "there" / "x").read_bytes() == data
    assert names(tmp_path) == ["link", "there"]


def test_it_is_on_the_disk_before_it_takes_the_name(tmp_path, monkeypatch):
    done, sync, replace = [], os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda f: done.append(os.fstat(f).st_size) or sync(f))
    monkeypatch.setattr(os, "replace", lambda *paths: done.append(paths) or replace(*paths))
    write(tmp_path / "x", b"new")
    [size, (_, path)] = done
    assert (size, path) == (3, tmp_path / "x")


@pytest.mark.parametrize(
    ("error", "words"), [(OSError(28, "No space left"), "No space left"), (OSError("odd"), "odd")]
)
def test_an_error_names_the_file_that_was_asked_for(tmp_path, error, words):
    with pytest.raises(OSError, match=words) as told, replacing(tmp_path / "x"):
        raise error
    assert (told.value.errno, told.value.strerror) == (error.errno, words)
    assert told.value.filename == str(tmp_path / "x")
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
def test_a_link_to_itself_is_replaced(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with one_program(loop):
        write(loop, b"new")
    assert loop.read_bytes() == b"new"
    assert names(tmp_path) == ["loop"]


@pytest.mark.parametrize("use", [replacing, one_program])
def test_a_folder_that_is_none_and_one_that_is(tmp_path, use):
    told = re.escape(f"no folder {str(tmp_path / 'a')!r}: make it first")
    with pytest.raises(FileNotFoundError, match=told), use(tmp_path / "a/b"):
        pass
    told = re.escape(f"{str(tmp_path)!r} is a folder: give the name of a file in it")
    with pytest.raises(IsADirectoryError, match=told), use(tmp_path):
        pass
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a folder where nobody may write, root neither")
@pytest.mark.parametrize("use", [replacing, one_program])
def test_where_nothing_can_be_written_the_file_that_was_asked_for_is_named(use):
    with pytest.raises(OSError, match=r": '/sys/x'$"), use("/sys/x"):
        pass


@pytest.fixture(scope="module")
def other():
    """The number of a process that is running, and not of those that run the tests."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid
        process.kill()


def test_what_a_killed_program_left_is_removed(tmp_path, gone, other):
    mine = os.getpid()
    kept = [
        f".x.{mine}-1.partial",
        f".x.{other}-1.partial",
        f".y.{gone}-1.partial",
        ".x.a-1.partial",
    ]
    for name in (f".x.{gone}-1.partial", *kept):
        (tmp_path / name).write_bytes(b"half")
    write(tmp_path / "x", b"new")
    assert names(tmp_path) == sorted(["x", *kept])


def test_what_cannot_be_removed_is_left(tmp_path, gone):
    folder = tmp_path / f".x.{gone}-1.partial"
    folder.mkdir()
    write(tmp_path / "x", b"new")
    assert names(tmp_path) == sorted(["x", folder.name])


def test_a_name_with_brackets_is_no_pattern(tmp_path, gone):
    kept = f".xa.{gone}-1.partial"
    for name in (kept, f".x[ab].{gone}-1.partial"):
        (tmp_path / name).write_bytes(b"half")
    write(tmp_path / "x[ab]", b"new")
    assert names(tmp_path) == sorted([kept, "x[ab]"])


def test_a_second_program_is_kept_out(tmp_path):
    enter_twice = """
import sys
from rnnlib.files import one_program
for path in [sys.argv[1], sys.argv[1], sys.argv[2]]:
    try:
        with one_program(path):
            print("in")
    except BlockingIOError as told:
        print(told)
"""
    paths = tmp_path / "x", tmp_path / "y"
    command = [sys.executable, "-c", enter_twice, *paths]
    with one_program(paths[0]):
        told = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
        write(paths[0], b"new")  # who is in may save
    assert told[0].startswith("another program is training into")
    assert told == [told[0], told[0], "in"]  # being kept out took no lock away
    assert names(tmp_path) == ["x"]


def test_a_second_thread_is_kept_out_too(tmp_path):
    found = []

    def enter():
        try:
            with one_program(tmp_path / "x"):
                found.append("in")
        except BlockingIOError:
            found.append("out")

    with one_program(tmp_path / "x"):
        assert names(tmp_path) == [".x.lock"]
        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
    enter()
    assert found == ["out", "in"]


def test_an_error_inside_opens_the_door_again(tmp_path):
    with pytest.raises(RuntimeError), one_program(tmp_path / "x"):
        raise RuntimeError
    with one_program(tmp_path / "x"):
        pass
    assert names(tmp_path) == []


def test_the_lock_of_a_killed_program_keeps_nobody_out(tmp_path):
    die = (
        "import os, sys; from rnnlib.files import one_program\n"
        "with one_program(sys.argv[1]): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", die, tmp_path / "x"])
    with one_program(tmp_path / "x"):
        pass
    assert names(tmp_path) == []
