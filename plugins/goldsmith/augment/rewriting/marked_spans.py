"""Spans that go through a translation as marks in the text."""

import re
from collections.abc import Sequence
from itertools import combinations

from goldsmith.augment.augmented import Span

__all__ = ["marked", "unmarked"]

_MARK = re.compile(r"\[\[ ?(\d+) ?| ?(\d+) ?\]\]")


def marked(text: str, spans: Sequence[Span]) -> tuple[str, str]:
    """Return the text with marks around its spans, numbered in their order, and "" or why they cannot be marked.

    >>> marked("Ada lives in Rome.", [Span(13, 17, "place"), Span(0, 3, "person")])
    ('[[2 Ada 2]] lives in [[1 Rome 1]].', '')
    """
    if spans and _MARK.search(text):
        return text, "span: the text has such marks itself"
    for one, other in combinations(sorted(spans), 2):
        if one.start < other.start < one.end < other.end:
            return text, f"span: {text[one.start : one.end]!r:.80} overlaps another"
    if any(not text[span.start : span.end].strip() for span in spans):
        return text, "span: one is empty"
    # Where several begin or end at one place, the longest is the outermost.
    places: list[tuple[int, int, int, str]] = []
    for number, span in enumerate(spans, start=1):
        length = span.end - span.start
        places += [(span.start, 1, -length, f"[[{number} "), (span.end, 0, length, f" {number}]]")]
    parts, at = [], 0
    for place, _, _, mark in sorted(places):
        parts += [text[at:place], mark]
        at = place
    return "".join([*parts, text[at:]]), ""


def unmarked(text: str, spans: Sequence[Span]) -> tuple[str, tuple[Span, ...], str]:
    """Return a translation without its marks, where the spans are in it, and "" or why they are not known.

    Each mark must open and close once, in this order, around something.

    Args:
        text: with marks.
        spans: of the original, in the order in which they were marked.

    >>> unmarked("[[1 Rom 1]] ist, wo [[2 Ada 2]] lebt.", [Span(13, 17, "place"), Span(0, 3, "person")])
    ('Rom ist, wo Ada lebt.', (Span(start=0, end=3, label='place'), Span(start=12, end=15, label='person')), '')
    """
    if not spans:
        return text, (), ""
    parts: list[str] = []
    found: dict[int, list[tuple[bool, int]]] = {}
    at = length = 0
    for mark in _MARK.finditer(text):
        parts.append(text[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        found.setdefault(int(mark[1] or mark[2]), []).append((bool(mark[1]), length))
    plain = "".join([*parts, text[at:]])
    moved = []
    for number, span in enumerate(spans, start=1):
        marks = found.pop(number, [])
        if [opens for opens, _ in marks] != [True, False] or marks[0][1] == marks[1][1]:
            return plain, (), f"span: mark {number} was lost or broken"
        moved.append(Span(marks[0][1], marks[1][1], span.label))
    if found:
        return plain, (), f"span: mark {min(found)} is no span's"
    return plain, tuple(moved), ""
