"""Ctrl-C, SIGTERM and a closed terminal, held back until nothing is cut in two."""

import contextlib
import signal
import sys
import threading

# SIGHUP, the closing of a terminal, is not known to Windows
SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


# While `python -m rnnlib` loads, Ctrl-C ends it without a word, as it ends other programs: there is
# nothing to save yet, and a traceback through the imports would tell nobody anything.
if sys.argv[:1] == ["-m"] and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class HeldInterrupts:
    """Holds interrupts back until `deliver`, or the end of the with block.

    An update changes the weights, then the optimizer's memory, then the position; a
    KeyboardInterrupt raised between two of these would leave a trainer that fits no text.
    A signal that is ignored, or has its default, deadly, handler, stays as it is.
    """

    def __enter__(self):
        self.pending = None
        self.before = {}
        if threading.current_thread() is threading.main_thread():  # signals reach only this one
            for number in SIGNALS:
                handler = signal.getsignal(number)
                if callable(handler):
                    self.before[number] = handler
                    signal.signal(number, self._note)
        return self

    def _note(self, number, frame):
        self.pending = number

    def deliver(self):
        """Let an interrupt that came meanwhile do what it would have done."""
        if self.pending is not None:
            number, self.pending = self.pending, None
            self.before[number](number, None)

    def __exit__(self, *error):
        for number, handler in self.before.items():
            signal.signal(number, handler)
        self.deliver()


class Stopped(KeyboardInterrupt):
    """A signal that ends programs came: an interrupt that knows its number."""

    def __init__(self, number):
        super().__init__(f"stopped by signal {number}")
        self.number = number


@contextlib.contextmanager
def stopped_by_signals():
    """Within, signals that would end the program interrupt it, so that nothing is lost.

    A signal that is ignored, as by nohup, stays ignored.
    """

    def stop(number, frame):
        raise Stopped(number)

    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            if signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
