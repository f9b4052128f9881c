"""A sweep: a run for each of many settings, on all cores or on a cluster.

A script beside this file has a list of settings, and a function that makes a run of one. What is
finished is kept, so a command that was stopped goes on where it was.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import signal
import sys
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from functools import partial
from pathlib import Path

from tqdm import tqdm

from rnnlib.files import one_program, replacing
from rnnlib.interrupts import HeldInterrupts, stopped_by_signals

MEASURED = Path(__file__).parent / "measured"

for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # of each process that makes runs


def arguments(description, names=()):
    """What the command line says, by name: what to measure, if names are given; and for `sweep`."""
    parser = argparse.ArgumentParser(description=description.partition(":")[0])
    if names:
        parser.add_argument("name", choices=names)
    parser.add_argument(
        "path", nargs="?", type=Path, metavar="FILE", help="if not in data/measured"
    )
    parser.add_argument(
        "--workers", type=int, metavar="N", help="runs at a time, if not one per core"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a dask cluster to run on")
    return {name: said for name, said in vars(parser.parse_args()).items() if said is not None}


def sweep(path, settings, run, facts, workers=None, scheduler=None):
    """Make the runs that the file at path has not yet; return all runs in it.

    settings: dictionaries of what JSON knows. run: a function of the values of one, by name, which
    returns a dictionary; both together are a line of the file. facts: a dictionary, what holds for
    all runs. workers: processes side by side; without it, one for each core. scheduler: the address
    of a dask cluster, to make the runs there.
    A run that fails is told, and the others go on. Raises SystemExit if runs are missing in the
    end, and if the file holds runs of which other facts hold.
    """
    with one_program(path), stopped_by_signals():
        stored = read(path, facts)
        runs = [next((r for r in stored if s.items() <= r.items()), None) for s in settings]
        others = [r for r in stored if r not in runs]
        bar = tqdm(total=len(runs), initial=len(runs) - runs.count(None), unit=" runs")
        try:
            # An interrupt inside the pool's own code could leave one of its locks closed for ever.
            with bar, pool_of(workers, scheduler) as pool, HeldInterrupts() as held:
                missing = [i for i, r in enumerate(runs) if r is None]
                numbers = {pool.submit(partial(run, **settings[i])): i for i in missing}
                while numbers:
                    done, _ = wait(numbers, timeout=0.2, return_when=FIRST_COMPLETED)
                    for future in done:
                        i = numbers.pop(future)  # and a cluster may forget it
                        try:
                            runs[i] = settings[i] | future.result()
                        except BrokenExecutor:
                            raise
                        except Exception as error:
                            told = ", ".join(
                                f"{name} {value}" for name, value in settings[i].items()
                            )
                            bar.write(f"{told}: {type(error).__name__}: {error}", file=sys.stderr)
                        else:
                            write(path, facts, [*others, *filter(None, runs)])
                            bar.update()
                    held.deliver()
        except (BrokenExecutor, KeyboardInterrupt) as error:
            why = "stopped" if isinstance(error, KeyboardInterrupt) else "a process was killed"
        else:
            why = "some runs failed"
    if None in runs:
        raise SystemExit(
            f"{why}: {runs.count(None)} of {len(runs)} runs are missing in {path}; "
            "give the command again to go on"
        )
    return [*others, *runs]


@contextlib.contextmanager
def pool_of(workers, scheduler):
    """An executor of `concurrent.futures`: processes here, or those of a dask cluster."""
    if scheduler:
        try:
            from distributed import Client  # here, because few need it
        except ImportError:
            raise SystemExit("--scheduler needs dask: python -m pip install distributed") from None
        try:
            client = Client(scheduler)
        except OSError as error:
            raise SystemExit(f"no dask scheduler answers at {scheduler}: {error}") from None
        with client:
            yield client.get_executor(pure=False)
        return
    # New processes, on every system; Ctrl-C reaches them too, but it is ours to end them.
    new, ignore = multiprocessing.get_context("spawn"), (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(workers, new, signal.signal, ignore) as pool:
        try:
            yield pool
        except BaseException:
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def read(path, facts):
    """The runs in a file; none, where there is no file."""
    if not path.exists():
        return []
    stored = json.loads(path.read_text("utf-8"))
    for name, value in json.loads(json.dumps(facts)).items():
        if stored.get(name) != value:
            raise SystemExit(
                f"{path} holds runs with {name} {stored.get(name)}, not {value}: "
                "move it away, or give another file"
            )
    return stored["runs"]


def write(path, facts, runs):
    """A line for each run below the facts. The old file is replaced by the whole new one."""
    rows = ",\n".join(json.dumps(run) for run in runs)
    head = json.dumps(facts, indent=1).removesuffix("\n}")
    with replacing(path) as file:
        file.write(f'{head},\n "runs": [\n{rows}\n]}}\n'.encode())
