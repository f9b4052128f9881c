"""Files written whole or not at all, each by one program at a time."""

import contextlib
import glob
import os
import threading
from pathlib import Path


@contextlib.contextmanager
def replacing(path):
    """Open a new file to write in bytes, which takes the place of the one at path once it is whole.

    Until then it lies beside it, on the same disk, under a name with a dot in front. A link stays
    a link. What programs that were killed here left unfinished is removed.
    """
    path = _target(path)
    _remove_abandoned(path)
    mine = f"{os.getpid()}-{threading.get_native_id()}"
    partial = path.with_name(f".{path.name}.{mine}.partial")
    try:
        with open(partial, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:
        raise _of(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


@contextlib.contextmanager
def one_program(path):
    """Let no other program in here with the same path, for as long as this one trains into it.

    Raises BlockingIOError where another is in here already. Where a program is killed, the system
    lets the next one in.
    """
    from filelock import FileLock, Timeout  # here, because few need it and it is slow to import

    path = _target(path)
    file = path.with_name(f".{path.name}.lock")
    lock = FileLock(file, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise BlockingIOError(
            f"another program is training into {str(path)!r}: wait until it has ended, or choose "
            "another file"
        ) from None
    except OSError as error:
        raise _of(path, error) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows cannot yet, and removes it on release
            file.unlink()
        lock.release()


def _target(path):
    path = Path(os.path.realpath(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {str(path.parent)!r}: make it first")
    if path.is_dir():
        raise IsADirectoryError(f"{str(path)!r} is a folder: give the name of a file in it")
    return path


def _of(path, error):
    """The error as one of the file that was asked for, not of one beside it."""
    return OSError(error.errno, error.strerror or str(error), str(path))


def _remove_abandoned(path):
    for partial in path.parent.glob(f".{glob.escape(path.name)}.*-*.partial"):
        program = partial.name.removeprefix(f".{path.name}.").partition("-")[0]
        with contextlib.suppress(OSError):
            if program.isdecimal() and not _runs(int(program)):
                partial.unlink()


def _runs(program):
    """Whether a program of this number is running, as far as its files must be left alone."""
    if os.name == "nt":  # asking would end it; and a file that it has open cannot be removed
        return program == os.getpid()
    try:
        os.kill(program, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # another user's, or no such number
        pass
    return True
