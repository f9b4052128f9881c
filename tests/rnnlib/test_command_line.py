import io
import os
import re
import shlex
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from rnnlib import RNN, Trainer, Vocabulary, load_model, sample, save_model
from rnnlib.__main__ import SHIPPED_MODEL, _parser, main

TEXT = "the cat sat on the mat, and the rat sat on the cat.\n" * 8


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The command line is used from a folder with a text in it."""
    (tmp_path / "cats.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments, **options):
    command = [sys.executable, "-m", "rnnlib", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **options)


SMALL = ("--hidden", "8", "--batch-size", "2", "--seq-length", "10")


def test_train_then_sample_then_evaluate(folder, capsys):
    assert main(["train", "cats.txt", *SMALL, "--iterations", "120", "--sample-every", "50"]) == 0
    printed = capsys.readouterr()
    assert re.search(r"--- after 50 updates ---\n.{200}\n", printed.out, re.S)
    assert "--- after 100 updates ---" in printed.out
    assert "120 updates, saved in cats-rnn.npz" in printed.out
    assert re.search(r"loss on the training text: \d\.\d{3} nats per letter", printed.out)
    assert "120/120" in printed.err
    assert "nats/char" in printed.err
    assert re.search(r"\[\d\d:\d\d<\d\d:\d\d", printed.err)  # time gone < time left

    model, _, facts = load_model("cats-rnn.npz")
    assert model.hidden_size == 8
    assert facts["corpus"] == "cats.txt"
    assert facts["training"]["batch_size"] == 2

    sample = ["sample", "cats-rnn.npz", "--prompt", "the c", "--length", "30", "--seed", "3"]
    assert main(sample) == 0
    first = capsys.readouterr().out
    assert first.startswith("the c")
    assert len(first) == 5 + 30 + 1
    assert main(sample) == 0
    assert capsys.readouterr().out == first

    assert main(["evaluate", "cats-rnn.npz", "cats.txt"]) == 0
    printed = capsys.readouterr().out
    nats, bits = map(float, re.match(r"(\S+) nats .*\((\S+) bits\)", printed).groups())
    assert nats == pytest.approx(facts["training_loss"], abs=1e-4)
    assert bits == pytest.approx(np.log2(np.exp(nats)), abs=2e-4)


def test_a_sample_on_the_way_goes_on_from_what_was_read(folder, capsys):
    assert main(["train", "cats.txt", *SMALL, "--iterations", "3", "--sample-every", "3"]) == 0
    written = re.search(r"--- after 3 updates ---\n(.{200})\n", capsys.readouterr().out, re.S)[1]
    model, vocab, _ = load_model("cats-rnn.npz")
    assert written == sample(model, vocab, prompt=TEXT[:30], rng=np.random.default_rng(0))


def test_sample_writes_with_the_network_that_comes_with_the_course():
    done = run("sample", "--length", "100", "--seed", "1", "--prompt", "KING")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith("KING")
    assert len(done.stdout) == 105


def test_options_of_sample(capsys):
    def text(*options):
        assert main(["sample", "--length", "60", *options]) == 0
        return capsys.readouterr().out

    assert text("--top-k", "1", "--seed", "1") == text("--top-k", "1", "--seed", "2")
    assert text("--top-k", "1") == text("--top-p", "0") == text("--min-p", "1")
    assert text("--seed", "1") == text("--seed", "1", "--top-p", "1", "--min-p", "0")
    assert text("--seed", "1") != text("--seed", "2")
    assert text("--seed", "1") != text("--seed", "1", "--temperature", "0.3")
    assert text() != text()
    assert text("--length", "0") == "\n"


def test_holding_out_the_last_part(folder, capsys):
    arguments = [*SMALL, "--iterations", "30", "--sample-every", "0", "--hold-out", "0.25"]
    assert main(["train", "cats.txt", *arguments]) == 0
    printed = capsys.readouterr().out
    assert "--- after" not in printed
    held_out = float(re.search(r"held-out text: (\d\.\d+)", printed).group(1))
    assert main(["evaluate", "cats-rnn.npz", "cats.txt", "--hold-out", "0.25"]) == 0
    printed = capsys.readouterr().out
    assert float(printed.split()[0]) == pytest.approx(held_out, abs=1e-3)
    assert f"over {len(TEXT) // 4 - 1} letters" in printed


def test_the_held_out_part_is_not_learned(folder):
    cut = TEXT[: len(TEXT) - len(TEXT) // 4]
    (folder / "cut.txt").write_text(cut)
    arguments = [*SMALL, "--iterations", "40", "--sample-every", "0"]
    assert main(["train", "cats.txt", *arguments, "--hold-out", "0.25"]) == 0
    assert main(["train", "cut.txt", *arguments]) == 0
    assert weights("cats-rnn.npz") == weights("cut-rnn.npz")
    more = ["train", "cats.txt", "--resume", "cats-rnn.npz", "--iterations", "60"]
    assert main(more) == 0
    more = ["train", "cut.txt", "--resume", "cut-rnn.npz", "--iterations", "60"]
    assert main(more) == 0
    assert weights("cats-rnn.npz") == weights("cut-rnn.npz")


@pytest.mark.parametrize("stage", ["sample", "evaluate"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, BrokenPipeError, RuntimeError])
def test_whatever_stops_it_what_was_learned_is_saved(folder, monkeypatch, stage, error):
    def stop(*_, **__):
        raise error

    monkeypatch.setattr(f"rnnlib.__main__.{stage}", stop)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    arguments = ["train", "cats.txt", *SMALL, "--iterations", "60", "--sample-every", "60"]
    if error is RuntimeError:
        with pytest.raises(RuntimeError):
            main(arguments)
    else:
        assert main(arguments) == (130 if error is KeyboardInterrupt else 141)
    assert load_model("cats-rnn.npz")[2]["training"]["iteration"] == 60


@pytest.mark.parametrize("rate", ["3e38", "1e39", "1e300"])
def test_a_training_that_diverges_says_what_to_do(folder, capsys, rate):
    arguments = ["train", "cats.txt", *SMALL, "--iterations", "50", "--learning-rate", rate]
    assert main(arguments) == 1
    told = one_sentence_at_the_end(capsys.readouterr())
    assert "smaller learning_rate, and another --save; cats-rnn.npz holds 0 updates" in told
    assert load_model("cats-rnn.npz")[2]["training"]["iteration"] == 0


def test_a_training_that_got_worse_than_guessing_says_so(folder, capsys):
    arguments = ["train", "cats.txt", *SMALL, "--iterations", "50"]
    assert main([*arguments, "--learning-rate", "1e6"]) == 0
    letters = len(set(TEXT))
    assert f"worse than guessing, {np.log(letters):.3f}: try a smaller" in capsys.readouterr().out
    assert main([*arguments, "--save", "good.npz"]) == 0
    assert "worse" not in capsys.readouterr().out


@pytest.mark.parametrize(("more", "worse"), [(0.05, False), (0.15, True)])
def test_a_little_worse_than_guessing_may_be_chance(folder, capsys, monkeypatch, more, worse):
    guessing = np.log(len(set(TEXT)))
    monkeypatch.setattr("rnnlib.__main__.evaluate", lambda *_: guessing + more)
    assert main(["train", "cats.txt", *SMALL, "--iterations", "1"]) == 0
    assert ("worse than guessing" in capsys.readouterr().out) == worse


def test_a_seed_is_of_the_first_weights_and_of_the_samples(folder, capsys):
    def train(seed, name):
        common = ["train", "cats.txt", *SMALL, "--iterations", "20", "--sample-every", "10"]
        assert main([*common, "--seed", seed, "--save", name]) == 0
        return capsys.readouterr().out.partition("20 updates, saved")[0], weights(name)

    assert train("3", "a") == train("3", "b") != train("4", "c")
    assert main(["train", "cats.txt", *SMALL, "--iterations", "0", "--seed", "3"]) == 0
    untrained = RNN(len(set(TEXT)), 8, rng=3)
    assert weights("cats-rnn.npz") == untrained.params.flat.tobytes()


def one_sentence_at_the_end(printed):
    last = printed.err.splitlines()[-1]
    assert last.startswith("rnnlib: ")
    return last


def weights(path):
    return load_model(path)[0].params.flat.tobytes()


def test_resuming_is_as_if_it_had_not_stopped(folder, capsys):
    common = ["train", "cats.txt", *SMALL, "--sample-every", "0", "--seed", "5"]
    assert main([*common, "--iterations", "90", "--save", "whole.npz"]) == 0
    assert main([*common, "--iterations", "40", "--save", "part.npz"]) == 0
    resume = ["train", "cats.txt", "--resume", "part.npz", "--iterations", "90"]
    assert main([*resume, "--save", "rest.npz"]) == 0
    assert weights("rest.npz") == weights("whole.npz")
    assert load_model("part.npz")[2]["training"]["iteration"] == 40
    assert main(resume) == 0
    assert weights("part.npz") == weights("whole.npz")
    capsys.readouterr()
    assert main(resume) == 1
    assert "part.npz has 90 updates already" in capsys.readouterr().err
    assert main([*resume, "--save", "more.npz"]) == 1
    assert "part.npz has 90 updates already" in capsys.readouterr().err


def test_fewer_updates_than_none(folder, capsys):
    assert main(["train", "cats.txt", *SMALL, "--iterations", "-1"]) == 1
    assert "cats-rnn.npz has 0 updates already: ask for more" in capsys.readouterr().err


def test_stopped_where_the_terminal_is_gone(folder, monkeypatch):
    class Gone:
        def write(self, words):
            raise BrokenPipeError

        def flush(self):
            pass

    def stop(*_, **__):
        monkeypatch.setattr("sys.stderr", Gone())
        raise KeyboardInterrupt

    monkeypatch.setattr("rnnlib.__main__.evaluate", stop)
    assert main(["train", "cats.txt", *SMALL, "--iterations", "60"]) == 130


def wait_for(condition):
    start = time.monotonic()
    while not condition():
        assert time.monotonic() < start + 60
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_an_interrupt_saves_and_says_how_to_go_on(folder, name, code):
    command = [sys.executable, "-m", "rnnlib", "train", "cats.txt", *SMALL]
    command += ["--iterations", "1000000", "--sample-every", "100"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    with process:
        for line in process.stdout:
            if "after 200 updates" in line:
                break
        process.send_signal(getattr(signal, name))
        _, printed = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in printed
    assert "--resume cats-rnn.npz" in printed
    _, vocab, _ = load_model("cats-rnn.npz")
    stopped = Trainer.load("cats-rnn.npz", vocab.encode(TEXT))
    assert stopped.iteration >= 200
    straight = ["train", "cats.txt", *SMALL, "--save", "s.npz", "--sample-every", "0"]
    assert main([*straight, "--iterations", str(stopped.iteration)]) == 0
    assert weights("s.npz") == weights("cats-rnn.npz")


INTERRUPTED_WHILE_IT_LOADS = """
import os, signal, time
os.kill(os.getpid(), signal.SIGINT)
time.sleep(10)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
def test_ctrl_c_while_it_loads_is_silent(folder):
    (folder / "numpy.py").write_text(INTERRUPTED_WHILE_IT_LOADS)  # found before the real one
    done = run("train", "cats.txt")
    assert done.returncode == -signal.SIGINT
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
def test_elsewhere_loading_leaves_ctrl_c_as_it_is(folder):
    (folder / "numpy.py").write_text(INTERRUPTED_WHILE_IT_LOADS)
    caught = "try: import rnnlib\nexcept KeyboardInterrupt: print('caught')"
    done = subprocess.run([sys.executable, "-c", caught], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("caught\n", "")


def test_an_lstm_with_adam_does_all_that_an_rnn_does(folder, capsys):
    lstm = [*SMALL, "--model", "lstm", "--optimizer", "adam", "--learning-rate", "0.01"]
    common = ["train", "cats.txt", *lstm, "--sample-every", "30", "--hold-out", "0.25"]
    assert main([*common, "--iterations", "70", "--save", "whole.npz"]) == 0
    assert main([*common, "--iterations", "30"]) == 0
    assert main(["train", "cats.txt", "--resume", "cats-lstm.npz", "--iterations", "70"]) == 0
    assert weights("cats-lstm.npz") == weights("whole.npz")
    model, _, facts = load_model("cats-lstm.npz")
    assert (model.kind, facts["training"]["optimizer"]) == ("lstm", "adam")
    capsys.readouterr()
    assert main(["sample", "cats-lstm.npz", "--length", "30", "--seed", "1"]) == 0
    assert len(capsys.readouterr().out) == 31
    assert main(["evaluate", "cats-lstm.npz", "cats.txt", "--hold-out", "0.25"]) == 0
    measured = float(capsys.readouterr().out.split()[0])
    assert measured == pytest.approx(facts["held_out_loss"], abs=1e-4)


def test_stopped_while_it_measures_it_can_measure_later(folder, monkeypatch, capsys):
    arguments = ["train", "cats.txt", *SMALL, "--iterations", "5"]
    with monkeypatch.context() as patch:
        patch.setattr(
            "rnnlib.__main__.evaluate", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        assert main(arguments) == 130
    assert "--iterations 5" in capsys.readouterr().err
    assert main([*arguments[:2], "--resume", "cats-rnn.npz", "--iterations", "5"]) == 0
    assert "loss on the training text" in capsys.readouterr().out


def test_a_checkpoint_at_intervals(folder, monkeypatch):
    saved = []
    right = Trainer.save

    def watch(self, path, *arguments, **facts):
        saved.append(self.iteration)
        right(self, path, *arguments, **facts)

    monkeypatch.setattr(Trainer, "save", watch)
    main(["train", "cats.txt", *SMALL, "--iterations", "2100", "--sample-every", "0"])
    assert saved == [0, 1000, 2000, 2100, 2100]  # at the end, and again with the losses


def test_nothing_is_overwritten(folder, capsys):
    arguments = ["train", "cats.txt", *SMALL, "--iterations", "5"]
    assert main(arguments) == 0
    before = (folder / "cats-rnn.npz").read_bytes()
    assert main(arguments) == 1
    told = one_sentence_at_the_end(capsys.readouterr())
    assert "cats-rnn.npz exists, and nothing is overwritten" in told
    assert "--resume cats-rnn.npz" in told
    assert (folder / "cats-rnn.npz").read_bytes() == before
    assert main([*arguments, "--save", "other.npz"]) == 0
    assert main([*arguments[:2], "--resume", "cats-rnn.npz", "--save", "other.npz"]) == 1


@pytest.mark.parametrize("begin", [["--save", "cats-rnn.npz"], ["--resume", "cats-rnn.npz"]])
def test_two_trainings_into_one_file(folder, capsys, begin):
    """While the first trains, the second says one sentence, and the first loses nothing."""
    if begin[0] == "--resume":
        assert main(["train", "cats.txt", *SMALL, "--iterations", "2"]) == 0
    capsys.readouterr()
    ends = []

    def second(self, *_, **__):
        ends.append(main(["train", "cats.txt", *begin]))
        ends.append(capsys.readouterr())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trainer, "run", second)
        assert main(["train", "cats.txt", *begin, *(SMALL if "--save" in begin else ())]) == 0
    assert ends[0] == 1
    assert "another program is training into" in one_sentence(ends[1])
    left = {"cats.txt", "cats-rnn.npz"}
    assert {file.name for file in folder.iterdir()} == left
    assert load_model("cats-rnn.npz")[0].hidden_size == 8


def test_a_disk_that_is_full_says_what_is_left_and_how_to_go_on(folder, capsys, monkeypatch):
    monkeypatch.setattr("rnnlib.__main__.SAVE_EVERY", 10)
    arguments = ["train", "cats.txt", *SMALL, "--iterations", "50", "--sample-every", "0"]
    with monkeypatch.context() as patch:
        right, calls = np.savez, []

        def full(*given, **arrays):
            calls.append(1)
            if len(calls) > 3:
                raise OSError(28, "No space left on device")
            right(*given, **arrays)

        patch.setattr(np, "savez", full)
        assert main(arguments) == 1
    told = one_sentence_at_the_end(capsys.readouterr())
    assert "No space left on device: " in told
    again = f"go on with {shlex.quote(sys.executable)} -m rnnlib train cats.txt --resume"
    assert f"cats-rnn.npz holds 20 updates; {again}" in told
    assert main(shlex.split(told.partition(" -m rnnlib ")[2])) == 0
    assert main([*arguments, "--save", "straight.npz"]) == 0
    assert weights("cats-rnn.npz") == weights("straight.npz")


def test_a_text_and_a_file_that_begin_with_a_dash(folder, capsys, monkeypatch):
    (folder / "-dash.txt").write_text(TEXT)
    with monkeypatch.context() as patch:
        patch.setattr("rnnlib.__main__.evaluate", lambda *_: signal.raise_signal(signal.SIGINT))
        assert main(["train", *SMALL, "--iterations", "5", "--", "-dash.txt"]) == 130
    told = capsys.readouterr().err.partition("python -m rnnlib ")[2]
    assert main(shlex.split(told)) == 0
    assert load_model("-dash-rnn.npz")[2]["training"]["iteration"] == 5


def one_sentence(printed):
    assert printed.err.startswith("rnnlib: ")
    assert printed.err.count("\n") == 1
    assert "Traceback" not in printed.err
    return printed.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", "nothing.txt"], '"tales" and "shakespeare"'),
        (["train", "empty.txt"], "empty.txt is empty"),
        (["train", "latin.txt"], "byte 2 is 0xef; read as cp1252"),
        (
            ["train", "latin.txt"],
            "it says 'na\u00efve': if that is right, read it with encoding=\"cp1252\"",
        ),
        (["train", "cats.txt", "--encoding", "latin-0"], "there is no encoding 'latin-0'"),
        (["train", "."], "is a folder"),
        (["train", "cats.txt", "--batch-size", "1000"], "use a longer text"),
        (["train", "cats.txt", *SMALL, "--save", "no/such/f.npz"], "no folder"),
        (["train", "cats.txt", "--resume", "nothing.npz"], "no file 'nothing.npz'"),
        (["train", "cats.txt", "--resume", "cats.txt"], "not a checkpoint"),
        (["train", "cats.txt", *SMALL, "--save", "."], "is a folder"),
        (["train", "cats.txt", *SMALL, "--save", ""], "is a folder: give the name of a file"),
        (["train", "cats.txt", *SMALL, "--resume", ""], "is a folder: give the name of a file"),
        (["train", "cats.txt", *SMALL, "--save", "cats.txt"], "choose another --save"),
        (["train", "cats.txt", "--hidden", "100000000000"], "not enough memory"),
        (["train", "cats.txt", "--hidden", "10000000"], "not enough memory"),
        (["train", "cats.txt", "--hold-out", "0.9"], "41 letters, but 16 x 50 + 1 = 801"),
        (["train", "cats.txt", "--hold-out", "0.9"], "hold out less"),
        (["train", "cats.txt", *SMALL, "--seed", "-1"], "seed is -1: it must be a whole number"),
        (["sample", "--seed", "-1"], "seed is -1: it must be a whole number"),
        (["train", "utf16.txt"], "has a zero at byte 1: if it is a text in UTF-16, read"),
        (["train", "cats.txt", *SMALL, "--hold-out", "0.002"], "and 1 to measure on"),
        (["train", "cats.txt", *SMALL, "--hold-out", "1"], "from 0 to below 1"),
        (["train", "cats.txt", "--hidden", "0"], "hidden_size is 0"),
        (["train", "cats.txt", *SMALL, "--learning-rate", "-1"], "learning_rate is -1.0"),
        (["train", "cats.txt", *SMALL, "--learning-rate", "nan"], "learning_rate is nan"),
        (["train", "cats.txt", *SMALL, "--iterations", "-1"], "--iterations"),
        (["sample", "--length", "-1"], "length is -1"),
        (["train", "cats.txt", "--resume", "{shipped}"], "not made by `train` on this text"),
        (["sample", "--temperature", "inf"], "finite"),
        (["sample", "cats.txt"], "not a checkpoint"),
        (["sample", "--temperature", "0"], "top_k=1"),
        (["sample", "--temperature", "nan"], "above 0"),
        (["sample", "--top-k", "0"], "at least 1"),
        (["sample", "--top-p", "90"], "top_p is 90.0: it must be a number from 0 to 1"),
        (["sample", "--min-p", "-0.1"], "min_p is -0.1: it must be a number from 0 to 1"),
        (["sample", "--prompt", "caf\u00e9"], "'\u00e9' at position 3: use only the 65 letters"),
        (["evaluate", "nothing.npz", "cats.txt"], "no file"),
    ],
)
def test_faults_are_one_sentence_and_code_1(folder, capsys, arguments, words):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "latin.txt").write_bytes("na\u00efve".encode("latin-1"))
    (folder / "utf16.txt").write_bytes("naive".encode("utf-16-le"))
    files = set(folder.iterdir())
    arguments = [str(SHIPPED_MODEL) if word == "{shipped}" else word for word in arguments]
    assert main(arguments) == 1
    assert words in one_sentence(capsys.readouterr())
    assert set(folder.iterdir()) == files


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--hidden", "9"),
        ("--batch-size", "3"),
        ("--seq-length", "9"),
        ("--hold-out", "0.1"),
        ("--learning-rate", "0.2"),
        ("--seed", "1"),
    ],
)
def test_what_a_checkpoint_fixes_cannot_be_changed(folder, capsys, option, value):
    assert main(["train", "cats.txt", *SMALL, "--iterations", "5"]) == 0
    capsys.readouterr()
    resume = ["train", "cats.txt", "--resume", "cats-rnn.npz", "--iterations", "9"]
    assert main([*resume, option, value]) == 1
    assert f"{option} is " in one_sentence(capsys.readouterr())
    assert main([*resume, "--hidden", "8"]) == 0  # the same as before may be said again


