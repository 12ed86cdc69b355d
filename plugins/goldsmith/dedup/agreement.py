"""Whether two texts that lie close to each other can mean the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goldsmith.dedup.meaning_words import (
    AUXILIARIES,
    FUNCTION_WORDS,
    LANGUAGES,
    NEGATIONS,
    NUMBER_WORDS,
    TITLES,
    are_contrary,
)
from goldsmith.text import letters_and_digits, normalise

__all__ = ["Reading", "disagreement", "read"]

_TOKEN = re.compile(r"(?<![\w)])-?\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*|[^\W\d_][^\W_]*(?:'[^\W_]+)*")
_CASED = re.compile(r"[A-Za-z\u00aa-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff]")
_PLAIN = str.maketrans({"\N{MINUS SIGN}": "-", "\N{RIGHT SINGLE QUOTATION MARK}": "'"})
_LONGEST = 20_000  # characters of a text that are read
_GROUPED = {"en": re.compile(r",(?=\d{3}(?!\d))")} | dict.fromkeys(
    ("de", "es", "pt", "it", "nl"), re.compile(r"\.(?=\d{3}(?!\d))")
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a text must be the same in another one that means the same.

    Attributes:
        plain: its letters and digits.
        words: case-folded, in their order.
        content: those of them that are no function words, numbers or negations.
        numbers: in their order, in digits.
        symbols: signs of currencies and of arithmetic, each once.
        negations: how often it denies something.
        names: words written as names are.
        unread: why it cannot be compared, or "".
    """

    plain: str
    words: tuple[str, ...]
    content: tuple[str, ...]
    numbers: tuple[str, ...]
    symbols: frozenset[str]
    negations: int
    names: frozenset[str]
    unread: str


def read(text: str, language: str = "en") -> Reading:
    """Return what `disagreement` compares, of the first 20,000 characters.

    Args:
        text: any.
        language: ISO 639-1; of others than `LANGUAGES`, and of scripts without capitals, nothing is known.

    >>> found = read("Dr. Adams did not sell 1,200 of the two cars in Rome.")
    >>> found.numbers, found.negations, sorted(found.names)
    (('1200', '2'), 1, ['adams', 'rome'])
    """
    text = unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_PLAIN)
    tokens = list(_TOKEN.finditer(text))
    words = tuple(normalise(token.group()) for token in tokens)
    denials = [
        word
        for word in words
        if word in NEGATIONS.get(language, ()) or (language == "en" and word.endswith("n't"))
    ]
    passed = FUNCTION_WORDS.union(denials, NUMBER_WORDS.get(language, {}))
    return Reading(
        plain=letters_and_digits(text),
        words=words,
        numbers=_numbers(words, language),
        symbols=frozenset(c for c in text if c in "%‰°*/^&|" or unicodedata.category(c) in {"Sc", "Sm"}),
        content=tuple(word for word in words if word not in passed and not _is_number(word)),
        negations=len(denials),
        names=frozenset(_names(tokens, words)) - passed,
        unread=_unread(text, language),
    )


def disagreement(one: Reading, other: Reading) -> str | None:
    """Return why two texts cannot be taken to mean the same however close their vectors are, None if they may.

    Texts of the same letters and digits, numbers and symbols agree. Else these must be the same: the numbers and their order,
    symbols, how often something is denied, the names and their order; of English words that turn a request round, such as
    "ascending" and "descending", one text may not have one where the other has the other. Texts in the same words but for
    one of four, or in another order, do not agree either: encoders see next to nothing of what one swapped word
    does. Such pairs are for `near_duplicates`, which says how many words differ.

    It is made to keep: many paraphrases do not agree ("isn't possible" and "is impossible", "USA" and "United States"). It
    does *not* see contraries that are neither on the list nor a lone swapped word, who does what to whom in reworded sentences,
    names at the beginning of a sentence but before a verb like "is", what pronouns stand for, units ("5 km", "5 miles") in
    reworded sentences, nor anything that only knowledge of the world tells. In German every noun is written as a name is.

    >>> asked = read("How do I sort a list in ascending order?")
    >>> disagreement(asked, read("What is the way to put a list into descending order?"))
    "contrary: 'ascending' against 'descending'"
    >>> disagreement(read("Who wrote Hamlet?"), read("Which author is behind Hamlet?"))
    """
    if one.numbers != other.numbers:
        return f"number: {_told(one.numbers)} against {_told(other.numbers)}"
    if one.symbols != other.symbols:
        return f"symbol: {_told(one.symbols ^ other.symbols)} in one alone"
    if one.plain == other.plain:
        return None
    if unread := one.unread or other.unread:
        return f"unread: {unread}"
    if one.negations != other.negations:
        return f"negation: {one.negations} against {other.negations}"
    return _of_names(one, other) or _of_words(one, other)


