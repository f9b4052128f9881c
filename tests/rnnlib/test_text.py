import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnlib import Vocabulary, hold_out, one_hot, windows
from rnnlib.text import streams

texts = st.text(min_size=1, max_size=60)


@given(texts)
def test_decode_undoes_encode(text):
    vocab = Vocabulary(text)
    ids = vocab.encode(text)
    assert vocab.decode(ids) == text
    assert ids.shape == (len(text),)
    assert np.issubdtype(ids.dtype, np.integer)


@given(texts)
def test_letters_are_sorted_and_each_is_there_once(text):
    vocab = Vocabulary(text)
    assert vocab.chars == sorted(set(text))
    assert len(vocab) == len(set(text))
    assert vocab.encode("".join(vocab.chars)).tolist() == list(range(len(vocab)))


@given(texts, st.characters())
def test_an_unknown_letter_is_named_with_its_place(text, char):
    vocab = Vocabulary(text)
    if char in vocab:
        assert vocab.decode(vocab.encode(text + char)) == text + char
    else:
        with pytest.raises(ValueError, match=f"position {len(text)}") as error:
            vocab.encode(text + char + text + char + "\0")  # the first of them
        assert repr(char) in str(error.value)


def test_ids_are_the_same_in_every_process():
    # the order of set("hello") depends on the hash seed of the process; sorted ids do not
    code = "from rnnlib import Vocabulary; print(Vocabulary('hello, world').encode('hello'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{Vocabulary('hello, world').encode('hello')}\n" == "[4 3 5 5 6]\n"


def test_half_a_pair_of_surrogates_is_a_letter_too():
    """As a file's name may hold, or what is typed in a terminal of another encoding."""
    vocab = Vocabulary("a\udc80")
    assert vocab.decode(vocab.encode("a\udc80a")) == "a\udc80a"
    with pytest.raises(ValueError, match=r"unknown letter '\\udc81' at position 1"):
        vocab.encode("a\udc81")


def test_an_empty_text_has_no_vocabulary():
    with pytest.raises(ValueError, match="empty"):
        Vocabulary("")


@pytest.mark.parametrize("wrong", [b"abc", ["a", "b"], np.array(["a"]), 3, None])
def test_a_text_is_a_string(wrong):
    name = type(wrong).__name__
    with pytest.raises(TypeError, match=f"a text is a str, not a {name}: decode bytes, join a li"):
        Vocabulary(wrong)
    with pytest.raises(TypeError, match="a text is a str, not a"):
        Vocabulary("abc").encode(wrong)


def test_a_letter_in_the_other_form_of_unicode_is_named_and_not_changed():
    one, two = "caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"
    with pytest.raises(ValueError, match=r"position 3: it is here in another form, .*'NFD', text"):
        Vocabulary(two).encode(one)
    with pytest.raises(ValueError, match=r"position 4: it is here in another form, .*'NFC', text"):
        Vocabulary(one + "e").encode(two)
    with pytest.raises(ValueError, match=r"position 3: use only the 4 letters"):
        Vocabulary("cafe").encode(one)


def test_vocabularies_of_the_same_letters_are_equal():
    assert Vocabulary("abc") == Vocabulary("cbaab")
    assert Vocabulary("abc") != Vocabulary("abd")
    assert repr(Vocabulary("cab")) == "Vocabulary('abc')"


@pytest.mark.parametrize(
    ("wrong", "named"), [([3], 3), ([-1], -1), ([0, 9], 9), ([1, 9, 2], 9), ([2, -5], -5)]
)
def test_ids_that_are_no_letters_are_refused(wrong, named):
    for use in (Vocabulary("abc").decode, lambda ids: one_hot(ids, 3)):
        with pytest.raises(ValueError, match=f"^id {named} does not fit 3 letters: .* 0 to 2"):
            use(wrong)


def test_no_letters_are_no_fault():
    vocab = Vocabulary("abc")
    assert vocab.encode("").shape == (0,)
    for none in ([], vocab.encode("")):
        assert vocab.decode(none) == ""
        assert one_hot(none, 3).shape == (0, 3)


def test_ids_must_be_whole_numbers():
    for use in (windows, streams, lambda ids, size: hold_out(ids, 0.5)):
        for wrong in (np.arange(20.0), "a text of letters", np.arange(20) > 3):
            with pytest.raises(ValueError, match=r"whole numbers, not .*: encode the text first"):
                list(use(wrong, 2))
    with pytest.raises(ValueError, match="whole numbers"):
        one_hot([0.5], 3)


