"""Expressions, compared by SymPy in a process of its own."""

import re
from functools import cache
from importlib.util import find_spec

from goldsmith.extras import require
from goldsmith.verify.math.latex import to_latex
from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.sympy_pool import POOL

__all__ = ["require_math_verify", "symbolic_rule"]

_WORD = re.compile(r"(?<!\\)(?<![A-Za-z])[A-Za-z]{3,}")
_BASE = re.compile(r"\d ?_ ?\{?(\d+)")
_FUNCTIONS = frozenset({
    "sqrt", "sin", "cos", "tan", "cot", "sec", "csc", "log", "exp", "arcsin", "arccos", "arctan", "sinh",
    "cosh", "tanh", "frac", "min", "max", "mod", "begin", "end", "pmatrix", "bmatrix", "matrix", "cases",
})  # fmt: skip


@cache
def require_math_verify() -> None:
    """Make sure that math-verify is there, without loading SymPy into this process.

    Raises:
        MissingExtraError: it is not installed.
    """
    if find_spec("math_verify") is None:
        require("math_verify", extra="math")


def symbolic_rule(pair: Pair) -> MathVerdict | None:
    """Decide when both answers read as mathematics rather than prose, gold first."""
    if not all(text and _is_mathematics(text) for text in (pair.gold, pair.answer)):
        return None
    bases = [set(_BASE.findall(text)) for text in (pair.gold, pair.answer)]
    if all(bases) and bases[0] != bases[1]:  # SymPy's reader drops them
        return MathVerdict(False, "symbolic", "the numbers are written to different bases")
    task = {"gold": to_latex(pair.gold), "answer": to_latex(pair.answer), "tolerance": pair.tolerance}
    equal, why = POOL.ask(task, pair.deadline)
    return MathVerdict(equal, "symbolic", why)


def _is_mathematics(text: str) -> bool:
    return all(word in _FUNCTIONS for word in _WORD.findall(text)) and re.search(r"\w", text) is not None
