"""The reader of notebooks that the rules on numbers and on length stand on."""

import re

import nbformat
import prose
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st


def markdown(text):
    return nbformat.v4.new_markdown_cell(text)


def code(source="", printed="", html=""):
    outputs = [nbformat.v4.new_output("stream", text=printed)]
    if html:
        outputs.append(nbformat.v4.new_output("display_data", {"text/html": html}))
    return nbformat.v4.new_code_cell(source, outputs=outputs)


def unshown(*cells):
    return [number for _, number in prose.unshown(nbformat.v4.new_notebook(cells=list(cells)))]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It costs 1.77 nats, or 12 % of 0.05.", ["1.77", "12 %", "0.05"]),
        ("from -0.96 to +0.5, by 1e-16 and 3.5e+02", ["0.96", "0.5", "1e-16", "3.5e+02"]),
        ("1\u00a0115\u00a0394 letters, 23 165 weights, 100", ["1 115 394", "23 165", "100"]),
        ("25 letters, 3 units, lesson 03, 99 words", []),
        (
            r"$0.999^{1000} = 37\,\%$, $1\,115\,394 \cdot 100$",
            ["0.999", "37 %", "1 115 394", "100"],
        ),
        (r"$e^{-1.77}$ and $10^{308}$ and $60^5$", ["1.77"]),
        ("Take `rate=0.1`.\n\n```python\nrate = 0.2\n```\n", ["0.1"]),
        ("| a | b |\n|---|---|\n| 0.1 | $0.2$ |\n", ["0.1", "0.2"]),
        ("![A line that falls to 0.3.](images/v0.4/a.svg)", ["0.3"]),
        ("Shannon [put it at 0.6 bits in 1951](https://doi.org/10.1002/x1.5), not 0.7.", ["0.7"]),
        ("Lesson 03 [put it at 0.6](03_cross_entropy.ipynb).", ["0.6"]),
        ("<!-- 0.1 --> Python 3.11.7", ["3.11"]),
    ],
)
def test_the_numbers_that_are_told(text, numbers):
    assert list(prose.numbers_told(markdown(text))) == numbers


def test_captions_and_alternative_texts_are_told_and_show_nothing():
    figure = '<figure><img alt="It ends at 0.25."><figcaption>At 31 %.</figcaption></figure>'
    cell = code("show('0.25')  # 0.31", html=figure + '<span title="0.25">0.125</span>')
    assert list(prose.numbers_told(cell)) == ["31 %", "0.25"]
    assert unshown(cell) == ["31 %", "0.25"]
    assert unshown(cell, markdown("0.125")) == ["31 %", "0.25"]


@pytest.mark.parametrize(
    ("text", "printed", "holds"),
    [
        ("1.77", "1.774", True),
        ("1.77", "1.7651", True),
        ("1.78", "1.774", False),
        ("1.774", "1.77", False),  # what is not printed is not shown
        ("1.0", "1.", False),
        ("12 %", "0.1234", True),
        ("12 %", "12.3%", True),
        ("13 %", "0.1234", False),
        ("0.12", "12%", True),
        ("-0.9", "[ 0.5 -0.9]", True),
        ("3e14", "3.0e+14", True),
        ("1e14", "3.0e+14", False),
        ("23 165", "23165 numbers", True),
        ("23 000", "23165 numbers", True),
        ("20 000", "23165 numbers", False),
        ("200", "204", False),
    ],
)
def test_an_output_shows_what_it_comes_out_as(text, printed, holds):
    assert (unshown(code(printed=printed), markdown(text)) == []) is holds
    assert (unshown(markdown(text), code(printed=printed)) == []) is holds


@pytest.mark.parametrize(
    ("text", "source", "holds"),
    [
        ("0.03", "smooth = counts + 0.03", True),
        ("0.03", "smooth = counts + 0.034", False),
        ("3 %", "rate = 0.03", True),
        ("10 %", "rate = 0.1", True),
        ("1.0", "scale = 1.0", True),
        ("1.0", "scale = 1", False),
        ("100 %", "scale = 1", False),
        ("1 115 394", "N = 1_115_394", True),
        ("0.25", 'print("0.25")  # 0.25', False),
        ("0.25", 'print(f"{0.25 * x:.2f}")', True),
        ("0.25", "%matplotlib inline\nx = 0.25", True),
    ],
)
def test_code_shows_what_it_says_itself(text, source, holds):
    assert (unshown(code(source), markdown(text)) == []) is holds


def test_a_number_of_one_or_two_digits_is_shown_near_by():
    far = [code(printed="0.25 1.774")] + [code() for _ in range(prose.BEFORE)]
    assert unshown(*far[:-1], markdown("0.25, 1.77")) == []
    assert unshown(*far, markdown("0.25, 1.77")) == ["0.25"]
    assert unshown(markdown("0.25, 1.77"), *reversed(far)) == ["0.25"]
    assert unshown(*far[:-1], code(html='<img alt="It is 0.25.">')) == ["0.25"]


def test_the_number_of_an_exercise_is_none():
    assert unshown(markdown("**10.1 Make.** As in 10.2."), code('check("10.1", x)')) == ["10.2"]


@given(st.decimals(min_value="0.01", max_value=9999, places=5), st.integers(1, 3), st.data())
def test_another_last_digit_is_noticed(number, decimals, data):
    """One rounding of a number is shown by it; the same with another last digit is not."""
    told = f"{number:.{decimals}f}"
    assert unshown(code(printed=f"loss {number} nats"), markdown(f"It costs {told} nats.")) == []
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != told[-1])
    wrong = told[:-1] + digit
    tie = re.fullmatch("50*", str(number).partition(".")[2][decimals:])  # may go up or down
    assume(not tie)
    assert unshown(code(printed=f"loss {number}"), markdown(f"It costs {wrong} nats.")) == [wrong]


def test_a_formula_is_a_word_and_a_picture_none():
    text = (
        "Two words, $a + b$.\n\n$$c = d$$\n\n![Not read.](a.svg)\n\n```\nx = 1\n```\n- [to read](a)"
    )
    notebook = nbformat.v4.new_notebook(cells=[markdown(text), code("x = 1"), markdown("`x`")])
    assert prose.word_count(notebook) == 7
