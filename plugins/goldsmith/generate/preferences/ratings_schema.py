"""The JSON that a judge is held to."""

from typing import Any

from goldsmith.generate.preferences.scale import Scale

__all__ = ["rating_schema", "ratings_schema"]

_FIVE = Scale()


def rating_schema(scale: Scale = _FIVE, *, not_applicable: bool = True) -> dict[str, Any]:
    """Return the JSON schema of one rating on `scale`, or "N/A" where it may be, its rationale first.

    >>> rating_schema(Scale(1, 2))["properties"]["rating"]["enum"]
    ['1', '2', 'N/A']
    """
    numbers = [str(number) for number in range(scale.low, scale.high + 1)]
    return {
        "type": "object",
        "properties": {
            "rationale": {"type": "string"},
            "rating": {"type": "string", "enum": [*numbers, *(["N/A"] if not_applicable else [])]},
        },
        "required": ["rationale", "rating"],
        "additionalProperties": False,
    }


def ratings_schema(n: int) -> dict[str, Any]:
    """Return the JSON schema of the ratings, 1 to 5 or "N/A", of `n` candidates, each with its rationale first.

    An object rather than a list: no candidate can be left out or rated twice.

    >>> list(ratings_schema(2)["properties"])
    ['candidate_1', 'candidate_2']
    """
    names = [f"candidate_{k}" for k in range(1, n + 1)]
    return {
        "type": "object",
        "properties": dict.fromkeys(names, rating_schema()),
        "required": names,
        "additionalProperties": False,
    }