def test_a_text_in_another_encoding(folder, capsys, monkeypatch):
    """It is what it would be in UTF-8; and what was stopped says how to go on in this encoding."""
    text = "na\u00efve: " + TEXT
    (folder / "latin.txt").write_bytes(text.encode("cp1252"))
    (folder / "utf8.txt").write_text(text, encoding="utf-8")

    def stop(*_, **__):
        raise KeyboardInterrupt

    train = ["train", "latin.txt", "--encoding", "cp1252", *SMALL, "--iterations", "50"]
    with monkeypatch.context() as patched:
        patched.setattr("rnnlib.__main__.sample", stop)
        assert main([*train, "--sample-every", "20"]) == 130
    how = capsys.readouterr().err.split(" -m rnnlib ")[1]
    assert main(shlex.split(how)) == 0
    assert load_model("latin-rnn.npz")[2]["training"]["iteration"] == 50
    capsys.readouterr()
    assert main(["evaluate", "latin-rnn.npz", "latin.txt", "--encoding", "cp1252"]) == 0
    assert main(["evaluate", "latin-rnn.npz", "utf8.txt"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == second


def test_resuming_on_another_text(folder, capsys):
    assert main(["train", "cats.txt", *SMALL, "--iterations", "5"]) == 0
    (folder / "dogs.txt").write_text(TEXT.replace("cat", "tac"))
    capsys.readouterr()
    assert main(["train", "dogs.txt", "--resume", "cats-rnn.npz"]) == 1
    told = one_sentence(capsys.readouterr())
    assert "not made by `train` on this text" in told
    assert told.endswith("or train anew, without --resume\n")


def test_a_file_without_all_its_options_is_named(folder, capsys):
    assert main(["train", "cats.txt", *SMALL, "--iterations", "1"]) == 0
    model, vocab, facts = load_model("cats-rnn.npz")
    del facts["options"]["seed"]
    save_model("odd.npz", model, vocab, **facts)
    capsys.readouterr()
    assert main(["train", "cats.txt", "--resume", "odd.npz"]) == 1
    assert "odd.npz is damaged" in one_sentence(capsys.readouterr())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["train"],
        ["train", "tales", "--hidden", "many"],
        ["train", "tales", "--model", "gru"],
        ["train", "tales", "--optimizer", "newton"],
        ["evaluate", "model.npz"],
    ],
)
def test_wrong_usage_is_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: python -m rnnlib" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "usage", "defaults"),
    [
        ("", "[-h] command ...", ""),
        (
            "train",
            "[-h] [--encoding NAME] [--model {rnn,lstm}] [--hidden H] [--seq-length T] "
            "[--batch-size B] "
            "[--optimizer {sgd,adagrad,adam}] [--learning-rate R] [--hold-out F] [--seed N] "
            "[--iterations N] [--sample-every N] [--save FILE] [--resume FILE] TEXT",
            "utf-8 rnn 100 50 16 adagrad 0.03 0.0 0 10000 1000 TEXT-MODEL.npz",
        ),
        (
            "sample",
            "[-h] [--prompt WORDS] [--length N] [--temperature X] [--top-k K] "
            "[--top-p P] [--min-p P] [--seed N] [MODEL]",
            "lstm 500 1.0",
        ),
        ("evaluate", "[-h] [--encoding NAME] [--hold-out F] MODEL TEXT", "utf-8"),
    ],
)
def test_help_names_every_option_and_what_it_is_without(capsys, command, usage, defaults):
    with pytest.raises(SystemExit) as stop:
        main([*command.split(), "--help"])
    assert stop.value.code == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert printed.startswith(" ".join(f"usage: python -m rnnlib {command} {usage}".split()))
    assert " ".join(re.findall(r"\(default: (.*?)\)", printed)) == defaults


