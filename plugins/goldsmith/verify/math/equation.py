"""Equations whose left side only names or works out the answer."""

import re

from goldsmith.verify.math.pair import MathVerdict, Pair

__all__ = ["equation"]

_SIDES = re.compile(r"(?<![<>!=])=(?!=)")
_NAME = re.compile(r"\\?[A-Za-z]\w*(?:\([a-z]\))?|[A-Za-z]_\{\w+\}")
_WORKING = re.compile(r"[\d\s.,+*/()^$-]+")


def equation(pair: Pair) -> MathVerdict | None:
    """Decide when an answer is `name = value` or `working = value`, by the value.

    The other one may give the value alone or under the same name; x = 5 is not y = 5. Equations between expressions are
    left to the symbolic rule.
    """
    gold, answer = _named(pair.gold), _named(pair.answer)
    if (gold[0] is None and answer[0] is None) or "" in {gold[1], answer[1]}:
        return None
    if gold[0] and answer[0] and gold[0] != answer[0]:
        if _SIDES.search(pair.gold) and (_free(gold[1]) or _free(answer[1])):
            return None
        return MathVerdict(False, "equation", f"{answer[0]} is named, not {gold[0]}")
    if any(_SIDES.search(side) for side in (gold[1], answer[1])):
        return None
    same = pair.same(gold[1], answer[1])
    return MathVerdict(same, "equation", f"{answer[1]!r} {'equals' if same else 'is not'} {gold[1]!r}")


def _named(text: str) -> tuple[str | None, str]:
    """The name before the equals sign, `""` for mere working, None for no such equation; and what follows."""
    sides = [side.strip() for side in _SIDES.split(text)]
    if len(sides) == 1:
        return None, text
    if _NAME.fullmatch(sides[0]) and len(sides) == 2:
        return sides[0], sides[1]
    if all(_WORKING.fullmatch(side) for side in sides[:-1]):
        return "", sides[-1]
    return None, text


def _free(text: str) -> bool:
    return re.search("[A-Za-z]", text) is not None
