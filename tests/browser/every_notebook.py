"""What holds for every notebook in a browser, in JupyterLab and as a page where no kernel runs:
its cells run, everybody can read it, and its panels are where they belong.

A notebook's file of tests ends with these; so it is opened once, and alone.
"""

import html
import json
import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NO_KERNEL = "typing needs a running kernel"


class EveryNotebook:
    """test_lesson_03b.py ends with a class TestNotebook(EveryNotebook), for 03b_….ipynb."""

    @pytest.fixture
    def name(self, request):
        number = request.path.stem.removeprefix("test_lesson_")
        [path] = NOTEBOOKS.glob(f"{number}_*.ipynb")
        return path.name

    def test_all_cells_run(self, open_lesson, name):
        assert open_lesson(name).troubles() == []

    @pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
    def test_axe_finds_nothing_to_mend(self, open_lesson, axe, name, theme):
        lesson = open_lesson(name)
        lesson.wear(theme)
        assert lesson.violations(axe) == []

    def test_axe_finds_nothing_to_mend_on_a_page(self, open_page, axe, name):
        assert open_page(name).violations(axe) == []

    def test_a_page_reads_nothing_outside_its_folder(self, open_page, name):
        page = open_page(name)
        page.page.wait_for_load_state("networkidle")
        assert page.left == []
        pictures = page.page.locator("img").all()
        assert pictures
        assert all(picture.evaluate("img => img.naturalWidth") for picture in pictures)

    def test_controls_stand_beside_their_labels_at_every_width(self, open_lesson, open_page, name):
        for place, widths in ((open_lesson(name), (1300, 900)), (open_page(name), (900, 400))):
            before = place.page.viewport_size
            for width in widths:
                place.page.set_viewport_size({"width": width, "height": 1000})
                panels = place.panels()
                assert panels
                assert all(panel.is_tidy() for panel in panels)
            place.page.set_viewport_size(before)

    def test_where_nothing_runs_there_is_a_still(self, open_page, name):
        page = open_page(name, javascript=False).page
        stills = page.locator("noscript > div").all()
        saved = [
            html.unescape(re.sub(r"<[^>]*>", "", output.data["text/html"]))
            for cell in nbformat.read(NOTEBOOKS / name, as_version=4).cells
            for output in cell.get("outputs", ())
            if output.get("data", {}).get("text/plain", "").startswith("[a panel")
        ]
        shown = ["".join(still.inner_text().split()) for still in stills]
        assert shown == ["".join(text.split()) for text in saved]
        assert all(still.bounding_box()["width"] > 500 for still in stills)

    def test_the_state_of_panels_is_small(self, open_lesson, name):
        assert len(json.dumps(open_lesson(name).saved().metadata.widgets)) < 100_000

    def test_no_key_on_a_panel_harms_a_cell(self, open_lesson, name):
        lesson = open_lesson(name)
        before = lesson.cells()
        panels = lesson.root.locator(".rnn-panel")
        controls = panels.locator("input, select, button, [tabindex]").all()
        assert len(controls) >= 2
        for control in controls:
            control.focus()
            for key in ("x", "b", "m", "d", "d", "a", "ArrowDown", "Shift+Enter", "Escape"):
                control.page.keyboard.press(key)
            assert control.evaluate(  # which may be the next button of its row
                """control => control === document.activeElement
                    || control.type === 'radio' && control.name === document.activeElement.name"""
            )
        assert lesson.cells() == before
