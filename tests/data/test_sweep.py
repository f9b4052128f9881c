"""A sweep keeps what is finished, whatever happens to the rest."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import sweep as script
from sweep import sweep

from rnnlib.corpora import DATA

SQUARES = [sys.executable, str(Path(__file__).with_name("squares.py"))]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(DATA)}


def squares(path, runs, *options):
    """What the script tells in the end, and its code."""
    command = [*SQUARES, str(path), runs, *options]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=100)
    return done.stderr, done.returncode


def stored(path):
    return json.loads(path.read_text("utf-8"))


@pytest.fixture
def here(monkeypatch):
    """Runs are made in this process, one after the other."""
    monkeypatch.setattr(script, "ProcessPoolExecutor", lambda *_: ThreadPoolExecutor(1))


def test_runs_side_by_side_are_those_one_after_the_other_each_on_one_thread(tmp_path):
    path = tmp_path / "squares.json"
    assert squares(path, "meets meets square square square square")[1] == 0
    found = stored(path)
    assert found["what"] == "squares"
    assert [run["square"] for run in found["runs"]] == [n**2 for n in range(6)]  # in order
    assert {run["threads"] for run in found["runs"]} == {1}
    assert len({run["process"] for run in found["runs"]}) == 2
    assert len(path.read_text("utf-8").splitlines()) == 3 + 6 + 1  # a line for each


def test_what_is_stored_is_not_made_again(tmp_path, here):
    path, made = tmp_path / "runs.json", []

    def run(rate, seed):
        made.append((rate, seed))
        return {"loss": rate + seed, "losses": [0.1, 1 / 3]}

    facts = {"corpus": "tales", "moments": (1, 2)}
    settings = [{"rate": rate, "seed": seed} for seed in (0, 1) for rate in (0.1, 0.05)]
    first = sweep(path, settings[1:3], run, facts)
    assert first == stored(path)["runs"]
    once = path.read_bytes()
    assert sweep(path, settings[1:3], run, facts) == first
    assert path.read_bytes() == once
    runs = sweep(path, settings, run, facts)
    assert made == [(0.05, 0), (0.1, 1), (0.1, 0), (0.05, 1)]
    assert [{"rate": run["rate"], "seed": run["seed"]} for run in runs] == settings
    sweep(path, [{"rate": 7, "seed": 7}], run, facts)
    assert stored(path)["runs"][:4] == runs
    assert [run["loss"] for run in stored(path)["runs"]][4:] == [14]


def test_runs_of_other_facts_are_not_mixed(tmp_path, here):
    path = tmp_path / "runs.json"
    sweep(path, [{"seed": 0}], lambda seed: {}, {"updates": 5})
    before = path.read_bytes()
    with pytest.raises(SystemExit, match="holds runs with updates 5, not 6: move it away"):
        sweep(path, [{"seed": 1}], lambda seed: {}, {"updates": 6})
    assert path.read_bytes() == before


def test_a_run_that_fails_is_told_and_the_others_are_kept(tmp_path):
    path = tmp_path / "squares.json"
    told, code = squares(path, "square fails square")
    assert code == 1
    assert f"number 1, does fails, folder {tmp_path}: FloatingPointError: the loss is nan" in told
    assert f"some runs failed: 1 of 3 runs are missing in {path}; give the command again" in told
    assert "Traceback" not in told
    assert [run["square"] for run in stored(path)["runs"]] == [0, 4]
    assert squares(path, "square fails square")[1] == 0
    assert [run["square"] for run in stored(path)["runs"]] == [0, 1, 4]


@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
def test_a_process_that_is_killed_is_told_and_what_was_finished_is_kept(tmp_path):
    path = tmp_path / "squares.json"
    assert squares(path, "square")[1] == 0
    kept = stored(path)["runs"]
    told, code = squares(path, "square kills square square")
    assert code == 1
    assert "a process was killed: " in told
    assert "Traceback" not in told
    assert stored(path)["runs"][0] == kept[0]
    assert squares(path, "square kills square square")[1] == 0
    assert [run["square"] for run in stored(path)["runs"]] == [0, 1, 4, 9]
    assert stored(path)["runs"][0] == kept[0]


@pytest.mark.skipif(os.name == "nt", reason="has other signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_is_finished_and_leaves_no_process_behind(tmp_path, number):
    path, runs = tmp_path / "squares.json", "square lasts lasts square"
    program = subprocess.Popen(
        [*SQUARES, str(path), runs], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
    )
    while not (path.exists() and (tmp_path / "2.tried").exists()):
        assert program.poll() is None
        time.sleep(0.05)
    workers = psutil.Process(program.pid).children(recursive=True)
    for process in workers if number == signal.SIGINT else ():
        process.send_signal(number)  # as a terminal does
    program.send_signal(number)
    _, told = program.communicate(timeout=30)
    assert program.returncode == 1
    assert f"stopped: 3 of 4 runs are missing in {path}; give the command again to go on" in told
    assert "Traceback" not in told
    assert not psutil.wait_procs(workers, timeout=10)[1]
    assert [run["square"] for run in stored(path)["runs"]] == [0]
    assert squares(path, runs)[1] == 0
    assert len(stored(path)["runs"]) == 4


@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
def test_a_dask_cluster_makes_the_same_runs(tmp_path):
    from distributed import LocalCluster

    path, killed = tmp_path / "squares.json", tmp_path / "killed.json"
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        where = "--scheduler", cluster.scheduler_address
        told, code = squares(path, "square fails square", *where)
        for other in tmp_path.glob("*.tried"):
            other.unlink()
        of_killed = squares(killed, "square kills square", *where)
    assert code == 1
    assert "number 1, does fails" in told
    assert [run["square"] for run in stored(path)["runs"]] == [0, 4]
    assert {run["threads"] for run in stored(path)["runs"]} == {1}
    assert of_killed[1] == 0, of_killed[0]  # the cluster gives the run to another worker
    assert [run["square"] for run in stored(killed)["runs"]] == [0, 1, 4]


def test_a_scheduler_needs_dask(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SystemExit, match="needs dask: python -m pip install distributed"):
        sweep(tmp_path / "runs.json", [{"seed": 0}], dict, {}, scheduler="tcp://127.0.0.1:1")


def test_the_command_line(monkeypatch):
    monkeypatch.setattr("sys.argv", ["x.py", "tea", "a.json", "--scheduler", "tcp://a:1"])
    said = script.arguments("Tea: python x.py", ("tea", "cake"))
    assert said == {"name": "tea", "path": Path("a.json"), "scheduler": "tcp://a:1"}
    monkeypatch.setattr("sys.argv", ["x.py", "--workers", "3"])
    assert script.arguments("Tea: python x.py") == {"workers": 3}
