"""What a notebook tells its reader in words: how much, and which numbers nothing in it shows.

A number is told in a Markdown cell, or in the caption or the alternative text of a picture. It is
shown by an output that comes out as what is written when it is rounded, or stands in code as it is.
One of two digits would be found by chance among the hundreds of numbers in a notebook, so it must
be shown near by. A quoted number is part of a link to where it is from.
"""

import ast
import re
from decimal import Decimal

from bs4 import BeautifulSoup
from IPython.core.inputtransformer2 import TransformerManager
from nbconvert.filters import markdown2html

# in words: 0.25, 12 %, 1 115 394, 3e-16; thousands are set apart by spaces
TOLD = re.compile(r"(?<![\w.])(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?: ?%)?")
# in an output: 0.25, 12%, 1115394, 3.1e-16, and NumPy's "1."
SHOWN = re.compile(r"(?<![\w.])\d+(?:\.\d*)?(?:e[-+]?\d+)?%?")
BEFORE, AFTER = 3, 1  # so many code cells are near a sentence


def unshown(notebook):
    """The numbers of a notebook's sentences that nothing in it shows: pairs (cell, number)."""
    code = {i: cell for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"}
    outputs = {i: numbers_shown(cell) for i, cell in code.items()}
    literals = {i: numbers_in_code(cell.source) for i, cell in code.items()}
    exercises = set(re.findall(r'check\("(.+?)"', "\n".join(cell.source for cell in code.values())))
    for here, cell in enumerate(notebook.cells):
        near = [i for i in code if i <= here][-BEFORE:] + [i for i in code if i > here][:AFTER]
        for text in numbers_told(cell):
            cells = near if digits(text) < 3 else code
            if text not in exercises and not (
                any(rounds_to(number, text) for i in cells for number in outputs[i])
                or any(is_as_written(number, text) for i in cells for number in literals[i])
            ):
                yield here, text


def numbers_told(cell):
    """The numbers in a cell's sentences that something has to show, as they are written."""
    text = re.sub(r"\\,|\u00a0", " ", sentences(cell)).replace(r"\%", "%")
    text = re.sub(r"\^(\{-?\d+\}|\d)", "", text)  # a whole exponent is part of a formula
    for match in TOLD.finditer(text):
        if re.search(r"[.e%]", match[0]) or value(match[0]) >= 100:
            yield match[0]


def sentences(cell):
    """What a cell tells its reader, without blocks of code and without what is quoted."""
    if cell.cell_type == "markdown":
        page = rendered(cell)
        for link in page.find_all("a", href=re.compile("^https?:")):
            link.decompose()
        texts = [page.get_text()]
    else:
        page = BeautifulSoup("".join(html_outputs(cell)), "html.parser")
        texts = [caption.get_text() for caption in page.find_all("figcaption")]
    return "\n".join(texts + [image["alt"] for image in page.find_all("img", alt=True)])


def rendered(cell):
    """A Markdown cell as HTML, without blocks of code."""
    page = BeautifulSoup(markdown2html(cell.source), "html.parser")
    for block in page.find_all("pre"):
        block.decompose()
    return page


def html_outputs(cell):
    return [
        output.data["text/html"] for output in cell.outputs if "text/html" in output.get("data", {})
    ]


def word_count(notebook):
    """How many words there are to read: a formula is one, and pictures have none."""
    texts = [rendered(cell).get_text() for cell in notebook.cells if cell.cell_type == "markdown"]
    text = re.sub(r"\$\$.+?\$\$|\$.+?\$", "formula", "\n".join(texts), flags=re.S)
    return len(re.findall(r"\S*\w\S*", text))


def numbers_shown(cell):
    """The numbers in a code cell's outputs, but those that its captions tell."""
    texts = [output.get("text", "") for output in cell.outputs]
    texts += [output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    page = BeautifulSoup("\n".join(html_outputs(cell)), "html.parser")
    for caption in page.find_all("figcaption"):
        caption.decompose()
    texts.append(page.get_text(" "))
    return [value(match[0]) for text in texts for match in SHOWN.finditer(text)]


def numbers_in_code(source):
    """The numbers of a code cell: not those of its strings, such as captions, nor of comments."""
    nodes = ast.walk(ast.parse(TransformerManager().transform_cell(source)))
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return [Decimal(repr(number)) for number in values if type(number) in (int, float)]


def value(text):
    """The number that is written, such as 0.12 for 12 %."""
    number = Decimal(re.sub(r"[ %]", "", text))
    return number.scaleb(-2) if text.endswith("%") else number


def digits(text):
    """How many digits are written: 3 in 1.77 and in 0.012, 1 in 0.05 and in 1e-16."""
    return len(re.sub(r"e.*|\D", "", text).lstrip("0"))


def place(number):
    """The place of a number's last digit: -2 for 1.77, 0 for 2 and for 200."""
    return number.as_tuple().exponent


def rounds_to(number, text):
    """Whether a number in an output comes out as what is written when it is rounded.

    23165 comes out as 23 000, but not as 20 000: of the zeros, whole thousands may be rounded.
    """
    told = value(text)
    last = place(told) + len(re.search("(?: 000)*$", text)[0].replace(" ", ""))
    return place(number) <= last and abs(number - told) <= Decimal(5).scaleb(last - 1)


def is_as_written(number, text):
    """Whether a number in code is what is written; a whole one, such as 1, is not 1.0."""
    told = value(text)
    return number == told and (number % 1 != 0 or place(number) <= place(told))
