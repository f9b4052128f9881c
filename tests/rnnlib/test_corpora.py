import hashlib
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnlib import corpora, load_text, reber
from rnnlib.corpora import text_hash


def test_tales_is_long_plain_and_has_its_three_forms(tales):
    assert len(tales) >= 80_000
    assert tales.isascii()
    assert not re.search(r"[\t\r]| \n|\n{4}", tales)
    assert max(map(len, tales.splitlines())) <= 60
    assert len(re.findall(r"^[A-Z]+:$", tales, re.M)) > 500  # speeches
    assert len(re.findall(r"^Dear [A-Z]\w+,$", tales, re.M)) > 10  # letters
    assert len(tales.split("\n\n\n")) > 50  # pieces


def test_no_paragraph_of_tales_comes_twice(tales):
    paragraphs = [p for p in tales.split("\n\n") if len(p) > 80]
    assert len(paragraphs) == len(set(paragraphs))


def test_a_file_of_the_users(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_bytes("\ufeffÄ line\r\nand\ranother\n".encode())
    assert load_text(path) == load_text(str(path)) == "Ä line\nand\nanother\n"


def test_only_line_ends_are_changed(tmp_path):
    """What else ends a line in Python's eyes is a letter: a form feed, say."""
    path = tmp_path / "odd.txt"
    odd = "a\fb\vc\x1cd\x85e\u2028f\ufeffg\n\n h\t\n"
    path.write_bytes(odd.encode())
    assert load_text(path) == odd


def test_a_missing_file_names_the_corpora():
    with pytest.raises(FileNotFoundError, match=r'no file .kafka.: .* "shakespeare"$'):
        load_text("kafka")


def test_a_folder_is_no_text(tmp_path):
    with pytest.raises(IsADirectoryError, match=re.escape(f"{str(tmp_path)!r} is a folder")):
        load_text(tmp_path)


def test_a_text_has_a_hash_whatever_is_in_it():
    assert text_hash("né") == hashlib.sha256(b"n\xc3\xa9").hexdigest()
    assert text_hash("n\udc80") not in (text_hash("n"), text_hash("n\udc81"))


def test_an_empty_file(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(ValueError, match=r"empty\.txt is empty"):
        load_text(tmp_path / "empty.txt")


def test_bytes_that_are_not_utf8_are_shown_as_an_old_program_would(tmp_path):
    (tmp_path / "latin.txt").write_bytes("a long way from naïve, too, it is".encode("latin-1"))
    told = (
        r"UTF-8 text: byte 18 is 0xef; .* says ' from naïve, too,': if that is right, "
        r'read it with encoding="cp1252", or else save it as UTF-8$'
    )
    with pytest.raises(ValueError, match=told):
        load_text(tmp_path / "latin.txt")


def test_bytes_that_no_old_program_would_have_written(tmp_path):
    (tmp_path / "odd.txt").write_bytes(b"ab\x81cd")
    with pytest.raises(ValueError, match=r"odd.txt is not UTF-8 text: byte 2 is 0x81; save it as"):
        load_text(tmp_path / "odd.txt")
    with pytest.raises(ValueError, match=r"odd.txt is not CP1252 text: byte 2 is 0x81; save it as"):
        load_text(tmp_path / "odd.txt", "cp1252")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-16"])
def test_a_text_in_two_bytes_a_letter_is_no_text_of_zeros(tmp_path, encoding):
    (tmp_path / "wide.txt").write_bytes("naive".encode(encoding))
    for wrong in ("utf-8", "cp1252"):
        with pytest.raises(
            ValueError, match=r'zero at byte \d: .* encoding="utf-16", or save it as UTF-8$'
        ):
            load_text(tmp_path / "wide.txt", wrong)


@pytest.mark.parametrize("start", [b"PK\3\4\x14\0\6\0", b"%PDF-1.7\n%\xe2\xe3"])
def test_a_file_of_a_word_processor_is_no_plain_text(tmp_path, start):
    (tmp_path / "poems.docx").write_bytes(start)
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(ValueError, match=r"^poems.docx is not plain text: .* in UTF-8$"):
            load_text(tmp_path / "poems.docx", encoding)


@pytest.mark.parametrize(
    "encoding", ["utf-16", "UTF_16_LE", "utf8", "utf-8-sig", "cp1252", "utf32"]
)
def test_a_text_in_an_encoding_that_is_named(tmp_path, encoding):
    (tmp_path / "mine.txt").write_bytes("Ça\r\nva?".encode(encoding))
    assert load_text(tmp_path / "mine.txt", encoding) == "Ça\nva?"


@pytest.mark.parametrize("encoding", ["latin-0", "rot13", ""])
def test_an_encoding_that_is_none(tmp_path, encoding):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match=f"there is no encoding '{encoding}' of texts: some are"):
        load_text(tmp_path / "mine.txt", encoding)


def test_the_texts_of_the_course_have_their_own_encoding(tales):
    assert load_text("tales", "utf-16") == tales


def test_shakespeare_is_fetched_with_its_hash(tmp_path, monkeypatch):
    """Without a local copy, pooch fetches from a server (here: a file) and checks the hash."""
    text = "First Citizen:\nBefore we proceed any further, hear me speak.\n"
    source = tmp_path / "input.txt"
    source.write_text(text, newline="\n")
    monkeypatch.setattr(corpora, "DATA", tmp_path)
    fetched = {}

    def retrieve(url, known_hash, fname, path):
        fetched.update(url=url, hash=known_hash)
        return str(source)

    monkeypatch.setattr("pooch.retrieve", retrieve)
    assert load_text("shakespeare") == text
    assert fetched == {"url": corpora.SHAKESPEARE_URL, "hash": corpora.SHAKESPEARE_SHA256}


def test_pooch_itself_fetches_once_and_refuses_a_text_of_another_hash(tmp_path, monkeypatch):
    import http.server
    import threading

    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"not Shakespeare")

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setattr(corpora, "DATA", tmp_path)
        monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / name)
        monkeypatch.setattr(
            corpora, "SHAKESPEARE_URL", f"http://127.0.0.1:{server.server_port}/input.txt"
        )
        try:
            with pytest.raises(OSError, match=r"\(ValueError\): .* copy at data/shakespeare\.txt"):
                load_text("shakespeare")
            assert asked == ["/input.txt"]
            digest = hashlib.sha256(b"not Shakespeare").hexdigest()
            monkeypatch.setattr(corpora, "SHAKESPEARE_SHA256", digest)
            for _ in range(2):
                assert load_text("shakespeare") == "not Shakespeare"
            assert asked == 2 * ["/input.txt"]
            assert [path.name for path in (tmp_path / "rnnlib").iterdir()] == ["shakespeare.txt"]
        finally:
            server.shutdown()
            thread.join()


