"""How far the shares of a column's values are from what they should be."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels import wilson_interval
from goldsmith.quality.measure import Measure

__all__ = ["Distribution", "distribution", "jensen_shannon", "reflected", "total_variation"]

Floats = npt.NDArray[np.float64]

MISSING, OTHER = "(missing)", "(other)"
_MOST_VALUES = 200  # different values; rarer ones are one
_RESAMPLES = 1_000

_TV = "Half the sum of the differences of the shares: what part of the rows would have to change."
_JS = "Jensen-Shannon divergence in bits, 0 alike to 1 nothing in common (Lin 1991)."


@dataclass(frozen=True)
class Distribution:
    """The values of a column beside those of a reference.

    Attributes:
        column: its name.
        values: [k] as text, the commonest first.
        counts: [k] rows of each.
        shares: [k] of the rows.
        intervals: [k] Wilson's interval of each share.
        expected: [k] shares in the reference or target; empty without one.
        total_variation: distance of the two, in [0, 1], with an interval; None without a reference.
        jensen_shannon: divergence of the two in bits, in [0, 1], likewise.
        p: the chance of so large a total variation if the rows came from the reference; NaN without one.
    """

    column: str
    values: tuple[str, ...]
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    intervals: tuple[tuple[float, float], ...]
    expected: tuple[float, ...] = ()
    total_variation: Measure | None = None
    jensen_shannon: Measure | None = None
    p: float = nan

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        told: dict[str, Any] = {
            value: {"count": count, "share": share, "interval": list(interval)}
            for value, count, share, interval in zip(
                self.values, self.counts, self.shares, self.intervals, strict=True
            )
        }
        if not self.total_variation or not self.jensen_shannon:
            return {"values": told}
        for value, share in zip(self.values, self.expected, strict=True):
            told[value]["expected"] = share
        return {
            "values": told,
            "total_variation": self.total_variation.to_dict(),
            "jensen_shannon": self.jensen_shannon.to_dict(),
            "p": self.p,
        }


def total_variation(p: npt.ArrayLike, q: npt.ArrayLike) -> Floats:
    """Return half the L1 distance of distributions along the last axis, in [0, 1].

    >>> float(total_variation([0.5, 0.5, 0], [0.25, 0.25, 0.5]))
    0.5
    """
    return np.asarray(np.abs(np.asarray(p, np.float64) - np.asarray(q, np.float64)).sum(axis=-1) / 2)


def jensen_shannon(p: npt.ArrayLike, q: npt.ArrayLike) -> Floats:
    """Return the Jensen-Shannon divergence in bits of distributions along the last axis, in [0, 1] (Lin 1991, equation 3.4).

    The entropy of the middle less the mean entropy; the square of the distance that scipy returns.

    >>> float(jensen_shannon([1, 0], [0, 1])), float(jensen_shannon([1, 0], [1, 0]))
    (1.0, 0.0)
    """
    a, b = np.asarray(p, np.float64), np.asarray(q, np.float64)
    found = _entropy((a + b) / 2) - (_entropy(a) + _entropy(b)) / 2
    return np.clip(found, 0, 1)


def distribution(
    column: str,
    values: Iterable[Any],
    *,
    reference: Iterable[Any] | None = None,
    target: Mapping[Any, float] | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> Distribution:
    """Return the shares of a column's values, beside those of the reference's rows or the target's shares.

    Values are compared as text, None is "(missing)". Beyond the 200 commonest they count as "(other)", which can only make a
    distance smaller. Distances of samples are too large by chance: their intervals are 1,000 bootstrap draws of the rows (of
    both sides), reflected at the value, which undoes that, and cut at 0 and 1; `p` is from 1,000 draws from the two sides
    together (from the target), (1 + as far or farther) / 1,001.

    Args:
        column: its name.
        values: [n].
        reference: the same column of other rows, such as the seeds.
        target: shares by value instead, which are scaled to 1.
        level: of the intervals.
        seed: of the draws.

    Raises:
        InputError: both a reference and a target, or a target that is no distribution.

    >>> found = distribution("tone", ["kind"] * 30 + ["rude"] * 10, target={"kind": 0.5, "rude": 0.5})
    >>> found.total_variation.value, found.p < 0.01
    (0.25, True)
    """
    if reference is not None and target is not None:
        raise InputError(f"{column}: give a reference or a target, not both")
    ours = Counter(map(_text, values))
    theirs = None if reference is None else Counter(map(_text, reference))
    wanted = None if target is None else _checked(column, target)
    names = _names(ours, theirs if wanted is None else wanted)
    a = _counts(ours, names)
    n = int(a.sum())
    told = Distribution(
        column,
        tuple(names),
        tuple(int(count) for count in a),
        tuple((a / max(n, 1)).tolist()),
        tuple(wilson_interval(int(count), n, level) for count in a),
    )
    b = _counts(theirs or {}, names) if wanted is None else _counts(wanted, names)
    if (theirs is None and wanted is None) or not n or not b.sum():
        return told
    draws = _draws(a, b, fixed=wanted is not None, seed=seed)
    return _compared(told, a, b, draws, level)


def reflected(value: float, draws: npt.ArrayLike, level: float) -> tuple[float, float]:
    """Return the basic bootstrap interval within [0, 1]: the quantiles of the draws, reflected at the value.

    Davison and Hinkley 1997, section 5.2. Where draws exceed the value on the whole, as those of a distance do, it lies lower.

    >>> reflected(0.1, [0.1, 0.2, 0.3], 0.9)[0]
    0.0
    """
    low, high = np.quantile(np.asarray(draws), [(1 - level) / 2, (1 + level) / 2])
    return min(value, max(0.0, 2 * value - float(high))), max(value, min(1.0, 2 * value - float(low)))


def _compared(told: Distribution, a: Floats, b: Floats, draws: tuple[Floats, Floats, Floats, Floats], level: float) -> Distribution:  # fmt: skip
    p, q = a / a.sum(), b / b.sum()
    far, apart = float(total_variation(p, q)), float(jensen_shannon(p, q))
    ours, theirs, null_ours, null_theirs = draws
    null = total_variation(null_ours, null_theirs)
    n = int(a.sum())
    tv = Measure(
        "total variation", far, *reflected(far, total_variation(ours, theirs), level), n, n, _TV, "percent"
    )
    js = Measure("Jensen-Shannon", apart, *reflected(apart, jensen_shannon(ours, theirs), level), n, n, _JS)
    chance = (1 + int((null >= far - 1e-12).sum())) / (1 + len(null))
    return Distribution(
        told.column, told.values, told.counts, told.shares, told.intervals, tuple(q.tolist()), tv, js, chance
    )


def _draws(a: Floats, b: Floats, *, fixed: bool, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return shares drawn anew, [r, k]: of each side, and of each side if both were one."""
    rng = np.random.default_rng(seed)
    n, m = int(a.sum()), int(b.sum())
    ours = rng.multinomial(n, a / n, _RESAMPLES) / n
    if fixed:
        q = b / b.sum()
        return ours, q[None, :], rng.multinomial(n, q, _RESAMPLES) / n, q[None, :]
    theirs = rng.multinomial(m, b / m, _RESAMPLES) / m
    pooled = (a + b).astype(np.int64)
    mixed = rng.multivariate_hypergeometric(pooled, n, _RESAMPLES, method="marginals")
    return ours, theirs, mixed / n, (pooled - mixed) / m


