"""A map of all parameters, cell by cell: where backward and nudging disagree. Lesson 05."""

from ...gradcheck import RTOL, compare_gradients
from ..figures import GRAY, INK, PALE, number
from ..panel import GROUND, shown, table

WRONG = "#b00020"  # a red that is no number's color
CELL = "min-width:1.25em; height:1.25em; padding:0; text-align:center; line-height:1"
PLAIN = f"{GROUND}; font-weight:normal; padding:0 0.3em 0 0"


def gradient_map(model, inputs, targets, state=None, chars=None):
    """Where backward is wrong: every parameter, and the state before the window, as cells: HTML.

    A cell is red, with a cross, where the gradient of backward differs from the numerical one by
    more than `check_gradients` lets pass; pale where it agrees. Under the pointer stand both.
    model, inputs, targets, state: as for `check_gradients`. chars: the letters, to label rows and
    columns.
    """
    return drawn(compare_gradients(model, inputs, targets, state), chars)


def drawn(found, chars=None):
    """The map of what `compare_gradients` found."""
    blocks = "".join(_block(name, *arrays, chars) for name, arrays in found.items())
    return (
        f'<div style="background:white; color:{INK}; padding:8px 0; display:flex; flex-wrap:wrap; '
        f'align-items:flex-start; gap:10px 8px">{blocks}</div>'
    )


def wrong(error):
    """Where an error is too large, or no number."""
    return ~(error <= RTOL)


def _block(name, a, n, error, chars):
    """One parameter: its name, how much of it is wrong, and its cells."""
    told = f"{wrong(error).sum()} wrong" if wrong(error).any() else "right"
    cells = [_matrix(x) for x in (a, n, wrong(error))]
    letters = [shown(char) for char in chars or ()]
    n_rows, n_columns = cells[0].shape
    rows = letters if letters and name in ("Why", "by") else range(n_rows)
    columns = letters if letters and name.startswith("Wx") else range(n_columns)
    if name == "state" and a.ndim == 3:
        rows = [part for part in "hc" for _ in range(a.shape[1])]
    lines = "".join(f'<th scope="col" style="{PLAIN}">{label}</th>' for label in columns)
    lines = f'<tr><td style="{GROUND}"></td>{lines}</tr>' if n_columns > 1 else ""
    for label, *row in zip(rows, *cells, strict=True):
        line = "".join(_cell(*places) for places in zip(*row, strict=True))
        lines += f'<tr><th scope="row" style="{PLAIN}">{label}</th>{line}</tr>'
    return (
        f'<div role="img" aria-label="{name}: {told}" style="min-width:66px">'
        f'<div style="font:15px sans-serif; color:{WRONG if wrong(error).any() else INK}">'
        f"<b>{name}</b><br>{told}</div>{table(lines)}</div>"
    )


def _matrix(values):
    """A parameter or a state (B,H) or (2,B,H) as rows and columns; a vector is one column."""
    values = values.reshape(-1, values.shape[-1])  # h above c, streams below each other
    return values.T if len(values) == 1 else values


def _cell(a, n, is_wrong):
    ground, ink = (WRONG, "white") if is_wrong else (PALE, INK)
    told = "\u00d7" if is_wrong else ""
    look = f"{CELL}; border:1px solid {GRAY}; background:{ground}; color:{ink}"
    title = f"backward {number(a, 4)}, nudged {number(n, 4)}"
    return f'<td title="{title}" style="{look}">{told}</td>'
