"""What a class hands in is run and judged, whatever is in it; nothing of it is believed unseen."""

import csv
from pathlib import Path

import grade
import nbformat
import pytest

from rnnlib.course.exercise import exercises

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))

IMPORT = "from rnnlib.course.exercise import check"
RIGHT = 'answer = 16_500\ncheck("02.1", answer)'
OF_A_FILE = 'answer = int(open("mine.txt").read())\ncheck("02.1", answer)'
WRONG = 'answer = 23_000\ncheck("02.1", answer)'


def notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source) for source in (IMPORT, *sources)]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module")
def said():
    """What is said of a notebook with everything in it, the end of Python last."""
    one = notebook(
        RIGHT,
        'answer = 5\ncheck("02.5", answer)',
        'answer = H * H\ncheck("02.2", answer)',
        "def new_state(*weights):\n    return ...\n\n\ncheck('02.a', new_state)",
        'check("02.1", ...)',
        "print('right: of course')\ncheck('02.b', ...)",
        'while True:\n    pass\ncheck("02.c", ...)',
        'answer = 7, 5\ncheck("02b.1", answer)',
        "import os\n\nos._exit(1)",
        'answer = 3\ncheck("02b.3", answer)',
    )
    for cell in one.cells:
        cell.outputs = [nbformat.v4.new_output("stream", text="right: of course\n")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grade, "SECONDS", 6)
        return grade.verdicts(grade.run(one))


@pytest.mark.parametrize(
    ("exercise", "sign", "words"),
    [
        ("02.1", "+", "right: H·H for the state"),
        ("02.5", "-", "not yet: the new state is right: but who uses it, and when?"),
        ("02.a", ".", "not attempted yet"),
        ("02.2", "!", "NameError: name 'H' is not defined"),
    ],
)
def test_what_check_says_is_told_or_what_the_cell_raised(said, exercise, sign, words):
    assert said[exercise].startswith(words)
    assert grade.sign(said[exercise]) == sign


def test_what_was_handed_in_as_an_output_or_printed_before_is_not_believed(said):
    assert grade.sign(said["02.b"]) == "."


def test_a_cell_that_never_ends_is_interrupted_and_the_next_is_run(said):
    assert said["02.c"].startswith("KeyboardInterrupt")
    assert grade.sign(said["02b.1"]) == "+"


def test_after_the_end_of_python_nothing_is_right(said):
    assert said["02b.3"] == "the cell did not come to its check"
    assert grade.sign(said["02b.3"]) == "!"


def hand_in(folder, **notebooks):
    for name, one in notebooks.items():
        (folder / name).mkdir()
        nbformat.write(one, folder / name / "02.ipynb")


def test_a_class_makes_a_table_and_what_was_wrong_is_counted(tmp_path, capsys):
    hand_in(tmp_path, ada=notebook(OF_A_FILE), ben=notebook(WRONG), cleo=notebook(WRONG))
    (tmp_path / "ada" / "mine.txt").write_text("16500", encoding="utf-8")
    (tmp_path / "dan.ipynb").write_text("my homework", encoding="utf-8")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "._dan.ipynb").write_bytes(b"\0\5\26\7")  # in what Macs zip
    assert grade.main([str(tmp_path), "--csv", str(tmp_path / "marks.csv")]) == 0
    out, err = capsys.readouterr()
    assert "dan.ipynb is no notebook" in err
    rows = [line.split() for line in out.splitlines()[:5]]
    assert rows == [["02.1", "right"], ["ada/02", "+", "1"], ["ben/02", "-", "0"],
                    ["cleo/02", "-", "0"], ["dan", "0"]]  # fmt: skip
    [line] = [line for line in out.splitlines() if line.startswith("02.1")]
    assert line.startswith("02.1  2 of 4  ")
    assert "looked up" in line
    with open(tmp_path / "marks.csv", newline="", encoding="utf-8") as file:
        marks = list(csv.reader(file))
    assert marks == [["notebook", "02.1"], ["ada/02", "1"], ["ben/02", "0"], ["cleo/02", "0"],
                     ["dan", "0"]]  # fmt: skip


def test_a_folder_without_notebooks_is_told(tmp_path, capsys):
    assert grade.main([str(tmp_path)]) == 1
    assert "put there what was handed in" in capsys.readouterr().err


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_exercise_of_a_lesson_is_found_once(path):
    lesson = path.stem.split("_")[0]
    found = [number for _, number, _ in grade.checks(nbformat.read(path, as_version=4))]
    assert len(found) == len(set(found))
    assert set(found) == {name for name in exercises(lesson) if name.startswith(f"{lesson}.")}


def test_an_assignment_gives_a_point_for_what_is_right(tmp_path):
    lesson, assignment = tmp_path / "02.ipynb", tmp_path / "source" / "02.ipynb"
    nbformat.write(notebook(RIGHT, 'answer = 5\ncheck("02.5", answer)'), lesson)
    assert grade.main([str(lesson), "--nbgrader", str(assignment)]) == 0
    cells = grade.run(nbformat.read(assignment, as_version=4)).cells
    assert ["nbgrader" in cell.metadata for cell in cells] == [False, False, True, False, True]
    assert cells[2].outputs == []
    [error] = cells[4].outputs
    assert (error.ename, error.evalue[:21]) == ("AssertionError", "not yet: the new stat")
