"""Which exercises are right in the notebooks that a class has handed in? For teachers.

`python notebooks/grade.py handed_in` runs every notebook of a folder from its top and prints
what `check` says in it: a table, and below it what went wrong and how often. What students have
written is run, so do it where it can do no harm.
"""

import argparse
import contextlib
import copy
import csv
import re
import sys
from collections import Counter
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from tqdm import tqdm

SECONDS = 120  # for one cell: then it is interrupted
CHECK = re.compile(r"""\bcheck\(["'](\w+\.\w+)["'],\s*(.*)\)""")
VERDICT = re.compile(r"^(right: |not yet: |not attempted yet)", re.M)
SIGNS = {"right: ": "+", "not yet: ": "-", "not attempted": ".", "": "!"}
LEGEND = "+ right   - not yet   . not attempted   ! its cell failed   (blank) not in the notebook"


def checks(notebook):
    """The code cells that hold a check: (cell, number of the exercise, its answer)."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and (match := CHECK.search(cell.source)):
            yield cell, *match.groups()


def run(notebook, folder="."):
    """A copy of a notebook with the outputs that its cells have when they are run from the top.

    folder: where they run, so that a text beside the notebook is found. A cell that raises, or
    takes too long, does not stop those after it; one that ends Python does.
    """
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # what was handed in with it is not believed
    with contextlib.suppress(DeadKernelError):
        NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=SECONDS,
            interrupt_on_timeout=True,
            allow_errors=True,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(folder)}},
        ).execute()
    return notebook


def verdicts(notebook):
    """What was said of each exercise of a notebook that has been run: number -> words.

    Of an exercise that is there twice, the words for the right answer, or else the last ones.
    """
    found = {}
    for cell, exercise, _ in checks(notebook):
        if not found.get(exercise, "").startswith("right: "):
            found[exercise] = " ".join(words(cell.outputs).split())
    return found


def words(outputs):
    """What check printed last; or why it printed nothing."""
    text = "".join(output.text for output in outputs if output.output_type == "stream")
    if said := [*VERDICT.finditer(text)]:
        return text[said[-1].start() :]
    for output in outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
    return "the cell did not come to its check"


def sign(said):
    return next(sign for start, sign in SIGNS.items() if said.startswith(start))


def numbers(found):
    """The exercises of all notebooks, in their order."""
    return list(dict.fromkeys(exercise for said in found.values() for exercise in said))


def overview(found):
    """A table of signs, and below it what was wrong, and how often.

    found: name of a notebook -> its verdicts.
    """
    exercises, wide = numbers(found), max(map(len, found))
    lines = [f"{'':{wide}}  {'  '.join(exercises)}  right"]
    for name, said in found.items():
        signs = [sign(said[e]) if e in said else " " for e in exercises]
        row = "  ".join(f"{one:^{len(e)}}" for one, e in zip(signs, exercises, strict=True))
        lines.append(f"{name:{wide}}  {row}  {signs.count('+'):5}")
    lines += ["", LEGEND, ""]
    for exercise in exercises:
        all_said = Counter(said[exercise] for said in found.values() if exercise in said)
        for words, n in all_said.most_common():
            if sign(words) in "-!":
                lines.append(f"{exercise}  {n} of {len(found)}  {words.removeprefix('not yet: ')}")
    return "\n".join(lines)


def save_table(found, path):
    """The table as comma-separated values: 1 for what is right, 0 for what is not."""
    exercises = numbers(found)
    with open(path, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["notebook", *exercises])
        for name, said in found.items():
            rows.writerow([name, *(int(sign(said.get(e, "")) == "+") for e in exercises)])


def grade(folder, table=None):
    """Run all notebooks in a folder and below it, and print the overview; table: a file for it.

    Raises ValueError for a folder without notebooks.
    """
    paths = [
        path
        for path in sorted(folder.rglob("*.ipynb"))
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    if not paths:
        raise ValueError(f"there is no notebook in {folder}: put there what was handed in")
    found = {}
    for path in tqdm(paths, unit="notebook"):
        name = path.relative_to(folder).with_suffix("").as_posix()
        found[name] = {}
        try:
            notebook = nbformat.read(path, as_version=4)
            nbformat.validate(notebook)
        except Exception:  # one spoiled file must not stop the class
            tqdm.write(f"{path} is no notebook: ask for it again", sys.stderr)
        else:
            found[name] = verdicts(run(notebook, path.parent))
    print(overview(found))
    if table:
        save_table(found, table)


def with_points(notebook):
    """A copy of a lesson for nbgrader: after each exercise a cell that is worth a point."""
    notebook = copy.deepcopy(notebook)
    for cell, exercise, answer in [*checks(notebook)]:
        source = (
            "from rnnlib.course.exercise import judge\n\n"
            f'passed, words = judge("{exercise}", {answer})\nassert passed, words'
        )
        name = f"point-{exercise.replace('.', '-')}"
        facts = {"schema_version": 3, "grade_id": name, "points": 1, "cell_type": "code"}
        facts |= {"grade": True, "locked": True, "solution": False, "task": False}
        point = nbformat.v4.new_code_cell(source, id=name, metadata={"nbgrader": facts})
        notebook.cells.insert(notebook.cells.index(cell) + 1, point)
    return notebook


def parser():
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python notebooks/grade.py",
        description="Runs the notebooks of a folder, and says which exercises are right in them.",
    )
    parser.add_argument("path", type=Path, help="the folder; with --nbgrader a lesson")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table there, too")
    parser.add_argument(
        "--nbgrader", type=Path, metavar="FILE", help="write the lesson there as an assignment"
    )
    return parser


def main(arguments=None):
    """Run one command; return its exit code: 0 done, 1 it could not be."""
    options = parser().parse_args(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")  # a name may have any letter
    try:
        if options.nbgrader:
            lesson = with_points(nbformat.read(options.path, as_version=4))
            options.nbgrader.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(lesson, options.nbgrader)
        else:
            grade(options.path, options.csv)
    except (OSError, ValueError) as error:
        print(f"grade: {re.sub(r'^.Errno .*?] ', '', str(error))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