def _names(ours: Mapping[str, float], theirs: Mapping[str, float] | None) -> list[str]:
    sums: dict[str, float] = dict.fromkeys((*ours, *(theirs or {})), 0.0)
    for counts in (ours, theirs or {}):
        total = sum(counts.values()) or 1
        for name, count in counts.items():
            sums[name] += count / total
    ordered = sorted(sums, key=lambda name: (-sums[name], name))
    kept = ordered[:_MOST_VALUES]
    return [*kept, OTHER] if len(ordered) > len(kept) and OTHER not in kept else kept


def _counts(counts: Mapping[str, float], names: list[str]) -> Floats:
    known = set(names)
    found = np.array([counts.get(name, 0) for name in names], np.float64)
    if OTHER in known:
        found[names.index(OTHER)] += sum(count for name, count in counts.items() if name not in known)
    return found


def _checked(column: str, target: Mapping[Any, float]) -> dict[str, float]:
    shares = {_text(value): float(share) for value, share in target.items()}
    total = sum(shares.values())
    if not shares or min(shares.values()) < 0 or not 0 < total < float("inf"):
        raise InputError(f"{column}: a target gives each value a share of at least 0, got {target!r:.200}")
    return {value: share / total for value, share in shares.items()}


def _text(value: Any) -> str:
    return MISSING if value is None else str(value)[:100]


def _entropy(p: Floats) -> Floats:
    return np.asarray(-(p * np.log2(np.where(p > 0, p, 1))).sum(axis=-1))
