"""The text of a file of this folder, to be read in the lesson even where it cannot run."""

from pathlib import Path

from IPython.display import Markdown


def listing(name):
    """The lines of a file of this folder, as code."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    return Markdown(f"```python\n{text}```")
