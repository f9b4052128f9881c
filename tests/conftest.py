"""What several test files share."""

import os

# Every core runs tests, so threads would only wait for each other.
for library in ("OPENBLAS", "MKL", "OMP", "VECLIB_MAXIMUM"):  # before NumPy is imported
    os.environ[f"{library}_NUM_THREADS"] = "1"

import statistics
from pathlib import Path

import nbformat
import numpy as np
import psutil
import pytest
from hypothesis import Phase, settings

from rnnlib import RNN, Vocabulary, load_text

settings.register_profile("course", deadline=None)  # a busy machine is no fault
# the same examples for every mutant, and none made smaller: one that fails is enough
settings.register_profile(
    "mutation", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("course")


@pytest.fixture(scope="session")
def tales():
    """The text of our own corpus."""
    return load_text("tales")


@pytest.fixture(scope="session")
def vocab(tales):
    return Vocabulary(tales)


@pytest.fixture(scope="session")
def ids(tales, vocab):
    return vocab.encode(tales)


@pytest.fixture
def small():
    """A network small enough to check every weight, with weights large enough to bend tanh."""
    return RNN(5, 4, rng=1, dtype=np.float64, init_scale=0.3)


class LessonTime:
    """A notebook runs from a fresh kernel in 30 seconds of processor time; 08 and 09 in 60."""

    def pytest_runtest_teardown(self, item, nextitem):
        kernel = getattr(item.parent, "kernel", None)  # nbval has one for each notebook
        if kernel and (nextitem is None or nextitem.parent is not item.parent):
            used = psutil.Process(kernel.km.provisioner.pid).cpu_times()
            seconds = used.user + used.system + used.children_user + used.children_system
            assert seconds < (60 if item.path.name[:2] in ("08", "09") else 30), seconds


def pytest_configure(config):
    config.pluginmanager.register(LessonTime())  # so that it sees what is not in this folder


def pytest_terminal_summary(terminalreporter):
    """What a reviewer wants to see after a run: how long cells are, and which fault was caught."""
    lessons = sorted((Path(__file__).parents[1] / "notebooks").glob("[0-9]*.ipynb"))
    terminalreporter.section("lines in a code cell")
    for path in lessons:
        cells = nbformat.read(path, as_version=4).cells
        lines = [len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code"]
        share = len(lines) / len(cells)
        terminalreporter.write_line(
            f"{path.name:<40} median {statistics.median(lines):>4}  largest {max(lines):>2}  "
            f"code cells {share:.0%}"
        )
    teeth = [
        report
        for report in terminalreporter.getreports("passed")
        if "catcher" in dict(report.user_properties)
    ]
    if teeth:
        terminalreporter.section("faults put into rnnlib, and what caught them")
        for report in teeth:
            told = dict(report.user_properties)
            terminalreporter.write_line(f"{told['fault']:<58} {told['catcher']}")
