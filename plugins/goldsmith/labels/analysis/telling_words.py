"""Words that tell one set of texts from another."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from goldsmith.text import normalise

__all__ = ["TellingWord", "telling_words"]

_WORD = re.compile(r"\b\w+\b")
_NOTHING = 1e-9


@dataclass(frozen=True)
class TellingWord:
    """A word that is commoner in one set of texts than in another.

    Attributes:
        word: in lower case.
        inside: the texts of the set that hold it.
        outside: the other texts that hold it.
        z: how many standard errors its log-odds differ by, positive.
    """

    word: str
    inside: int
    outside: int
    z: float


def telling_words(
    inside: Iterable[str], outside: Iterable[str], *, count: int = 10, least: float = 1.96
) -> list[TellingWord]:
    """Return the words whose odds are highest in `inside` against `outside`, the most telling first.

    Monroe, Colaresi and Quinn 2008, "Fightin' Words", section 3.5: the difference of log-odds under a Dirichlet prior that is informed
    by both sets together and weighs as much as the smaller one (equation 16), over its standard error (equations 20 and 22). A word counts once in a text, so that one that
    repeats itself does not decide, and is written as in `normalise`.

    Args:
        inside: the texts in question.
        outside: those to compare with.
        count: how many words at most.
        least: the smallest z, in standard errors.

    >>> [one.word for one in telling_words(["free cash"] * 9 + ["free"], ["a song"] * 10, count=1)]
    ['free']
    """
    first, second = _counts(inside), _counts(outside)
    words = sorted(first)
    if not words:
        return []
    a, b = (np.array([counts[word] for word in words], dtype=np.float64) for counts in (first, second))
    n_a, n_b = float(first.total()), float(second.total())
    weight = max(1.0, min(n_a, n_b))
    prior = weight * (a + b) / (n_a + n_b)
    odds_a = np.log((a + prior) / np.maximum(n_a + weight - a - prior, _NOTHING))
    odds_b = np.log((b + prior) / np.maximum(n_b + weight - b - prior, _NOTHING))
    z = (odds_a - odds_b) / np.sqrt(1 / (a + prior) + 1 / (b + prior))
    best = np.argsort(-z, kind="stable")[:count]
    return [
        TellingWord(words[at], first[words[at]], second[words[at]], float(z[at]))
        for at in best
        if z[at] >= least
    ]


def _counts(texts: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        found.update(set(_WORD.findall(normalise(text))))
    return found
