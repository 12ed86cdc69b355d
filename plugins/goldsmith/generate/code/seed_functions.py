"""The functions of a Python file that are worth a task."""

import ast
from dataclasses import dataclass
from io import StringIO

from goldsmith.generate.code.snippet import Snippet
from goldsmith.verify.code.parsed import parsed

__all__ = ["SeedFunction", "seed_functions"]

_BAD_WORDS = ("todo", "fixme", "bug")
_BAD_IMPORTS = ("argparse", "os", "subprocess", "sys", "setuptools", "distutils", "matplotlib", "seaborn")
_BAD = (*_BAD_WORDS, *(f"{verb} {name}" for verb in ("import", "from") for name in _BAD_IMPORTS))
_MOST_LINES = 150
_LONGEST = 1_000_000  # characters of a file that is looked at


@dataclass(frozen=True)
class SeedFunction:
    """A function of a file.

    Attributes:
        name: its name.
        snippet: its source and place.
        problem: why SelfCodeAlign's rules pass it over; "" if they do not.
    """

    name: str
    snippet: Snippet
    problem: str = ""


def seed_functions(source: str) -> list[SeedFunction]:
    r"""Return the functions at the top of a Python file, each with what speaks against it; none if it is no Python, or above
    a million characters.

    SelfCodeAlign's rules (appendix on seed gathering): a docstring, a returned value, an argument, at most 150 lines, and none of the words
    "todo", "fixme" and "bug" nor an import of what a test cannot stand on. Its type check, its model that judges the
    docstring and its imports from the rest of the file are left out.

    >>> source = 'def f(x):\n    "Double."\n    return 2 * x\n\ndef g():\n    "One."\n    return 1\n'
    >>> [(one.name, one.problem) for one in seed_functions(source)]
    [('f', ''), ('g', 'no argument')]
    """
    tree = parsed(source) if len(source) <= _LONGEST else None
    if tree is None:
        return []
    lines = StringIO(
        source, newline=""
    ).readlines()  # as Python counts them: str.splitlines knows more line ends
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [_seed(node, lines) for node in functions]


def _seed(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> SeedFunction:
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    last = node.end_lineno or node.lineno
    text = "".join(lines[first - 1 : last])
    return SeedFunction(node.name, Snippet(text, first, last - first + 1), _problem(node, text))


def _problem(node: ast.FunctionDef | ast.AsyncFunctionDef, text: str) -> str:
    if text.count("\n") >= _MOST_LINES + 1:
        return f"more than {_MOST_LINES} lines"
    if not ast.get_docstring(node):
        return "no docstring"
    arguments = node.args
    if not (
        arguments.args or arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg
    ):
        return "no argument"
    if not any(isinstance(one, ast.Return) and one.value is not None for one in ast.walk(node)):
        return "nothing is returned"
    lower = text.lower()
    return next((f'the words "{bad}"' for bad in _BAD if bad in lower), "")
