"""Numbers, compared exactly, with their units."""

from fractions import Fraction

from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.quantity import Quantity, quantity
from goldsmith.verify.math.units import unit_of, unit_words

__all__ = ["number"]


def number(pair: Pair) -> MathVerdict | None:
    """Decide when both answers are numbers, exactly: 1/3 is not 0.3333333 unless `pair.tolerance` allows it.

    Units that both name must agree, after conversion. A unit that only one of them names is taken to be meant by the other
    as well. A percentage also equals its value as a fraction: 50 % is 0.5, and the 50 of one who was asked for percent.
    """
    gold, answer = quantity(pair.gold), quantity(pair.answer)
    if gold is None or answer is None:
        return None
    gold = Quantity(gold.value, gold.unit or pair.unit)
    if gold.unit and answer.unit:
        return _with_units(pair, gold, answer)
    same = _near(gold.value, answer.value, pair.tolerance)
    if not same and (_percent(gold) or _percent(answer)) and not pair.unit:
        same = _near(_fraction(gold), _fraction(answer), pair.tolerance)
    return MathVerdict(same, "number", f"{pair.answer} {'equals' if same else 'is not'} {pair.gold}")


def _with_units(pair: Pair, gold: Quantity, answer: Quantity) -> MathVerdict:
    known = unit_of(gold.unit), unit_of(answer.unit)
    if known[0] and known[1]:
        same_unit = known[0][0] == known[1][0]
        gold_value, answer_value = gold.value * known[0][1], answer.value * known[1][1]
    else:
        words = [{unit_of(word) or word for word in unit_words(unit)} for unit in (gold.unit, answer.unit)]
        same_unit = words[0] <= words[1] or words[1] <= words[0]
        gold_value, answer_value = gold.value, answer.value
    if not same_unit:
        return MathVerdict(False, "number", f"the units differ: {answer.unit!r} against {gold.unit!r}")
    same = _near(gold_value, answer_value, pair.tolerance)
    return MathVerdict(same, "number", f"{pair.answer} {'equals' if same else 'is not'} {pair.gold}")


def _near(gold: Fraction, answer: Fraction, tolerance: float) -> bool:
    return abs(gold - answer) <= Fraction(tolerance) * abs(gold)


def _percent(number: Quantity) -> bool:
    known = unit_of(number.unit) if number.unit else None
    return known is not None and known[0] == "percent"


def _fraction(number: Quantity) -> Fraction:
    return number.value / 100 if _percent(number) else number.value
