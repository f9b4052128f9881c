"""Which names the cells of a notebook need, and which cell takes one away from an earlier cell.

A reader runs cells again, and comes back to an attempt after the whole lesson has run. A cell then
finds what the last one left there. So a name that a cell reads is not given to another thing later.
"""

import ast

from IPython.core.inputtransformer2 import TransformerManager

BLOCKS = ast.For, ast.While, ast.With, ast.If, ast.Try, ast.FunctionDef
COMPREHENSIONS = ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
SCOPES = ast.FunctionDef, ast.Lambda, ast.ClassDef, *COMPREHENSIONS


def taken_away(sources):
    """Triples (i, j, name): code cell i reads a name that it does not set; a later one, j, does."""
    transform = TransformerManager().transform_cell
    cells = [needed_and_set(ast.parse(transform(source))) for source in sources]
    for i, (needed, _) in enumerate(cells):
        for j in range(i + 1, len(cells)):
            yield from ((i, j, name) for name in sorted(needed & cells[j][1]))


def needed_and_set(tree):
    """The names that a cell reads before it has set them, and those that it sets."""
    needed, given = set(), set()
    for statement in tree.body:
        names = read(statement) - given
        if isinstance(statement, BLOCKS):  # the variable of a loop, a function that calls itself
            names -= bound(statement)
        needed |= names
        given |= bound(statement)
    return needed, given


def read(node):
    """The names that a piece of code reads, in its functions too, but not what is theirs alone."""
    names = {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else set()
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        names.add(node.target.id)
    for child in ast.iter_child_nodes(node):
        names |= read(child)
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        body = node.body if isinstance(node.body, list) else [node.body]
        names -= {leaf.arg for leaf in ast.walk(node.args) if isinstance(leaf, ast.arg)}
        names -= set().union(*map(bound, body))
    elif isinstance(node, COMPREHENSIONS):
        names -= set().union(*(bound(part.target) for part in node.generators))
    return names


def bound(node):
    """The names that a piece of code sets where it stands, not those inside of a function."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return {node.id}
    if isinstance(node, ast.alias):
        return {(node.asname or node.name).split(".")[0]}
    if isinstance(node, SCOPES):
        return set()
    return set().union(*map(bound, ast.iter_child_nodes(node)))
