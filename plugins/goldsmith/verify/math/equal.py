"""Whether two mathematical answers are equal."""

from goldsmith.errors import InputError
from goldsmith.verify.final_answer import final_answer
from goldsmith.verify.math.choice import choice
from goldsmith.verify.math.clock import clock
from goldsmith.verify.math.collection import collection
from goldsmith.verify.math.equation import equation
from goldsmith.verify.math.interval import interval
from goldsmith.verify.math.literal import literal
from goldsmith.verify.math.matrix import matrix
from goldsmith.verify.math.measured import measured
from goldsmith.verify.math.number import number
from goldsmith.verify.math.pair import Deadline, MathVerdict, Pair, Rule
from goldsmith.verify.math.plain import plain
from goldsmith.verify.math.sentence import sentence
from goldsmith.verify.math.symbolic import require_math_verify, symbolic_rule

__all__ = ["math_equal"]

_RULES: tuple[Rule, ...] = (
    choice,
    literal,
    clock,
    number,
    matrix,
    interval,
    collection,
    equation,
    sentence,
    measured,
)
_LONGEST = 2000  # characters; nobody's final answer is longer, and every rule is quick below it


def math_equal(
    gold: str,
    answer: str,
    *,
    tolerance: float = 0.0,
    unit: str = "",
    symbolic: bool = True,
    timeout: float = 5.0,
) -> MathVerdict:
    r"""Compare an answer with the gold one; the first rule that can compare the two decides.

    The rules in their order: multiple choice, equal text, clock times and ratios, exact numbers with units, matrices,
    intervals and inequalities, sets and tuples, equations, sentences with one number, formulas with units, and symbolic equality by math-verify and SymPy in a process of
    its own. Either side may be a whole solution: its `final_answer` counts then. Never raises and never hangs, whatever
    the two strings are.

    Args:
        gold: the answer known to be right.
        answer: the one to judge.
        tolerance: the relative difference allowed between numbers, as a share of the gold one. By default numbers are
            compared exactly: 1/3 is not 0.3333333.
        unit: what a gold number without a unit is counted in ("dollars"), so that "18 cents" is told from "18".
        symbolic: whether to ask SymPy when no other rule decides; needs the extra `math`.
        timeout: seconds until a comparison is given up and its verdict is "not equal", with the reason. Starting SymPy,
            once per process that works, may add some more seconds to the first.

    Raises:
        InputError: `tolerance` or `timeout` is negative or not a number.
        MissingExtraError: `symbolic` without the extra `math`, whatever the answers are.

    >>> math_equal("1/2", r"$\frac{2}{4}$", symbolic=False)
    MathVerdict(equal=True, rule='number', why='\\frac{2}{4} equals 1/2')
    >>> bool(math_equal("1/3", "0.3333333", symbolic=False))
    False
    >>> math_equal("5 km", "So it is \\boxed{5000\\text{ m}}.", symbolic=False).equal
    True
    """
    if not 0 <= tolerance < float("inf") or not 0 < timeout < float("inf"):
        raise InputError(f"tolerance and timeout must be finite and positive, got {tolerance} and {timeout}")
    if symbolic:
        require_math_verify()
    found = [(final_answer(text) or text).strip() for text in (gold, answer)]
    if max(map(len, found)) > _LONGEST:
        return MathVerdict(found[0] == found[1], "literal", f"over {_LONGEST} characters: compared as text")
    pair = Pair(
        gold=plain(found[0]),
        answer=plain(found[1]),
        rules=(*_RULES, symbolic_rule) if symbolic else _RULES,
        tolerance=tolerance,
        unit=unit,
        deadline=Deadline(timeout),
    )
    return pair.decide()
