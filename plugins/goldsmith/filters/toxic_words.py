# ruff: noqa: RUF001 (a typographic apostrophe)
"""Attacks in a text by words and phrases: what an honest list can see, and what it cannot."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from goldsmith.errors import InputError
from goldsmith.filters.quoted import without_code, without_quotes
from goldsmith.filters.toxic_lexicons import LEXICONS, Lexicon
from goldsmith.filters.undisguised import undisguised
from goldsmith.filters.words import checked
from goldsmith.text import normalise

__all__ = ["TOXIC_LANGUAGES", "ToxicWords"]

TOXIC_LANGUAGES = tuple(LEXICONS)
_SAID, _SPOKEN_OF = 0.9, 0.2  # what a find counts
_LONGEST_READ = 20_000  # characters
_LETTERS = {
    language: re.compile(f"[{letters}]")
    for language, letters in {
        "ar": "\u0600-\u06ff",
        "ja": "\u3040-\u30ff\u4e00-\u9fff",
        "ru": "\u0400-\u04ff",
        "zh": "\u4e00-\u9fff",
    }.items()
}  # without one of these a text is not read in the language
_ADDRESSES = re.compile(r"https?:\S+|www\.\S+|\S{1,100}@\S{1,100}\.\w+")
_NEGATED = (
    r"(?!(?:not|never|no|nicht|kein\w*|pas|jamais|nunca|não|non|mai|niet|geen|nooit|nie|не|değil|لست|ليس)\b)"
)


@dataclass(frozen=True)
class ToxicWords:
    """Scores texts by lists of words and phrases in thirteen languages: a `ToxicityScorer` that needs no model.

    A category scores 0.9 where something of it is said, 0.2 where it is only quoted, in code, spoken of ("the word ...",
    "calling people ...") or condemned ("... is never okay"), else 0. Insults count when they are said to somebody ("you
    idiot", not Dostoevsky's). Words count whole; letters that are masked, replaced by digits, spaced out or stretched are
    read through, links are not read. Names that contain a word (Scunthorpe) are none.

    A list is no classifier of hate. It misses every attack in plain words, as most are ("go where nobody has to see you"),
    irony, dog whistles, words and languages not on it, and cannot tell a friendly curse or a reclaimed word. It takes an
    attack that puts its slur in quotation marks for a quotation. Sexual content as such is no category here.

    Attributes:
        languages: ISO 639-1 codes of the lists to use, of `TOXIC_LANGUAGES`.

    >>> ToxicWords()(["You are such an idi0t!"])
    [{'identity_attack': 0.0, 'insult': 0.9, 'profanity': 0.0, 'threat': 0.0}]
    >>> ToxicWords()(["Saying 'you idiot' to a child is never okay."])[0]["insult"]
    0.2
    """

    languages: tuple[str, ...] = TOXIC_LANGUAGES

    def __post_init__(self) -> None:
        """Refuse unknown languages.

        Raises:
            InputError: a language has no list, or there is none.
        """
        unknown = sorted(set(self.languages) - set(TOXIC_LANGUAGES))
        if unknown or not self.languages:
            raise InputError(f"no toxic words known in {unknown}, only in {list(TOXIC_LANGUAGES)}")

    @property
    def categories(self) -> tuple[str, ...]:
        """What is scored."""
        return ("identity_attack", "insult", "profanity", "threat")

    def __call__(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return for each text category -> score, [0, 1]. The first 20,000 characters are read.

        Raises:
            InputError: one of them is no string.
        """
        return [self._scores(checked(text)[:_LONGEST_READ]) for text in texts]

    def _scores(self, text: str) -> dict[str, float]:
        scores = dict.fromkeys(self.categories, 0.0)
        whole = _ADDRESSES.sub(" ", text.replace("’", "'"))
        said = without_quotes(without_code(whole))
        for version, most in ((said, _SAID), *([(whole, _SPOKEN_OF)] if whole != said else [])):
            for category, spoken_of in self._found(version):
                found = _SPOKEN_OF if spoken_of else most
                scores[category] = max(scores[category], found)
        return scores

    def _found(self, text: str) -> Iterator[tuple[str, bool]]:
        plain = normalise(text)
        for version in dict.fromkeys((plain, undisguised(plain, _disguised_words(self.languages)))):
            for language in self.languages:
                if language in _LETTERS and not _LETTERS[language].search(version):
                    continue
                yield from _found_in(language, version)


def _found_in(language: str, text: str) -> Iterator[tuple[str, bool]]:
    before, after = _marks(language)
    for match in _pattern(language).finditer(text):
        start, end = match.span()
        spoken_of = before.search(text[max(0, start - 60) : start]) or after.search(text[end : end + 80])
        yield str(match.lastgroup), spoken_of is not None


@cache
def _marks(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    lexicon = LEXICONS[language]
    return re.compile(lexicon.spoken_of), re.compile(lexicon.condemned)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    lexicon = LEXICONS[language]
    groups = f"(?:{'|'.join(lexicon.groups.split())})"
    attacks = [
        attack.replace("GROUP", groups).replace(r"(?:\w+ )?", rf"(?:{_NEGATED}\w+ )?")
        for attack in lexicon.attacks
    ]
    named = {
        "threat": "|".join(lexicon.threats),
        "identity_attack": "|".join([*attacks, _words(lexicon.slurs, lexicon)]),
        "profanity": _words(lexicon.profanity, lexicon),
        "insult": _insults(lexicon),
    }
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in named.items()))


def _insults(lexicon: Lexicon) -> str:
    words = _words(lexicon.insults, lexicon)
    if lexicon.unspaced:
        return rf"(?:(?:{lexicon.address})\w{{0,3}}?|(?:{lexicon.vocative})){words}"
    addressed = rf"(?:{lexicon.address}),?(?: {_NEGATED}[\w'-]{{1,30}}){{0,2}}"
    return rf"(?<!\w)(?:{addressed}|(?:{lexicon.vocative}),?) {words}|(?:^|(?<=[.!?] )){words}!"


def _words(words: str, lexicon: Lexicon) -> str:
    some = "|".join(
        re.escape(word.rstrip("*").replace("_", " ")) + (r"\w*" if word.endswith("*") else "")
        for word in words.split()
    )
    return f"(?:{some})" if lexicon.unspaced else rf"(?<!\w)(?:{some})(?!\w)"


@cache
def _disguised_words(languages: tuple[str, ...]) -> tuple[str, ...]:
    spaced = [LEXICONS[language] for language in languages if not LEXICONS[language].unspaced]
    words = [
        word
        for lexicon in spaced
        for word in f"{lexicon.profanity} {lexicon.slurs} {lexicon.insults}".split()
    ]
    return tuple(dict.fromkeys(word for word in words if "_" not in word and len(word.rstrip("*")) >= 4))