@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), max_size=5))
def test_one_hot_is_a_row_of_the_identity(ids):
    ids = np.array(ids, dtype=int).reshape(-1, 2)
    vectors = one_hot(ids, 7, np.float64)
    assert vectors.shape == (*ids.shape, 7)
    np.testing.assert_array_equal(vectors, np.eye(7)[ids])


def test_one_hot_times_a_matrix_is_a_column():
    W = np.random.default_rng(0).standard_normal((3, 4))
    for i in range(4):
        np.testing.assert_array_equal(W @ one_hot(i, 4, np.float64), W[:, i])


def test_one_hot_is_float32_unless_asked():
    assert one_hot([0], 2).dtype == np.float32
    assert one_hot([0], 2, np.float64).dtype == np.float64


@given(st.data(), st.integers(1, 5), st.integers(1, 4))
def test_every_letter_of_a_stream_is_a_target_exactly_once(data, seq_length, batch_size):
    n = data.draw(st.integers(seq_length * batch_size + 1, 80))
    ids = np.arange(n)
    seen = list(windows(ids, seq_length, batch_size))
    inputs = np.concatenate([x for x, _, _ in seen])  # (L,B)
    targets = np.concatenate([y for _, y, _ in seen])
    np.testing.assert_array_equal(targets, inputs + 1)
    length = (n - 1) // batch_size
    np.testing.assert_array_equal(inputs.T.ravel(), np.arange(length * batch_size))
    assert [starts for _, _, starts in seen] == [True] + [False] * (len(seen) - 1)
    assert all(x.shape == (seq_length, batch_size) for x, _, _ in seen[:-1])
    assert 1 <= len(seen[-1][0]) <= seq_length


def test_the_window_that_the_original_loses_is_there():
    # 11 letters, windows of 5: p + 5 + 1 >= 11 is true at p = 5, so the original starts over
    assert [x.ravel().tolist() for x, _, _ in windows(np.arange(11), 5)] == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
    ]


@pytest.mark.parametrize(("seq_length", "batch_size"), [(0, 1), (5, 0), (-1, 1)])
def test_sizes_below_one_are_refused(seq_length, batch_size):
    with pytest.raises(ValueError, match="at least 1"):
        next(windows(np.arange(20), seq_length, batch_size))


def test_a_text_shorter_than_a_window_says_what_is_needed():
    with pytest.raises(ValueError, match=r"10 letters.*2 x 5 \+ 1 = 11"):
        next(windows(np.arange(10), 5, 2))
    next(windows(np.arange(11), 5, 2))


def test_streams_need_a_letter_each():
    with pytest.raises(ValueError, match="at least 4"):
        streams(np.arange(3), 3)
    with pytest.raises(ValueError, match=r"^batch_size is 0: .* at least 1"):
        streams(np.arange(3), 0)
    inputs, targets = streams(np.arange(3))
    assert (inputs.tolist(), targets.tolist()) == ([[0], [1]], [[1], [2]])


@given(st.integers(40, 300), st.floats(0.06, 0.9))
def test_hold_out_cuts_a_text_in_two(N, fraction):
    ids = np.arange(N)
    first, last = hold_out(ids, fraction)
    np.testing.assert_array_equal(np.concatenate([first, last]), ids)
    assert len(last) - 1 < N * fraction < len(last) + 1e-5


def test_hold_out_of_nothing_and_of_too_much():
    ids = np.arange(20)
    assert [len(part) for part in hold_out(ids, 0)] == [20, 0]
    assert [len(part) for part in hold_out(ids, 0.1)] == [18, 2]
    assert [len(part) for part in hold_out(ids, 0.9)] == [2, 18]
    assert [len(part) for part in hold_out(np.arange(100), 0.07)] == [93, 7]
    for fraction, words in ((0.01, "leaves 19 to learn from and 1"), (0.95, "leaves 1 to learn")):
        with pytest.raises(ValueError, match=words):
            hold_out(ids, fraction)
    for fraction in (1, -0.1, float("nan")):
        with pytest.raises(ValueError, match="from 0 to below 1"):
            hold_out(ids, fraction)
    with pytest.raises(ValueError, match="one text"):
        hold_out(ids[:, None], 0.1)
