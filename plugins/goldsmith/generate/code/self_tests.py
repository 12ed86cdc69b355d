"""Whether tests that a model wrote for its own code test anything."""

import ast

from goldsmith.generate.code.defined_names import defined_names
from goldsmith.verify.code.free_names import free_names
from goldsmith.verify.code.parsed import parsed

__all__ = ["self_test_problem", "unfinished"]

_UNFINISHED = (
    "todo",
    "fixme",
    "write your code here",
    "your code here",
    "your code goes here",
    "notimplemented",
)


def unfinished(response: str) -> str | None:
    r"""Return what in a response says that it is not finished, or None: SelfCodeAlign's list of such words.

    >>> unfinished("def f(x):\n    # TODO: implement")
    'todo'
    """
    lower = response.lower()
    return next((word for word in _UNFINISHED if word in lower), None)


def self_test_problem(code: str, tests: str) -> str | None:
    r"""Return why `tests` say nothing about `code`, or None.

    SelfCodeAlign wants an assertion, and something that is run. Here an assertion must also be about the code: one that is
    not constant, in tests that use a name which the code defines and they do not.

    >>> self_test_problem("def f(x): return x", "assert f(1) == 1")
    >>> self_test_problem("def f(x): return x", "print(f(1))")
    'tests: nothing is asserted'
    >>> self_test_problem("def f(x): return x", "assert True")
    'tests: only constants are asserted'
    >>> self_test_problem("def f(x): return x", "def f(x): return 2\nassert f(1) == 2")
    'tests: they use nothing that the code defines'
    """
    code_tree, tree = parsed(code), parsed(tests)
    if code_tree is None or tree is None:
        return f"{'code' if code_tree is None else 'tests'}: not Python"
    asserts = [node.test for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    checks = any(isinstance(node, ast.Attribute | ast.Name) and _is_check(node) for node in ast.walk(tree))
    if not asserts and not checks:
        return "tests: nothing is asserted"
    if not checks and all(isinstance(test, ast.Constant) for test in asserts):
        return "tests: only constants are asserted"
    used = set(free_names([tests])) - defined_names(tree)
    if not defined_names(code_tree) & used and not _imports_solution(tree):
        return "tests: they use nothing that the code defines"
    return None


def _is_check(node: ast.Attribute | ast.Name) -> bool:
    """Whether it is a check of unittest (`self.assertEqual`) or pytest (`pytest.raises`)."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id
    return name.startswith("assert") or name == "raises"


def _imports_solution(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "solution" for node in ast.walk(tree))
