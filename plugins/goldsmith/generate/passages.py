"""Long documents cut into passages where their paragraphs end."""

import re

from goldsmith.errors import InputError

__all__ = ["split_passages"]

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*(?<!\d\.)(?=\S)|\n+")  # noqa: RUF001 (punctuation of several scripts)


def split_passages(text: str, max_chars: int = 2000) -> list[str]:
    r"""Return the passages of `text`, none longer than `max_chars`, together all that is not white space between them.

    As many whole paragraphs as fit go into a passage. Only a paragraph that is too long itself is cut, after sentences
    or lines, and a sentence that is too long wherever the limit falls.

    >>> split_passages("One.\n\nTwo.\n\nThree is longer.", max_chars=12)
    ['One.\n\nTwo.', 'Three is', 'longer.']

    Raises:
        InputError: `max_chars` is less than 1.
    """
    if max_chars < 1:
        raise InputError(f"max_chars must be at least 1, got {max_chars}")
    return _packed(text.strip(), max_chars, [_PARAGRAPH_END, _SENTENCE_END, re.compile(r"\s+")])


def _packed(text: str, max_chars: int, ends: list[re.Pattern[str]]) -> list[str]:
    if len(text) <= max_chars:
        return [text] if text else []
    if not ends:
        return [text[start : start + max_chars] for start in range(0, len(text), max_chars)]
    passages: list[str] = []
    start = stop = 0  # the passage being filled is text[start:stop]
    for piece_start, piece_stop in _pieces(text, ends[0]):
        if piece_stop - start <= max_chars:
            stop = piece_stop
            continue
        if stop > start:
            passages.append(text[start:stop])
        start, stop = piece_start, piece_stop
        if stop - start > max_chars:
            passages += _packed(text[start:stop], max_chars, ends[1:])
            start = stop
    return [*passages, text[start:stop]] if stop > start else passages


def _pieces(text: str, end: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [(match.start(), match.end()) for match in end.finditer(text)]
    starts = [0, *(stop for _, stop in cuts)]
    stops = [*(start for start, _ in cuts), len(text)]
    return [(start, stop) for start, stop in zip(starts, stops, strict=True) if stop > start]
