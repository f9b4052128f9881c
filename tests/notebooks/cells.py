"""The cells of a notebook, run in a process of their own that takes rnnlib from a given folder.

It begins as a copy of one that has imported what takes long, where the system can copy processes.
"""

import multiprocessing
import os
import sys

METHODS = multiprocessing.get_all_start_methods()
FAST = "forkserver" in METHODS
CONTEXT = multiprocessing.get_context("forkserver" if FAST else "spawn")
if FAST:
    CONTEXT.set_forkserver_preload(["IPython", "anywidget", "matplotlib.pyplot", "numpy", "pytest"])


def outputs_of(sources, root, folder):
    """Run cells in a folder, with the rnnlib that lies in root: yields (error, outputs) of each.

    error: what a cell raised, in words, or ""; after one nothing more is run. outputs: what it
    showed and printed, in the form of a notebook's file.
    """
    here, there = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_run, args=(sources, root, folder, there), daemon=True)
    process.start()
    there.close()
    try:
        for _ in sources:
            error, outputs = here.recv()
            yield error, outputs
            if error:
                break
    finally:
        process.kill()
        process.join()
        here.close()


def _run(sources, root, folder, pipe):
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.display import display
    from IPython.utils.capture import capture_output

    os.chdir(folder)
    sys.path.insert(0, str(root))
    HistoryManager.enabled = False
    shell = InteractiveShell.instance()
    shell.display_trap.hook = lambda value: None if value is None else display(value)
    for source in sources:
        with capture_output() as shown:
            result = shell.run_cell(source)
        error = result.error_before_exec or result.error_in_exec
        outputs = [
            {"output_type": "display_data", "data": one.data, "metadata": one.metadata}
            for one in shown.outputs
        ]
        for name in ("stdout", "stderr"):
            if text := getattr(shown, name):
                outputs.append({"output_type": "stream", "name": name, "text": text})
        pipe.send((repr(error) if error else "", outputs))
