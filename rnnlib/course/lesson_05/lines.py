"""What a mistake in each line of a backward pass would spoil: the reasons of the gallery."""

import ast
import functools
import inspect

import numpy as np

from ...gradcheck import ATOL, RTOL
from ...loss import cross_entropy
from ...params import Parameters
from .bugs import PASSES, code_of
from .specimen import specimen


def spoiled(value):
    """The value, wrong: all its numbers are a tenth too large."""
    if isinstance(value, Parameters):
        wrong = value.like()
        wrong.flat[:] = value.flat * 1.1
        return wrong
    if not isinstance(value, np.ndarray):
        raise TypeError
    return value * 1.1


@functools.cache
def probes(kind):
    """line -> backward passes, each with one value spoiled that this line reads or makes."""
    [code] = ast.parse(inspect.getsource(PASSES[kind])).body
    places = [n for n in ast.walk(code) if isinstance(n, ast.expr) and _is_read(n)]
    first, found = code.lineno + 1, {}  # the docstring is line 2
    for place in places:
        changed = _Spoil(place).visit(ast.parse(inspect.getsource(PASSES[kind])))
        names = dict(vars(inspect.getmodule(PASSES[kind])), spoiled=spoiled)
        exec(compile(ast.fix_missing_locations(changed), kind, "exec"), names)
        line = place.lineno - first + 1
        found.setdefault(line, []).append(names[PASSES[kind].__name__])
    return found


def _is_read(node):
    return isinstance(getattr(node, "ctx", None), ast.Load) or isinstance(node, ast.BinOp)


class _Spoil(ast.NodeTransformer):
    """Wraps one expression of the code in a call of `spoiled`."""

    def __init__(self, place):
        self.place = place.lineno, place.col_offset, place.end_col_offset, type(place)

    def visit(self, node):
        here = [getattr(node, k, None) for k in ("lineno", "col_offset", "end_col_offset")]
        if (*here, type(node)) == self.place:
            return ast.Call(ast.Name("spoiled", ast.Load()), [node], [])
        return self.generic_visit(node)


@functools.cache
def marks(kind, letters):
    """line -> the sets of names that go wrong if something in this line is spoiled."""
    model, inputs, targets, state = specimen(None, letters, kind)
    logits, _, cache = model.forward(inputs, state)
    dlogits = cross_entropy(logits, targets)[1]
    right, found = dict(by_name(model.backward(dlogits, cache))), {}
    for line, passes in probes(kind).items():
        for one in passes:
            model.plain = one
            try:
                mine = by_name(model.backward(dlogits, cache))
            except (TypeError, IndexError):
                continue  # no number is read there
            wrong = frozenset(k for k, x in mine if not np.allclose(x, right[k], RTOL, ATOL))
            found.setdefault(line, set()).add(wrong)
    del model.plain
    return found


def by_name(result):
    """What a backward pass gives, name by name."""
    grads, dstate = result
    return [*grads.items(), ("state", dstate)]


def objection(kind, line, seen, letters):
    """Why the map of so many letters speaks against a line, a sentence; "" if it fits.

    seen: letters -> the names that are red.
    """
    possible, shown = marks(kind, letters)[line], seen[letters]
    if shown in possible:
        return ""
    if never := shown - frozenset().union(*possible):
        return f"Line {line} has no part in {named(never)}."
    covers = [one - shown for one in possible if one >= shown]
    if not covers:
        return f"A wrong number in line {line} would not spoil all of this."
    more = min(covers, key=lambda one: (len(one), sorted(one)))
    if not shown:
        return f"A mistake in line {line} would make {named(more)} red."
    return f"A mistake in line {line} that does this makes {named(more)} red, too."


def reason(kind, line, seen, letters):
    """What is said of a line that is not the wrong one, see `objection`."""
    told = f"It is not line {line}"
    if not any(any(marks(kind, some).get(line, ())) for some in seen):
        return f"{told}: this line was right."
    if not seen[letters]:
        shows = min(some for some in seen if seen[some])
        return f"{told}. Nothing shows in this window: read {shows} letters."
    if said := objection(kind, line, seen, letters):
        return f"{told}. {said}"
    for other in seen:
        if said := objection(kind, line, seen, other):
            return f"{told}: it fits this map, but read {other} letter{'s' * (other > 1)}. {said}"
    return f"{told}, but no map rules it out. Which others fit?"


def named(names, most=4):
    """Names in a sentence."""
    order = ["the state" if name == "state" else name for name in sorted(names)]
    if len(order) > most:
        return f"{', '.join(order[: most - 1])} and {len(order) - most + 1} more"
    return order[0] if len(order) == 1 else f"{', '.join(order[:-1])} and {order[-1]}"


def reasons(kind, seen, letters):
    """`reason` for every line of a backward pass, the first one first."""
    return [reason(kind, n, seen, letters) for n in range(1, len(code_of(kind)) + 1)]
