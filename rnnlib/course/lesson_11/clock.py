"""How long does it take? In turns, so that other work on the machine slows all alike."""

import statistics
import time

from ...train import BLAS


def in_turns(loops, turns=7, seconds=0.02):
    """How long one call of each takes: name -> processor seconds, the median of the turns.

    loops: name -> a function of n that does something n times. seconds: about what a turn of one of
    them takes. What is timed is this thread, since a notebook has others; and products use no
    second one (but for Apple's Accelerate, which can't be told), so all compared have one core.
    """
    with BLAS.limit(limits=1):
        counts = {name: _fill(loop, seconds) for name, loop in loops.items()}
        times = {name: [] for name in loops}
        for _ in range(turns):
            for name, loop in loops.items():
                start = time.thread_time()
                loop(counts[name])
                times[name].append((time.thread_time() - start) / counts[name])
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def _fill(loop, seconds):
    """How often something is done in about so many seconds."""
    loop(1)  # the first time takes longer
    n = 1
    while True:
        start = time.thread_time()
        loop(n)
        taken = time.thread_time() - start
        if taken > seconds / 4:
            return max(1, round(n * seconds / taken))
        n *= 4