def test_the_words_of_the_help():
    """A few plain words for every command and option, as a sentence that begins in its middle."""
    commands = _parser()._subparsers._group_actions[0]
    about = {action.dest: action.help for action in commands._choices_actions}
    words = [*about.values()]
    for name, command in commands.choices.items():
        assert command.description == f"{about[name][0].upper()}{about[name][1:]}."
        words += [action.help for action in command._actions]
        named = [
            action.help for action in command._actions if action.dest in ("text", "model_file")
        ]
        assert named
        for told in named:
            assert re.fullmatch(
                r'a text file, or one of the names "tales" and "shakespeare"|'
                r"a saved network, or one of lstm-tales, lstm, rnn-0, [a-z0-9, -]+0",
                told,
            )
    assert all(re.match('[a-z].*[a-z0-9)"]$', told) for told in words)


@pytest.mark.parametrize(("optimizer", "rate"), [("adam", 0.002), ("sgd", 0.05)])
def test_another_optimizer_has_a_rate_of_its_own(folder, optimizer, rate):
    arguments = ["train", "cats.txt", *SMALL, "--optimizer", optimizer, "--iterations", "2"]
    assert main([*arguments, "--save", "own.npz"]) == 0
    assert load_model("own.npz")[2]["options"]["learning_rate"] == rate
    assert main([*arguments, "--save", "given.npz", "--learning-rate", str(rate)]) == 0
    assert weights("own.npz") == weights("given.npz")
    more = ["train", "cats.txt", "--resume", "own.npz", "--iterations", "3"]
    assert main([*more, "--learning-rate", "0.03"]) == 1
    assert main([*more, "--learning-rate", str(rate)]) == 0


