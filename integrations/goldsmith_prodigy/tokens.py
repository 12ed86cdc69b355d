"""A text in the pieces that Prodigy's page lets one mark."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from goldsmith.review import Span

__all__ = ["located", "tokenized"]

_PIECE = re.compile(r"\n|\w+|[^\w\s]")


def tokenized(text: str, cuts: Iterable[int] = ()) -> list[dict[str, Any]]:
    """Return words, signs and line breaks, none reaching over one of `cuts`, in Prodigy's form.

    >>> [token["text"] for token in tokenized("Bobby met Al.", cuts=[3])]
    ['Bob', 'by', 'met', 'Al', '.']
    """
    inner = sorted(set(cuts))
    pieces = [piece for match in _PIECE.finditer(text) for piece in _cut(match.start(), match.end(), inner)]
    return [
        {"text": text[start:end], "start": start, "end": end, "id": at, "ws": text[end : end + 1].isspace()}
        for at, (start, end) in enumerate(pieces)
    ]


def located(span: Span, tokens: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a span with the first and the last of its tokens; Prodigy's `token_end` is part of the span, its `end` is not."""
    start, end = int(span["start"]), int(span["end"])
    inside = [token["id"] for token in tokens if token["start"] < end and token["end"] > start]
    where = {"token_start": inside[0], "token_end": inside[-1]} if inside else {}
    return {"start": start, "end": end, "label": span["label"], **where}


def _cut(start: int, end: int, cuts: Sequence[int]) -> Iterable[tuple[int, int]]:
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    return pairwise(edges)
