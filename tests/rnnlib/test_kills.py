"""Killed at random moments: no file is spoiled, and who goes on ends where nobody was killed."""

import json
import subprocess
import sys

import pytest

from rnnlib.__main__ import main

TEXT = "the cat sat on the mat, and the rat sat on the cat.\n" * 8
KINDS = {
    "rnn": ["--hidden", "8"],
    "lstm": ["--model", "lstm", "--optimizer", "adam", "--learning-rate", "0.01", "--hidden", "5"],
}
KILLS = 6  # for each kind

# One program loads rnnlib; each training is a copy of it, a process of its own, and is killed. It
# prints how each ended: 0, or minus the signal that killed it, or 128 plus the one it obeyed.
KILLER = """
import json, os, random, signal, sys, threading
from rnnlib import __main__, load_model

signal.signal(signal.SIGINT, signal.SIG_DFL)  # as while `python -m rnnlib` loads
__main__.SAVE_EVERY = 50
name, begin, go_on, kills = json.loads(sys.argv[1])
rng, ends = random.Random(name), []
while 0 not in ends:
    saved = os.path.exists(name)
    if saved:
        load_model(name)  # raises if it is spoiled
    sent = getattr(signal, ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"][len(ends) % 4])
    delay = rng.uniform(0, 0.1)
    child = os.fork()
    if child == 0:
        if len(ends) < kills:  # by a clock of its own: where the machine is busy, both are slow
            threading.Timer(delay, os.kill, (os.getpid(), sent)).start()
        sys.stdout = sys.stderr = open(os.devnull, "w")
        os._exit(__main__.main(go_on if saved else begin))
    ends.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    assert len(ends) <= kills + 1, ends
print(json.dumps(ends))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no fork, and no such signals, on Windows")
@pytest.mark.parametrize("kind", KINDS)
def test_killed_and_resumed_it_is_as_if_never_stopped(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cats.txt").write_text(TEXT)
    common = ["train", "cats.txt", "--iterations", "5000", "--sample-every", "300"]
    begin = [*common, "--batch-size", "2", "--seq-length", "10", *KINDS[kind]]
    told = [kind, [*begin, "--save", kind], [*common, "--resume", kind], KILLS]
    command = [sys.executable, "-W", "ignore", "-c", KILLER, json.dumps(told)]  # (of a fork: BLAS)
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stderr == ""
    ends = json.loads(done.stdout)
    assert ends.pop() == 0
    assert len(ends) >= 3  # or it was over too soon to be killed

    assert main([*begin, "--save", "straight"]) == 0
    assert (tmp_path / kind).read_bytes() == (tmp_path / "straight").read_bytes()
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == sorted(["cats.txt", "straight", kind])  # nothing half written, no lock
