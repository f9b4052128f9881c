"""Is the machine ready? The first code cell of lesson 00 asks."""

import importlib.metadata
import sys

from packaging.requirements import Requirement

from ..checkpoint import load_model
from ..corpora import DATA

INSTALL = "run `python -m pip install -e .` in the folder of the README"


def check_setup():
    """One line: "ready", or what to do. Lesson 00."""
    return next(_what_to_do(), "ready")


def _what_to_do():
    if sys.version_info < (3, 11):  # noqa: UP036 (a notebook may run on another Python)
        yield f"this kernel is Python {sys.version.split()[0]}: choose one of 3.11 or newer"
    try:
        needed = importlib.metadata.requires("rnnlib")
    except importlib.metadata.PackageNotFoundError:
        yield f"rnnlib is not installed for this kernel: {INSTALL}"
        return
    for requirement in map(Requirement, needed):
        try:
            found = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            yield f"{requirement.name} is missing: {INSTALL}"
        else:
            if found not in requirement.specifier:
                yield f"{requirement.name} is {found}, not {requirement.specifier}: {INSTALL}"
    try:
        load_model(DATA / "models" / "rnn-100000.npz")
    except (OSError, ValueError) as error:
        yield f"a trained network cannot be read ({error}): get the folder data/ again"
