"""Ratings in an answer that is JSON."""

import re
from collections.abc import Iterator
from typing import Any

from goldsmith.generate.preferences.scale import Rating, Scale

__all__ = ["json_ratings"]

_RATING_KEYS = ("rating", "score", "grade", "value", "points")
_RATIONALE_KEYS = ("rationale", "reason", "reasoning", "explanation", "justification", "critique")
_INDEX_KEYS = ("candidate", "output", "response", "text", "index", "id", "number", "answer", "generation")
_LIST_KEYS = ("ratings", "scores", "candidates", "outputs", "responses", "results", "evaluations")
_DIGITS = re.compile(r"\d{1,6}")

Found = tuple[int, Rating]


def json_ratings(value: Any, n: int, scale: Scale) -> list[Found]:
    """Return (position from 0, rating) of every candidate that `value`, read from JSON, speaks of.

    Candidates are named by keys ("candidate_2", "2"), by an entry of their own ("candidate": 2), or by their place in
    a list. What is said of candidates that are not there is left out.

    >>> json_ratings({"candidate_1": {"rating": "4", "rationale": "Clear."}, "candidate_2": "N/A"}, 2, Scale())
    [(0, Rating(value=4.0, rationale='Clear.', problem='')), (1, Rating(value=None, rationale='', problem='N/A'))]
    """
    return [found for found in _found(value, n, scale, depth=3) if 0 <= found[0] < n]


def _found(value: Any, n: int, scale: Scale, depth: int) -> Iterator[Found]:
    if not depth:
        return
    if isinstance(value, list):
        yield from _of_list(value, scale)
    elif isinstance(value, dict):
        keys = {str(key).strip().lower(): inner for key, inner in value.items()}
        inner = next((keys[key] for key in _LIST_KEYS if isinstance(keys.get(key), list | dict)), None)
        if inner is not None:
            yield from _found(inner, n, scale, depth - 1)
        elif n == 1 and (rating := _of_entry(keys, scale)):
            yield 0, rating
        else:
            yield from _of_keys(keys, scale)


def _of_list(values: list[Any], scale: Scale) -> Iterator[Found]:
    named = [_index(entry) for entry in values]
    by_place = all(index is None for index in named)
    for place, (entry, index) in enumerate(zip(values, named, strict=True)):
        rating = _of_entry(entry, scale)
        position = place if by_place else index
        if rating and position is not None:
            yield position, rating


def _of_keys(keys: dict[str, Any], scale: Scale) -> Iterator[Found]:
    for key, inner in keys.items():
        digits = _DIGITS.findall(key)
        rating = _of_entry(inner, scale)
        if len(digits) == 1 and rating:
            yield int(digits[0]) - 1, rating


def _index(entry: Any) -> int | None:
    if not isinstance(entry, dict):
        return None
    keys = {str(key).strip().lower(): value for key, value in entry.items()}
    for key in _INDEX_KEYS:
        said = keys.get(key)
        digits = _DIGITS.findall(said) if isinstance(said, str) and len(said) < 40 else []
        if isinstance(said, int) and not isinstance(said, bool):
            return said - 1
        if len(digits) == 1:
            return int(digits[0]) - 1
    return None


def _of_entry(entry: Any, scale: Scale) -> Rating | None:
    if not isinstance(entry, dict):
        return Rating(problem="N/A") if entry is None else scale.read(entry)
    keys = {str(key).strip().lower(): value for key, value in entry.items()}
    key = next((key for key in _RATING_KEYS if key in keys), None)
    if key is None:
        return None
    said = keys[key]
    rating = Rating(problem="N/A") if said is None else scale.read(said)
    rationale = next((keys[key] for key in _RATIONALE_KEYS if isinstance(keys.get(key), str)), "")
    if rating is None:
        return Rating(rationale=rationale.strip(), problem=f"a {type(said).__name__} that is no rating")
    return Rating(rating.value, rationale.strip(), rating.problem)
