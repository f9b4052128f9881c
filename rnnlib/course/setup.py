"""Is the machine ready? A cell of lesson 00 asks."""

import importlib.metadata
import sys

from packaging.requirements import Requirement

from ..checkpoint import load_model
from ..corpora import load_text


def check_setup():
    """One line: "ready", or what to do. Lesson 00.

    Raises ImportError for a package that is missing or of a version that does not fit. What to do
    about that stands in the cell, which says it even where there is no rnnlib.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 (a notebook may run on another Python)
        return f"this kernel is Python {sys.version.split()[0]}: choose one of 3.11 or newer"
    for requirement in map(Requirement, importlib.metadata.requires("rnnlib")):
        if requirement.marker is None or requirement.marker.evaluate():
            found = importlib.metadata.version(requirement.name)
            if not requirement.specifier.contains(found, prereleases=True):
                raise ImportError(f"{requirement} is needed, and this is {found}")
    try:
        load_text("tales")
        load_model("rnn-100000")
        load_model("lstm")
    except (OSError, ValueError) as error:
        return f"a file of the course cannot be read ({error}): get the folder data/ again"
    return "ready"
