"""The panel of lesson 05: published bugs, a map of what each spoils, and the line to find."""

import html
from pathlib import Path

import numpy as np

from ...gradcheck import compare_gradients
from ..figures import GRAY, GREEN, INK, PALE
from ..panel import Buttons, Choice, Panel
from ..toy import toy_network
from .bugs import BUGS, code_of, with_bug
from .map import WRONG, drawn, wrong
from .training import told

TEXT = "heloheloh"  # the toy network knows hello: here it is wrong every few letters
CHARS = "ehlo"
LETTERS = (1, 2, 8)  # how many of them are read
NOT_YET = "?"
CORRECTED = f'style="color:{GREEN}; font-weight:bold"'
LINK = "#005a8f"
PICKED = 'style="background:#ffe08a"'


def specimen(key, letters=8):
    """A small network with a bug of the gallery, and a window: what `gradient_map` needs.

    key: of `BUGS`. letters: how many are read, 1 to 8. Returns model, inputs (T,1), targets (T,1)
    and state; for an RNN with the toy network's weights, for an LSTM of its size with drawn ones.
    """
    model = with_bug(key)(len(CHARS), 3, dtype=np.float64, init_scale=1.0, rng=6)
    h, c = [[0.5, -0.5, 0.2]], [[-1.0, 0.8, 0.6]]  # not zero, where some bugs don't show
    state = np.array([h, c]) if model.kind == "lstm" else np.array(h)
    if model.kind == "rnn":
        model.params.flat[:] = toy_network().params.flat
    ids = np.array([CHARS.index(char) for char in TEXT])[:, None]
    return model, ids[:letters], ids[1 : letters + 1], state


def gallery():
    """A panel to find bugs: the code with a bug in it, and what it spoils in a few letters.

    Once the right line is picked, it tells what is wrong there, who published it, and what it does
    to training. The code is `print(BUGS[key])`, the map `gradient_map(*specimen(key, letters))`.
    """
    wall = [_exhibit(key) for key in BUGS]
    windows = [[_window(key, letters) for key in BUGS] for letters in LETTERS]

    def page(number, letters, line):
        shown = wall[int(number) - 1]
        asked, spoiled = windows[LETTERS.index(letters)][int(number) - 1]
        if line == shown["line"]:
            return shown["found"], shown["answer"] + shown["solved"] + spoiled
        code = shown["code"].replace(f'data-line="{line}"', f'data-line="{line}" {PICKED}')
        if line == NOT_YET:
            return asked, spoiled + code
        said = f"It is not line {line}." if code != shown["code"] else shown["short"]
        return said, spoiled + code

    longest = max(len(bug.code) for bug in BUGS.values())
    controls = [
        Buttons("bug", [str(n + 1) for n in range(len(wall))]),
        Buttons("letters read", LETTERS, LETTERS[-1]),
        Choice("the wrong line", (NOT_YET, *range(1, longest + 1))),
    ]
    formula = Path(__file__).with_suffix(".js")
    # maps that are alike stand side by side, which makes them half as large when they are packed
    given = {"wall": wall, "windows": windows, "picked": PICKED}
    return Panel(
        controls, page, label="a bug and what it spoils", height=40, formula=formula, given=given
    )


def _exhibit(key):
    """What the panel shows of one bug, for gallery.js too."""
    bug = BUGS[key]
    return {
        "code": _listing(bug.code),
        "solved": _listing(bug.code, bug),
        "answer": _answer(key),
        "found": f"Line {bug.line}: {bug.title}.",
        "line": bug.line,
        "short": f"This code has {len(bug.code)} lines.",
    }


def _window(key, letters):
    """A sentence, and the map of what a bug spoils in a window of some letters."""
    found = compare_gradients(*specimen(key, letters))
    spoiled = np.concatenate([wrong(error).ravel() for _, _, error in found.values()])
    asked = (
        f"{letters} letter{'s' * (letters > 1)} read: {spoiled.sum() or 'none'} of "
        f"{spoiled.size} gradients wrong. Which line is it?"
    )
    return asked, drawn(found, CHARS)


def _listing(code, bug=None):
    """Numbered lines; with the bug, what was wrong is crossed out, and the right line is below."""
    rows = ""
    for n, line in enumerate(code, 1):
        shown = html.escape(line)
        if bug and n == bug.line:
            crossed = f'<s style="color:{WRONG}">{html.escape(bug.wrong)}</s>'
            shown = shown.replace(html.escape(bug.wrong), crossed)
        rows += _row(n, shown, f'data-line="{n}"')
        if bug and n == bug.line:
            rows += _row("\u2713", html.escape(code_of(bug.kind)[n - 1]), CORRECTED)
    return (
        f'<div style="background:white; color:{INK}; font:15px/1.45 monospace; white-space:pre; '
        f'width:max-content; min-width:100%">{rows}</div>'
    )


def _row(n, shown, more):
    number = f'<span style="display:inline-block; width:2em; color:{GRAY}">{n}</span>'
    return f"<div {more}>{number}{shown}</div>"


def _answer(key):
    bug = BUGS[key]
    source = (
        f'<a href="{html.escape(bug.link)}" target="_blank" rel="noopener" '
        f'style="color:{LINK}; text-decoration:underline">{html.escape(bug.source)}</a>'
    )
    return (
        f'<div style="background:{PALE}; color:{INK}; border-left:6px solid {GREEN}; '
        f'padding:8px 12px; font:16px/1.4 sans-serif"><b>{html.escape(bug.title)}.</b> '
        f"{html.escape(bug.told)}<br>{told(key)}<br>Published in {source}.</div>"
    )
