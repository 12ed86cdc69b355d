# ruff: noqa: RUF001 (the colon of several scripts)
"""A judge's ratings of several candidate answers, and the pair of answers they make."""

import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from goldsmith.errors import UnreadableError
from goldsmith.text import normalise, read_json

__all__ = ["CandidateRating", "PreferredPair", "preferred_pair", "ratings_schema", "read_candidate_ratings"]

_MISSING = re.compile(r"\W*(?:n\W?a|none|null|not applicable|-)?\W*", re.IGNORECASE)
_NUMBER = re.compile(
    r"\s*\*{0,2}([1-5](?:\.\d+)?)\*{0,2}\s*(?:(?:/|out of|of)\s*5(?:\.0)?)?\s*\.?\s*", re.IGNORECASE
)
_LINE = re.compile(
    r"^[^\w\n]*(?:rating|score)[^\w\n:：]*[:：][^\w\n]*(?P<rating>[1-5](?:\.\d+)?(?:\s*/\s*5)?|n/?a)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class CandidateRating:
    """What a judge says of one candidate.

    Attributes:
        rating: 1 to 5, or None where the judge gave none ("N/A" is missing, never a number).
        rationale: why.
    """

    rating: float | None
    rationale: str = ""


@dataclass(frozen=True)
class PreferredPair:
    """Which candidate is chosen and which rejected; or -1 for both and why there is no pair.

    Attributes:
        chosen: index of the chosen candidate.
        rejected: index of the rejected one.
        margin: the difference of their ratings.
        drop_reason: "" or why there is no pair.
    """

    chosen: int = -1
    rejected: int = -1
    margin: float = 0.0
    drop_reason: str = ""


def ratings_schema(n: int) -> dict[str, Any]:
    """Return the JSON schema of `n` ratings, each with its rationale first."""
    rating = {"enum": [1, 2, 3, 4, 5, "N/A"]}
    properties = {"rationale": {"type": "string"}, "rating": rating}
    item = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    ratings = {"type": "array", "items": item, "minItems": n, "maxItems": n}
    return {
        "type": "object",
        "properties": {"ratings": ratings},
        "required": ["ratings"],
        "additionalProperties": False,
    }


def read_candidate_ratings(output: str, n: int) -> list[CandidateRating]:
    """Read a judge's ratings of `n` candidates, in the order in which they were shown.

    JSON as `ratings_schema` asks for, with or without the object around the list; or else "Rating: 4" lines.

    >>> read_candidate_ratings('[{"rationale": "Kind.", "rating": "4/5"}, {"rating": "N/A"}]', 2)
    [CandidateRating(rating=4.0, rationale='Kind.'), CandidateRating(rating=None, rationale='')]

    Raises:
        UnreadableError: there are not exactly `n`, or one is neither 1 to 5 nor "N/A".
    """
    try:
        found = _from_json(read_json(output))
    except UnreadableError:
        found = []
    if len(found) != n:
        lines = [match["rating"] for match in _LINE.finditer(output)]
        if len(lines) != n:
            raise UnreadableError(
                f"expected {n} ratings, one for each candidate, got {len(found) or len(lines)}"
            )
        found = [CandidateRating(_rating(rating)) for rating in lines]
    return found


def preferred_pair(
    texts: Sequence[str],
    ratings: Sequence[float | None],
    *,
    rejected: Literal["random", "worst"] = "random",
    min_margin: float = 0.0,
    seed: int | str = 0,
) -> PreferredPair:
    """Choose the best-rated candidate, and reject one of the others at random, or the worst.

    Candidates that say the same count once, the first; unrated ones not at all. A margin of 0, a tie, is no preference.

    >>> preferred_pair(["a", "b", "c"], [3, 5, 1], rejected="worst")
    PreferredPair(chosen=1, rejected=2, margin=4, drop_reason='')
    >>> preferred_pair(["a", "A "], [3, 5]).drop_reason
    'preference: identical texts, 2 candidates say the same'
    """
    keys = [normalise(text) for text in texts]
    distinct = [index for index, key in enumerate(keys) if key and keys.index(key) == index]
    if len(distinct) < 2:
        return PreferredPair(drop_reason=f"preference: identical texts, {len(texts)} candidates say the same")
    rated = {index: rating for index in distinct if (rating := ratings[index]) is not None}
    if len(rated) < 2:
        return PreferredPair(
            drop_reason=f"preference: unrated, {len(rated)} of {len(distinct)} candidates have a rating"
        )
    best = max(rated, key=rated.__getitem__)
    rest = [index for index in rated if index != best]
    other = min(rest, key=rated.__getitem__)
    if rejected == "random":
        other = random.Random(str(seed)).choice(rest)  # noqa: S311 (no secret)
    margin = rated[best] - rated[other]
    if margin <= 0:
        return PreferredPair(drop_reason=f"preference: tie, both rated {rated[best]:g}")
    if margin < min_margin:
        return PreferredPair(drop_reason=f"preference: small margin, {margin:g} < {min_margin:g}")
    return PreferredPair(best, other, margin)


def _from_json(value: Any) -> list[CandidateRating]:
    if isinstance(value, Mapping):
        value = next((item for item in value.values() if isinstance(item, list)), [value])
    if not isinstance(value, list):
        value = [value]
    return [_one(item) for item in value]


def _one(item: Any) -> CandidateRating:
    if not isinstance(item, Mapping):
        return CandidateRating(_rating(item))
    fields = {str(key).strip().lower(): value for key, value in item.items()}
    if "rating" not in fields and "score" not in fields:
        raise UnreadableError(f'expected a "rating" for each candidate, got the keys {sorted(fields)[:5]}')
    rationale = fields.get("rationale") or ""
    return CandidateRating(
        _rating(fields.get("rating", fields.get("score"))),
        rationale if isinstance(rationale, str) else str(rationale),
    )


def _rating(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not (math.isfinite(value) and 1 <= value <= 5):
            raise UnreadableError(f'expected a rating from 1 to 5 or "N/A", got {value}')
        return float(value)
    if isinstance(value, str) and _MISSING.fullmatch(value):
        return None
    if isinstance(value, str) and (number := _NUMBER.fullmatch(value)) and float(number[1]) <= 5:
        return float(number[1])
    raise UnreadableError(f'expected a rating from 1 to 5 or "N/A", got {str(value)[:60]!r}')
