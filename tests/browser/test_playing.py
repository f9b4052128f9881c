"""A slider that plays, on a page where no kernel runs."""

import nbformat
import pytest
from export import run, write_page
from nbformat.v4 import new_code_cell, new_notebook

CELL = """
from rnnlib.course.panel import Panel, Slider

sliders = [Slider("step", range(6), 4, plays=800), Slider("size", (1, 2), plays=50, begins={})]
Panel(sliders, lambda step, size: (f"step {{step}} of size {{size}}", ""), label="l")
"""


@pytest.fixture(scope="module")
def address(node_modules, tmp_path_factory):
    """address(begins): of a page with a panel whose second slider plays by itself, or does not."""
    folder = tmp_path_factory.mktemp("playing")

    def write(begins):
        page = folder / f"{begins}.html"
        if not page.exists():
            path = folder / f"{begins}.ipynb"
            nbformat.write(new_notebook(cells=[new_code_cell(CELL.format(begins))]), path)
            write_page(run(path), page, node_modules)
        return page.as_uri()

    return write


@pytest.fixture
def open_(browser, address):
    """open_(begins, motion): the page, in a browser that is asked for this much motion."""
    opened = []

    def open_(begins=False, motion="no-preference"):
        opened.append(browser.new_page(reduced_motion=motion))
        opened[-1].goto(address(begins))
        opened[-1].get_by_role("status").wait_for()
        return opened[-1]

    yield open_
    for page in opened:
        page.close()


def says(page, words):
    page.get_by_role("status").get_by_text(words, exact=True).wait_for(timeout=10_000)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_the_button_plays_to_the_end_and_then_from_the_start(open_):
    page = open_()
    says(page, "step 4 of size 1")
    button(page, "Play step").focus()
    page.keyboard.press("Space")
    says(page, "step 5 of size 1")
    assert page.get_by_label("step", exact=True).get_attribute("aria-valuetext") == "5"
    page.keyboard.press("Space")
    says(page, "step 0 of size 1")
    says(page, "step 2 of size 1")
    assert page.get_by_role("status").get_attribute("aria-live") == "off"
    says(page, "step 5 of size 1")
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"
    assert button(page, "Play step").evaluate("button => button === document.activeElement")


@pytest.mark.parametrize("key", ["button", "ArrowLeft"])
def test_the_button_and_a_hand_on_the_slider_stop_it(open_, key):
    page = open_()
    button(page, "Play step").press("Enter")
    button(page, "Pause step").wait_for()
    says(page, "step 5 of size 1")
    button(page, "Play step").press("Enter")
    says(page, "step 2 of size 1")
    if key == "button":
        button(page, "Pause step").press("Enter")
    else:
        page.get_by_label("step", exact=True).press(key)
    button(page, "Play step").wait_for()
    before = page.get_by_role("status").inner_text()
    page.wait_for_timeout(2000)
    assert page.get_by_role("status").inner_text() == before


def test_one_that_begins_plays_when_it_is_seen(open_):
    says(open_(True), "step 4 of size 2")


@pytest.mark.parametrize(("begins", "motion"), [(False, "no-preference"), (True, "reduce")])
def test_it_does_not_begin_unasked_nor_where_less_motion_is_wanted(open_, begins, motion):
    page = open_(begins, motion)
    page.wait_for_timeout(300)
    says(page, "step 4 of size 1")
    button(page, "Play size").press("Space")
    says(page, "step 4 of size 2")
