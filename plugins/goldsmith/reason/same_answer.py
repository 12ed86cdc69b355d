# ruff: noqa: RUF001 - quotation marks of several scripts
"""Whether two answers say the same."""

from typing import Literal, TypeAlias

from goldsmith.text import normalise
from goldsmith.verify import math_equal

__all__ = ["AnswerKind", "same_answer"]

AnswerKind: TypeAlias = Literal["math", "text", "code"]
_AROUND = " .,;:!?\"'`*_“”‘’«»()[]"


def same_answer(one: str, other: str, kind: AnswerKind = "math", *, timeout: float = 5.0) -> bool:
    """Return whether two answers say the same; which comes first does not matter.

    `goldsmith.verify.math_equal` is asked both ways, as it judges the second by the first. Answers in words are the
    same if they are after `goldsmith.text.normalise`, without the punctuation around them; programs if they are after
    nothing but the white space around them.

    >>> same_answer("0.5", "1/2"), same_answer("1/2", "0.5"), same_answer("1/2", "0.51")
    (True, True, False)
    >>> same_answer("**Paris**.", " paris", "text")
    True
    """
    if one.strip() == other.strip():
        return True
    if kind == "math":
        return any(
            math_equal(gold, answer, timeout=timeout).equal for gold, answer in ((one, other), (other, one))
        )
    return kind == "text" and _key(one) == _key(other)


def _key(text: str) -> str:
    whole = normalise(text)
    return whole.strip(_AROUND) or whole
