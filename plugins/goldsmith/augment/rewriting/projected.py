"""Where spans of a text are in another that was written anew."""

from collections.abc import Sequence

from goldsmith.augment.augmented import Span
from goldsmith.augment.tokens import tokenize

__all__ = ["projected", "surfaces"]

_JOINTS = "'\u2019-\u2010"  # within a word, as in "Ann's"


def surfaces(text: str, spans: Sequence[Span]) -> list[str]:
    """Return the words under the spans, each once, in the order of the text.

    >>> surfaces("Ada met Ada.", [Span(8, 11, "person"), Span(0, 3, "person")])
    ['Ada']
    """
    return list(dict.fromkeys(text[span.start : span.end] for span in sorted(spans)))


def projected(text: str, spans: Sequence[Span], new: str) -> tuple[tuple[Span, ...], str]:
    """Return the spans in `new`, and "" or why there are none.

    A span is found by its surface alone: it must stand in each text exactly once, as whole words where the script has words. So a
    span never comes to lie on another thing of the same name.

    Args:
        text: the original.
        spans: in it.
        new: the text written anew.

    Raises:
        MissingExtraError: `regex` is not installed.

    >>> projected("Ada lives in Rome.", [Span(13, 17, "place")], "Rome is where Ada lives.")
    ((Span(start=0, end=4, label='place'),), '')
    >>> projected("Ada lives in Rome.", [Span(13, 17, "place")], "Ada lives in Italy.")
    ((), "span: 'Rome' is there 0 times")
    """
    if not spans:
        return (), ""
    found = []
    edges_before, edges = _edges(text), _edges(new)
    for span in spans:
        surface = text[span.start : span.end]
        if not surface or len(_places(text, surface, edges_before)) != 1:
            return (), f"span: {surface!r:.80} stands more than once in the original, or inside a word"
        places = _places(new, surface, edges)
        if len(places) != 1:
            return (), f"span: {surface!r:.80} is there {len(places)} times"
        found.append(Span(places[0], places[0] + len(surface), span.label))
    return tuple(found), ""


def _edges(text: str) -> set[int]:
    found = {0}
    for token in tokenize(text):
        found.update((token.start, token.end))
        for at, sign in enumerate(token.text, start=token.start):
            if token.kind == "unspaced" or sign in _JOINTS:
                found.update((at, at + 1))
    return found


def _places(text: str, surface: str, edges: set[int]) -> list[int]:
    places, at = [], text.find(surface)
    while at >= 0:
        if at in edges and at + len(surface) in edges:
            places.append(at)
        at = text.find(surface, at + 1)
    return places