def _of_names(one: Reading, other: Reading) -> str | None:
    here, there = set(map(_bare, one.words)), set(map(_bare, other.words))
    if lone := (one.names - there) | (other.names - here):
        return f"name: {_told(lone)} in one alone"
    names = one.names | other.names
    if _first_order(one.words, names) != _first_order(other.words, names):
        return "name: in another order"
    return None


def _of_words(one: Reading, other: Reading) -> str | None:
    content, others = one.content, other.content
    here, there = Counter(content) - Counter(others), Counter(others) - Counter(content)
    if not here and not there:
        return None if content == others else "order: the same words in another one"
    if turned := next(((x, y) for x in here for y in there if are_contrary(x, y)), None):
        return f"contrary: {turned[0]!r} against {turned[1]!r}"
    left, right = _other_words(here, there), _other_words(there, here)
    swapped = max(left.total(), right.total())
    shared = max(len(content), len(others)) - swapped
    if swapped and shared and swapped <= max(1, shared // 3):
        return f"swapped: {_told(left)} against {_told(right)}"
    return None


def _other_words(words: Counter[str], against: Counter[str]) -> Counter[str]:
    """Return the words that are no other form of one of `against`."""
    return Counter({word: n for word, n in words.items() if not any(_same_stem(word, x) for x in against)})


def _same_stem(one: str, other: str) -> bool:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 4 and max(len(one), len(other)) - shared <= 3


def _first_order(words: Sequence[str], wanted: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(word for word in map(_bare, words) if word in wanted))


def _numbers(words: Sequence[str], language: str) -> tuple[str, ...]:
    known = NUMBER_WORDS.get(language, {})
    return tuple(
        _digits(word, language) if _is_number(word) else known[word]
        for word in words
        if word in known or _is_number(word)
    )


def _is_number(word: str) -> bool:
    return word.lstrip("-")[:1].isdigit()


def _digits(number: str, language: str) -> str:
    if grouped := _GROUPED.get(language):
        number = grouped.sub("", number)
    return number.replace(",", ".")


def _names(tokens: Sequence[re.Match[str]], words: Sequence[str]) -> list[str]:
    found = []
    for place, token in enumerate(tokens):
        said = token.group()
        if (
            not said[:1].isupper()
            or words[place] == "i"
            or words[place].startswith("i'")
            or words[place] in TITLES
        ):
            continue
        after, beyond = [*(t.group() for t in tokens[place + 1 : place + 3]), "", ""][:2]
        if not _begins(token, words[place - 1] if place else "") or _name_at_once(said, after, beyond):
            found.append(_bare(words[place]))
    return found


def _begins(token: re.Match[str], before: str) -> bool:
    """Return whether a word begins a sentence, a line or a quotation."""
    gap = token.string[max(0, token.start() - 8) : token.start()]
    ahead = gap.rstrip(" \t")
    if not ahead:
        return not before
    return ahead[-1] in '.!?:;…\n"“”„«»(*#•' and not (ahead[-1] == "." and before in TITLES)


def _name_at_once(said: str, after: str, beyond: str) -> bool:
    """Return whether the first word of a sentence is a name nevertheless."""
    if said.casefold() in FUNCTION_WORDS:
        return False
    return (
        any(c.isupper() for c in said[1:])
        or (after[:1].isupper() and beyond.casefold() not in FUNCTION_WORDS - AUXILIARIES)
        or after.casefold() in AUXILIARIES
        or said.endswith("'s")
    )


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _unread(text: str, language: str) -> str:
    if language not in LANGUAGES:
        return f"language {language or 'unknown'}"
    letters = sum(map(str.isalpha, text))
    return "" if 2 * len(_CASED.findall(text)) > letters or not letters else "a script without capitals"


def _told(things: Sequence[str] | frozenset[str] | set[str] | Counter[str]) -> str:
    told = sorted(things) if isinstance(things, set | frozenset) else list(things)
    return ", ".join(told[:5]) or "none"
