"""Formulas with a unit behind them."""

import re

from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.units import unit_of

__all__ = ["measured"]

_PI = re.compile(r"(?<![A-Za-z])pi(?![A-Za-z])")
_RADIANS = re.compile(r" ?(?:radians?|rad)\Z")


def measured(pair: Pair) -> MathVerdict | None:
    """Decide when a known unit follows a formula on either side; when on both, it must be the same unit.

    Degrees beside a multiple of pi are turned into radians.
    """
    gold, gold_unit = _apart(pair.gold)
    answer, answer_unit = _apart(pair.answer)
    if not gold_unit and not answer_unit:
        return None
    if _degrees(gold_unit) and _PI.search(pair.answer):
        gold, answer = _radians(gold), _RADIANS.sub("", pair.answer)
    elif _degrees(answer_unit) and _PI.search(pair.gold):
        gold, answer = _RADIANS.sub("", pair.gold), _radians(answer)
    elif gold_unit and answer_unit and unit_of(gold_unit) != unit_of(answer_unit):
        return MathVerdict(False, "measured", f"the units differ: {answer_unit!r} against {gold_unit!r}")
    same = pair.same(gold, answer)
    return MathVerdict(
        same, "measured", f"without the unit {answer!r} {'equals' if same else 'is not'} {gold!r}"
    )


def _degrees(unit: str) -> bool:
    return bool(unit) and unit_of(unit) == unit_of("degrees")


def _radians(degrees: str) -> str:
    return f"({degrees}) * pi / 180"


def _apart(text: str) -> tuple[str, str]:
    words = text.split()
    for count in (2, 1):
        unit = " ".join(words[-count:])
        # A single letter behind a formula is a variable more often than a unit.
        if (
            len(words) > count
            and words[-count - 1][-1] not in "+-*/^="
            and len(unit) > 1
            and unit != "in"
            and unit_of(unit) is not None
        ):
            return " ".join(words[:-count]), unit
    return text, ""
