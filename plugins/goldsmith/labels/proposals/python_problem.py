"""Whether a piece of Python has the form of a small labeling function."""

import ast

__all__ = ["python_problem"]

_MODULES = {"math", "re", "string", "unicodedata"}
_LONGEST = 2000
_NAMES = {
    "eval",
    "exec",
    "open",
    "compile",
    "getattr",
    "setattr",
    "globals",
    "locals",
    "vars",
    "input",
    "breakpoint",
}


def python_problem(source: str) -> str:
    r"""Return why `source` is not one function `fires(text)` over harmless modules, "" if it is.

    The form alone keeps nobody safe: what has it is still only run in the sandbox.

    >>> python_problem("import re\ndef fires(text):\n    return bool(re.search('free', text))")
    ''
    >>> python_problem("import os\ndef fires(text): return True")
    'imports os: math, re, string and unicodedata are allowed'
    """
    if len(source) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as err:
        return f"is no Python: {type(err).__name__}"
    imports = [name for node in ast.walk(tree) for name in _imported(node)]
    strange = sorted(set(imports) - _MODULES)
    if strange:
        return f"imports {', '.join(strange)}: math, re, string and unicodedata are allowed"
    used = [name for node in ast.walk(tree) for name in _reached(node)]
    return _form_problem(tree) or (f"uses {used[0]}" if used else "")


def _form_problem(tree: ast.Module) -> str:
    match [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]:
        case [ast.FunctionDef(name="fires", decorator_list=[]) as function]:
            arguments = function.args
        case _:
            return "is not one function `def fires(text)`"
    more = (
        arguments.posonlyargs
        or arguments.kwonlyargs
        or arguments.vararg
        or arguments.kwarg
        or arguments.defaults
    )
    if more or [argument.arg for argument in arguments.args] != ["text"]:
        return "`fires` must take one argument, text"
    notes = (arguments.args[0].annotation, function.returns)
    plain = all(isinstance(note, ast.Name | None) for note in notes)
    return "" if plain else "`fires` has an annotation that is more than a name"


def _reached(node: ast.AST) -> list[str]:
    """Return the private attribute, or the name that leads out of a function, which a node reads."""
    if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
        return [node.attr]
    hidden = isinstance(node, ast.Name) and (node.id.startswith("__") or node.id in _NAMES)
    return [node.id] if hidden and isinstance(node, ast.Name) else []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return [(node.module or ".").partition(".")[0]] if isinstance(node, ast.ImportFrom) else []
