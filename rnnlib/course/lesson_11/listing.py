"""Code of this folder, to be read in the lesson even where it cannot run."""

import ast
import html
from pathlib import Path

from IPython.display import HTML

from ..figures import INK


def listing(file, *names):
    """The classes and functions of these names, as they stand in a file of this folder: HTML."""
    text = Path(__file__).with_name(file).read_text("utf-8")
    found = {getattr(part, "name", ""): part for part in ast.parse(text).body}
    code = "\n\n".join(ast.get_source_segment(text, found[name]) for name in names)
    look = f"background:white; color:{INK}; padding:8px; font:13px/1.45 monospace"
    return HTML(
        f'<pre style="{look}; white-space:pre-wrap; word-break:normal">{html.escape(code)}</pre>'
    )
