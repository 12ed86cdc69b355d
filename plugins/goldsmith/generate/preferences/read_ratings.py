"""A judge's answer as one rating a candidate."""

from goldsmith.errors import InputError, UnreadableError
from goldsmith.generate.preferences.json_ratings import json_ratings
from goldsmith.generate.preferences.scale import Rating, Scale
from goldsmith.generate.preferences.text_ratings import rated_twice, text_ratings
from goldsmith.text import read_json

__all__ = ["read_ratings"]

_FIVE = Scale()
_UNRATED = Rating(problem="not rated")
_LONGEST = 200_000  # characters that are looked at


def read_ratings(text: str, n: int, scale: Scale = _FIVE) -> list[Rating]:
    r"""Return the [n] ratings in a judge's answer, in the order in which the candidates were numbered for it.

    The answer may be JSON, with or without prose around it, or text: "Output 2: 3", "2. **4/5**", "II. Rating: 4",
    "Rating: 4" under a heading of its own, a table, a bare list. A candidate has no rating, and its `problem` says why,
    where the judge said "N/A", left it out (a list that breaks off), gave a number off the scale, or two different ones.

    >>> [rating.value for rating in read_ratings("Here you go.\n\n1. 4/5\n2. N/A\n3. 2/5", 4)]
    [4.0, None, 2.0, None]

    Args:
        text: the answer.
        n: how many candidates the judge was shown.
        scale: the numbers that are ratings.

    Raises:
        UnreadableError: not one candidate was rated, not even with "N/A".
        InputError: `n` is below 1.
    """
    if n < 1:
        raise InputError(f"there must be a candidate to rate, got n = {n}")
    text = text[:_LONGEST]
    found = _of_json(text, n, scale) or text_ratings(text, n, scale)
    said: dict[int, list[Rating]] = {}
    for position, rating in found:
        said.setdefault(position, []).append(rating)
    ratings = [_one(said.get(position, [_UNRATED])) for position in range(n)]
    if not any(rating.value is not None or rating.problem == "N/A" for rating in ratings):
        problems = "; ".join(f"candidate {k}: {rating.problem}" for k, rating in enumerate(ratings, start=1))
        raise UnreadableError(f'expected a rating {scale}, or "N/A", of each candidate; found {problems}')
    return ratings


def _of_json(text: str, n: int, scale: Scale) -> list[tuple[int, Rating]]:
    if "{" not in text and not text.lstrip("` \njson").startswith("["):
        return []
    try:
        return json_ratings(read_json(text), n, scale)
    except UnreadableError:
        return []


def _one(said: list[Rating]) -> Rating:
    values = {rating.value for rating in said if rating.value is not None}
    if len(values) > 1:
        return Rating(rationale=said[0].rationale, problem=rated_twice(values))
    return next((rating for rating in said if rating.value is not None), said[0])
