"""Words and their places, as PostgreSQL keeps them."""

from collections.abc import Iterable

from .tokens import words

__all__ = ["LONGEST", "ts_vector"]

LONGEST = 500
"""Characters of a word that are kept: PostgreSQL's have at most 2,046 bytes."""

_LAST_POSITION, _MOST_PLACES, _MOST_BYTES = (
    16_383,
    255,
    900_000,
)  # of a tsvector, which has at most 1 MB in all


def ts_vector(texts: Iterable[str]) -> str:
    """Return the words of `texts` as the literal of a `tsvector`; no phrase reaches from one text into the next.

    Words behind the 16,383rd are found, but in no phrase; behind a megabyte of different words, they are not.

    >>> ts_vector(["Red wine, red!", "Caf\u00e9"])
    "'red':1,3 'wine':2 'cafe':5"
    """
    places: dict[str, list[int]] = {}
    position, size = 0, 0
    for one in texts:
        for word in words(one):
            position += 1
            kept = word[:LONGEST]
            if kept not in places:
                size += 8 + len(kept.encode())
                if size > _MOST_BYTES:
                    break
                places[kept] = []
            if len(places[kept]) < _MOST_PLACES and size <= _MOST_BYTES:
                places[kept].append(min(position, _LAST_POSITION))
                size += 2
        position += 1
    return " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items() if at)
