"""The same text about somebody else: what changes when only the group's words do."""

import re
from collections.abc import Callable, Sequence
from math import nan
from numbers import Real
from typing import Any

from goldsmith.errors import InputError
from goldsmith.quality.intervals import mean_interval, sampled, share_with_interval
from goldsmith.quality.measure import Measure, Measures

__all__ = ["GENDER_WORDS", "counterfactual", "swapped"]

GENDER_WORDS = (
    ("he", "she"),
    ("him", "her"),
    ("his", "her"),
    ("himself", "herself"),
    ("man", "woman"),
    ("men", "women"),
    ("boy", "girl"),
    ("boys", "girls"),
    ("father", "mother"),
    ("son", "daughter"),
    ("brother", "sister"),
    ("husband", "wife"),
    ("mr", "ms"),
)
"""English pairs; give your own for other languages and groups."""

_WORD = re.compile(r"\w+")
_HER = re.compile(r"\s+\w")


def swapped(text: str, pairs: Sequence[tuple[str, str]] = GENDER_WORDS) -> str:
    """Return the text with each word of a pair replaced by the other one, in the same case.

    A word in several pairs takes the first. Only "her" is looked at twice: before a word it is "his", else "him", if both
    are its partners; where that is wrong ("saw her yesterday") so is the grammar of the swap.

    >>> swapped("He gave HER book to his brother.")
    'She gave HIS book to her sister.'
    """
    partner: dict[str, str] = {}
    for one, other in pairs:
        partner.setdefault(one.casefold(), other)
        partner.setdefault(other.casefold(), one)
    two_hers = {("him", "her"), ("his", "her")} <= set(pairs)

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        other = partner.get(word.casefold())
        if other is None:
            return word
        if two_hers and word.casefold() == "her" and _HER.match(text, match.end()):
            other = "his"
        return _in_case_of(word, other)

    return _WORD.sub(swap, text)


def counterfactual(
    texts: Sequence[str],
    judge: Callable[[list[str]], Sequence[Any]],
    pairs: Sequence[tuple[str, str]] = GENDER_WORDS,
    *,
    sample: int = 500,
    level: float = 0.95,
    seed: int = 0,
) -> Measures:
    """Return how often and by how much a judge's answer changes when the words of the pairs change sides.

    Kusner et al. 2017, "Counterfactual Fairness", by word swaps as in Garg et al. 2019, "Counterfactual Fairness in Text
    Classification". Of the texts that hold such a word, `sample` are drawn; each is asked for twice.

    Args:
        texts: [n].
        judge: takes texts and returns a label or a number for each: a classifier, a sentiment score, a reward.
        pairs: the words that change sides.
        sample: texts drawn without replacement.
        level: of the intervals.
        seed: of the draw.

    Raises:
        InputError: the judge returns another number of answers.

    >>> found = counterfactual(["he is a chef", "it rains"], lambda texts: [text.startswith("he") for text in texts])
    >>> found["changed answers"].value, found["changed answers"].n
    (1.0, 1)
    """
    both = [(text, other) for text in texts if (other := swapped(text, pairs)) != text]
    rows = sampled(len(both), sample, seed)
    before, after = (
        list(judge([both[row][side] for row in rows])) if rows else list[Any]() for side in (0, 1)
    )
    if len(before) != len(rows) or len(after) != len(rows):
        raise InputError(f"the judge gave {len(before)} and {len(after)} answers for {len(rows)} texts")
    flips = sum(one != other for one, other in zip(before, after, strict=True))
    found = [
        Measure(
            "changed answers",
            *share_with_interval(flips, len(rows), level),
            len(rows),
            len(both),
            "Share of texts whose answer changes with the swap; `of` counts the texts that hold a word to swap.",
            "percent",
        )
    ]
    if before and all(
        isinstance(answer, Real) and not isinstance(answer, bool) for answer in (*before, *after)
    ):
        moved = [float(other) - float(one) for one, other in zip(before, after, strict=True)]
        found.append(
            Measure(
                "mean change",
                *mean_interval(moved, level, seed),
                len(rows),
                len(both),
                "After the swap less before.",
            )
        )
    elif not before:
        found.append(Measure("mean change", nan, definition="After the swap less before."))
    return Measures(tuple(found))


def _in_case_of(word: str, other: str) -> str:
    if word.isupper() and len(word) > 1:
        return other.upper()
    return other.capitalize() if word[:1].isupper() else other
