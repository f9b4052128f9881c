"""What every notebook keeps to. nbval runs them; this reads the files."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
NOTEBOOKS = [path for path in NOTEBOOKS if ".ipynb_checkpoints" not in path.parts]

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_it_is_a_valid_notebook(path):
    nbformat.validate(nbformat.read(path, as_version=4))


def test_all_cells_were_run_in_order(path):
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def test_no_output_is_an_error_nor_a_warning(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"


def test_no_widget_state_and_no_trace_of_a_machine(path):
    notebook = nbformat.read(path, as_version=4)
    assert "widgets" not in notebook.metadata
    assert not any("execution" in cell.metadata for cell in notebook.cells)
    text = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=\\n]+", "", path.read_text("utf-8"))
    assert not re.search(r"(?<![\w./])/(root|home|work|Users|tmp)/\w", text)


def test_every_picture_has_words(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            data = output.get("data", {})
            assert "image/png" not in data  # JupyterLab drops the words of such pictures
            for tag in re.findall(r"<img[^>]*>", data.get("text/html", "")):
                alt = re.search(r'\balt="([^"]*)"', tag)
                assert alt, tag[:80]
                assert len(alt.group(1)) >= 25


def test_one_title_and_headings_in_order(path):
    levels = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"```.*?```", "", cell.source, flags=re.S)
            levels += [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(next_ <= level + 1 for level, next_ in pairwise(levels))


def test_cells_are_small(path):
    assert all(len(cell.source.splitlines()) <= 25 for cell in code_cells(path))


def test_links_inside_the_repository_lead_somewhere(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", cell.source):
                if not re.match(r"[a-z]+:", target):
                    assert (path.parent / target).exists(), target
