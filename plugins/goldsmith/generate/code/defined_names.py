"""The names that Python code defines."""

import ast
from collections.abc import Iterator

from goldsmith.verify.code.parsed import parsed

__all__ = ["defined_names", "definitions"]

_INNER = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_DEEPER = ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def defined_names(tree: ast.Module) -> set[str]:
    r"""Return the names that a module defines at its top: functions, classes, variables; imports do not count.

    >>> sorted(defined_names(ast.parse("import os\ndef f(x):\n    y = x\nfor i in a: z = i")))
    ['f', 'i', 'z']
    """
    names = set[str]()
    for node in _at_the_top(tree):
        if isinstance(node, _INNER):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def definitions(source: str) -> tuple[frozenset[str], frozenset[str]]:
    r"""Return the names of all functions and of all classes, in lower case and without underscores; none if it is no Python.

    >>> definitions("class A:\n    def get_it(self): pass")
    (frozenset({'getit'}), frozenset({'a'}))
    """
    tree = parsed(source)
    nodes = list(ast.walk(tree)) if tree else []
    functions = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    classes = [node.name for node in nodes if isinstance(node, ast.ClassDef)]
    return frozenset(map(_bare, functions)), frozenset(map(_bare, classes))


def _bare(name: str) -> str:
    return name.replace("_", "").lower()


def _at_the_top(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the nodes of a module without what is inside its functions and classes."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _INNER | _DEEPER):
            waiting += ast.iter_child_nodes(node)
