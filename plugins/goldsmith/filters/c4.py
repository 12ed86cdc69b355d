# ruff: noqa: RUF001 (end marks of several scripts)
"""The rules for lines that cleaned the Colossal Clean Crawled Corpus."""

import re
from dataclasses import dataclass

from goldsmith.filters.words import split_words

__all__ = ["C4_TERMINAL", "C4Lines", "c4_sentences"]

C4_TERMINAL = (".", "?", "!", '"')
_POLICY = (
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
)
_CITATION = re.compile(r"\[\d*\]|\[edit\]|\[citation needed\]")
_SENTENCE_END = re.compile(r"[.!?]+[\"')\]”’»]*(?=\s|$)|[。！？।؟]+")


@dataclass(frozen=True)
class C4Lines:
    """What a line must be to stay; None or False switches a rule off.

    Raffel et al. 2020, JMLR 21(140), section 2.2, and for `max_word_length` and `no_policy` the code published with it
    (TensorFlow Datasets, c4_utils.py).

    Attributes:
        min_words: fewest words in a line.
        max_word_length: most characters in one of its words.
        no_javascript: it does not speak of JavaScript.
        no_policy: it does not speak of cookies, a privacy policy or terms of use.
    """

    min_words: int | None = 5
    max_word_length: int | None = 1_000
    no_javascript: bool = True
    no_policy: bool = True


def c4_sentences(text: str, terminal: tuple[str, ...] = C4_TERMINAL, lines: C4Lines | None = None) -> int:
    r"""Return how many sentences are left of `text` when C4's rules for lines have taken theirs away.

    A line must end in one of `terminal`, and not in three dots; an empty tuple switches that off. Sentences are
    counted by their end marks, where the original asks a trained tokenizer.

    >>> c4_sentences("Home | About\nIt rained all day long. We stayed at home.\nPlease enable JavaScript in your browser.")
    2
    """
    rules = lines or C4Lines()
    cleaned = (_CITATION.sub("", line.strip()) for line in text.splitlines())
    return sum(
        max(1, len(_SENTENCE_END.findall(line))) for line in cleaned if line and _stays(line, terminal, rules)
    )


def _stays(line: str, terminal: tuple[str, ...], rules: C4Lines) -> bool:
    words, lowered = split_words(line), line.lower()
    return (
        (not terminal or (line.endswith(terminal) and not line.endswith("...")))
        and (rules.min_words is None or len(words) >= rules.min_words)
        and (rules.max_word_length is None or max(map(len, words), default=0) <= rules.max_word_length)
        and not (rules.no_javascript and "javascript" in lowered)
        and not (rules.no_policy and any(phrase in lowered for phrase in _POLICY))
    )
