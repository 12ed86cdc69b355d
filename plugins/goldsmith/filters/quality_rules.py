"""Whether a text reads like prose, by the rules that cleaned MassiveText and C4."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

from goldsmith.filters.c4 import C4_TERMINAL, C4Lines, c4_sentences
from goldsmith.filters.words import checked, split_words

__all__ = ["STOP_WORDS", "TERMINAL", "QualityRules", "quality_reason", "quality_scores"]

STOP_WORDS = {"en": ("the", "be", "to", "of", "and", "that", "have", "with")}
TERMINAL = {"en": C4_TERMINAL}
_ELLIPSES = ("...", "…")
_BULLETS = ("•", "-", "*", "‣", "◦", "▪", "●")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class QualityRules:
    """The least (`min_`) and most (`max_`) of each score; None switches a rule off.

    The defaults down to `min_stop_words` are Gopher's (Rae et al. 2021, arXiv:2112.11446, appendix A1.1), the rest
    C4's (Raffel et al. 2020, JMLR 21(140), section 2.2). Both were made for web pages: rows of a few sentences want
    `min_words` and `min_sentences` off, rows with code `max_curly_brackets`.
    """

    min_words: float | None = 50
    max_words: float | None = 100_000
    min_mean_word_length: float | None = 3
    max_mean_word_length: float | None = 10
    max_hashes_per_word: float | None = 0.1
    max_ellipses_per_word: float | None = 0.1
    max_bullet_lines: float | None = 0.9
    max_ellipsis_lines: float | None = 0.3
    min_alphabetic_words: float | None = 0.8
    min_stop_words: float | None = 2
    min_sentences: float | None = 3
    max_lorem_ipsum: float | None = 0
    max_curly_brackets: float | None = 0


def quality_scores(
    text: str,
    *,
    language: str = "en",
    stop_words: Mapping[str, Collection[str]] = STOP_WORDS,
    terminal: Mapping[str, Sequence[str]] = TERMINAL,
    lines: C4Lines | None = None,
) -> dict[str, float | None]:
    r"""Return the number that each rule of `QualityRules` bounds, by the rule's name without `min_` or `max_`.

    Words are the runs between white space, or single characters where a script has no blanks. `words` counts those
    with a letter or digit in them and `mean_word_length` is theirs in characters: None where most of them are such
    single characters, which say nothing about length, and where there are none. Shares of lines are of those with
    something on them.

    Two scores are for English alone: how many different ones of Gopher's `stop_words` there are, and the `sentences`
    left by C4's rules for `lines` that must end in one of the `terminal` marks. Another language has them when
    `stop_words` and `terminal` say by its code (ISO 639-1) what they are in it; otherwise they are None.

    >>> scores = quality_scores("- The cat sat with me.\n- Wait...\n\n# 42")
    >>> scores["words"], scores["bullet_lines"], scores["stop_words"], scores["sentences"]
    (7, 0.6666666666666666, 2, 1)

    Raises:
        InputError: `text` is no string.
    """
    words = split_words(checked(text))
    blocks = [line for line in map(str.strip, text.splitlines()) if line]
    spoken = [word for word in words if any(map(str.isalnum, word))]
    return {
        "words": len(spoken),
        "mean_word_length": _mean_length(spoken),
        "hashes_per_word": text.count("#") / max(len(words), 1),
        "ellipses_per_word": sum(map(text.count, _ELLIPSES)) / max(len(words), 1),
        "bullet_lines": sum(line.startswith(_BULLETS) for line in blocks) / max(len(blocks), 1),
        "ellipsis_lines": sum(line.endswith(_ELLIPSES) for line in blocks) / max(len(blocks), 1),
        "alphabetic_words": sum(any(map(str.isalpha, word)) for word in words) / max(len(words), 1),
        "stop_words": _stop_words(text, stop_words[language]) if language in stop_words else None,
        "sentences": c4_sentences(text, tuple(terminal[language]), lines) if language in terminal else None,
        "lorem_ipsum": text.lower().count("lorem ipsum"),
        "curly_brackets": text.count("{") + text.count("}"),
    }


def quality_reason(scores: dict[str, float | None], rules: QualityRules | None = None) -> str | None:
    """Return the first rule that the scores break, or None. A score of None breaks none.

    >>> quality_reason(quality_scores("Too short."))
    'quality: words 2, at least 50'
    """
    rules = rules or QualityRules()
    for field in fields(rules):
        side, name = field.name[:3], field.name[4:]
        bound, score = getattr(rules, field.name), scores[name]
        if bound is None or score is None:
            continue
        if score < bound if side == "min" else score > bound:
            return f"quality: {name} {score:.3g}, at {'least' if side == 'min' else 'most'} {bound:.3g}"
    return None


def _mean_length(words: list[str]) -> float | None:
    single = sum(len(word) == 1 and word > "\u0dff" for word in words)
    if single * 2 >= len(words):
        return None
    return sum(map(len, words)) / len(words)


def _stop_words(text: str, wanted: Collection[str]) -> int:
    return len({word.casefold() for word in _LETTERS.findall(text)}.intersection(wanted))
