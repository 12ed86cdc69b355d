# ruff: noqa: RUF001 (dashes and bullets of several kinds)
"""Ratings in an answer that is prose, a list or a table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldsmith.generate.preferences.scale import Rating, Scale

__all__ = ["text_ratings"]

_NOUN = r"(?:output|candidate|response|text|answer|reply|generation|completion|option|model|assistant)"
_NUMERAL = r"(?:no\.?\s*|number\s+|\#\s?)?[\[(]?(?P<index>\d{1,4}|[ivx]{1,6}|[a-z])[\])]?(?!\w)"
_LABEL = r"(?:rating|score|grade)"
_HEAD = re.compile(
    rf"""(?:{_LABEL}\s+(?:for|of)\s+)?(?:the\s+)?(?:{_NOUN}\s*(?:for\s+|of\s+)?){{1,3}}\s*{_NUMERAL}
    (?:'s)?\s*{_LABEL}?\s*(?:[:.)=|–—-]+|$)\s*(?P<rest>.*)""",
    re.VERBOSE | re.IGNORECASE,
)
_ITEM = re.compile(
    r"[\[(]?(?P<index>\d{1,4}|[ivx]{1,6})\s*(?:\.(?!\d)|[):|\]]+|\s[-–—=](?=\s))\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"(?:overall|average|mean|total)\b", re.IGNORECASE)
_ANOTHER_BEGINS = re.compile(
    rf"(?<!for)(?<!of)\s(?={_NOUN}\s+\d{{1,4}}\s*{_LABEL}?\s*[:=]\s*(?:\d|n\s?/\s?a))", re.IGNORECASE
)
_MARKUP = re.compile(r"\*+|__+|`+")
_BULLET = re.compile(r"^[\s>#|•·+-]*(?<![-\d])(?=\S)")
_LABELLED = re.compile(
    rf"(?:(?:the|my|final)\s+)?{_LABEL}s?\s*(?:\([^()]{{0,40}}\)\s*)?(?:(?:is|of)\s+|[:=|]\s*|[–—-]\s+)?(?=\S)",
    re.IGNORECASE,
)
_LABELLED_WITHIN = re.compile(rf"\b{_LABEL}\s*[:=]\s*", re.IGNORECASE)
_OUT_OF = re.compile(r"(?<![\d.,/])\d+(?:\.\d+)?\s*(?:/|out\s+of)\s*\d+", re.IGNORECASE)
_AFTER_RATING = re.compile(
    r"\s*(?:$|[-–—:.,;|()\]]|(?:because|since|as|for|stars?|points?)\b)", re.IGNORECASE
)
_RATIONALE_LABEL = re.compile(
    r"^[\s\W]*(?:rationale|reason(?:ing)?|explanation|justification)\s*[:.-]\s*", re.IGNORECASE
)
_ROMAN = {"i": 1, "v": 5, "x": 10}
_SEPARATORS = re.compile(r"\s*[,;|]\s*")

Found = tuple[int, Rating]


@dataclass
class _Block:
    position: int
    head: str  # what stands in the line that names the candidate
    lines: list[str]


def text_ratings(text: str, n: int, scale: Scale) -> list[Found]:
    r"""Return (position from 0, rating) of every candidate that `text` rates; the same one may come up twice.

    Candidates are named by lines like "Output 2: 3", "#### Response II" or "2. 4/5"; where no line names any, ratings
    count in the order in which they stand, and a lone "N/A" is said of all. More than there are candidates belong to
    nobody.

    >>> [(place, rating.value) for place, rating in text_ratings("Sure!\n1. 4/5 - clear\n2. N/A", 2, Scale())]
    [(0, 4.0), (1, None)]
    """
    lines = [_BULLET.sub("", _MARKUP.sub("", line)).strip() for line in text.splitlines()]
    lines = [part for line in lines for part in _ANOTHER_BEGINS.sub("\n", line).split("\n")]
    blocks = _blocks(lines, _HEAD) or (_blocks(lines, _ITEM) if n > 1 else [])
    if not blocks:
        return _in_order(lines, n, scale)
    return [
        (block.position, rating)
        for block in blocks
        if block.position < n and (rating := _of_block(block, scale))
    ]


def _blocks(lines: list[str], named: re.Pattern[str]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in lines:
        match = named.match(line)
        position = _position(match["index"]) if match else None
        if match and position is not None:
            blocks.append(_Block(position, match["rest"], []))
        elif _SUMMARY.match(line):
            blocks.append(_Block(len(lines), "", []))  # of no candidate
        elif blocks:
            blocks[-1].lines.append(line)
    return blocks if any(block.position < len(lines) for block in blocks) else []


def _position(index: str) -> int | None:
    if index.isdecimal():
        return int(index) - 1 if int(index) else None
    letters = index.lower()
    if set(letters) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in letters]
        signed = [-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)]
        return sum(signed) - 1
    return ord(letters) - ord("a") if len(letters) == 1 and letters.isascii() else None


