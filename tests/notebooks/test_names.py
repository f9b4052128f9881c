"""The reader of names that the rule on cells which are run again stands on."""

import names
import pytest


@pytest.mark.parametrize(
    ("first", "later", "taken"),
    [
        ("print(p)", "p = 1", ["p"]),
        ("p = 1\nprint(p)", "p = 2", []),  # it sets its own
        ("print(p)\np = 1", "p = 2", ["p"]),
        ("p = p + 1", "p = 2", ["p"]),
        ("p += 1", "p = 2", ["p"]),
        ("p[0] = 1", "p = 2", ["p"]),
        ("print(p)", "q = [p for p in (1, 2)]", []),  # what a comprehension sets is its own
        ("print(p)", "def f(p):\n    p = 1", []),
        ("print(p)", "def p():\n    pass", ["p"]),
        ("print(p)", "for p in (1, 2):\n    pass", ["p"]),
        ("print(p)", "a, (b, *p) = 1, (2, 3)", ["p"]),
        ("print(p)", "import numpy as p", ["p"]),
        ("print(p)", "import p.q", ["p"]),
        ("print(p)", "if True:\n    p = 1", ["p"]),
        ("for p in (1, 2):\n    print(p)", "p = 1", []),
        ("def p(n):\n    return p(n - 1)", "p = 1", []),
        ("def f():\n    return p", "p = 1", ["p"]),
        ("def f(p, *q, r=0, **s):\n    t = p, q, r, s\n    return t", "p = q = r = s = t = 1", []),
        ("f = lambda p: p + q", "p = q = 1", ["q"]),
        ("print([p + q for p in range(3)])", "p = q = 1", ["q"]),
        ("%time print(p)", "p = 1", []),  # a line for the kernel alone is no Python
    ],
)
def test_what_a_later_cell_takes_away(first, later, taken):
    found = list(names.taken_away([first, "nothing = 0", later]))
    assert found == [(0, 2, name) for name in taken]
