"""Texts in which passages are marked, as Argilla's page counts in them."""

import html
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate

from goldsmith.review import Span
from goldsmith.review.visible import visible

__all__ = ["markable", "marked", "to_characters", "to_code_units"]


def markable(text: str) -> str:
    r"""Return `text` so that the page shows it as it is, and passages can be marked in it.

    The page writes it into `innerHTML` and marks passages in the first text node, counting UTF-16 code units. So markup is escaped, but
    line breaks stay characters. The server checks the offsets against the number of code points: for each character that is two code
    units there is a space more at the end, which nobody sees.

    >>> markable("a < b\n\U0001f600")
    'a &lt; b\n\U0001f600 '
    """
    lines = visible(text).replace("\r\n", " \n").replace("\r", "\n")
    unbroken = re.sub(r"(?<= ) |^ ", "\u00a0", lines, flags=re.MULTILINE)
    return html.escape(unbroken, quote=False) + " " * sum(char > "\uffff" for char in text)


def marked(stored: str) -> str:
    """Return the text that offsets count in, from what `markable` made of it; the spaces at its end do no harm."""
    return html.unescape(stored)


def to_code_units(spans: Sequence[Span], text: str) -> list[Span]:
    r"""Return spans counted in UTF-16 code units.

    >>> to_code_units([{"start": 1, "end": 2, "label": "x"}], "\U0001f600b")
    [{'start': 2, 'end': 3, 'label': 'x'}]
    """
    units = _units(text)
    return [span | {"start": units[int(span["start"])], "end": units[int(span["end"])]} for span in spans]


def to_characters(spans: Sequence[Mapping[str, int | str]], text: str) -> list[Span]:
    r"""Return spans counted in characters, in order; one that begins or ends within a character takes all of it.

    >>> to_characters([{"start": 2, "end": 3, "label": "x", "score": None}], "\U0001f600b")
    [{'start': 1, 'end': 2, 'label': 'x'}]
    """
    units = _units(text)
    last = len(units) - 1
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (int(one["start"]), int(one["end"]))):
        start = bisect_left(units, int(span["start"]) + 1) - 1
        end = min(bisect_left(units, int(span["end"])), last)
        found.append({"start": min(start, last), "end": end, "label": span["label"]})
    return found


def _units(text: str) -> list[int]:
    """Return for every position between characters, from 0 on, how many code units are before it."""
    return list(accumulate((2 if char > "\uffff" else 1 for char in text), initial=0))
