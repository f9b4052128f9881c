"""Make pages of notebooks whose panels work without a kernel and without a network:

    python tests/browser/export.py NODE_MODULES FOLDER notebooks/00_start_here.ipynb …

NODE_MODULES is what `npm install @jupyter-widgets/html-manager requirejs mathjax@3` fills.
"""

import shutil
import sys
from pathlib import Path

import anywidget
import nbformat
from jinja2 import DictLoader
from nbclient import NotebookClient
from nbconvert import HTMLExporter

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

# Formulas by the MathJax beside the page; where JavaScript is off, the still of a panel.
TEMPLATE = """{% extends "lab/index.html.j2" %}
{% block html_head_js_mathjax %}
<script>MathJax = {tex: {inlineMath: [["$", "$"]], processEscapes: true}}</script>
<script defer src="tex-svg-full.js"></script>
{% endblock %}
{% block data_widget_view scoped %}{{ super() }}
<noscript style="flex: 1"><style>.jupyter-widgets { display: none }</style>
{{ output.data["text/html"] }}</noscript>{% endblock %}"""


def write_page(notebook, path, node_modules):
    """Write a notebook that holds the state of its widgets as HTML, and beside it what it needs."""
    for source, name in (
        (node_modules / "@jupyter-widgets/html-manager/dist/embed-amd.js", "embed-amd.js"),
        (node_modules / "requirejs/require.js", "require.js"),
        (node_modules / "mathjax/es5/tex-svg-full.js", "tex-svg-full.js"),
        (Path(anywidget.__file__).parent / "nbextension/index.js", "anywidget.js"),
    ):
        shutil.copy(source, path.parent / name)
    exporter = HTMLExporter(
        extra_loaders=[DictLoader({"page": TEMPLATE})],
        template_file="page",
        embed_images=True,
        widget_renderer_url="embed-amd.js",
        require_js_url="require.js",
    )
    told = {"name": path.stem, "path": str(NOTEBOOKS)}  # where the pictures of Markdown cells are
    page, _ = exporter.from_notebook_node(notebook, {"metadata": told})
    path.write_text(page, encoding="utf-8")


def run(path):
    """The notebook, run, with the state of its widgets."""
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": path.parent}}
    return NotebookClient(notebook, timeout=120, resources=folder).execute()


if __name__ == "__main__":
    node_modules, folder, *notebooks = map(Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for path in notebooks:
        write_page(run(path), folder / f"{path.stem}.html", node_modules)
