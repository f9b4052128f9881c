"""The panel of lesson 05: published bugs, a map of what each spoils, and the line to find."""

import html
from pathlib import Path

from ...gradcheck import compare_gradients
from ..figures import GRAY, GREEN, INK, PALE
from ..panel import Buttons, Choice, Panel
from .bugs import BUGS, code_of
from .lines import reasons
from .map import WRONG, drawn, wrong
from .specimen import CHARS, LETTERS, specimen
from .training import told

NOT_YET = "?"
CORRECTED = f'style="color:{GREEN}; font-weight:bold"'
LINK = "#005a8f"
PICKED = 'style="background:#ffe08a"'


def gallery():
    """A panel to find bugs: what one spoils in a few letters, and the right backward pass.

    A line that is not the one has its reason, see `lines`. Once the right one is picked, the panel
    shows what stood there, who published it, and what it does to training. All of the code with the
    bug in it is `print(BUGS[key])`, the map `gradient_map(*specimen(key, letters))`.
    """
    wall = [_exhibit(key) for key in BUGS]
    found = {key: {n: compare_gradients(*specimen(key, n)) for n in LETTERS} for key in BUGS}
    # maps that are alike stand side by side, which makes them half as large when they are packed
    maps = [[drawn(found[key][n], CHARS) for key in BUGS] for n in LETTERS]
    words = [[_words(key, found[key], n) for key in BUGS] for n in LETTERS]

    def page(number, letters, line):
        shown, i = wall[int(number) - 1], LETTERS.index(letters)
        spoiled, (asked, *objections) = maps[i][int(number) - 1], words[i][int(number) - 1]
        if line == shown["line"]:
            return shown["found"], spoiled + shown["answer"]
        code = shown["code"].replace(f'data-line="{line}"', f'data-line="{line}" {PICKED}')
        if line == NOT_YET:
            return asked, spoiled + code
        return (shown["short"] if line > len(objections) else objections[line - 1]), spoiled + code

    longest = max(len(bug.code) for bug in BUGS.values())
    controls = [
        Buttons("bug", [str(n + 1) for n in range(len(wall))]),
        Buttons("letters read", LETTERS, LETTERS[-1]),
        Choice("the wrong line", (NOT_YET, *range(1, longest + 1))),
    ]
    formula = Path(__file__).with_suffix(".js")
    kinds = [bug.kind for bug in BUGS.values()]
    given = {"wall": wall, "maps": maps, "told": words, "picked": PICKED}
    given["lstm"] = kinds.index("lstm")
    return Panel(
        controls, page, label="a bug and what it spoils", height=0, formula=formula, given=given
    )


def _exhibit(key):
    """What the panel shows of one bug, for gallery.js too."""
    bug = BUGS[key]
    return {
        "code": _listing(code_of(bug.kind)),
        "answer": _solved(bug) + _answer(key),
        "found": f"Line {bug.line}: {bug.title}.",
        "line": bug.line,
        "short": f"This code has {len(bug.code)} lines.",
    }


def _words(key, found, letters):
    """What is asked of a window of so many letters, and what is said of each line.

    found: letters -> what `compare_gradients` found.
    """
    red = {some: {k: wrong(e).sum() for k, (_, _, e) in found[some].items()} for some in found}
    seen = {some: frozenset(name for name in red[some] if red[some][name]) for some in red}
    size = sum(error.size for _, _, error in found[letters].values())
    asked = (
        f"{letters} letter{'s' * (letters > 1)} read: {sum(red[letters].values()) or 'none'} of "
        f"{size} gradients wrong. In which line?"
    )
    return [asked, *reasons(BUGS[key].kind, seen, letters)]


def _listing(code):
    """Numbered lines, each of which can be clicked."""
    rows = "".join(_row(n, html.escape(line), f'data-line="{n}"') for n, line in enumerate(code, 1))
    return _code(rows)


def _solved(bug, around=2):
    """The line that was wrong, crossed out where it was, the right one, and some lines around."""
    rows, code = "", code_of(bug.kind)
    for n in range(max(1, bug.line - around), min(len(code), bug.line + around) + 1):
        if n == bug.line:
            crossed = f'<s style="color:{WRONG}">{html.escape(bug.wrong)}</s>'
            shown = html.escape(bug.code[n - 1]).replace(html.escape(bug.wrong), crossed)
            rows += _row(n, shown, PICKED)
        right = n == bug.line
        rows += _row("\u2713" if right else n, html.escape(code[n - 1]), CORRECTED * right)
    return _code(rows)


def _code(rows):
    return (
        f'<div style="background:white; color:{INK}; font:15px/1.35 monospace; white-space:pre; '
        f'width:max-content; min-width:100%; margin:6px 0">{rows}</div>'
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
        f"{html.escape(bug.told)}<br>{told(key)}<br>From {source}.</div>"
    )
