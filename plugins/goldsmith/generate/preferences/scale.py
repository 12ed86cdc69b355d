# ruff: noqa: RUF001 (dashes of several kinds)
"""One rating, as a model may write it."""

import re
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import InputError

__all__ = ["Rating", "Scale"]

# "-" alone stands for "nothing to rate" in a table or a list.
_NOT_APPLICABLE = re.compile(
    r"(?:n\s?[/.\\]\s?a\b\.?|na\b|not\s+(?:applicable|available|rated)\b|none\b|null\b|[-–—]\s*$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"""(?P<number>[+\-−]?\d+(?:[.,]\d+)?)(?![\w])
    (?P<range>(?:\s?[-–—]\s?|\s+(?:to|or)\s+)\d+(?:[.,]\d+)?)?
    (?:\s*(?:/|out\s+of)\s*(?P<top>\d+(?:[.,]\d+)?))?
    (?P<percent>\s*%)?""",
    re.VERBOSE | re.IGNORECASE,
)
_SPELLED_OUT = 1e9  # Python refuses to spell out very long integers
_OPENING = re.compile(r"[\s*_`\"'“”«»\[(]*")


@dataclass(frozen=True)
class Rating:
    """What a judge said of one candidate.

    Attributes:
        value: the rating; None where there is none, which is never the same as a low one.
        rationale: why, in the judge's words.
        problem: why there is no value, "" where there is one.
    """

    value: float | None = None
    rationale: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Scale:
    """The numbers a rating may be: from `low` to `high`, both included.

    Raises:
        InputError: `low` is not below `high`.
    """

    low: int = 1
    high: int = 5

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise InputError(f"a scale goes up, got {self.low} to {self.high}")

    def read(self, said: Any) -> Rating | None:
        """Return the rating `said` is or begins with, None where it is or begins with none.

        "N/A" is a rating without a value; so is a number off the scale, a range ("3-4") or a share (80 %, 8/10 on a
        scale to 5): nothing is clipped, rounded or rescaled.

        >>> Scale().read("**4**/5"), Scale().read("n/a").value, Scale().read("7").problem
        (Rating(value=4.0, rationale='', problem=''), None, '7 is not on the scale from 1 to 5')
        """
        found = self.begin(said) if isinstance(said, str) else None
        if found:
            return found[0]
        if isinstance(said, int | float) and not isinstance(said, bool):
            return self._on_scale(said, f"{said:g}" if abs(said) < _SPELLED_OUT else "such a number")
        return None

    def begin(self, text: str) -> tuple[Rating, int] | None:
        """Return the rating that `text` begins with and where it ends, or None."""
        start = _OPENING.match(text)
        position = start.end() if start else 0
        if match := _NOT_APPLICABLE.match(text, position):
            return Rating(problem="N/A"), match.end()
        if not (match := _NUMBER.match(text, position)):
            return None
        said = " ".join(match[0].split())[:20]
        if match["range"] or match["percent"] or (match["top"] and _number(match["top"]) != self.high):
            return Rating(problem=f"{said} is not one number on the scale {self}"), match.end()
        return self._on_scale(_number(match["number"]), said), match.end()

    def _on_scale(self, number: float, said: str) -> Rating:
        if self.low <= number <= self.high:  # False for NaN too
            return Rating(float(number))
        return Rating(problem=f"{said} is not on the scale {self}")

    def __str__(self) -> str:
        return f"from {self.low} to {self.high}"


def _number(digits: str) -> float:
    return float(digits.replace(",", ".").replace("−", "-"))
