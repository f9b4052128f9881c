"""No notebook and no panel is left out by the tests of this folder."""

import re
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
FILES = {
    path.stem.removeprefix("test_lesson_"): path.read_text(encoding="utf-8")
    for path in Path(__file__).parent.glob("test_lesson_*.py")
}


def test_every_notebook_has_a_file_that_ends_with_what_holds_for_every_notebook():
    numbers = {path.stem.partition("_")[0] for path in NOTEBOOKS.glob("[0-9]*.ipynb")}
    ends = "class TestNotebook(EveryNotebook):\n"
    assert numbers
    assert numbers == {number for number, text in FILES.items() if ends in text}


def test_every_panel_of_every_lesson_has_a_test_with_its_name():
    used = set()
    for path in NOTEBOOKS.glob("[0-9]*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", ()):
                if output.get("data", {}).get("text/plain", "").startswith("[a panel"):
                    used |= {re.findall(r"\blesson_\d\d\.(\w+)\(", cell.source)[-1]}
    found = re.findall(r"^def test_(\w+)\(open_panel\b", "\n".join(FILES.values()), re.MULTILINE)
    assert used
    assert used <= set(found)
