# ruff: noqa: RUF001 - quotation marks of several scripts
"""Whether two answers say the same."""

import re
from typing import Literal, TypeAlias

from goldsmith.text import normalise
from goldsmith.verify import math_equal

__all__ = ["AnswerKind", "same_answer"]

AnswerKind: TypeAlias = Literal["math", "text", "code"]
_AROUND = " .,;:!?\"'`*_“”‘’«»()[]"
_ONE_SIDED = re.compile(r"[=<>,;]|\\in\b|\\[lg]e")  # where the symbolic rule takes the first for gold


def same_answer(one: str, other: str, kind: AnswerKind = "math", *, timeout: float = 5.0) -> bool:
    """Return whether two answers say the same; which comes first does not matter.

    `goldsmith.verify.math_equal` is asked both ways, as it judges the second by the first; its slow symbolic rule only where
    no other can tell. Answers in words are the same if they are after `goldsmith.text.normalise`, without the punctuation
    around them; programs if they are after nothing but the white space around them.

    >>> same_answer("0.5", "1/2"), same_answer("1/2", "0.5"), same_answer("1/2", "0.51")
    (True, True, False)
    >>> same_answer("**Paris**.", " paris", "text")
    True
    """
    if one.strip() == other.strip():
        return True
    if kind == "math":
        return _equal(*sorted((one, other)), timeout=timeout)
    return kind == "text" and _key(one) == _key(other)


def _equal(one: str, other: str, *, timeout: float) -> bool:
    quick = [math_equal(*pair, symbolic=False, timeout=timeout) for pair in ((one, other), (other, one))]
    if any(quick) or any(verdict.rule != "none" for verdict in quick):
        return any(quick)
    if math_equal(one, other, timeout=timeout):
        return True
    return bool(_ONE_SIDED.search(one + other)) and bool(math_equal(other, one, timeout=timeout))


def _key(text: str) -> str:
    whole = normalise(text)
    return whole.strip(_AROUND) or whole
