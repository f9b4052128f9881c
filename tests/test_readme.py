"""What the README promises works, and CI runs what it says."""

import re
import shlex
from pathlib import Path

import pytest

from rnnlib.__main__ import _parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ["README.md", "CONTRIBUTING.md", "data/README.md", "notebooks/README.md"]


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


def anchors(path):
    """What can stand behind a # in a link to a page: its headings, as they are on GitHub."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(page):
    """The links of a page to files and headings of this repository that are not there."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            file, _, anchor = target.partition("#")
            path = page.parent / file if file else page
            if not path.exists() or (anchor and anchor not in anchors(path)):
                yield target


@pytest.mark.parametrize("page", PAGES)
def test_links_inside_the_repository_lead_somewhere(page):
    assert list(broken(ROOT / page)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = tmp_path / "page.md"
    good = "[a](page.md) [b](#run-it) [c](page.md#without-a-network-o) [d](https://x.org/y)"
    page.write_text(f"# Run it\n\n## Without a network, O!\n\n{good} [e](gone.md) [f](#runit)")
    assert list(broken(page)) == ["gone.md", "#runit"]


def test_pictures_have_words():
    pictures = re.findall(r"!\[(.*?)\]", README)
    assert pictures
    assert all(len(words) > 40 for words in pictures)
