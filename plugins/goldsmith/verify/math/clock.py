"""Times of day and ratios, which a fraction is not."""

import re
from fractions import Fraction

from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.quantity import quantity

__all__ = ["clock"]

_TIME = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))? ?(?:([ap])\.?m\.?)?", re.IGNORECASE | re.ASCII)
_HOUR = re.compile(r"(\d{1,2})()() ?([ap])\.?m\.?", re.IGNORECASE | re.ASCII)
_RATIO = re.compile(r"(\d{1,15}) ?(?::|to) ?(\d{1,15})", re.ASCII)


def clock(pair: Pair) -> MathVerdict | None:
    """Decide when either answer is a time of day (12:30, 5 pm) or a ratio (3:2).

    A time without am or pm is right when it is the gold one on a 12- or a 24-hour clock. Ratios are compared reduced; one that is no
    time equals its fraction.
    """
    gold, answer = _time(pair.gold), _time(pair.answer)
    if gold and answer:
        same = bool(gold & answer)
        return MathVerdict(same, "clock", "the same time of day" if same else "different times of day")
    gold_ratio, answer_ratio = _ratio(pair.gold), _ratio(pair.answer)
    if gold_ratio is not None and answer_ratio is not None:
        return MathVerdict(gold_ratio == answer_ratio, "clock", f"ratio {answer_ratio} against {gold_ratio}")
    if not gold and not answer and (gold_ratio is None) != (answer_ratio is None):
        return _ratio_as_number(pair, gold_ratio, answer_ratio)
    if gold or answer:
        return MathVerdict(False, "clock", "one is a time of day or a ratio, the other is not")
    return None


def _ratio_as_number(pair: Pair, gold: Fraction | None, answer: Fraction | None) -> MathVerdict:
    """Compare 3:2 with 3/2 or 1.5: a ratio that is no time of day says the same as its fraction."""
    other = quantity(pair.answer if answer is None else pair.gold)
    same = other is not None and not other.unit and other.value in {gold, answer}
    return MathVerdict(
        same,
        "clock",
        f"a ratio {'equals' if same else 'is not'} {pair.answer if answer is None else pair.gold}",
    )


def _time(text: str) -> set[int]:
    """The seconds since midnight that a time can mean: two without am or pm, when the hour allows both."""
    found = _TIME.fullmatch(text) or _HOUR.fullmatch(text)
    if not found or (hour := int(found[1])) > (12 if found[4] else 24):
        return set()
    past = int(found[2] or 0) * 60 + int(found[3] or 0)
    if found[4]:
        return {(hour % 12 + 12 * (found[4] in "pP")) * 3600 + past}
    # Written with a leading nought or past noon, the hour is one of 24.
    hours = {hour} if hour > 12 or found[1][0] == "0" else {hour % 12, hour % 12 + 12}
    return {h % 24 * 3600 + past for h in hours}


def _ratio(text: str) -> Fraction | None:
    found = _RATIO.fullmatch(text)
    return Fraction(int(found[1]), int(found[2])) if found and int(found[2]) else None
