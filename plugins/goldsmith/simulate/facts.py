# ruff: noqa: RUF001 (quotation marks)
"""The facts in what somebody says that code can tell: e-mail addresses, numbers and codes, days, names."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from goldsmith.simulate.calendar_words import MONTHS, NUMBERS, WEEKDAYS

__all__ = ["Fact", "Told", "facts_in"]

# Only Latin letters join digits to one code: "订单号是12345" holds a number, not a word.
_CHUNK = re.compile(r"[A-Za-z0-9.,:/'_+-]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_PM = re.compile(r"\b(\d{1,2})(?::\d\d)? ?p\.?m\b")
_CLOCK = re.compile(r"\b(1[3-9]|2[0-3]):\d\d\b")
_PARTS = re.compile(r"[-/_:,+']")
_OPENS = '.!?…:;\n"“”«»„‘(¿¡-*•—–|'  # after one of these a capital is spelling, not a name
_NO_NAMES = (
    frozenset("ok okay hi hello hey thanks thank please sir madam mr mrs ms dr god dear".split())  # noqa: SIM905
    | WEEKDAYS.keys()
    | MONTHS.keys()
)
_GERMAN = frozenset(
    {
        "der",
        "die",
        "das",
        "und",
        "ist",
        "nicht",
        "ich",
        "sie",
        "ein",
        "eine",
        "mit",
        "auf",
        "für",
        "zu",
        "mein",
        "es",
    }
)


@dataclass(frozen=True)
class Fact:
    """A fact as somebody has put it.

    Attributes:
        kind: of what kind.
        text: as it was written.
    """

    kind: Literal["email", "number", "day", "name"]
    text: str


def facts_in(text: str) -> list[Fact]:
    """Return the facts in `text`, each once; never raises on a string.

    A name is a capitalised word that begins no sentence, so that a name alone at its beginning is missed. Where nouns are
    capitalised (German) and in scripts without capitals no names are found. A month counts beside a number only.

    >>> [fact.text for fact in facts_in("Order #W123 for Ana Silva, ana@example.org, came on Friday.")]
    ['ana@example.org', 'W123', 'Friday', 'Ana', 'Silva']
    """
    text = _plain(text)
    addresses = list(_addresses(text))
    for address in addresses:
        text = text.replace(address, " ")
    found = [
        *(Fact("email", address) for address in addresses),
        *(Fact("number", number) for number in _chunks(text)),
        *(Fact("day", day) for day in _days(text)),
        *(Fact("name", name) for name in _names(text)),
    ]
    return list(dict.fromkeys(found))


@dataclass
class Told:
    """What has been told so far, to be asked whether a fact was in it.

    Attributes:
        text: all of it, case-folded.
        words: its words.
        codes: its numbers and codes, only their letters and digits.
        numbers: its numbers without leading zeros, those that are words and months among them.
        days: weekdays (1 to 7).
    """

    text: str = ""
    words: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    days: set[int] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Take in what was told."""
        folded = _plain(text).casefold()
        self.text += f"\n{folded}"
        pieces = _PIECE.findall(folded)
        self.words.update(pieces)
        self.numbers.update(_bare(piece) for piece in pieces if piece.isdigit())
        self.numbers.update(str(n) for word in pieces for n in _values(word))
        self.codes.update(_code(chunk) for chunk in _chunks(folded))
        self.numbers.update(str(int(hour) + 12) for hour in _PM.findall(folded))
        self.numbers.update(str(int(hour) - 12) for hour in _CLOCK.findall(folded))
        self.days.update(WEEKDAYS[word] for word in _WORD.findall(folded) if word in WEEKDAYS)

    def holds(self, fact: Fact) -> bool:
        """Tell whether the fact was in what was told, whatever its spelling.

        >>> told = Told()
        >>> told.add("A table for four on Friday at 7 pm, order #W2378156")
        >>> [told.holds(Fact("number", text)) for text in ("4", "19:00", "W2378156", "8156", "5")]
        [True, True, True, True, False]
        """
        folded = fact.text.casefold()
        if fact.kind == "email":
            return folded in self.text
        if fact.kind == "day":
            return WEEKDAYS.get(folded) in self.days or str(MONTHS.get(folded)) in self.numbers
        if fact.kind == "name":
            return all(piece in self.words for piece in _PIECE.findall(folded))
        return self._holds_number(folded)

    def _holds_number(self, folded: str) -> bool:
        if _code(folded) in self.codes:
            return True
        return all(self._holds_part(part) for part in _PARTS.split(folded) if _has_digit(part))

    def _holds_part(self, part: str) -> bool:
        code = _code(part)
        if code in self.codes:
            return True
        if code[0].isalpha():
            return False  # W2378156: the letter is part of it
        return all(self._holds_digits(piece) for piece in _PIECE.findall(part) if piece.isdigit())

    def _holds_digits(self, group: str) -> bool:
        if not group.strip("0") or _bare(group) in self.numbers:
            return True
        # The last four of a card's digits, or a telephone number in other groups.
        return len(group) >= 3 and any(group in code for code in self.codes)


def _plain(text: str) -> str:
    if text.isascii():
        return text
    normal = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in normal)


def _addresses(text: str) -> Iterator[str]:
    for token in text.split():
        bare = token.strip(".,;:!?()[]<>{}\"'“”*_`")
        name, at, host = bare.rpartition("@")
        if at and name and "." in host.strip("."):
            yield bare


def _chunks(text: str) -> Iterator[str]:
    for chunk in _CHUNK.findall(text):
        bare = chunk.strip(".,:/'_+-")
        if _has_digit(bare):
            yield bare


def _days(text: str) -> Iterator[str]:
    yield from (word for word in _WORD.findall(text) if word.casefold() in WEEKDAYS)
    words = [word.strip(".,;:!?()") for word in text.split()]
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        # "may" and "march" are verbs, too.
        if word.casefold() in MONTHS and (before[:1].isdigit() or after[:1].isdigit()):
            yield word


def _names(text: str) -> Iterator[str]:
    words = list(_WORD.finditer(text))
    lower = [word.group().casefold() for word in words]
    if len(_GERMAN.intersection(lower)) >= 3:
        return
    shouted = sum(word.group().isupper() for word in words) * 2 > len(words)
    for word in words:
        name = word.group()
        if not name[0].isupper() or name.casefold() in _NO_NAMES:
            continue
        if name.isupper() and (shouted or len(name) <= 4):
            continue  # an abbreviation
        if not _begins_sentence(text[max(0, word.start() - 3) : word.start()]):
            yield name


def _begins_sentence(before: str) -> bool:
    if before.endswith(("'", "’")) or before[-1:].isdigit():
        return True  # the rest of a contraction, or of a code
    bare = before.rstrip(" \t*_'")
    return not bare or bare[-1] in _OPENS


def _values(word: str) -> list[int]:
    return [table[word] for table in (NUMBERS, MONTHS) if word in table]


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _code(chunk: str) -> str:
    return "".join(filter(str.isalnum, chunk))


def _bare(digits: str) -> str:
    return digits.lstrip("0") or "0"
