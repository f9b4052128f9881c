"""Texts to learn from. Taught in lessons 01 and 09."""

import contextlib
import hashlib
import re
from pathlib import Path

import numpy as np

from .guards import check_size

# An installed package holds data/ inside itself; a checkout holds it beside rnnlib/.
_INSIDE = Path(__file__).parent / "data"
DATA = _INSIDE if _INSIDE.is_dir() else Path(__file__).parents[1] / "data"

SHAKESPEARE_URL = (
    "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"
)
SHAKESPEARE_SHA256 = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"


def load_text(name_or_path, encoding="utf-8"):
    """A text to learn from, as a string. Lessons 01 and 08.

    name_or_path: "tales", which comes with the course; "shakespeare", a local copy
    (data/shakespeare.txt) or else fetched once from its public home and checked by its hash;
    or the path of a file. encoding: of such a file, as Python names it, when it is not UTF-8.
    Line ends become "\\n"; a byte order mark is dropped.
    Raises FileNotFoundError where there is no such name or file, IsADirectoryError for a folder;
    ValueError for an empty file, for bytes that are not of this encoding, for an encoding that is
    none, for a file that is no plain text (.docx, .pdf), and for a local copy of Shakespeare that
    is another text; OSError where the fetch fails.
    """
    if name_or_path == "tales":
        path, encoding = DATA / "tales.txt", "utf-8"
    elif name_or_path == "shakespeare":
        path, encoding = _shakespeare(), "utf-8"
    else:
        path = Path(name_or_path)
    if not path.exists():
        raise FileNotFoundError(
            f"there is no file {str(name_or_path)!r}: give the path of a text file, "
            'or one of the names "tales" and "shakespeare"'
        )
    if path.is_dir():
        raise IsADirectoryError(f"{str(path)!r} is a folder: give the path of a text file in it")
    text = _decoded(path.read_bytes(), encoding, path.name)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text:
        raise ValueError(f"{path.name} is empty: there is nothing to learn from")
    return text


def _decoded(data, encoding, name):
    """The bytes of a file as a text; a ValueError says which encoding they may be in instead."""
    if data.startswith((b"PK\3\4", b"%PDF")):  # .docx, .odt, .epub; .pdf
        raise ValueError(
            f"{name} is not plain text: open it in its own program, and save or copy what it says "
            "as plain text, in UTF-8"
        )
    if b"\0" in data and not re.match(r"utf.?(16|32)", encoding, re.I):  # two bytes for a letter?
        raise ValueError(
            f"{name} has a zero at byte {data.index(0)}: if it is a text in UTF-16, read it with "
            'encoding="utf-16", or save it as UTF-8'
        )
    try:
        return data.decode(encoding)
    except LookupError:
        raise ValueError(
            f'there is no encoding {encoding!r} of texts: some are "utf-8", "cp1252", "utf-16"'
        ) from None
    except UnicodeDecodeError as error:
        where, hint = error.start, "save it as UTF-8 and try again"
        with contextlib.suppress(UnicodeDecodeError):
            seen = data[max(where - 8, 0) : where + 9].decode("cp1252")
            hint = (
                f"read as cp1252, as older Windows programs write, it says {seen!r}: if that is "
                'right, read it with encoding="cp1252", or else save it as UTF-8'
            )
        raise ValueError(
            f"{name} is not {encoding.upper()} text: byte {where} is 0x{data[where]:02x}; {hint}"
        ) from None


def text_hash(text):
    """The SHA-256 of a text in UTF-8, in hexadecimal: a name for exactly this text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _shakespeare():
    local = DATA / "shakespeare.txt"
    if local.exists():
        if hashlib.sha256(local.read_bytes()).hexdigest() != SHAKESPEARE_SHA256:
            raise ValueError(
                "data/shakespeare.txt is not the text of the published results (its SHA-256 "
                "differs): delete it, and it will be fetched again"
            )
        return local
    import pooch  # here, because few need it and it is slow to import

    try:
        fetched = pooch.retrieve(
            SHAKESPEARE_URL,
            known_hash=SHAKESPEARE_SHA256,
            fname="shakespeare.txt",
            path=pooch.os_cache("rnnlib"),
        )
    except (OSError, ValueError) as error:
        raise OSError(
            f"could not fetch {SHAKESPEARE_URL} ({type(error).__name__}): go online and try "
            "again, or put a copy at data/shakespeare.txt"
        ) from error
    return Path(fetched)


# node -> the letters that leave it, each with the node it leads to; node 5 leads out with E
REBER = (
    {"T": 1, "P": 2},
    {"S": 1, "X": 3},
    {"T": 2, "V": 4},
    {"X": 2, "S": 5},
    {"P": 3, "V": 5},
)


def reber(n, rng, embedded=True):
    """n strings of the (embedded) Reber grammar, a list of str. Lesson 09.

    rng: a seed or a numpy Generator; each of two ways on is taken with probability 1/2.
    An embedded string is B, T or P, a plain Reber string, the same T or P again, E: to know the
    last letter but one, a reader must remember the second letter.
    Raises ValueError for n below 1.
    Sources: Reber, Implicit Learning of Artificial Grammars, 1967; Hochreiter and Schmidhuber,
    Long Short-Term Memory, 1997, figure 4.
    """
    check_size("n", n)
    rng = np.random.default_rng(rng)

    def plain():
        letters, node = "B", 0
        while node != 5:
            letter = list(REBER[node])[rng.integers(2)]
            letters, node = letters + letter, REBER[node][letter]
        return letters + "E"

    def wrapped():
        side = "TP"[rng.integers(2)]
        return "B" + side + plain() + side + "E"

    return [wrapped() if embedded else plain() for _ in range(n)]
