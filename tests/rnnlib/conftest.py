"""What tests of the subject share."""

import signal

import pytest

from rnnlib.interrupts import SIGNALS


@pytest.fixture(autouse=True)
def signals_arrive():
    """Under nohup, and in some CI, a signal is ignored: no test would ever be interrupted."""
    usual = {signal.SIGINT: signal.default_int_handler}
    before = {}
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_IGN:
            before[number] = signal.signal(number, usual.get(number, signal.SIG_DFL))
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
