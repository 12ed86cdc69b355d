"""Documents cut into chunks where their sections, paragraphs and sentences end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldsmith.data import derived_id
from goldsmith.errors import InputError
from goldsmith.generate import split_passages

__all__ = ["Chunk", "split_chunks", "whole_chunk"]

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True)
class Chunk:
    """A piece of a document.

    Attributes:
        id: follows from the document's id, the headings and the text: it changes with them, and with nothing else.
        document_id: the document.
        text: `document[start:stop]`.
        start: of the text in the document, in characters.
        stop: the end of it.
        heading: the headings it stands under, as "Loading > Replace"; "" if none.
    """

    id: str
    document_id: str
    text: str
    start: int
    stop: int
    heading: str = ""


@dataclass(frozen=True)
class _Section:
    start: int
    stop: int
    path: tuple[str, ...] = ()


def split_chunks(document_id: str, text: str, max_chars: int = 2000, min_chars: int = 200) -> list[Chunk]:
    r"""Return the chunks of a document, none longer than `max_chars`, together all of it that is not white space.

    A Markdown heading outside of code begins a section. A section under `min_chars` goes with the next one where both fit, a
    long one is cut after paragraphs, else after sentences of any script, else wherever the limit falls. A text that occurs
    twice under the same headings is one chunk.

    >>> [(chunk.heading, chunk.text) for chunk in split_chunks("a", "# Cats\nThey purr.\n# Dogs\nThey bark.", 20, 5)]
    [('Cats', '# Cats\nThey purr.'), ('Dogs', '# Dogs\nThey bark.')]

    Raises:
        InputError: `max_chars` is less than 1.
    """
    if max_chars < 1:
        raise InputError(f"max_chars must be at least 1, got {max_chars}")
    chunks: dict[str, Chunk] = {}
    for section in _packed(list(_sections(text)), max_chars, min_chars):
        place = section.start
        for passage in split_passages(text[section.start : section.stop], max_chars):
            place = text.index(passage, place)
            chunk = _chunk(document_id, passage, place, " > ".join(section.path))
            chunks.setdefault(chunk.id, chunk)
            place = chunk.stop
    return list(chunks.values())


def whole_chunk(document_id: str, text: str) -> Chunk:
    """Return a text that is a chunk already, as it is but for white space around it.

    >>> whole_chunk("a", " Cats purr. ").text
    'Cats purr.'
    """
    inner = text.strip()
    return _chunk(document_id, inner, text.index(inner), "")


def _chunk(document_id: str, text: str, start: int, heading: str) -> Chunk:
    return Chunk(
        derived_id("chunk", document_id, heading, text), document_id, text, start, start + len(text), heading
    )


def _sections(text: str) -> Iterator[_Section]:
    path: list[tuple[int, str]] = []
    begun = _Section(0, 0)
    fence, place = "", 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if mark := _FENCE.match(bare):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (heading := _HEADING.match(bare)):
            yield _Section(begun.start, place, begun.path)
            depth = len(heading[1])
            path = [*(above for above in path if above[0] < depth), (depth, heading[2])]
            begun = _Section(place, place, tuple(name for _, name in path if name))
        place += len(line)
    yield _Section(begun.start, len(text), begun.path)


def _packed(sections: Sequence[_Section], max_chars: int, min_chars: int) -> Iterator[_Section]:
    """Yield the sections, small ones joined with what follows."""
    open_one: _Section | None = None
    for section in sections:
        if section.stop == section.start:
            continue
        if open_one is None:
            open_one = section
            continue
        small = min(open_one.stop - open_one.start, section.stop - section.start) < min_chars
        if small and section.stop - open_one.start <= max_chars:
            open_one = _Section(open_one.start, section.stop, _common(open_one.path, section.path))
            continue
        yield open_one
        open_one = section
    if open_one is not None:
        yield open_one


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return one[:shared]
