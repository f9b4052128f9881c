"""What every notebook keeps to. nbval runs them; this reads the files."""

import re
from itertools import pairwise
from pathlib import Path

import names
import nbformat
import prose
import pytest

from rnnlib.course import machine

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
NOTEBOOKS = [path for path in NOTEBOOKS if ".ipynb_checkpoints" not in path.parts]

NAMES_ARE_TAKEN = {"02_forward_pass"}  # there, h, i, ids, logits and p are used for other things

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_it_is_a_valid_notebook(path):
    nbformat.validate(nbformat.read(path, as_version=4))


def test_all_cells_were_run_in_order(path):
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def test_no_cell_takes_a_name_away_that_an_earlier_one_needs(path):
    """Or that one fails, or says something else, when a reader comes back to it."""
    if path.stem not in NAMES_ARE_TAKEN:
        assert list(names.taken_away(cell.source for cell in code_cells(path))) == []


def test_no_output_is_an_error_nor_a_warning(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"


def test_no_widget_state_and_no_trace_of_a_machine(path):
    notebook = nbformat.read(path, as_version=4)
    assert "widgets" not in notebook.metadata
    assert "jupyter.widget-view" not in path.read_text("utf-8")  # the still of a panel is there
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
    for words, _ in images(path):
        assert len(words) >= 25


def images(path):
    """The pictures in Markdown cells: the words for those who can't see it, and the file."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            yield from ((tag["alt"], tag["src"]) for tag in prose.rendered(cell).find_all("img"))


def test_a_picture_in_a_markdown_cell_is_a_file_beside_the_notebook(path):
    for _, file in images(path):
        assert file.startswith("images/")
        assert (path.parent / file).is_file()


def test_a_lesson_opens_with_the_map_and_its_own_part_lit(path):
    if re.match(r"\d\d_", path.name) and path.parent.name != "solutions":
        number = path.name[:2]
        [(words, file)] = [(words, file) for words, file in images(path) if "map" in file]
        assert file == f"images/map_{number}.svg"
        for part in machine.parts_of(int(number)):
            assert machine.PARTS[part][1].replace("-\n", "").replace("\n", " ") in words


def test_every_number_in_a_sentence_is_shown(path):
    """CONTRIBUTING says what shows a number, and how a quoted one is marked."""
    assert list(prose.unshown(nbformat.read(path, as_version=4))) == []


def test_a_lesson_has_at_most_60_cells_and_2000_words(path):
    """What goes beyond stands in a notebook of its own, 03b_…, which may be as long as it needs."""
    if re.match(r"\d\d_", path.name) and path.parent.name != "solutions":
        notebook = nbformat.read(path, as_version=4)
        assert len(notebook.cells) <= 60
        assert prose.word_count(notebook) <= 2000


def test_it_is_small_enough_to_be_shown_everywhere(path):
    assert path.stat().st_size <= 250_000


def test_one_title_and_headings_in_order(path):
    levels = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"```.*?```", "", cell.source, flags=re.S)
            levels += [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(next_ <= level + 1 for level, next_ in pairwise(levels))


def test_no_line_break_makes_something_else_of_a_sentence(path):
    """`a >= b` broken before >= would be a quotation on the page, "up to 1." a list."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"```.*?```", "", cell.source, flags=re.S)
            for before, line in pairwise(["", *text.splitlines()]):
                assert line.count("`") % 2 == 0, line
                assert not line.startswith(">"), line
                if re.match(r"(\d+\.|[-+*]) ", line):  # a list begins after an empty line
                    assert re.match(r"$|(\d+\.|[-+*]) |  ", before), line


def test_cells_are_small(path):
    assert all(len(cell.source.splitlines()) <= 25 for cell in code_cells(path))


def test_never_more_than_two_code_cells_in_a_row(path):
    kinds = "".join(cell.cell_type[0] for cell in nbformat.read(path, as_version=4).cells)
    assert "ccc" not in kinds


def test_a_lesson_has_all_its_parts(path):
    if not path.name[0].isdigit() or path.parent.name == "solutions":
        return
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    for part in ("**You will**", "**You need**", "**Time**", "*Predict*",
                 "## Readers ask", "## Try it", "## In short", "**Next**"):  # fmt: skip
        assert part in text, part


def test_links_inside_the_repository_lead_somewhere(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", cell.source):
                if not re.match(r"[a-z]+:", target):
                    assert (path.parent / target).exists(), target


def symbols(path):
    """Greek letters and single italic letters in the formulas of a notebook."""
    found = set()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"```.*?```|`[^`]*`", "", cell.source, flags=re.S)
            for formula in re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", text, re.S):
                formula = re.sub(r"\\(text|mathrm|operatorname)\{[^}]*\}", " ", "".join(formula))
                found |= set(re.findall(rf"\\({GREEK})\b", formula))
                found |= set(re.findall(r"(?<![a-zA-Z])[a-zA-Z](?![a-zA-Z])",
                                        re.sub(r"\\[a-zA-Z]+", " ", formula)))  # fmt: skip
                found |= set(re.findall(r"(?<![a-zA-Z])d(?=[a-zA-Z])", formula))
    return found


GREEK = "alpha|beta|gamma|delta|epsilon|varepsilon|eta|theta|lambda|mu|pi|rho|sigma|tau|phi|omega"


def test_every_letter_of_a_formula_is_on_the_notation_page(path):
    cells = nbformat.read(ROOT / "notebooks" / "notation.ipynb", as_version=4).cells
    page = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    listed = " ".join(re.findall(r"\$(.+?)\$", page))
    listed = set(re.findall(rf"\\({GREEK})\b", listed)) | set(
        re.findall(r"[a-zA-Z]", re.sub(r"\\[a-zA-Z]+", " ", listed))
    )
    assert symbols(path) <= listed
