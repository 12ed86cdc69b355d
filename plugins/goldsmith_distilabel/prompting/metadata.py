"""What Distilabel keeps beside a row, with what earlier steps noted there."""

from collections.abc import Mapping
from typing import Any

__all__ = ["metadata_with"]


def metadata_with(row: Mapping[str, Any], noted: Mapping[str, Any]) -> dict[str, Any] | list[Any]:
    """Return the row's `distilabel_metadata` with what a step noted; a Task would overwrite what was there.

    Where a Task grouped its generations it is a list, one a generation, and gets one more.

    >>> metadata_with({"distilabel_metadata": {"a": 1}}, {"b": 2})
    {'a': 1, 'b': 2}
    >>> metadata_with({"distilabel_metadata": [{"a": 1}]}, {"b": 2})
    [{'a': 1}, {'b': 2}]
    """
    earlier = row.get("distilabel_metadata") or {}
    return [*earlier, dict(noted)] if isinstance(earlier, list) else {**earlier, **noted}
