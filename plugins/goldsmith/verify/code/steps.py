"""Tests made of asserts, taken apart where Python is at hand already: the process that runs them is a new one each time."""

import ast
import re
from collections.abc import Sequence

from goldsmith.verify.code.style import statements

__all__ = ["Step", "steps_of"]

# The name of a test, "" for what prepares for the next ones; and its source, on the line where it stood.
Step = tuple[str, str]
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # as Python reads them
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def steps_of(sources: Sequence[str]) -> list[Step]:
    r"""Return the steps of tests: each statement of the only source, or each of several sources as it is.

    A source that is no Python is one step, so that whoever runs it says why.

    >>> steps_of(["x = 1\nassert x == 1"])
    [('', 'x = 1'), ('assert x == 1', '\nassert x == 1')]
    >>> steps_of(["assert f(1)", "y = f(2)\nassert y"])
    [('assert f(1)', 'assert f(1)'), ('y = f(2)\nassert y', 'y = f(2)\nassert y')]
    """
    if len(sources) > 1:
        return [(source.strip(), source) for source in sources if statements(source) != []]
    return [step for source in sources for step in _steps(source)]


def _steps(source: str) -> list[Step]:
    nodes = statements(source)
    if nodes is None:
        return [("", source)]
    checking = {node.name for node in nodes if isinstance(node, _FUNCTIONS) and _asserts_in(node)}
    lines = _LINE.findall(source)
    found = []
    for node in nodes:
        above = [decorator.lineno for decorator in getattr(node, "decorator_list", ())]
        first = min(above, default=node.lineno)
        text = _source(lines, first, 0 if above else node.col_offset, node)
        found.append((text if _is_test(node, checking) else "", "\n" * (first - 1) + text))
    return found


def _source(lines: list[str], first: int, column: int, node: ast.stmt) -> str:
    """Return the source of a statement from its first line on. Columns are bytes."""
    last = node.end_lineno or first
    end = lines[last - 1].encode()[: node.end_col_offset].decode()
    if first == last:
        return end.encode()[column:].decode()
    return "".join([lines[first - 1].encode()[column:].decode(), *lines[first : last - 1], end])


def _asserts_in(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Assert) for inner in ast.walk(node))


def _is_test(node: ast.stmt, checking: set[str]) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return False
    called = {
        inner.func.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)
    }
    return _asserts_in(node) or bool(called & checking)
