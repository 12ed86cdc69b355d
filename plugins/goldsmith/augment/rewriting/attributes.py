"""Reading the attributes that a model proposes."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import normalise, read_json, well_formed, without_thought

__all__ = ["Proposal", "own_values", "proposal_schema", "read_proposal", "read_values", "values_schema"]

_LONGEST = 200  # characters of a name or a value

Proposal = tuple[dict[str, list[str]], list[str]]
"""Dimensions with the same values for all labels, and the names of those whose values depend on the label."""


def proposal_schema() -> dict[str, Any]:
    """Return the JSON schema of an answer that `read_proposal` reads."""
    return _object(
        {
            "dimensions": {"type": "array", "items": _object({"name": _STRING, "values": _STRINGS})},
            "label_dimensions": _STRINGS,
        }
    )


def values_schema() -> dict[str, Any]:
    """Return the JSON schema of an answer that `read_values` reads."""
    return _object({"values": _STRINGS})


def read_proposal(output: str, most: int) -> Proposal:
    """Read the first `most` values of each dimension that a model proposes, and the names of those that depend on the label.

    >>> read_proposal('{"dimensions": [{"name": "length", "values": ["short", "long"]}], "label_dimensions": ["topic"]}', 5)
    ({'length': ['short', 'long']}, ['topic'])

    Raises:
        UnreadableError: it is no such JSON, or has no dimension.
    """
    value = read_json(without_thought(well_formed(output)))
    if not isinstance(value, Mapping):
        raise UnreadableError(
            f'expected {{"dimensions": [...], "label_dimensions": [...]}}, got {output[:60]!r}'
        )
    told = value.get("dimensions")
    given = [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []
    dimensions = {
        name[0]: values
        for one in given
        if (name := _texts([one.get("name")], 1)) and (values := _texts(one.get("values"), most))
    }
    names = [name for name in _texts(value.get("label_dimensions"), most) if name not in dimensions]
    if not dimensions and not names:
        raise UnreadableError(f"expected at least one dimension with values, got {output[:60]!r}")
    return dimensions, names


def read_values(output: str, most: int) -> list[str]:
    """Read the first `most` values that a model proposes.

    >>> read_values('{"values": ["goals", "Goals", "transfers"]}', 5)
    ['goals', 'transfers']

    Raises:
        UnreadableError: there is none.
    """
    value = read_json(without_thought(well_formed(output)))
    told = value.get("values") if isinstance(value, Mapping) else value
    if found := _texts(told, most):
        return found
    raise UnreadableError(f'expected {{"values": [...]}}, got {output[:60]!r}')


def own_values(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return each label's values without those that were proposed for another label too.

    >>> own_values({"sports": ["goals", "money"], "business": ["money", "shares"]})
    {'sports': ['goals'], 'business': ['shares']}
    """
    return {
        label: [
            value for value in of if not _with(value, (values[other] for other in values if other != label))
        ]
        for label, of in values.items()
    }


def _with(value: str, lists: Iterable[list[str]]) -> bool:
    return normalise(value) in {normalise(other) for one in lists for other in one}


def _texts(told: Any, most: int) -> list[str]:
    given = [" ".join(one.split()) for one in told if isinstance(one, str)] if isinstance(told, list) else []
    different: dict[str, str] = {}
    for one in given:
        if one and len(one) <= _LONGEST:
            different.setdefault(normalise(one), one)
    return list(different.values())[:most]


_STRING: dict[str, Any] = {"type": "string"}
_STRINGS: dict[str, Any] = {"type": "array", "items": _STRING}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
