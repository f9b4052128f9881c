"""Run notebooks and save their outputs: python tests/refresh.py notebooks/00_start_here.ipynb …

Keeps what a reader sees and drops what differs from machine to machine: the state of widgets,
times, the version of Python.
"""

import sys
from itertools import pairwise
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def refresh(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=120,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": path.parent}},
    ).execute()
    for cell in notebook.cells:
        join_streams(cell.get("outputs", []))
        for output in cell.get("outputs", []):  # a panel has another name in each run
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(notebook, path)
    print(f"{path}: {len(notebook.cells)} cells")


def join_streams(outputs):
    """One print after another makes one output, however the kernel happened to send them."""
    for before, output in reversed([*pairwise(outputs)]):
        if before.output_type == "stream" and before.name == output.get("name"):
            before.text += output.text
            outputs.remove(output)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name))
