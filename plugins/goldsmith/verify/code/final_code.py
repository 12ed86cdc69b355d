"""The code inside a worked solution."""

import ast

from goldsmith.verify.code.code_blocks import python_blocks
from goldsmith.verify.code.parsed import parsed

__all__ = ["final_code"]


def final_code(text: str) -> str | None:
    r"""Return the Python that a solution ends on, or None where it has none.

    The last fenced block that is marked as Python, or not marked at all, and parses; the last of them if none does; without a
    block the whole text if it parses as more than a name or a number. A block that is not closed goes to the end.

    >>> final_code("First:\n```python\nx = 1\n```\nBetter:\n```python\nx = 2\n```\nDone.")
    'x = 2\n'
    >>> final_code("def f():\n    return 1")
    'def f():\n    return 1'
    >>> final_code("I do not know") is None
    True
    """
    blocks = [block.source for block in python_blocks(text)]
    if blocks:
        return next((body for body in reversed(blocks) if parsed(body)), blocks[-1])
    tree = parsed(text)
    if tree is None or all(
        isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call) for node in tree.body
    ):
        return None
    return text
