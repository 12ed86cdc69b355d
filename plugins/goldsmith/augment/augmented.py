"""A text made of another by edits, and where its spans are now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from goldsmith.errors import InputError

__all__ = ["Augmented", "Edit", "Span", "edited", "unchanged"]


class Span(NamedTuple):
    """A labelled part of a text, in code points, `end` excluded."""

    start: int
    end: int
    label: str = ""


class Edit(NamedTuple):
    """What stands in `text[start:end]` of the original is replaced; where both are the same, it is an insertion."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Augmented:
    """A text made of another, or why there is none.

    Attributes:
        text: the new text, also where it is none to keep; the original where there is none.
        operation: by which it was made, such as "synonym replacement".
        spans: where the original's spans are in `text`, with the same surface.
        edits: what was changed, in the original's code points; empty where the text was written anew as a whole.
        reason: why nothing could be made, or why what was made is none to keep, else "".
    """

    text: str
    operation: str
    spans: tuple[Span, ...] = ()
    edits: tuple[Edit, ...] = ()
    reason: str = ""


def edited(text: str, edits: Iterable[Edit], operation: str, spans: Sequence[Span] = ()) -> Augmented:
    """Return the text with all edits made, and every span where its words are now.

    A span moves with the words before it, and grows or shrinks with an edit inside it. What is inserted at its edge stays
    outside.

    Args:
        text: the original.
        edits: in any order, none over another's characters; insertions at one place come in the order given.
        operation: what to call it.
        spans: of the original; they may overlap each other.

    Raises:
        InputError: an edit or a span lies outside the text, edits overlap, or one crosses the edge of a span.

    >>> made = edited("Ada met Bob", [Edit(4, 7, "saw again")], "synonym replacement", [Span(8, 11, "person")])
    >>> made.text, [made.text[span.start : span.end] for span in made.spans]
    ('Ada saw again Bob', ['Bob'])
    """
    ordered = sorted(edits, key=lambda edit: edit[:2])
    _check(text, ordered, spans)
    parts: list[str] = []
    at = 0
    for start, end, new in ordered:
        parts += text[at:start], new
        at = end
    moved = tuple([_moved(span, ordered) for span in spans])
    return Augmented("".join([*parts, text[at:]]), operation, moved, tuple(ordered))


def unchanged(text: str, operation: str, reason: str, spans: Sequence[Span] = ()) -> Augmented:
    """Return that nothing could be made, and why."""
    return Augmented(text, operation, tuple(spans), reason=reason)


def _check(text: str, ordered: list[Edit], spans: Sequence[Span]) -> None:
    length = len(text)
    parts: list[Edit | Span] = [*ordered, *spans]
    for part in parts:
        if not 0 <= part.start <= part.end <= length:
            raise InputError(f"{part.start} to {part.end} is no part of a text of {length} characters")
    for one, other in pairwise(ordered):
        if other.start < one.end:
            raise InputError(f"the edits {tuple(one)} and {tuple(other)} overlap")
    for span in spans:
        for edit in ordered:
            inside = span.start <= edit.start and edit.end <= span.end
            if not inside and edit.start < span.end and edit.end > span.start:
                raise InputError(f"the edit {tuple(edit)} crosses the edge of the span {tuple(span)}")


def _moved(span: Span, ordered: list[Edit]) -> Span:
    before = inside = 0
    for start, end, text in ordered:
        longer = len(text) - (end - start)
        if end <= span.start:
            before += longer
        elif end <= span.end and start < span.end:
            inside += longer
    return Span(span.start + before, span.end + before + inside, span.label)
