"""Whether a text may be given to something that evaluates it."""

import ast

from goldsmith.verify.code.parsed import parsing

__all__ = ["is_plain_expression"]

_FUNCTIONS = frozenset({
    "sin", "cos", "tan", "sec", "csc", "cot", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "ln", "sqrt",
    "Abs", "Integral",
})  # fmt: skip
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod)
_SHELL = (ast.Expression, ast.List, ast.Tuple, ast.operator, ast.unaryop, ast.expr_context)
_SCALARS = (ast.UnaryOp, ast.BinOp, ast.Name, ast.Call)
_LONGEST, _MOST_NODES, _LARGEST_POWER = 2000, 400, 100


def is_plain_expression(text: str) -> bool:
    """Return whether `text` is arithmetic on numbers, names and known functions, or a list of such, and small.

    What Python and SymPy make of such a text when they evaluate it is a value: nothing else is called, and nothing becomes huge.

    >>> [is_plain_expression(text) for text in ("3*x**2 + sin(2*x)", "[[0, 1], ['a', 2]]", "(7 - 3) * 6")]
    [True, True, True]
    >>> [is_plain_expression(text) for text in ("__import__('os')", "x.__class__", "9**9**9", "[0] * 10**9", "f'{x}'")]
    [False, False, False, False, False]
    """
    if len(text) > _LONGEST:
        return False
    try:
        with parsing():
            tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    nodes = list(ast.walk(tree))
    return len(nodes) <= _MOST_NODES and all(map(_is_plain, nodes))


def _is_plain(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp | ast.UnaryOp | ast.Call):
        return _is_operation(node)
    if isinstance(node, ast.Constant):
        return node.value is None or isinstance(node.value, bool | int | float | str)
    if isinstance(node, ast.Name):
        return not node.id.startswith("_")
    return isinstance(node, _SHELL)


def _is_operation(node: ast.BinOp | ast.UnaryOp | ast.Call) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return name in _FUNCTIONS and all(map(_is_number, arguments))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _is_number(left) and _is_power(right)
        case ast.BinOp(left=left, op=operator, right=right):
            return isinstance(operator, _OPERATORS) and _is_number(left) and _is_number(right)
        case ast.UnaryOp(op=ast.UAdd() | ast.USub(), operand=operand):
            return _is_number(operand)
        case _:
            return False


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, _SCALARS) or (
        isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    )


def _is_power(node: ast.expr) -> bool:
    """Whether it is small: a constant, a name, or a product or sum without a power in it."""
    inside = list(ast.walk(node))
    numbers = [one.value for one in inside if isinstance(one, ast.Constant)]
    small = all(isinstance(one, int | float) and abs(one) <= _LARGEST_POWER for one in numbers)
    return (
        small
        and _is_number(node)
        and len(inside) <= 12
        and not any(isinstance(one, ast.Pow) for one in inside)
    )
