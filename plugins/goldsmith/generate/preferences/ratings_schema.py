"""The JSON that a judge of several candidates is held to."""

from typing import Any

__all__ = ["ratings_schema"]


def ratings_schema(n: int) -> dict[str, Any]:
    """Return the JSON schema of the ratings, 1 to 5 or "N/A", of `n` candidates, each with its rationale first.

    An object rather than a list: no candidate can be left out or rated twice.

    >>> list(ratings_schema(2)["properties"])
    ['candidate_1', 'candidate_2']
    """
    rating = {
        "type": "object",
        "properties": {
            "rationale": {"type": "string"},
            "rating": {"type": "string", "enum": ["1", "2", "3", "4", "5", "N/A"]},
        },
        "required": ["rationale", "rating"],
        "additionalProperties": False,
    }
    names = [f"candidate_{k}" for k in range(1, n + 1)]
    return {
        "type": "object",
        "properties": dict.fromkeys(names, rating),
        "required": names,
        "additionalProperties": False,
    }
