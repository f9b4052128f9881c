import signal
import threading

import pytest

from rnnlib.interrupts import SIGNALS, HeldInterrupts, Stopped, stopped_by_signals


@pytest.fixture(params=SIGNALS, ids=lambda number: number.name)
def number(request):
    """Each signal, with its handlers as they were before once the test is over."""
    before = signal.getsignal(request.param)
    yield request.param
    signal.signal(request.param, before)


def test_a_signal_that_would_end_the_program_interrupts_it(number):
    signal.signal(number, signal.SIG_DFL)
    with pytest.raises(Stopped, match=f"signal {number}") as stop, stopped_by_signals():
        signal.raise_signal(number)
    assert stop.value.number == number
    assert isinstance(stop.value, KeyboardInterrupt)
    assert signal.getsignal(number) is signal.SIG_DFL


@pytest.mark.parametrize("use", [HeldInterrupts, stopped_by_signals])
def test_a_signal_that_is_ignored_stays_ignored(number, use):
    signal.signal(number, signal.SIG_IGN)
    with use():
        assert signal.getsignal(number) is signal.SIG_IGN
        signal.raise_signal(number)
    assert signal.getsignal(number) is signal.SIG_IGN


def test_held_back_it_comes_once_when_it_may(number):
    came = []
    signal.signal(number, lambda *told: came.append(told))
    with HeldInterrupts() as interrupts:
        interrupts.deliver()
        signal.raise_signal(number)
        signal.raise_signal(number)
        assert came == []
        interrupts.deliver()
        interrupts.deliver()
        assert came == [(number, None)]
        signal.raise_signal(number)
    assert came == 2 * [(number, None)]
    signal.raise_signal(number)
    assert len(came) == 3


@pytest.mark.parametrize("use", [HeldInterrupts, stopped_by_signals])
def test_in_a_thread_it_changes_nothing(use):
    """Python lets only the main thread set a handler, and sends signals to no other."""
    ends = []

    def run():
        with use():
            ends.append([signal.getsignal(number) for number in SIGNALS])

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert ends == [[signal.getsignal(number) for number in SIGNALS]]
