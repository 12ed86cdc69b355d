"""Whether a judge rates what is longer higher, and higher than people do."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.judging.clusters import Estimate, cluster_bootstrap
from goldsmith.judging.is_rating import is_rating
from goldsmith.judging.rank_correlation import rank_correlation

__all__ = ["LengthBias", "length_bias"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LengthBias:
    """How ratings go with length.

    Attributes:
        items: with a rating, and with people's rating where those are given.
        ratings: Spearman's correlation of ratings and lengths with its 95 % bootstrap interval over items, in [-1, 1]. Longer responses may
            be better: this alone is no bias.
        people: that of people's ratings and lengths, NaN without them.
        excess: that of what the judge gives above people's ratings and lengths, which is bias; NaN without people.
    """

    items: int
    ratings: Estimate
    people: Estimate
    excess: Estimate


def length_bias(
    ratings: Sequence[float | None],
    lengths: Sequence[float],
    people: Sequence[float | None] | None = None,
    *,
    seed: int = 0,
) -> LengthBias:
    """Return how a judge's ratings go with the length of what was rated.

    Args:
        ratings: [n], None or NaN where the judge gave none; such items are left out.
        lengths: [n], in characters, words or tokens: only their order counts.
        people: [n] people's mean ratings of the same items on the same scale, None where nobody rated.
        seed: of the bootstrap.

    Raises:
        InputError: lists of unequal length, or fewer than two items to go by.

    >>> found = length_bias([1, 2, 3, 4], [10, 20, 30, 40], people=[2, 2, 2, 2])
    >>> found.ratings.value, found.excess.value
    (1.0, 1.0)
    """
    rated = people if people is not None else [0.0] * len(ratings)
    if not len(ratings) == len(lengths) == len(rated):
        raise InputError(
            f"{len(ratings)} ratings, {len(lengths)} lengths and {len(rated)} of people: wanted as many of each"
        )
    used = [
        (float(mine), float(long), float(theirs))
        for mine, long, theirs in zip(ratings, lengths, rated, strict=True)
        if is_rating(mine) and is_rating(theirs)
    ]
    if len(used) < 2:
        raise InputError(f"{len(used)} of {len(ratings)} items have a rating: wanted two and more")
    mine, long, theirs = np.array(used, np.float64).T
    nothing = Estimate(nan, nan, nan)
    return LengthBias(
        items=len(used),
        ratings=_correlation(mine, long, seed),
        people=nothing if people is None else _correlation(theirs, long, seed),
        excess=nothing if people is None else _correlation(mine - theirs, long, seed),
    )


def _correlation(values: Floats, lengths: Floats, seed: int) -> Estimate:
    pairs = np.stack([values, lengths], axis=1)
    drawn = cluster_bootstrap(pairs, range(len(pairs)), statistic=_of_pairs, seed=seed)
    return Estimate(rank_correlation(values, lengths), drawn.low, drawn.high)


def _of_pairs(pairs: Floats) -> float:
    """Return the correlation; a draw in which all is the same shows none."""
    found = rank_correlation(pairs[:, 0], pairs[:, 1])
    return 0.0 if isnan(found) else found
