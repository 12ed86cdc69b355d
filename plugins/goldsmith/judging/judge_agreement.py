"""How far a judge rates as people do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from goldsmith.errors import InputError
from goldsmith.judging.clusters import cluster_bootstrap
from goldsmith.judging.is_rating import is_rating
from goldsmith.judging.rank_correlation import rank_correlation
from goldsmith.labels.agreement import krippendorff_alpha, krippendorff_alpha_interval

__all__ = ["JudgeAgreement", "judge_agreement"]


@dataclass(frozen=True)
class JudgeAgreement:
    """How a judge's ratings lie beside those of people.

    Attributes:
        items: that the judge and a person have rated.
        missing: items that a person has rated and the judge has not.
        alpha: Krippendorff's, ordinal, of the judge and the people's median; NaN where all ratings are the same.
        interval: its 95 % bootstrap interval over items; NaN, NaN without one.
        people_alpha: that of the people among themselves, above which no judge can be asked to be; NaN where no two rated an item.
        exact: the share of items that the judge rates as the people's median does, in [0, 1].
        rank_correlation: Spearman's, of the judge and the people's mean, in [-1, 1]; NaN where one of them rates all the same.
        bias: by how many points the judge rates higher than the people's mean, on average.
        bias_interval: its 95 % bootstrap interval over items; NaN, NaN for a single one.
    """

    items: int
    missing: int
    alpha: float
    interval: tuple[float, float]
    people_alpha: float
    exact: float
    rank_correlation: float
    bias: float
    bias_interval: tuple[float, float]


def judge_agreement(
    judge: Mapping[str, float | None], people: Mapping[str, Sequence[float]]
) -> JudgeAgreement:
    """Return how far a judge agrees with people on one criterion.

    What is missing stays missing: an item that the judge could not rate is counted and no rating is put in its place.

    Args:
        judge: {item: rating}, None or NaN where there is none; items that no person has rated do not count.
        people: {item: the ratings of those who reviewed it}, on the same scale.

    Raises:
        InputError: no item has been rated by both.

    >>> found = judge_agreement({"a": 5, "b": 3, "c": 2, "d": None}, {"a": [4, 4], "b": [3], "c": [1, 2], "d": [5]})
    >>> found.items, found.missing, found.bias, found.rank_correlation
    (3, 1, 0.5, 1.0)
    """
    rated = [item for item, ratings in people.items() if len(ratings)]
    both = [item for item in rated if is_rating(judge.get(item))]
    if not both:
        raise InputError(
            f"no item has a rating by the judge and by a person, of {len(judge)} and {len(rated)}"
        )
    ours = np.array([judge[item] for item in both], np.float64)
    medians = np.array([np.median(people[item]) for item in both])
    means = np.array([np.mean(people[item]) for item in both])
    pair = np.stack([ours, medians])
    above = ours - means
    drawn = cluster_bootstrap(above, range(len(above))) if len(above) > 1 else None
    return JudgeAgreement(
        items=len(both),
        missing=len(rated) - len(both),
        alpha=krippendorff_alpha(pair, "ordinal"),
        interval=krippendorff_alpha_interval(pair, "ordinal"),
        people_alpha=_among_themselves([people[item] for item in rated]),
        exact=float(np.mean(ours == medians)),
        rank_correlation=rank_correlation(ours, means),
        bias=float(above.mean()),
        bias_interval=(drawn.low, drawn.high) if drawn else (nan, nan),
    )


def _among_themselves(ratings: Sequence[Sequence[float]]) -> float:
    """Return the alpha of who rated an item first, second and so on: it does not ask who is who."""
    most = max(map(len, ratings))
    if most < 2:
        return nan
    return krippendorff_alpha(
        np.array([[*given, *[nan] * (most - len(given))] for given in ratings], np.float64).T, "ordinal"
    )
