"""Words that tell the labels of texts apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log, sqrt

from goldsmith.augment.tokens import tokenize
from goldsmith.errors import InputError
from goldsmith.text import normalise

__all__ = ["label_words"]

_PRIOR = 0.5  # of a word, in each label


def label_words(
    texts: Sequence[str], labels: Sequence[str], z: float = 1.0
) -> dict[str, Mapping[str, float]]:
    """Return for each label the words that are commoner in its texts than in those of all others, and how surely.

    The log-odds ratio of a word in a label and in the rest, with a Dirichlet prior, over its standard deviation (Monroe, Colaresi and
    Quinn 2008, Fightin' Words, equations 15, 20 and 22), here with the same prior of 0.5 for each word: with y of n words of a label,
    log((y + 0.5) / (n + 0.5 V - y - 0.5)) less the same of the rest, over sqrt(1 / (y + 0.5) + 1 / (y' + 0.5)).

    Args:
        texts: [n].
        labels: [n].
        z: the least of these scores. At 1.0 a word is among them that was seen twice in one label and never in another of the same size:
            made to protect, it takes too many rather than too few.

    Returns:
        Label -> word as `goldsmith.text.normalise` has it -> score.

    Raises:
        InputError: there are not as many labels as texts.
        MissingExtraError: `regex` is not installed.

    >>> found = label_words(["good fun", "good film", "bad film", "bad food"], ["+", "+", "-", "-"])
    >>> {label: list(words) for label, words in found.items()}
    {'+': ['good'], '-': ['bad']}
    """
    if len(texts) != len(labels):
        raise InputError(f"expected a label for each of {len(texts)} texts, got {len(labels)}")
    counts: dict[str, Counter[str]] = {label: Counter() for label in labels}
    for text, label in zip(texts, labels, strict=True):
        counts[label].update(normalise(token.text) for token in tokenize(text) if token.kind == "word")
    total = Counter(chain.from_iterable(one.elements() for one in counts.values()))
    return {label: _scored(one, total, z) for label, one in counts.items()}


def _scored(of: Counter[str], total: Counter[str], z: float) -> dict[str, float]:
    n, others, prior = of.total(), total.total() - of.total(), _PRIOR * len(total)
    if not others:
        return {}
    found = {}
    for word, y in of.items():
        rest = total[word] - y
        ratio = _log_odds(y, n, prior) - _log_odds(rest, others, prior)
        score = ratio / sqrt(1 / (y + _PRIOR) + 1 / (rest + _PRIOR))
        if score >= z:
            found[word] = score
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _log_odds(y: int, n: int, prior: float) -> float:
    # A label of one word over and over would leave nothing: the prior of the others is at least one word's.
    return log((y + _PRIOR) / max(n + prior - y - _PRIOR, _PRIOR))
