"""How much of a text stands in others: BLEU, and what it says of a whole set."""

from collections import Counter
from collections.abc import Sequence
from math import exp, log

from goldsmith.dedup.rouge_l import unicode_words

__all__ = ["bleu", "self_bleu"]

_LONGEST = 4  # words of an n-gram
_EPSILON = 0.1  # matches that stand for none

Grams = list[Counter[tuple[str, ...]]]


def bleu(candidate: str, references: Sequence[str]) -> float:
    """Return the BLEU of `candidate` against `references`, in [0, 1]: 1 for one of them word for word.

    Papineni et al. 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation", section 2: the brevity penalty
    times the geometric mean of the clipped precisions of n-grams of 1 to 4 words, smoothed as a single sentence needs it
    (Chen and Cherry 2014, method 1: no match counts as 0.1 of one; no word in common is 0). A candidate of fewer than four
    words is compared by n-grams of up to its length, so that a short copy is seen as one. Words are those of any script,
    without case and punctuation.

    >>> bleu("How is a diary opened?", ["how is a diary opened"])
    1.0
    >>> bleu("How is a diary opened?", ["Name three rivers"])
    0.0
    """
    return _bleu(_grams(candidate), [_grams(reference) for reference in references])


def self_bleu(texts: Sequence[str]) -> float:
    """Return the mean BLEU of each text against all others, in [0, 1]: the lower, the more diverse the set.

    Zhu et al. 2018, "Texygen" (arXiv 1802.01886), on self-BLEU. Of fewer than two texts it is 0.

    >>> self_bleu(["Open the door.", "Open the door.", "Name three rivers."]) == 2 / 3
    True
    """
    grams = [_grams(text) for text in texts]
    if len(grams) < 2:
        return 0.0
    scores = [_bleu(one, [*grams[:at], *grams[at + 1 :]]) for at, one in enumerate(grams)]
    return sum(scores) / len(scores)


def _grams(text: str) -> Grams:
    """Return how often each n-gram of 1 to 4 words stands in the text, [4]."""
    words = unicode_words(text)
    return [
        Counter(zip(*(words[start:] for start in range(n)), strict=False)) for n in range(1, _LONGEST + 1)
    ]


def _bleu(candidate: Grams, references: Sequence[Grams]) -> float:
    length = candidate[0].total()
    if not length or not references:
        return 0.0
    logs = []
    for n in range(min(_LONGEST, length)):
        found = sum(
            min(count, max(reference[n][gram] for reference in references))
            for gram, count in candidate[n].items()
        )
        if not found and n == 0:
            return 0.0
        logs.append(log((found or _EPSILON) / candidate[n].total()))
    closest = min((reference[0].total() for reference in references), key=lambda it: (abs(it - length), it))
    penalty = min(0.0, 1 - closest / length)
    return exp(penalty + sum(logs) / len(logs))
