"""Intervals and unions of them, against inequalities."""

import re
from dataclasses import dataclass

from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.split import balanced, split

__all__ = ["interval"]

_MEMBER = re.compile(r"[A-Za-z] in ")
_CHAIN = re.compile(r"([^<>=]+)([<>]=?)([^<>=]+)(?:([<>]=?)([^<>=]+))?")
_NAME = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class _Interval:
    low: str
    high: str
    low_closed: bool
    high_closed: bool
    bracketed: bool


def interval(pair: Pair) -> MathVerdict | None:
    """Decide when both answers are unions of intervals or inequalities in one variable: [0, 1) is 0 <= x < 1.

    Two open intervals are left to the rule for tuples, which they may be as well.
    """
    gold, answer = _union(pair.gold), _union(pair.answer)
    if not gold or not answer:
        return None
    if len(gold) == len(answer) == 1 and all(_maybe_tuple(i) for i in (*gold, *answer)):
        return None
    left = list(answer)
    for wanted in gold:
        match = next((got for got in left if _same(pair, wanted, got)), None)
        if match is None:
            return MathVerdict(False, "interval", f"nothing equals {_shown(wanted)}")
        left.remove(match)
    return MathVerdict(
        not left, "interval", f"{_shown(left[0])} is too much" if left else "the same interval"
    )


def _same(pair: Pair, gold: _Interval, answer: _Interval) -> bool:
    closed = (gold.low_closed, gold.high_closed) == (answer.low_closed, answer.high_closed)
    return closed and pair.same(gold.low, answer.low) and pair.same(gold.high, answer.high)


def _union(text: str) -> list[_Interval] | None:
    parts = [_one(_MEMBER.sub("", part, count=1).strip()) for part in re.split(" U | or ", text)]
    found = [part for part in parts if part]
    return found if len(found) == len(parts) <= 20 else None


def _one(text: str) -> _Interval | None:
    if text[:1] in {"(", "["} and text[-1:] in {")", "]"} and balanced(text):
        ends = split(text[1:-1], ",")
        if len(ends) != 2 or not all(ends):
            return None
        return _Interval(ends[0], ends[1], text[0] == "[", text[-1] == "]", bracketed=True)
    return _inequality(text)


def _inequality(text: str) -> _Interval | None:
    chain = _CHAIN.fullmatch(text)
    if not chain:
        return None
    first, sign, middle, second_sign, last = (part.strip() if part else "" for part in chain.groups())
    if not last:  # x < 1 or 1 > x: one end is open towards infinity
        if _NAME.fullmatch(middle):
            first, sign, middle = middle, sign.translate(str.maketrans("<>", "><")), first
        if not _NAME.fullmatch(first):
            return None
        closed = "=" in sign
        if sign[0] == "<":
            return _Interval("-oo", middle, False, closed, bracketed=False)
        return _Interval(middle, "oo", closed, False, bracketed=False)
    if not _NAME.fullmatch(middle) or sign[0] != second_sign[0]:
        return None
    if sign[0] == ">":
        first, sign, second_sign, last = last, second_sign, sign, first
    return _Interval(first, last, "=" in sign, "=" in second_sign, bracketed=False)


def _maybe_tuple(found: _Interval) -> bool:
    return found.bracketed and found.low_closed == found.high_closed


def _shown(found: _Interval) -> str:
    return f"{'(['[found.low_closed]}{found.low}, {found.high}{')]'[found.high_closed]}"
