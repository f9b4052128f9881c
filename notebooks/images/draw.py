"""Draw the pictures that depend on no computation again: python notebooks/images/draw.py

They are the map of the machine, once for each lesson, and the DIAGRAMS of a lesson's file in
rnnlib/course, under their names. They are SVG: sharp on every screen, small, and white also where
the page is dark. Lessons show them in Markdown cells.
"""

import importlib
import io
import pkgutil
import re
from pathlib import Path

import matplotlib

import rnnlib.course
from rnnlib.course.machine import machine_map

IMAGES = Path(__file__).parent


def drawings():
    """What there is to draw: name of the file -> figure, or SVG."""
    found = {}
    for path in sorted(IMAGES.parent.glob("[0-9][0-9]_*.ipynb")):
        lesson = path.name[:2]
        found[f"map_{lesson}.svg"] = machine_map(int(lesson))
    for module in pkgutil.iter_modules(rnnlib.course.__path__, "rnnlib.course."):
        for diagram in getattr(importlib.import_module(module.name), "DIAGRAMS", []):
            found[f"{diagram.__name__}.svg"] = diagram()
    return found


def svg(fig):
    """A figure as the text of an SVG file, without a date and with the same ids each time.

    What is SVG already stays as it is.
    """
    if isinstance(fig, str):
        return fig
    file = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "rnnlib"}):
        fig.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    # on the page as large as what `figures.show` shows: 80 pixels for an inch, which has 72 pt
    return re.sub(
        r'="([\d.]+)pt"', lambda size: f'="{float(size[1]) * 80 / 72:.0f}"', file.getvalue()
    )


if __name__ == "__main__":
    for name, fig in drawings().items():
        (IMAGES / name).write_text(svg(fig), encoding="utf-8")
        print(name)