def test_what_is_not_said_is_as_the_help_says(folder):
    (folder / "long.txt").write_text(TEXT * 3)
    assert main(["train", "long.txt", "--iterations", "0"]) == 0
    model, _, facts = load_model("long-rnn.npz")
    fixed = {"model": "rnn", "hidden": 100, "seq_length": 50, "batch_size": 16}
    fixed |= {"optimizer": "adagrad", "learning_rate": 0.03, "hold_out": 0, "seed": 0}
    assert facts["options"] == fixed
    assert (model.kind, model.hidden_size) == ("rnn", 100)
    made = {"seq_length": 50, "batch_size": 16, "optimizer": "adagrad", "clip": 5.0}
    assert made.items() <= facts["training"].items()
    assert facts["training"]["optimizer_settings"] == {"learning_rate": 0.03}


def test_the_text_is_utf_8_whatever_the_terminal_thinks(folder, monkeypatch):
    monkeypatch.setattr(
        "rnnlib.__main__.generate", lambda *_, **__: zip("\u00e9\ud800", "ab", "ab", strict=True)
    )
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
    assert main(["sample", "rnn-100"]) == 0
    assert out.getvalue().split() == [b"\xc3\xa9\\ud800"]


def test_a_reader_who_is_gone_at_the_end(folder, monkeypatch):
    class Gone(io.StringIO):
        def flush(self):
            raise BrokenPipeError

        def fileno(self):
            return 77

    moved = []
    monkeypatch.setattr("os.dup2", lambda old, new: moved.append((old, new)))
    monkeypatch.setattr(sys, "stdout", Gone())
    assert main(["evaluate", "tales-20000", "tales"]) == 141
    [(old, new)] = moved
    os.close(old)
    assert new == 77


