"""Lesson 00 says in one line what to do, even where nothing is installed."""

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement

from rnnlib.course import setup

ROOT = Path(__file__).parents[2]
NEEDED = [Requirement(line).name for line in importlib.metadata.requires("rnnlib")]
ADVICE = (
    ": start JupyterLab again with the README's command, which installs it; with conda, "
    "`conda env update -f environment.yml` does, with pip, `python -m pip install -e .`\n"
)


def cell_with(words):
    """The first code cell of lesson 00 with these words in it."""
    cells = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4).cells
    return next(c.source for c in cells if c.cell_type == "code" and words in c.source)


def belongs_to(name):
    """The files and folders of an installed package that stand in site-packages."""
    return {file.parts[0] for file in importlib.metadata.files(name)} - {".."}


@pytest.fixture
def run_without(tmp_path):
    """run_without(name, …): what the check prints where all is installed but these packages."""
    installed = tmp_path / "site-packages"
    installed.mkdir()
    for path in Path(pytest.__file__).parents[1].iterdir():
        (installed / path.name).symlink_to(path)

    def run(*names, cell="check_setup"):
        for name in names:
            for file in belongs_to(name):
                (installed / file).unlink(missing_ok=True)
        folders = [installed] if "rnnlib" in names else [installed, ROOT]
        done = subprocess.run(
            [sys.executable, "-S", "-c", cell_with(cell)],
            cwd=tmp_path,
            # without site-packages (-S) there are no links from there to the checkout either
            env={"PYTHONPATH": os.pathsep.join(map(str, folders))},
            capture_output=True,
            text=True,
        )
        assert done.stderr == ""
        return done.stdout

    run.folder = installed
    return run


def test_where_all_is_there_it_says_ready(run_without):
    assert run_without() == "ready\n"


@pytest.mark.parametrize("name", ["rnnlib", *NEEDED])
def test_a_missing_package_is_named_in_one_line(run_without, name):
    line = run_without(name)
    assert line.endswith(ADVICE)
    assert name in line.removesuffix(ADVICE)
    assert line.count("\n") == 1


def test_where_nothing_is_there_it_is_one_line(run_without):
    assert run_without("rnnlib", *NEEDED) == "No module named 'rnnlib'" + ADVICE


def test_the_very_first_cell_then_names_the_one_that_helps(run_without):
    line = run_without("rnnlib", *NEEDED, cell="")
    where = "Is everything there?"
    assert line == f"No module named 'rnnlib': see '{where}' below\n"
    page = (ROOT / "notebooks" / "00_start_here.ipynb").read_text("utf-8")
    assert f"## {where}" in page


def test_a_version_that_does_not_fit(run_without):
    [real] = run_without.folder.glob("matplotlib-*.dist-info")
    real.unlink()
    old = run_without.folder / "matplotlib-1.0.dist-info"
    old.mkdir()
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: matplotlib\nVersion: 1.0\n")
    line = run_without()
    assert line == f"matplotlib<4,>=3.10.8 is needed, and this is 1.0{ADVICE}"


def test_another_python_and_a_missing_file(monkeypatch):
    assert setup.check_setup() == "ready"
    with monkeypatch.context() as patch:
        patch.setattr(setup.sys, "version_info", (3, 10, 1))
        assert "choose one of 3.11" in setup.check_setup()

    def missing(name):
        raise FileNotFoundError("no such network")

    monkeypatch.setattr(setup, "load_model", missing)
    assert setup.check_setup() == (
        "a file of the course cannot be read (no such network): get the folder data/ again"
    )
