"""How toxic a text is, by whatever scores it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from goldsmith.errors import InputError

__all__ = ["ToxicityScorer", "toxicity_reason"]


class ToxicityScorer(Protocol):
    """Anything that scores texts by categories of its own: a list of words, a classifier, a service."""

    @property
    def categories(self) -> Sequence[str]:
        """The categories, as "insult"."""
        ...

    def __call__(self, texts: Sequence[str], /) -> list[dict[str, float]]:
        """Return for each text category -> score in [0, 1]; scores of different scorers do not compare."""
        ...


def toxicity_reason(
    scores: Mapping[str, float], thresholds: Mapping[str, float | None] | None = None, *, default: float = 0.5
) -> str | None:
    """Return the worst category that reaches its threshold, or None.

    Args:
        scores: category -> score in [0, 1].
        thresholds: category -> the least score that drops a text; None drops none of the category.
        default: the threshold of every other category.

    >>> toxicity_reason({"insult": 0.9, "threat": 0.1})
    'toxicity: insult 0.90, dropped from 0.50'
    >>> toxicity_reason({"insult": 0.9, "threat": 0.1}, {"insult": None}) is None
    True

    Raises:
        InputError: a threshold's category is not scored.
    """
    given = thresholds or {}
    if unknown := sorted(set(given) - set(scores)):
        raise InputError(f"thresholds for {unknown}, which are not scored; scored are {sorted(scores)}")
    limits = {name: given.get(name, default) for name in scores}
    over = [
        (score, name)
        for name, score in scores.items()
        if (limit := limits[name]) is not None and score >= limit
    ]
    if not over:
        return None
    score, name = max(over)
    return f"toxicity: {name} {score:.2f}, dropped from {limits[name]:.2f}"