def test_a_signal_and_a_disk_that_is_full(folder, monkeypatch, capsys):
    def fail(error):
        def load_text(*_):
            raise error

        monkeypatch.setattr("rnnlib.__main__.load_text", load_text)
        return main(["train", "cats.txt"])

    stop = KeyboardInterrupt()
    assert fail(stop) == 130
    stop.number = 15
    assert fail(stop) == 143
    assert fail(OSError(28, "No space left on device", "f")) == 1
    assert capsys.readouterr().err == "rnnlib: No space left on device: 'f'\n"


def test_it_writes_into_the_void_where_output_was_closed_from_the_start(folder, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["sample", "rnn-100", "--length", "5"]) == 0
    sys.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error on Windows")
def test_a_reader_that_leaves_early():
    command = [sys.executable, "-m", "rnnlib", "sample", "--length", "200000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert len(process.stdout.read(20)) == 20
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error on Windows")
def test_a_training_whose_reader_leaves_early_says_how_to_go_on(folder):
    command = [sys.executable, "-m", "rnnlib", "train", "cats.txt", *SMALL, "--sample-every", "10"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"\n"
        process.stdout.close()
        told = process.stderr.read().decode().splitlines()[-1]
    assert process.returncode == 141
    left = load_model("cats-rnn.npz")[2]["training"]["iteration"]
    assert told.startswith(f"stopped: cats-rnn.npz holds {left} updates; go on with ")


@pytest.mark.skipif(sys.platform == "win32", reason="another shell")
@pytest.mark.parametrize(("closed", "out", "err"), [(">&-", "", "20/20"), ("2>&-", "after 10", "")])
def test_output_that_is_closed(folder, closed, out, err):
    command = [sys.executable, "-m", "rnnlib", "train", "cats.txt", *SMALL]
    command += ["--iterations", "20", "--sample-every", "10"]
    done = subprocess.run(f"{shlex.join(command)} {closed}", shell=True, capture_output=True)
    assert done.returncode == 0
    assert out in done.stdout.decode()
    assert err in done.stderr.decode()
    assert load_model("cats-rnn.npz")[2]["training"]["iteration"] == 20


def test_a_terminal_obeys_no_letter_of_a_network(folder, capsys, monkeypatch):
    vocab = Vocabulary("a\n\t\x1b\x9b\r\x7fé")
    save_model("odd.npz", RNN(len(vocab), 3), vocab)
    sample = ["sample", "odd.npz", "--seed", "1", "--length", "300", "--prompt", "\x1b"]
    assert main(sample) == 0
    plain = capsys.readouterr().out
    assert set(plain) == set(vocab.chars)  # as it is, into a file or a pipe
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(sample) == 0
    shown = capsys.readouterr().out
    assert set(shown) == set("a\n\té" + r"\x1b\x9b\r\x7f")
    for char in "\x1b\x9b\r\x7f":
        plain = plain.replace(char, repr(char)[1:-1])
    assert shown == plain


def test_output_is_utf8_whatever_the_locale(folder):
    (folder / "accents.txt").write_text("café crème \u2014 \U0001f600\n" * 20, encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    assert main(["train", "accents.txt", *SMALL, "--iterations", "20"]) == 0
    done = run("sample", "accents-rnn.npz", "--prompt", "café", env=environment)
    assert done.returncode == 0
    assert done.stdout.startswith("café")


def test_text_and_prompt_are_what_the_network_reads(folder, capsys):
    """The command line and the library write the same text from the same seed."""
    from rnnlib import sample

    model, vocab, _ = load_model(SHIPPED_MODEL)
    assert main(["sample", "--prompt", "ROMEO:\n", "--length", "50", "--seed", "4"]) == 0
    expected = sample(model, vocab, 50, prompt="ROMEO:\n", rng=4)
    assert capsys.readouterr().out == "ROMEO:\n" + expected + "\n"
    assert np.unique(list(expected)).size > 5


def test_each_letter_is_seen_at_once(monkeypatch):
    class Terminal(io.StringIO):
        def flush(self):
            seen.append(len(self.getvalue()))

    seen = []
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert main(["sample", "--length", "20", "--prompt", "abc"]) == 0
    assert {*range(4, 24)} <= {*seen}
