"""The mutants that are listed as survivors are mutants of today's rnnlib."""

import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTED = tomllib.loads((ROOT / "tests/survivors.toml").read_text(encoding="utf-8"))["survivor"]


def test_each_survivor_changes_a_line_that_is_there_and_says_why_nobody_notices():
    for entry in LISTED:
        assert entry.keys() == {"file", "was", "now", "why"}
        source = (ROOT / "rnnlib" / entry["file"]).read_text(encoding="utf-8")
        lines = [line.strip() for line in source.splitlines()]
        for line in entry["was"].strip().splitlines():
            assert line.strip() in lines, line
        assert entry["why"]
        assert entry["was"] not in entry["now"]


def test_each_is_listed_once():
    count = Counter((entry["file"], entry["was"], now) for entry in LISTED for now in entry["now"])
    assert count.total() == len(count) > 10
