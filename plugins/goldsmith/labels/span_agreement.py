"""Agreement between annotators who mark spans of text."""

import math
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from goldsmith.errors import InputError

__all__ = ["Span", "SpanAgreement", "span_agreement"]

Span: TypeAlias = tuple[int, int, Hashable]
"""Start, end (exclusive) and label; the label of spans without one may be anything, always the same."""


@dataclass(frozen=True)
class SpanAgreement:
    """F1 between annotators, in [0, 1]; NaN when nobody marked anything.

    Attributes:
        exact: a span is found by the other when start, end and label are equal.
        overlap: a span is found by the other when the labels are equal and they share at least one character; each
            span is the partner of at most one.
    """

    exact: float
    overlap: float


def span_agreement(annotators: Sequence[Sequence[Collection[Span] | None]]) -> SpanAgreement:
    """Return how well annotators agree on which spans to mark, over all pairs of them.

    For two it is F1 = 2 a / (2 a + b + c) with a the spans both marked and b and c those that only one did; which of the
    two counts as the reference does not matter. It is the limit of kappa where, as with spans, what nobody marked cannot
    be counted (Hripcsak and Rothschild 2005, "Agreement, the F-Measure, and Reliability in Information Retrieval"). With
    more annotators the counts of all pairs are added up. A span marked twice by the same annotator counts once.

    Args:
        annotators: of each annotator, of each text in the same order, the spans marked: an empty list for a text
            without any, None for a text the annotator did not see.

    Raises:
        InputError: fewer than two annotators, different numbers of texts, no text seen by two, or a span that does not
            start before it ends, at 0 or later.

    >>> one = [[(0, 5, "PER"), (10, 16, "LOC")], [(3, 8, "ORG")]]
    >>> two = [[(0, 5, "PER"), (12, 16, "LOC")], []]
    >>> span_agreement([one, two])  # exact: 2 * 1 / (3 + 2); overlap: 2 * 2 / (3 + 2)
    SpanAgreement(exact=0.4, overlap=0.8)
    """
    if len(annotators) < 2 or len({len(texts) for texts in annotators}) > 1:
        raise InputError(
            f"span_agreement() needs two or more annotators and as many texts of each, got "
            f"{[len(texts) for texts in annotators]}"
        )
    marked = [[None if spans is None else _checked(spans) for spans in texts] for texts in annotators]
    pairs = [
        (a, b)
        for one, other in combinations(marked, 2)
        for a, b in zip(one, other, strict=True)
        if a is not None and b is not None
    ]
    if not pairs:
        raise InputError("no text was seen by two annotators: None is a text not seen, [] one without spans")
    return SpanAgreement(exact=_f1(pairs, lambda a, b: len(a & b)), overlap=_f1(pairs, _partners))


def _checked(spans: Collection[Span]) -> set[Span]:
    found = {(start, end, label) for start, end, label in spans}
    for start, end, _ in found:
        if not 0 <= start < end:
            raise InputError(f"a span must start before it ends, at 0 or later, got {start} to {end}")
    return found


def _f1(pairs: list[tuple[set[Span], set[Span]]], shared: Callable[[set[Span], set[Span]], int]) -> float:
    total = sum(len(a) + len(b) for a, b in pairs)
    return 2 * sum(shared(a, b) for a, b in pairs) / total if total else math.nan


def _partners(a: set[Span], b: set[Span]) -> int:
    """Return the most spans that can be paired off, each with one it overlaps (Kuhn's augmenting paths)."""
    partner: dict[Span, Span] = {}

    def settle(span: Span, tried: set[Span]) -> bool:
        for other in b:
            if other not in tried and _overlap(span, other):
                tried.add(other)
                if other not in partner or settle(partner[other], tried):
                    partner[other] = span
                    return True
        return False

    return sum(settle(span, set()) for span in a)


def _overlap(a: Span, b: Span) -> bool:
    return a[2] == b[2] and a[0] < b[1] and b[0] < a[1]