def _of_block(block: _Block, scale: Scale) -> Rating | None:
    lines = [block.head, *block.lines]
    for statements in (_line_labels, _head_value, _labels_within, _values_alone, _shares):
        found = list(statements(lines, scale))
        if found:
            return _settled(found, lines)
    return None


Statement = tuple[int, int, int, Rating]  # line, where it begins and ends there, what it says


def _line_labels(lines: list[str], scale: Scale) -> Iterator[Statement]:
    for number, line in enumerate(lines):
        label = _LABELLED.match(line)
        if label and (value := scale.begin(line[label.end() :])):
            yield number, 0, label.end() + value[1], value[0]


def _head_value(lines: list[str], scale: Scale) -> Iterator[Statement]:
    value = scale.begin(lines[0])
    if value and _AFTER_RATING.match(lines[0], value[1]):
        yield 0, 0, value[1], value[0]


def _labels_within(lines: list[str], scale: Scale) -> Iterator[Statement]:
    for number, line in enumerate(lines):
        for label in _LABELLED_WITHIN.finditer(line):
            if value := scale.begin(line[label.end() :]):
                yield number, label.start(), label.end() + value[1], value[0]


def _values_alone(lines: list[str], scale: Scale) -> Iterator[Statement]:
    for number, line in enumerate(lines):
        value = scale.begin(line)
        if value and not line[value[1] :].strip(" .)]*"):
            yield number, 0, len(line), value[0]


def _shares(lines: list[str], scale: Scale) -> Iterator[Statement]:
    for number, line in enumerate(lines):
        for match in _OUT_OF.finditer(line):
            if value := scale.begin(line[match.start() :]):
                yield number, match.start(), match.start() + value[1], value[0]


def _settled(found: list[Statement], lines: list[str]) -> Rating:
    number, start, end, rating = found[0]
    rest = list(lines)
    rest[number] = f"{lines[number][:start]} {lines[number][end:]}".strip(" .,;:|-–—()[]*")
    said = [_RATIONALE_LABEL.sub("", line) for line in rest]
    rationale = "\n".join(line for line in said if line.strip())
    values = {other.value for *_, other in found if other.value is not None}
    if len(values) > 1:
        return Rating(rationale=rationale, problem=rated_twice(values))
    return Rating(rating.value, rationale, rating.problem)


def rated_twice(values: set[float]) -> str:
    """Return what is wrong with a candidate that got several ratings."""
    return "rated " + " and ".join(f"{value:g}" for value in sorted(values))


def _in_order(lines: list[str], n: int, scale: Scale) -> list[Found]:
    for statements in (_lists, _line_labels, _values_alone, _labels_within, _shares):
        found = [] if n == 1 and statements is _lists else list(statements(lines, scale))
        if n == 1 and found:
            return [(0, _settled(found, lines))]
        if [rating.problem for *_, rating in found] == ["N/A"]:
            return [(place, found[0][3]) for place in range(n)]
        if found:
            ratings = [_with_rationale(lines, found, place) for place in range(len(found))]
            return list(enumerate(ratings)) if len(found) <= n else []
    return []


def _with_rationale(lines: list[str], found: list[Statement], place: int) -> Rating:
    first = found[place][0]
    last = found[place + 1][0] if place + 1 < len(found) else len(lines)
    return _settled([(0, *found[place][1:])], lines[first : max(last, first + 1)])


def _lists(lines: list[str], scale: Scale) -> Iterator[Statement]:
    for number, line in enumerate(lines):
        label = _LABELLED.match(line)
        said = _SEPARATORS.split(line[label.end() if label else 0 :].strip(" [](){}."))
        ratings = [scale.read(part) for part in said]
        if len(ratings) > 1 and all(ratings):
            yield from ((number, 0, len(line), rating) for rating in ratings if rating)
