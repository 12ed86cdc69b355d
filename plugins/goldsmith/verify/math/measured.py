"""Formulas with a unit behind them."""

from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.units import unit_of

__all__ = ["measured"]


def measured(pair: Pair) -> MathVerdict | None:
    """Decide when a known unit follows a formula on either side; when on both, it must be the same unit."""
    gold, gold_unit = _apart(pair.gold)
    answer, answer_unit = _apart(pair.answer)
    if not gold_unit and not answer_unit:
        return None
    if gold_unit and answer_unit and unit_of(gold_unit) != unit_of(answer_unit):
        return MathVerdict(False, "measured", f"the units differ: {answer_unit!r} against {gold_unit!r}")
    same = pair.same(gold, answer)
    return MathVerdict(
        same, "measured", f"without the unit {answer!r} {'equals' if same else 'is not'} {gold!r}"
    )


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
