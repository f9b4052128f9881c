"""Break the subject in small ways, one at a time, and see that the tests notice each.

    python tests/mutation.py              every file of rnnlib; about an hour
    python tests/mutation.py loss optim   these files

mutmut makes the mutants and runs, for each, the tests that come to the changed function. A mutant
that no test notices must stand in survivors.toml with the reason why nobody could notice it, and
what stands there must survive.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant

ROOT = Path(__file__).parents[1]
SUBJECT = Path("rnnlib")
SURVIVED = {0, 5, 33}  # pytest's codes for all passed and for no tests, mutmut's for no tests


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", metavar="FILE", help="of rnnlib, as in: loss optim")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), metavar="N")
    options = parser.parse_args()
    os.chdir(ROOT)

    every = sorted(set(SUBJECT.glob("*.py")) - {SUBJECT / "__init__.py"})
    paths = [SUBJECT / f"{name}.py" for name in options.files] or every
    wanted = [f"rnnlib.{path.stem}.*" for path in paths]
    shutil.rmtree("mutants", ignore_errors=True)  # what mutmut remembers knows no changed tests
    mutmut = Path(sys.executable).with_name("mutmut")
    command = [mutmut, "run", "--max-children", str(options.processes), *wanted]
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryFile("w+") as log:
        shown = None if sys.stdout.isatty() else log  # a bar that turns would fill a log
        done = subprocess.run(command, stdout=shown, stderr=shown, env=one_thread)
        if done.returncode:
            log.seek(0)
            sys.exit(log.read() or done.returncode)

    noticed, survived = set(), set()
    print(f"\n{'file':<16}{'mutants':>8}{'noticed':>8}{'survived':>9}")
    for path in paths:
        data = SourceFileMutationData(path=path)
        data.load()
        codes = {name: code for name, code in data.exit_code_by_key.items() if code is not None}
        for name, code in codes.items():
            mutant = (path.name, *change(name, path))
            (survived if code in SURVIVED else noticed).add(mutant)
        if codes:
            alive = sum(code in SURVIVED for code in codes.values())
            print(f"{path.name:<16}{len(codes):>8}{len(codes) - alive:>8}{alive:>9}")

    listed = listed_survivors()
    wrong = {"no test notices": survived - listed}
    wrong["survivors.toml lists, but a test notices"] = listed & noticed
    here = {mutant for mutant in listed if SUBJECT / mutant[0] in paths}
    wrong["survivors.toml lists, but is no mutant"] = here - noticed - survived
    for words, mutants in wrong.items():
        for name, was, now in sorted(mutants):
            print(f"\n{words}, {name}:\n- {was}\n+ {now}")
    sys.exit(any(wrong.values()))


def change(mutant, path):
    """The line that a mutant changes, as it was and as it is."""
    lines = get_diff_for_mutant(mutant, path=path).splitlines()[2:]
    return tuple("\n".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")


def listed_survivors():
    """What survivors.toml lists: (file, line as it was, line as it is)."""
    text = Path(__file__).with_name("survivors.toml").read_text("utf-8")
    return {
        (entry["file"], entry["was"].strip(), now.strip())
        for entry in tomllib.loads(text)["survivor"]
        for now in entry["now"]
    }


if __name__ == "__main__":
    main()
