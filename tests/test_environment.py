"""The two ways to install agree, and neither needs what the other does not name."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
OTHER_NAME = {"playwright": "playwright-python"}  # conda-forge's for the same package
PYTHON_AND_PIP = {"python", "pip"}


def of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + project["dependency-groups"]["test"]
    found = {}
    for requirement in map(Requirement, lines):
        found[OTHER_NAME.get(requirement.name, requirement.name)] = requirement.specifier
    return found, project


def of_environment():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [line for line in environment["dependencies"] if isinstance(line, str)]
    [by_pip] = [line["pip"] for line in environment["dependencies"] if isinstance(line, dict)]
    return {r.name: r.specifier for r in map(Requirement, plain)}, by_pip, environment


def test_the_same_packages_in_the_same_ranges():
    pyproject, _ = of_pyproject()
    conda, _, _ = of_environment()
    assert {name: conda[name] for name in conda.keys() - PYTHON_AND_PIP} == pyproject


def test_the_same_python():
    _, project = of_pyproject()
    conda, _, _ = of_environment()
    assert str(conda["python"]) == project["project"]["requires-python"]


def test_rnnlib_comes_by_pip_from_the_checkout_and_all_else_from_conda_forge():
    _, by_pip, environment = of_environment()
    assert environment["channels"] == ["conda-forge"]
    assert by_pip == ["--no-deps", "-e ."]


def test_every_package_has_a_lowest_version():
    for name, specifier in of_pyproject()[0].items():
        assert any(part.operator == ">=" for part in specifier), name


def imports(path):
    """The modules that a Python file imports, those of its own package with a dot before them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield "." * node.level + node.module
        elif isinstance(node, ast.ImportFrom):
            yield from ("." * node.level + alias.name for alias in node.names)


SUBJECT = sorted((ROOT / "rnnlib").glob("*.py"))
HELPERS = {"filelock", "pooch", "threadpoolctl", "tqdm"}  # locks, texts, threads, a bar


@pytest.mark.parametrize("path", SUBJECT, ids=lambda path: path.stem)
def test_the_subject_is_numpy_alone_and_knows_neither_the_course_nor_the_command_line(path):
    for name in imports(path):
        if name.startswith("."):
            assert name.split(".")[1] not in ("course", "__main__"), name
        else:
            assert name.split(".")[0] in {*sys.stdlib_module_names, "numpy", *HELPERS}, name


@pytest.mark.parametrize("path", SUBJECT, ids=lambda path: path.stem)
def test_the_subject_prints_nothing_but_on_the_command_line(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print" or path.stem == "__main__"


def test_every_package_that_rnnlib_imports_is_named():
    own = {"", "rnnlib", *sys.stdlib_module_names}
    comes_with = {"IPython": "anywidget", "traitlets": "anywidget", "PIL": "matplotlib"}
    named = set(of_pyproject()[1]["project"]["dependencies"])
    named = {Requirement(line).name for line in named}
    lesson_11_passes_over = {("pytorch.py", "torch"), ("two_processes.py", "torch")}
    used = {
        (path.name, name.split(".")[0])
        for path in (ROOT / "rnnlib").rglob("*.py")
        for name in imports(path)
    }
    for _, name in used - lesson_11_passes_over:
        assert name in own or comes_with.get(name, name) in named, name
