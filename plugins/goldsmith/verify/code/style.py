"""How tests are written."""

import ast
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, get_args

from goldsmith.errors import InputError
from goldsmith.verify.code.parsed import parsed

__all__ = ["TestStyle", "statements", "style_of"]

TestStyle = Literal["assert", "unittest", "pytest"]


def style_of(style: str, sources: Sequence[str]) -> TestStyle:
    r"""Return the style of tests: the one that is named, or what their source looks like.

    Classes of unittest make it unittest; else functions called `test_...`, if nothing outside them checks anything,
    pytest.

    Raises:
        InputError: the name is of no style.

    >>> style_of("auto", ["assert add(1, 2) == 3"])
    'assert'
    >>> style_of("auto", ["def test_add():\n    assert add(1, 2) == 3"])
    'pytest'
    """
    for known in get_args(TestStyle):
        if style == known:
            return known  # type: ignore[no-any-return]
    if style != "auto":
        raise InputError(f"style of tests must be auto, assert, unittest or pytest, got {style!r}")
    nodes = [node for source in sources for node in statements(source) or ()]
    if any(
        isinstance(node, ast.ClassDef) and any("TestCase" in ast.unparse(b) for b in node.bases)
        for node in nodes
    ):
        return "unittest"
    defined = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    if any(node.name.startswith(("test_", "Test")) for node in defined) and not _checks(nodes):
        return "pytest"
    return "assert"


@lru_cache(maxsize=16)
def statements(source: str) -> list[ast.stmt] | None:
    """Return the statements of a source; None if it is no Python: whoever runs it says why."""
    tree = parsed(source)
    return tree.body if tree else None


def _checks(nodes: Sequence[ast.stmt]) -> bool:
    """Whether a statement outside functions and classes asserts something or calls a test."""
    loose = [
        node for node in nodes if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
    ]
    inner = [part for node in loose for part in ast.walk(node)]
    calls = [part.func for part in inner if isinstance(part, ast.Call)]
    tests = any(isinstance(called, ast.Name) and called.id.startswith("test") for called in calls)
    return tests or any(isinstance(part, ast.Assert) for part in inner)
