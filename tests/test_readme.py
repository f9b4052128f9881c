"""What the README promises works, and CI runs what it says."""

import re
import shlex
from pathlib import Path

import pytest

from rnnlib.__main__ import _parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ["README.md", "CONTRIBUTING.md", "data/README.md"]


def blocks(language):
    found = re.findall(r"^```(\w*)\n(.*?)^```", README, re.M | re.S)
    return [block for of_language, block in found if of_language == language]


COMMANDS = [line for block in blocks("") for line in block.splitlines()]


def test_ci_runs_the_test_command():
    [command] = [line for line in COMMANDS if " pytest " in line]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command.replace("python ", "python3 ", 1) in ci.splitlines()


def test_the_commands_of_the_command_line_are_understood():
    lines = [line for line in COMMANDS if "-m rnnlib" in line]
    assert len(lines) == 4
    for line in lines:
        _parser().parse_args(shlex.split(line.split("-m rnnlib ")[1]))


def test_the_notebook_that_is_opened_is_there():
    opened = [word for line in COMMANDS for word in line.split() if word.endswith(".ipynb")]
    assert opened
    for name in opened:
        assert (ROOT / name).exists()


def test_the_python_runs(capsys):
    [source] = blocks("python")
    exec(compile(source, "README.md", "exec"), {})
    assert len(capsys.readouterr().out) >= 200


@pytest.mark.parametrize("page", PAGES)
def test_links_inside_the_repository_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert ((ROOT / page).parent / target).exists(), target


def test_pictures_have_words():
    pictures = re.findall(r"!\[(.*?)\]", README)
    assert pictures
    assert all(len(words) > 40 for words in pictures)
