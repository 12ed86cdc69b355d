"""One score out of several criteria."""

from collections.abc import Mapping

from goldsmith.errors import InputError

__all__ = ["rubric_score"]


def rubric_score(
    ratings: Mapping[str, float | None], levels: Mapping[str, int], weights: Mapping[str, float]
) -> float | None:
    """Return the weighted mean of the ratings, each as a share of its scale, in [0, 1]; None without any rating.

    sum_c w_c (r_c - 1) / (k_c - 1) / sum_c w_c over the criteria c that have a rating r_c on a scale from 1 to k_c. One without
    (None: "N/A", or unreadable) is left out with its weight: it is neither the worst rating nor the mean.

    Args:
        ratings: by criterion.
        levels: k_c, the highest rating of each criterion, at least 2.
        weights: w_c, above 0.

    Raises:
        InputError: a criterion without levels or weight, or one of them, or a rating, out of range.

    >>> rubric_score({"right": 5, "brief": 2, "cites": None}, {"right": 5, "brief": 3, "cites": 2}, dict.fromkeys(["right", "brief", "cites"], 1))
    0.75
    """
    total = weight = 0.0
    for name, rating in ratings.items():
        k, w = levels.get(name, 0), weights.get(name, 0.0)
        if k < 2 or not w > 0 or (rating is not None and not 1 <= rating <= k):
            raise InputError(
                f"criterion {name!r}: wanted at least 2 levels, a weight above 0 and a rating in [1, levels], "
                f"got {k}, {w} and {rating}"
            )
        if rating is not None:
            total += w * (rating - 1) / (k - 1)
            weight += w
    return total / weight if weight else None