def test_a_local_copy_is_used_and_its_hash_checked(tmp_path, monkeypatch):
    monkeypatch.setattr(corpora, "DATA", tmp_path)
    (tmp_path / "shakespeare.txt").write_text("All:\nSpeak, speak.\n", newline="\n")
    with pytest.raises(ValueError, match="SHA-256"):
        load_text("shakespeare")
    digest = hashlib.sha256(b"All:\nSpeak, speak.\n").hexdigest()
    monkeypatch.setattr(corpora, "SHAKESPEARE_SHA256", digest)
    assert load_text("shakespeare") == "All:\nSpeak, speak.\n"


# The plain Reber grammar, written from the drawing, arrow by arrow.
ARROWS = {
    ("start", "B"): "1",
    ("1", "T"): "2", ("1", "P"): "3",
    ("2", "S"): "2", ("2", "X"): "4",
    ("3", "T"): "3", ("3", "V"): "5",
    ("4", "X"): "3", ("4", "S"): "6",
    ("5", "P"): "4", ("5", "V"): "6",
    ("6", "E"): "end",
}  # fmt: skip


def accepts(string):
    node = "start"
    for letter in string:
        node = ARROWS.get((node, letter))
    return node == "end"


@given(st.integers(0, 10_000))
def test_reber_strings_follow_the_grammar(seed):
    for string in reber(5, seed, embedded=False):
        assert accepts(string)
    for string in reber(5, seed):
        assert string[0] == "B"
        assert string[-1] == "E"
        assert string[1] == string[-2]
        assert string[1] in "TP"
        assert accepts(string[2:-2])


def test_of_two_ways_on_each_is_taken_half_of_the_time():
    """Known by the letters so far: in the plain grammar, which node they lead to."""
    went = Counter()
    for string in reber(4000, 0, embedded=False):
        node = "start"
        for letter in string:
            went[node, letter] += 1
            node = ARROWS[node, letter]
    assert went.keys() == ARROWS.keys()
    for (node, letter), times in went.items():
        both = sum(count for (other, _), count in went.items() if other == node)
        share = 1 if node in ("start", "6") else 1 / 2
        assert times / both == pytest.approx(share, abs=2 / both**0.5), (node, letter)
    sides = Counter(string[1] for string in reber(4000, 0))
    assert sides["T"] == pytest.approx(2000, abs=130)


def test_reber_takes_every_way_and_is_reproducible():
    strings = reber(300, 0)
    assert strings == reber(300, 0)
    assert strings != reber(300, 1)
    assert set("".join(strings)) == set("BTPSXVE")
    assert 0.4 < sum(string[1] == "T" for string in strings) / 300 < 0.6
    with pytest.raises(ValueError, match=r"^n is 0: .* at least 1"):
        reber(0, 0)
