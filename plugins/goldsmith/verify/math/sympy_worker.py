"""The process in which SymPy compares two answers."""

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

from goldsmith.extras import require
from goldsmith.verify.answer_worker import serve

_MEMORY = 2 << 30  # bytes
_DIGITS = 50
_ZERO = 1e-40  # what is smaller than this share of the gold number, and than this, is a rounding error


def compare(task: dict[str, Any], math_verify: ModuleType, sympy: ModuleType) -> tuple[bool, str]:
    """Parse both sides and compare them: constants to 50 digits, expressions by simplification, the rest by math-verify."""
    parsed = [_parse(task[side], math_verify, sympy) for side in ("gold", "answer")]
    if parsed[0] is None or parsed[1] is None:
        return False, "math-verify cannot read " + ("the gold answer" if parsed[0] is None else "the answer")
    gold, answer = parsed
    if isinstance(gold, sympy.Expr) and isinstance(answer, sympy.Expr):
        return _expressions(gold, answer, task["tolerance"], sympy)
    if isinstance(gold, sympy.Eq) and isinstance(answer, sympy.Eq):
        ratio = sympy.simplify((gold.lhs - gold.rhs) / (answer.lhs - answer.rhs))
        same = bool(ratio.is_number and ratio.is_finite and ratio != 0)
        return same, "the equations are " + (
            "multiples of each other" if same else "not multiples of each other"
        )
    if isinstance(gold, sympy.Expr) or isinstance(answer, sympy.Expr):
        return False, "one is an expression, the other is not"
    same = bool(math_verify.verify([gold], [answer], float_rounding=15, timeout_seconds=None))
    return same, "math-verify finds them " + ("equal" if same else "different")


def _parse(latex: str, math_verify: ModuleType, sympy: ModuleType) -> Any:
    # By default units are taken off, and 5m would be 5: units have been seen to before.
    form = math_verify.parser.NormalizationConfig(malformed_operators=True, nits=True)
    found = math_verify.parse(
        f"${latex}$",
        extraction_config=[math_verify.LatexExtractionConfig(normalization_config=form)],
        fallback_mode="no_fallback",
        parsing_timeout=None,
    )
    if not found or isinstance(found[0], str):
        return None
    # Decimals are exact, and i is the imaginary unit.
    exact = {number: sympy.Rational(str(number)) for number in found[0].atoms(sympy.Float)}
    imaginary = {name: sympy.I for name in found[0].atoms(sympy.Symbol) if name.name == "i"}
    return found[0].xreplace(exact | imaginary)


def _expressions(gold: Any, answer: Any, tolerance: float, sympy: ModuleType) -> tuple[bool, str]:
    difference = gold - answer
    if difference.free_symbols:
        same = sympy.simplify(difference) == 0
        return same, "their difference simplifies " + ("to zero" if same else "not to zero")
    if difference.is_Rational and not tolerance:
        return difference == 0, "their exact difference is " + ("zero" if difference == 0 else "not zero")
    distance, size = (abs(sympy.N(number, _DIGITS)) for number in (difference, gold))
    same = bool(distance <= max(tolerance * size, _ZERO * min(1, size or 1)))
    return same, f"{'equal' if same else 'different'}, worked out to {_DIGITS} digits"


def _prepare() -> Callable[[dict[str, Any]], tuple[bool, str]]:
    return partial(
        compare, math_verify=require("math_verify", extra="math"), sympy=require("sympy", extra="math")
    )


if __name__ == "__main__":
    serve(_prepare, memory=_MEMORY, who="SymPy")
