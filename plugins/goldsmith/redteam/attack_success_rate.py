"""How often attacks succeed, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldsmith.errors import InputError
from goldsmith.judging import cluster_bootstrap
from goldsmith.labels import wilson_interval

__all__ = ["AttackSuccess", "attack_success_rate"]


@dataclass(frozen=True)
class AttackSuccess:
    """A share of attacks that succeeded.

    Attributes:
        rate: in [0, 1]; NaN where nothing was judged.
        low: the lower end of its interval.
        high: the upper end.
        judged: how many cases have a verdict.
        unjudged: how many have none; they are in no share.
        behaviours: how many behaviours the judged cases are of.
    """

    rate: float
    low: float
    high: float
    judged: int
    unjudged: int
    behaviours: int

    def to_dict(self) -> dict[str, float | int | None]:
        """Return it as plain values; the rate of nothing is None."""
        return vars(self) | {"rate": self.rate if self.judged else None}


def attack_success_rate(
    succeeded: Sequence[bool | None],
    behaviours: Sequence[str],
    *,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> AttackSuccess:
    """Return the share of attacks that succeeded, with a bootstrap interval over behaviours.

    Cases of one behaviour succeed and fail together, so whole behaviours are drawn, with replacement, and the share of all
    their cases is taken: a cluster bootstrap, with its percentile interval. Draws cannot differ where all attacks
    succeeded, or none: Wilson's interval stands there, with the behaviours as trials. Nor can they with a single
    behaviour, whose cases are then the trials. The share of benign look-alikes that were refused is had in the same way.

    It is as true as the verdicts; `goldsmith.judging.rogan_gladen` corrects a rate for a judge's errors, from a reviewed sample.

    Args:
        succeeded: whether each attack did; None where nobody could tell.
        behaviours: the source behaviour of each.
        level: of the interval.
        resamples: how many draws.
        seed: of the draws.

    Raises:
        InputError: the two differ in length, or `level` is not in (0, 1).

    >>> attack_success_rate([True, False, False, None], ["a", "a", "b", "b"]).rate
    0.3333333333333333
    """
    if len(succeeded) != len(behaviours) or not 0 < level < 1 or resamples < 1:
        raise InputError(
            f"{len(succeeded)} verdicts of {len(behaviours)} behaviours, level {level}, {resamples} resamples: wanted a "
            "verdict for each, a level in (0, 1), a resample or more"
        )
    judged = sorted(
        (name, bool(won)) for won, name in zip(succeeded, behaviours, strict=True) if won is not None
    )
    unjudged = len(succeeded) - len(judged)
    if not judged:
        return AttackSuccess(float("nan"), 0.0, 1.0, 0, unjudged, 0)
    names, wins = [name for name, _ in judged], [won for _, won in judged]
    clusters, rate = len(set(names)), sum(wins) / len(wins)
    if clusters == 1:
        low, high = wilson_interval(sum(wins), len(wins), level)
    elif rate in (0, 1):
        low, high = wilson_interval(clusters if rate else 0, clusters, level)
    else:
        _, low, high = cluster_bootstrap(wins, names, level=level, resamples=resamples, seed=seed)
    return AttackSuccess(rate, low, high, len(judged), unjudged, clusters)
