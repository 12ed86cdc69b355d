"""How hard a text is to read, by the formulas that were published for its language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import nan

from goldsmith.errors import InputError

__all__ = [
    "FLESCH_LANGUAGES",
    "READABILITY",
    "TextCounts",
    "flesch_reading_ease",
    "readability",
    "text_counts",
]

_SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")
_LONE_APOSTROPHE = re.compile(r"'(?!(?:[tsd]|ve|ll|re))")
_NOT_LETTER_OR_QUOTE = re.compile(r"[^\w\s']")
_NOT_LETTER = re.compile(r"[^\w\s]")
_LONG = 6  # letters that a long word has more of

# Base, weight of words a sentence, weight of syllables a word.
_FLESCH = {
    "en": (206.835, 1.015, 84.6),  # Flesch 1948
    "de": (180.0, 1.0, 58.5),  # Amstad 1978
    "es": (206.84, 1.02, 60.0),  # Fernández Huerta 1959
    "fr": (207.0, 1.015, 73.6),  # Kandel and Moles 1958
    "it": (217.0, 1.3, 60.0),  # Franchina and Vacca 1986
    "nl": (206.835, 0.93, 77.0),  # Douma 1960
    "ru": (206.835, 1.3, 60.1),  # Oborneva 2006
}
FLESCH_LANGUAGES = tuple(_FLESCH)


@dataclass(frozen=True)
class TextCounts:
    """What the formulas count, as textstat counts it.

    Attributes:
        characters: all but white space.
        letters: letters, digits and underscores.
        words: between white space, those of punctuation alone left out.
        long_words: those of more than six letters.
        sentences: ended by . ! or ?; those of one or two words are not counted, but at least one is there.
    """

    characters: int
    letters: int
    words: int
    long_words: int
    sentences: int


def text_counts(text: str) -> TextCounts:
    """Count a text, in time linear in its length.

    >>> text_counts("The cat sat on the mat. It was extraordinarily happy.")
    TextCounts(characters=44, letters=42, words=10, long_words=1, sentences=2)
    """
    sentences = _SENTENCE.findall(text)
    short = sum(len(_words(sentence)) <= 2 for sentence in sentences)
    squeezed = "".join(text.split())
    words = _words(text)
    return TextCounts(
        characters=len(squeezed),
        letters=len(_NOT_LETTER.sub("", squeezed)),
        words=len(words),
        long_words=sum(len(word) > _LONG for word in _NOT_LETTER.sub("", text).split()),
        sentences=max(1, len(sentences) - short) if text else 0,
    )


def _ari(counts: TextCounts) -> float:
    return 4.71 * counts.characters / counts.words + 0.5 * counts.words / counts.sentences - 21.43


def _coleman_liau(counts: TextCounts) -> float:
    return 5.8 * counts.letters / counts.words - 29.6 * counts.sentences / counts.words - 15.8


def _gulpease(counts: TextCounts) -> float:
    return 89 + 300 * counts.sentences / counts.words - 10 * counts.characters / counts.words


def _lix(counts: TextCounts) -> float:
    return counts.words / counts.sentences + 100 * counts.long_words / counts.words


READABILITY: dict[str, tuple[Callable[[TextCounts], float], frozenset[str], str]] = {
    "ARI": (
        _ari,
        frozenset({"en"}),
        "Automated Readability Index, a US school grade (Smith and Senter 1967).",
    ),
    "Coleman-Liau": (_coleman_liau, frozenset({"en"}), "A US school grade (Coleman and Liau 1975)."),
    "Gulpease": (_gulpease, frozenset({"it"}), "0 hard to 100 easy (Lucisano and Piemontese 1988)."),
    "LIX": (
        _lix,
        frozenset({"sv", "da", "no", "nb", "de", "en", "fr", "fi"}),
        "Words a sentence and per cent of long words; 25 easy, 55 hard (Björnsson 1968, 1983).",
    ),
}
"""Formula, languages it was published for, and what it means; none needs syllables."""


def readability(text: str, language: str) -> dict[str, float]:
    """Return the value of each formula that was published for the language (ISO 639-1); none for any other.

    Equal to textstat's to rounding; NaN where there is no word.

    >>> found = readability("The cat sat on the mat. It was extraordinarily happy.", "en")
    >>> {name: round(value, 2) for name, value in found.items()}
    {'ARI': 1.79, 'Coleman-Liau': 2.64, 'LIX': 15.0}
    >>> readability("猫はマットの上に座った。", "ja")
    {}
    """
    counts = text_counts(text)
    return {
        name: formula(counts) if counts.words and counts.letters else nan
        for name, (formula, languages, _) in READABILITY.items()
        if language in languages
    }


def flesch_reading_ease(text: str, language: str, syllables: Callable[[str], int]) -> float:
    """Return Flesch's reading ease, or what it was fitted to in the language; about 0 (hard) to 100 (easy).

    Syllables want a dictionary or a hyphenator, which are not part of goldsmith: give `syllables`, which takes the text (as
    `lambda text: textstat.syllable_count(text)`).

    Raises:
        InputError: no such formula was published for the language, as far as is known here.

    >>> round(flesch_reading_ease("The cat sat on the mat.", "en", lambda text: 6), 3)  # 206.835 - 1.015 * 6 - 84.6
    116.145
    """
    if language not in _FLESCH:
        raise InputError(f"reading ease is known for {list(_FLESCH)}, got {language!r}")
    counts = text_counts(text)
    if not counts.words:
        return nan
    base, by_words, by_syllables = _FLESCH[language]
    return base - by_words * counts.words / counts.sentences - by_syllables * syllables(text) / counts.words


def _words(text: str) -> list[str]:
    return _NOT_LETTER_OR_QUOTE.sub("", _LONE_APOSTROPHE.sub("", text)).split()
