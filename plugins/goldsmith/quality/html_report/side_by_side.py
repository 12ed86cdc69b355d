"""Two texts beside each other, with what they share marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from goldsmith.quality.html_report.section import Section

__all__ = ["Pair", "SideBySide"]

Spans = Sequence[Sequence[int]]

_AROUND = 150  # characters that are shown on either side of what is marked


@dataclass(frozen=True)
class Pair:
    """Two texts and the parts of each to be marked.

    Attributes:
        left: a text.
        right: another one.
        left_spans: beginnings and ends in the left one, ascending, without overlap.
        right_spans: likewise in the right one.
        caption: what is said of the pair.
    """

    left: str
    right: str
    left_spans: Spans = ()
    right_spans: Spans = ()
    caption: str = ""

    @property
    def sides(self) -> list[list[tuple[str, bool]]]:
        """Both texts as parts, each marked or not; long parts that are not marked are cut."""
        return [_parts(self.left, self.left_spans), _parts(self.right, self.right_spans)]


@dataclass(frozen=True)
class SideBySide(Section):
    """Pairs of texts, one below the other.

    Attributes:
        heads: what stands on the left, and on the right.
        pairs: the texts.

    >>> SideBySide("Copies", ("row", "item"), [Pair("a cat sat", "the cat", [(2, 5)], [(4, 7)])]).pairs[0].sides
    [[('a ', False), ('cat', True), (' sat', False)], [('the ', False), ('cat', True)]]
    """

    heads: tuple[str, str]
    pairs: Sequence[Pair]

    kind: ClassVar[str] = "side_by_side"


def _parts(text: str, spans: Spans) -> list[tuple[str, bool]]:
    found, done = [], 0
    for begin, end in spans:
        found += [(_cut(text[done:begin], first=not done), False), (text[begin:end], True)]
        done = end
    found.append((_cut(text[done:], first=not done, last=True), False))
    return [part for part in found if part[0]]


def _cut(text: str, *, first: bool = False, last: bool = False) -> str:
    """Leave out the middle of a long part, or its far end where nothing is marked beyond it."""
    if len(text) <= 2 * _AROUND + 10:
        return text
    head, tail = text[: _AROUND if not first or last else 0], text[-_AROUND:] if not last else ""
    return f"{head} … {tail}"
