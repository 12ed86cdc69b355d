"""What several judges, or one asked several times, say of one criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from statistics import fmean, stdev

from goldsmith.generate import Rating

__all__ = ["PanelRating"]


@dataclass(frozen=True)
class PanelRating:
    """The ratings of one criterion by judge, and what they say together.

    Judges count alike, however many of their samples could be read: the mean over judges of each one's mean (average pooling, Verga
    et al. 2024, "Replacing Judges with Juries", section 3.2). A judge none of whose answers could be read does not count.

    Args:
        given: judge -> its ratings, a missing one among them where there was none.

    >>> both = PanelRating({"a": [Rating(5, "Good."), Rating(4)], "b": [Rating(2), Rating(problem="N/A")]})
    >>> both.value, both.by_judge, round(both.spread, 2), both.rationale
    (3.25, {'a': 4.5, 'b': 2.0}, 1.53, 'Good.')
    >>> PanelRating({"a": [Rating(problem="N/A")]}).value is None
    True
    """

    given: Mapping[str, Sequence[Rating]]

    @property
    def by_judge(self) -> dict[str, float]:
        """The mean of each judge's ratings, NaN without any."""
        values = {judge: _values(ratings) for judge, ratings in self.given.items()}
        return {judge: fmean(own) if own else nan for judge, own in values.items()}

    @property
    def value(self) -> float | None:
        """The rating of all together, None without any."""
        means = [fmean(own) for ratings in self.given.values() if (own := _values(ratings))]
        return fmean(means) if means else None

    @property
    def spread(self) -> float:
        """The standard deviation of all ratings; NaN below two."""
        values = [value for ratings in self.given.values() for value in _values(ratings)]
        return stdev(values) if len(values) > 1 else nan

    @property
    def rationale(self) -> str:
        """The first that was given with a rating, else the first of all."""
        found = [(one.value is None, one.rationale) for ratings in self.given.values() for one in ratings]
        return min(found, key=lambda one: one[0], default=(True, ""))[1]

    @property
    def problem(self) -> str:
        """Why the first rating is missing, "" if none is."""
        return next(
            (one.problem for ratings in self.given.values() for one in ratings if one.value is None), ""
        )


def _values(ratings: Sequence[Rating]) -> list[float]:
    return [float(one.value) for one in ratings if one.value is not None]
