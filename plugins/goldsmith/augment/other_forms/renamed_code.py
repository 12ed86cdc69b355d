"""Python code with other names for its local variables."""

import ast
import keyword
from collections.abc import Iterator, Sequence

from goldsmith.augment.augmented import Augmented, Edit, edited, unchanged
from goldsmith.augment.seeded import seeded
from goldsmith.errors import InputError

__all__ = ["renamed_code"]

OPERATION = "renamed variables"
_NAMES = (
    "item", "value", "entry", "result", "total", "current", "other", "part", "count", "found", "left", "right", "data", "number",
    "first", "last", "output", "node", "position", "step", "amount", "answer",
)  # fmt: skip
_LOOKS_INSIDE = {"locals", "vars", "eval", "exec", "dir", "globals"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_FUNCTIONS, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def renamed_code(code: str, n: int = 1, *, share: float = 1.0, seed: int = 0) -> list[Augmented]:
    r"""Return up to `n` programs that do the same under other names of local variables, or one with the reason why there is none.

    What a function only assigns to itself is renamed, everywhere in it. Left alone: parameters, which callers may name; names that a `global`,
    `nonlocal`, `import`, `except ... as`, pattern, class body or nested definition also binds; names inside f-strings, whose places Python 3.11
    does not tell; and functions that look at their own variables (`locals`, `eval` and the like). Each program is parsed again, and is the
    original but for these names. Text, comments and layout stay.

    Args:
        code: Python 3.11.
        n: programs to make, at least 1.
        share: of the variables that may be renamed, at least one; in (0, 1].
        seed: of the draws.

    Raises:
        InputError: an option is out of bounds.

    >>> print(renamed_code("def f(x):\n    y = x + 1  # y\n    return y\n")[0].text)
    def f(x):
        count = x + 1  # y
        return count
    <BLANKLINE>
    """
    if n < 1 or not 0 < share <= 1:
        raise InputError(f"n must be at least 1 and share in (0, 1], got {n} and {share}")
    try:
        tree = ast.parse(code)
        places = _places(tree, code)
    except (SyntaxError, ValueError, IndexError, RecursionError, MemoryError) as err:
        return [unchanged(code, OPERATION, f"no Python that can be read: {str(err)[:80]}")]
    if not places:
        return [unchanged(code, OPERATION, "no variable that may be renamed")]
    taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | _bound(tree)
    free = [name for name in _NAMES if name not in taken and not keyword.iskeyword(name)]
    made: dict[str, Augmented] = {}
    for number in range(3 * n):
        rng = seeded(seed, code, str(number))
        drawn = rng.sample(sorted(places), max(1, round(share * len(places))))
        names = rng.sample(free, min(len(free), len(drawn)))
        new = dict(zip(drawn, names, strict=False))
        one = edited(
            code, [Edit(*span, name) for key, name in new.items() for span in places[key]], OPERATION
        )
        if one.edits and _is_same(tree, one.text, {name: key[1] for key, name in new.items()}):
            made.setdefault(one.text, one)
        if len(made) == n:
            break
    return list(made.values()) or [unchanged(code, OPERATION, "no other name is free")]


Key = tuple[int, str]
"""Which function, by its line, and which of its variables."""


def _places(tree: ast.Module, code: str) -> dict[Key, list[tuple[int, int]]]:
    """Return where each variable that may be renamed stands, in code points."""
    starts = _line_starts(code)
    lines = code.encode().split(b"\n")

    def span(node: ast.Name) -> tuple[int, int]:
        before = lines[node.lineno - 1][: node.col_offset].decode()
        start = starts[node.lineno - 1] + len(before)
        return start, start + len(node.id)

    found: dict[Key, list[tuple[int, int]]] = {}
    for function in _outermost(tree):
        # Decorators, defaults and annotations are not of the function's own scope.
        names = [node for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)]
        if any(node.id in _LOOKS_INSIDE for node in names):
            continue
        for name in set(_assigned(function.body)) - _bound(function) - _formatted(function):
            spans = [span(node) for node in names if node.id == name]
            if all(code[start:end] == name for start, end in spans):
                found[function.lineno, name] = spans
    return found


def _assigned(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the names that are assigned to in the scope of these nodes itself."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif not isinstance(node, _SCOPES):
            yield from _assigned(list(ast.iter_child_nodes(node)))


def _outermost(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _FUNCTIONS):
            yield child
        else:
            yield from _outermost(child)


def _bound(node: ast.AST) -> set[str]:
    """Return the names that something other than a plain assignment binds or that a string of the tree holds."""
    found: set[str] = set()
    for child in ast.walk(node):
        match child:
            case ast.arg(arg=name) | ast.alias(asname=str(name)) | ast.alias(name=name):
                found.add(name.partition(".")[0])
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                found |= set(names)
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
            ):
                found.add(name)
            case ast.MatchMapping(rest=str(name)):
                found.add(name)
            case ast.ClassDef(name=name, body=body):
                found.add(name)
                found |= {one.id for part in body for one in ast.walk(part) if isinstance(one, ast.Name)}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
    return found


def _formatted(function: ast.AST) -> set[str]:
    strings = [node for node in ast.walk(function) if isinstance(node, ast.JoinedStr)]
    return {node.id for one in strings for node in ast.walk(one) if isinstance(node, ast.Name)}


def _line_starts(code: str) -> list[int]:
    starts = [0]
    for line in code.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _is_same(tree: ast.Module, code: str, old: dict[str, str]) -> bool:
    """Return whether new code is the tree but for the new names."""
    try:
        again = ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    for node in ast.walk(again):
        if isinstance(node, ast.Name):
            node.id = old.get(node.id, node.id)
    return ast.dump(again) == ast.dump(tree)
