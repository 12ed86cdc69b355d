# ruff: noqa: RUF001 (words of several scripts)
"""Telephone numbers, as libphonenumber knows them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from goldsmith.extras import require
from goldsmith.filters.pii_patterns import is_reference

__all__ = ["phones"]

_RUN = re.compile(r"(?<![\w.:@/+])(?:\+[ ]?)?\(?\d[\d ().\-/\u00a0\u2010-\u2013]{5,}\d(?![\w@])", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)
_MOST_DIGITS = 30  # two numbers side by side; a longer run is a table of figures
_NO_PHONE = re.compile(
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?!\d)|97[89][- ]?\d|(?:19|20)\d\d ?[-\u2013/] ?(?:19|20)\d\d(?!\d)"
    r"|\d{1,3}(?:\.\d{1,3}){3}$|\d+(?:\.\d+)?$"
)
_ANNOUNCED = re.compile(
    r"(?<![a-z])(?:phone|call(?: me| us)?|tel|telephone|mobile|cell|fax|whatsapp|hotline|text|ring|dial|telefon\w*|handy|mobil\w*"
    r"|ruf\w*|t[ée]l[ée]phone|appele\w*|portable|tel[ée]fono\w*|ll[aá]m\w*|m[óo]vil|celular|telefone|lig\w+|telemóvel"
    r"|chiam\w+|cellulare|тел\w*|звони\w*|telefoon|bel\w*|电话|電話|手机|携帯|전화\w*|फ़ोन|फोन|هاتف|رقم)"
    r"(?:[\s.:#—–-]|\b(?:number|nr|no|is|on|at|me|us|unter|an|au|al|para|numero|número|номер))*$",
    re.IGNORECASE,
)


@cache
def _library() -> Any:
    return require("phonenumbers", extra="curate")


def phones(text: str, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every telephone number that libphonenumber calls valid.

    One with its country's code (+ or 00) is found anywhere. One without is read as of each of `regions` (ISO 3166-1)
    and must be grouped as it is there, or stand after a word like "phone" or "Tel."; dates, ISBNs, decimal numbers,
    what stands after "order no." and the like, and rows of more than 30 digits on one line are none.
    """
    for run in _RUN.finditer(text):
        start, end = run.span()
        if len(run.group()) < 4 * _MOST_DIGITS and 7 <= len(_DIGIT.findall(run.group())) <= _MOST_DIGITS:
            yield from _in_run(text, start, end, regions)


def _in_run(text: str, start: int, end: int, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    found = text[start:end]
    level = _library().Leniency
    if found.startswith("+"):
        yield from _matches(found, start, None, level.VALID)
        return
    if found.startswith("00"):
        # libphonenumber reads the prefix for dialling abroad only where it knows from where.
        for first, last in _matches("+" + found[2:], start, None, level.VALID):
            yield (first if first == start else first + 1), last + 1
        return
    if is_reference(text, start):
        return
    announced = bool(_ANNOUNCED.search(text[max(0, start - 40) : start]))
    if not announced and _NO_PHONE.match(found):
        return
    for region in regions:
        matches = list(_matches(found, start, region, level.VALID if announced else level.STRICT_GROUPING))
        if matches:
            yield from matches
            return


def _matches(found: str, start: int, region: str | None, leniency: Any) -> Iterator[tuple[int, int]]:
    for match in _library().PhoneNumberMatcher(found, region, leniency=leniency):
        yield start + match.start, start + match.end
