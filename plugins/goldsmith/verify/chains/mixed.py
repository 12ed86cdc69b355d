# ruff: noqa: RUF001 - the signs of many scripts
"""Words of another language or script in a chain."""

import re
from collections import Counter

from goldsmith.filters import detect_languages
from goldsmith.verify.chains.scripts import script_words
from goldsmith.verify.chains.sentences import sentences

__all__ = ["foreign_language", "foreign_script"]

_NO_PROSE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]{1,300}\$|\\\[.*?\\\]|\\\(.*?\\\)|\\[A-Za-z]+(?:\{[^{}]*\})?|https?:\S+"
    r"|</?\w+>",
    re.DOTALL,
)
_QUOTED = re.compile("[\"“”„«»「」『』‘’'(（][^\"“”„«»「」『』‘’'()（）\n]{1,120}[\"“”„«»「」『』‘’')）]")
_PHRASE = re.compile(r"(?<![A-Za-zÀ-ÿ])[A-Za-zÀ-ÿ]{2,}+(?:[ ,]++[A-Za-zÀ-ÿ]{2,}+){2,}")
_FEWEST_LETTERS = 40
_SURE = 0.95
# What an identifier takes for each other in short texts.
_RELATIVES = tuple(
    frozenset(group.split())
    for group in (
        "es gl pt ca an oc it co la eo ro fr wa lb", "no nb nn da sv is fo", "id ms jv su tl", "hr sr bs sl mk bg", "cs sk pl",
        "ru uk be bg kk ky mn", "zh ja", "hi mr ne", "ar fa ur ps ug ku", "af nl de lb", "xh zu rw sw", "fi et", "az tr", "bn as",
    )
)  # fmt: skip


def foreign_script(chain: str, question: str = "") -> tuple[float, str]:
    """Return the share of a chain's words that are not in its main script, in [0, 1], and the first of them.

    Latin letters within another script count only where three words of them follow each other: names, units and variables are
    Latin everywhere. Formulas, code, what stands in quotation marks or brackets, and words of the question do not count.

    >>> foreign_script("First we add, 然后 we multiply by two.")
    (0.125, '然后')
    """
    prose = _QUOTED.sub(" ", _NO_PROSE.sub(" ", chain))
    every = _together(script_words(prose)[0])
    if not every:
        return 0.0, ""
    main, _ = every.most_common(1)[0]
    counts, first = script_words(prose, question)
    foreign = _together(counts)
    if main != "Latin":
        phrases = [phrase for phrase in _PHRASE.findall(prose) if phrase not in question]
        foreign["Latin"] = sum(len(phrase.split()) for phrase in phrases)
        first["Latin"] = phrases[0] if phrases else ""
    first.setdefault("Han", first.get("Kana", ""))
    others = [
        script for script in foreign if foreign[script] and script != main and not _belongs(script, main)
    ]
    if not others:
        return 0.0, ""
    return sum(foreign[script] for script in others) / every.total(), first[others[0]]


def _together(counts: Counter[str]) -> Counter[str]:
    """The counts with kana as Han: Japanese is written in both."""
    joined = Counter(counts)
    joined["Han"] += joined.pop("Kana", 0)
    return +joined


def foreign_language(chain: str) -> tuple[float, str]:
    """Return the share of a chain's letters in sentences that are surely of another language than most, and which.

    By `goldsmith.filters.detect_languages` over sentences of at least 40 letters; languages that it takes for each other
    count as one. Needs the extra `curate`.
    """
    parts = [part for part in sentences(_NO_PROSE.sub(" ", chain)) if _letters(part) >= _FEWEST_LETTERS]
    verdicts = [one for one in detect_languages(parts) if one.probability >= _SURE]
    letters: Counter[str] = Counter()
    for verdict in verdicts:
        letters[verdict.language] += verdict.letters
    if len(letters) < 2:
        return 0.0, ""
    main, _ = letters.most_common(1)[0]
    foreign = {name: count for name, count in letters.items() if name != main and not _related(name, main)}
    if not foreign:
        return 0.0, ""
    return sum(foreign.values()) / sum(
        letters.values()
    ), f"{max(foreign, key=lambda name: foreign[name])} in {main}"


def _belongs(script: str, main: str) -> bool:
    return main == "Hangul" and script == "Han"


def _related(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _RELATIVES)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
