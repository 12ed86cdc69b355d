"""Repetition within a text, by the rules that cleaned MassiveText."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from goldsmith.filters.ngrams import RepeatedNgrams, repeated_ngrams
from goldsmith.filters.words import checked, split_words

__all__ = ["RepetitionLimits", "repetition_reason", "repetition_scores"]

_TOP = range(2, 5)
_DUPLICATE = range(5, 11)


@dataclass(frozen=True)
class RepetitionLimits:
    """The largest share of a text that may be repetition, per rule; None switches a rule off.

    The defaults are table A1 of Rae et al. 2021, "Scaling Language Models: Methods, Analysis & Insights from Training
    Gopher", arXiv:2112.11446.
    """

    duplicate_lines: float | None = 0.30
    duplicate_paragraphs: float | None = 0.30
    duplicate_line_characters: float | None = 0.20
    duplicate_paragraph_characters: float | None = 0.20
    top_2gram_characters: float | None = 0.20
    top_3gram_characters: float | None = 0.18
    top_4gram_characters: float | None = 0.16
    duplicate_5gram_characters: float | None = 0.15
    duplicate_6gram_characters: float | None = 0.14
    duplicate_7gram_characters: float | None = 0.13
    duplicate_8gram_characters: float | None = 0.12
    duplicate_9gram_characters: float | None = 0.11
    duplicate_10gram_characters: float | None = 0.10


_RULES = tuple(field.name for field in fields(RepetitionLimits))


def repetition_scores(text: str, *, min_occurrences: int = 3) -> dict[str, float]:
    r"""Return the share of `text` that each rule of `RepetitionLimits` calls repetition, in [0, 1].

    A line or paragraph (between blank lines) is a duplicate when it occurred before; empty ones do not count. The
    n-gram shares are of the characters of words, blanks left out: those covered by the commonest n-gram (of equally
    common ones, that with the most characters, then the first), or by any n-gram that occurred before. A character under two
    overlapping n-grams counts once. Time is linear in the words, but for the sorting of those that repeat.

    The commonest n-gram must occur `min_occurrences` times, at least 2. From 50 words on, where Gopher begins to
    look, two occurrences hardly reach its limits; in a text of 20 words any pair said twice would.

    >>> scores = repetition_scores("one line\none line\nanother")
    >>> round(scores["duplicate_lines"], 2), round(scores["duplicate_line_characters"], 2)
    (0.33, 0.35)

    Raises:
        InputError: `text` is no string.
    """
    paragraphs, lines = _blocks(checked(text))
    scores = dict.fromkeys(_RULES, 0.0) | {
        "duplicate_lines": _repeats(lines),
        "duplicate_paragraphs": _repeats(paragraphs),
        "duplicate_line_characters": _repeated_characters(lines),
        "duplicate_paragraph_characters": _repeated_characters(paragraphs),
    }
    words = split_words(text)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    for level in repeated_ngrams(words, longest=max(_DUPLICATE)):
        if level.n in _TOP:
            scores[f"top_{level.n}gram_characters"] = _share(
                _top(level, lengths, min_occurrences), level.n, lengths
            )
        else:
            again = np.delete(level.starts, level.firsts)
            scores[f"duplicate_{level.n}gram_characters"] = _share(again, level.n, lengths)
    return scores


def repetition_reason(scores: dict[str, float], limits: RepetitionLimits | None = None) -> str | None:
    """Return the first rule that the scores break, or None.

    >>> repetition_reason(repetition_scores("spam and eggs " * 20))
    'repetition: top_2gram_characters 0.64, at most 0.20'
    """
    limits = limits or RepetitionLimits()
    for rule in _RULES:
        limit = getattr(limits, rule)
        if limit is not None and scores[rule] > limit:
            return f"repetition: {rule} {scores[rule]:.2f}, at most {limit:.2f}"
    return None


def _blocks(text: str) -> tuple[list[str], list[str]]:
    paragraphs: list[str] = []
    lines: list[str] = []
    open_paragraph: list[str] = []
    for line in [*map(str.strip, text.splitlines()), ""]:
        if line:
            lines.append(line)
            open_paragraph.append(line)
        elif open_paragraph:
            paragraphs.append("\n".join(open_paragraph))
            open_paragraph = []
    return paragraphs, lines


def _repeats(blocks: Sequence[str]) -> float:
    return 1 - len(set(blocks)) / len(blocks) if blocks else 0.0


def _repeated_characters(blocks: Sequence[str]) -> float:
    total = sum(map(len, blocks))
    return 1 - sum(map(len, set(blocks))) / total if total else 0.0


def _top(level: RepeatedNgrams, lengths: NDArray[np.int64], min_occurrences: int) -> NDArray[np.intp]:
    if level.counts.max(initial=0) < min_occurrences:
        return level.starts[:0]
    commonest = np.flatnonzero(level.counts == level.counts.max())
    commonest = commonest[np.argsort(level.firsts[commonest])]
    begins = np.concatenate(([0], np.cumsum(lengths)))
    first = level.starts[level.firsts[commonest]]
    longest = commonest[np.argmax(begins[first + level.n] - begins[first])]
    return np.compress(level.grams == longest, level.starts)


def _share(starts: NDArray[np.intp], n: int, lengths: NDArray[np.int64]) -> float:
    if not starts.size:
        return 0.0
    edges = np.zeros(lengths.size + 1, np.int64)
    np.add.at(edges, starts, 1)
    np.add.at(edges, starts + n, -1)
    covered = np.cumsum(edges[:-1]) > 0
    return float(lengths[covered].sum() / lengths.sum())
