"""Every lesson has a plan in notebooks/README.md, all in one form, and each fits its lesson."""

import re
import shlex
from pathlib import Path

import nbformat
import pytest
from grade import checks, parser

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PAGE = (NOTEBOOKS / "README.md").read_text(encoding="utf-8")
LESSONS = {path.name[:2]: path for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))}
TOP, THE_PLANS, *_ = re.split(r"^## ", PAGE, flags=re.M)
PLANS = {part[:2]: part for part in re.split(r"^### ", THE_PLANS, flags=re.M)[1:]}
BESIDE = {number: sorted(NOTEBOOKS.glob(f"{number}b_*.ipynb")) for number in LESSONS}
AT_THE_END = {"Readers ask", "Try it", "In short"}
every_plan = pytest.mark.parametrize("number", PLANS)


def rows(text):
    """The cells of the rows of a table, without its head."""
    found = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[2:]]


OVERVIEW = {row[0]: row[1:] for row in rows(TOP)}


def sections(number):
    """The headings of a lesson -> the exercises below each; above all is the first screen."""
    found = {(title := "first screen"): []}
    for cell in nbformat.read(LESSONS[number], as_version=4).cells:
        if cell.cell_type == "code":
            found[title] += [name for _, name, _ in checks(nbformat.from_dict({"cells": [cell]}))]
        elif titles := re.findall(r"^## (.+)$", cell.source, re.M):
            found |= {title: [] for title in titles}
            title = titles[-1]
    return found


def stated(path):
    """The minutes that a notebook says it takes, in digits."""
    return re.search(r"\*\*Time\*\*: (\d+) minutes", path.read_text(encoding="utf-8")).group(1)


def exercises(number):
    """The exercises that a plan gives to the class, and those for home."""
    [class_, home] = re.search(r"Class: (.*)\. Home: (.*)\.$", PLANS[number], re.M).groups()
    return class_.split(", "), home.split(", ")


def test_every_lesson_has_a_plan_and_a_row_in_the_overview():
    assert list(PLANS) == list(OVERVIEW) == list(LESSONS)


@every_plan
def test_a_plan_has_the_same_parts_as_the_others(number):
    title, *lines = [line for line in PLANS[number].splitlines() if line]
    assert OVERVIEW[number][0].startswith(f"[{title[3:]}](#")
    assert lines[:2] == ["| min | section | ask, and do |", "|--:|---|---|"]
    points = re.findall(r"^- \*\*(.*?)\*\*", PLANS[number], re.M)
    assert points[:3] == ["Wrong answers.", "In the room.", "Exercises."]
    assert len(points[3:]) == len(BESIDE[number])
    assert len(PLANS[number].split()) <= 450  # read in two minutes


@every_plan
def test_the_notebooks_beside_a_lesson_are_named_with_their_minutes(number):
    line = r"^- \*\*\[.*\]\((.*)\)\*\*, (\d+) minutes: "
    found = re.findall(line, PLANS[number], re.M)
    assert found == [(path.name, stated(path)) for path in BESIDE[number]]


@every_plan
def test_a_plan_goes_through_the_sections_of_its_lesson(number):
    wanted = [title for title in sections(number) if title not in AT_THE_END]
    assert [section for _, section, _ in rows(PLANS[number])] == wanted


@every_plan
def test_the_minutes_are_those_of_the_overview_and_of_the_lesson(number):
    _, core, class_, _ = OVERVIEW[number]
    minutes = [int(m) for m, _, _ in rows(PLANS[number]) if m != "home"]
    assert min(minutes) > 0
    assert sum(minutes) == int(class_) <= 45
    assert stated(LESSONS[number]) == core


@every_plan
def test_every_exercise_is_for_class_or_for_home(number):
    of_section = sections(number)
    class_, home = exercises(number)
    assert sorted(class_ + home) == sorted(name for names in of_section.values() for name in names)
    for minutes, section, _ in rows(PLANS[number]):
        if minutes == "home":  # who leaves a section out does not attempt what is in it
            assert not set(of_section[section]) & set(class_)
    letters = sum(name[-1].isalpha() for name in class_ + home)
    assert OVERVIEW[number][3] == f"{letters} + {len(class_ + home) - letters}"


@every_plan
def test_a_cell_that_a_question_stands_before_is_there(number):
    cells = nbformat.read(LESSONS[number], as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    for piece in re.findall(r"Before (?:the cell with )?`([^`]+)`", PLANS[number]):
        assert piece in code, piece


def test_the_commands_that_collect_work_are_understood():
    lines = [line for line in PAGE.splitlines() if line.startswith("python") and "grade.py" in line]
    assert len(lines) == 2
    for line in lines:
        parser().parse_args(shlex.split(line.split("grade.py ")[1]))
