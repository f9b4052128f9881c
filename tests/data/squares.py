"""A sweep as the scripts in data/ are, but short: python squares.py FILE RUNS [--scheduler ADDRESS]

RUNS is a line of words: what each run does. Those that come to no end do so when given again.
"""

import os
import signal
import sys
import time
from pathlib import Path

from sweep import sweep
from threadpoolctl import threadpool_info


def run(number, does, folder):
    tried = Path(folder) / f"{number}.tried"
    again = tried.exists()
    tried.touch()
    if does == "fails" and not again:
        raise FloatingPointError("the loss is nan")
    if does == "kills" and not again:
        os.kill(os.getpid(), signal.SIGKILL)
    if does == "lasts" and not again:
        time.sleep(100)
    while does == "meets" and len(list(Path(folder).glob("*.tried"))) < 2:
        time.sleep(0.01)  # until another run has begun
    threads = max(pool["num_threads"] for pool in threadpool_info())
    return {"square": number**2, "threads": threads, "process": os.getpid()}


if __name__ == "__main__":
    path, runs = Path(sys.argv[1]), enumerate(sys.argv[2].split())
    settings = [{"number": n, "does": does, "folder": str(path.parent)} for n, does in runs]
    scheduler = sys.argv[4] if len(sys.argv) > 4 else None
    sweep(path, settings, run, {"what": "squares"}, workers=2, scheduler=scheduler)
