"""The tasks in a model's numbered list."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from goldsmith.errors import UnreadableError

__all__ = ["read_numbered"]

_BEFORE = r"(?P<indent>[ \t]*)[ \t>#*_]{0,8}(?:[^\W\d_]{1,20}[ \t]+)?[(\[#]{0,2}"  # "**Task #" and the like
_DIGITS = re.compile(
    rf"{_BEFORE}(?P<number>[0-9]{{1,4}})\\?[ \t]{{0,2}}[.):\]、．-][*_]{{0,3}}(?!\d)(?P<rest>.*)"  # noqa: RUF001
)
_ROMAN = re.compile(
    rf"{_BEFORE}(?P<number>[IVXLC]{{1,8}}|[ivxlc]{{1,8}})[.):\]-][*_]{{0,3}}(?:\s(?P<rest>.*)|$)"
)
_ROMAN_NUMBER = re.compile(r"C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BULLET = re.compile(r"[ \t]*(?:[-*•+‣·]|–)[ \t]+(?P<rest>\S.*)")  # noqa: RUF001
_NO_INSTRUCTION = re.compile(r"[ \t>*_]*(?:input|output|answer|solution|response)[ \t]*[*_]*:", re.IGNORECASE)
_LABEL = re.compile(r"(?:task|instruction|prompt)[ \t]*[*_]*:[*_]*\s*", re.IGNORECASE)
_SKIPPED = 3  # a model that miscounts goes on; a list inside a task begins anew


class _Mark(NamedTuple):
    line: int
    number: int
    indent: int
    rest: str


def read_numbered(text: str, first: int = 1) -> list[str]:
    r"""Return the items of the numbered list in `text`, each as one line.

    Numbers may be Arabic or Roman, in brackets, emphasised or after a word ("Task 9:"); bullets will do where nothing is
    numbered. A preamble, a closing remark after a blank line, a list inside an item and a solution after "Output:"
    are no items. Where the list goes on with the number after `first`, what stands before it is the item `first`.

    >>> read_numbered("Sure, here are more tasks:\n\nIX. Name a river.\nX. Sing a song.")
    ['Name a river.', 'Sing a song.']
    >>> read_numbered("Name a river.\n10. Sing a song.", first=9)
    ['Name a river.', 'Sing a song.']

    Raises:
        UnreadableError: there is no list.
    """
    lines = text.splitlines()
    arabic, roman = (list(_in_sequence(_marks(lines, pattern))) for pattern in (_DIGITS, _ROMAN))
    marks = roman if len(roman) > len(arabic) else arabic
    if not marks:
        marks = [
            _Mark(number, number, 0, found["rest"])
            for number, line in enumerate(lines)
            if (found := _BULLET.match(line))
        ]
    if not marks:
        raise UnreadableError("a numbered list was asked for, and there is none")
    ends = [mark.line for mark in marks[1:]] + [len(lines)]
    items = [_item([mark.rest, *lines[mark.line + 1 : end]]) for mark, end in zip(marks, ends, strict=True)]
    if marks[0].number == first + 1:
        before = _item(lines[: marks[0].line])
        items = [before, *items] if before and not before.endswith((":", "：")) else items  # noqa: RUF001
    return [item for item in items if item]


def _marks(lines: list[str], pattern: re.Pattern[str]) -> Iterator[_Mark]:
    for number, line in enumerate(lines):
        found = pattern.match(line)
        if found:
            value = _value(found["number"])
            if value:
                yield _Mark(number, value, len(found["indent"]), found["rest"] or "")


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    if not _ROMAN_NUMBER.fullmatch(number):
        return 0
    digits = [_VALUES[letter] for letter in number.lower()]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _in_sequence(marks: Iterable[_Mark]) -> Iterator[_Mark]:
    first = last = None
    for mark in marks:
        if last is None or first is None:
            first = last = mark
        elif mark.indent <= first.indent + 1 and last.number < mark.number <= last.number + _SKIPPED:
            last = mark
        else:
            continue
        yield mark


def _item(lines: list[str]) -> str:
    said: list[str] = []
    for line in lines:
        if said and (not line.strip() or _NO_INSTRUCTION.match(line)):
            break
        if line.strip():
            said.append(line)
    item = _bare(" ".join(" ".join(said).split()))
    return _bare(_LABEL.sub("", item, count=1) if _LABEL.match(item) else item)


def _bare(item: str) -> str:
    for opening, closing in ("**", "**"), ("__", "__"), ('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"):
        inside = item[len(opening) : -len(closing)]
        if (
            len(item) > len(opening + closing)
            and item.startswith(opening)
            and item.endswith(closing)
            and opening not in inside
        ):
            return inside.strip()
    return item
