"""Any Python value as plain JSON, without losing what it says."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from typing import Any, TypeAlias

import numpy as np

__all__ = ["Json", "plain"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

ALMOST_PLAIN = {str, int, float, bool, type(None)}
DEEPEST = 50
LARGEST_EXACT_IN_JAVASCRIPT = 2**53 - 1
LONGEST_DECIMAL_BITS = 10_000  # Python refuses to print integers of more than 4,300 digits


def plain(value: Any, depth: int = 0) -> Json:
    """Return `value` as JSON that both Python and a browser read back alike.

    NaN and infinities become the words "NaN", "Infinity", "-Infinity", as in pydantic; integers a browser would
    round become text; times are ISO 8601; bytes are read as UTF-8; arrays, sets and dataclasses become lists and
    objects; anything else is its `str`. Below fifty levels (a list that holds itself) there is "…".

    >>> plain({1: float("nan"), "at": date(2026, 1, 2), "big": 2**60, "raw": b"a"})
    {'1': 'NaN', 'at': '2026-01-02', 'big': '1152921504606846976', 'raw': 'a'}
    """
    if type(value) in ALMOST_PLAIN:  # most values are: 50,000 rows are written in half the time
        return _scalar(value)
    if depth > DEEPEST:
        return "…"
    value = _unwrapped(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview):
        return [plain(item, depth + 1) for item in value]
    return _scalar(value)


def _unwrapped(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, AbstractSet):
        return sorted(value, key=repr)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value


def _scalar(value: Any) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _integer(int(value))
    if isinstance(value, float):
        return _float(float(value))
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", errors="backslashreplace")
    return str(value)


def _integer(value: int) -> int | str:
    if abs(value) <= LARGEST_EXACT_IN_JAVASCRIPT:
        return value
    return str(value) if value.bit_length() < LONGEST_DECIMAL_BITS else hex(value)


def _float(value: float) -> float | str:
    if np.isfinite(value):
        return value
    return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"
