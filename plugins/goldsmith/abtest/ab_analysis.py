"""What simulated exposures say about two variants, and whether they may be believed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isnan, nan
from typing import Any

import numpy as np

from goldsmith.abtest.difference import Difference, clustered_difference
from goldsmith.abtest.exposures import CONVERTED, Exposures, Split, Table, read_exposures
from goldsmith.abtest.metric_power import MetricPower, metric_power
from goldsmith.judging import cluster_bootstrap, holm

__all__ = ["ABResult", "ab_analysis"]

Differences = dict[str, Difference]


@dataclass(frozen=True)
class ABResult:
    """An A/B test on simulated personas. Differences are b less a, and so on: the second arm less the first.

    Attributes:
        variant: metric -> variant b less variant a.
        bootstrap: metric -> the interval of the same from drawing whole personas; NaN where there is none.
        power: metric -> what the comparison could have found.
        aa: metric -> the same variant under two names; empty where that was not run.
        order: metric -> shown first less shown second; empty in a between design.
        naming: metric -> shown under the second name less under the first.
        names: the two names, sorted.
        within: whether personas saw both variants together.
        personas: how many.
        errors: test and variant, as "ab a" -> exposures without a readable decision, which enter nothing else.
        missing: metric -> decisions without a value of it ("N/A").
        other_rows: rows that never became an exposure, as one without a persona.
        alpha: the chance of a false alarm over all metrics of a family.
    """

    variant: Differences
    bootstrap: dict[str, tuple[float, float]]
    power: dict[str, MetricPower]
    aa: Differences
    order: Differences
    naming: Differences
    names: tuple[str, ...]
    within: bool
    personas: int
    errors: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    other_rows: int = 0
    alpha: float = 0.05

    @property
    def void(self) -> str:
        """Why nothing here may be believed, "" if the A/A check came out null or was not run."""
        wrong = [f"{name} (p = {one.p_holm:.2g})" for name, one in self.aa.items() if one.p_holm < self.alpha]
        return (
            f"A/A check failed: the same variant under two names differs in {', '.join(wrong)}"
            if wrong
            else ""
        )

    @property
    def aa_check(self) -> str:
        """What became of the A/A check: "null", "failed", "too few answers" or "not run"."""
        tested = [one for one in self.aa.values() if not isnan(one.p_holm)]
        if self.void or not self.aa:
            return "failed" if self.void else "not run"
        return "null" if tested else "too few answers"

    def conclusion(self, metric: str) -> str:
        """Return what may be said of a metric: "void", "b is higher", "a is higher", "no difference found", ..."""
        found = self.variant[metric]
        if self.void:
            return "void"
        if isnan(found.p_holm):
            return "too few answers"
        if found.p_holm >= self.alpha:
            return "no difference found"
        return f"{'b' if found.value > 0 else 'a'} is higher"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, None for what is NaN."""
        return {
            "simulated": "yes: no person took part",
            "verdict": self.void
            or "; ".join(f"{name}: {self.conclusion(name)}" for name in self.variant)
            or "no exposure with a decision",
            "aa_check": self.aa_check,
            "design": "within personas" if self.within else "between personas",
            "personas": self.personas,
            "exposures_without_a_decision": sum(self.errors.values()),
            "other_rows": self.other_rows,
            "alpha": self.alpha,
            "names": list(self.names),
            "errors": self.errors,
            "metrics": [
                _plain(name, found)
                | dict(
                    zip(("bootstrap_low", "bootstrap_high"), map(_known, self.bootstrap[name]), strict=True)
                )
                | {"missing": self.missing[name], "conclusion": self.conclusion(name)}
                | {key: _known(value) for key, value in vars(self.power[name]).items()}
                for name, found in self.variant.items()
            ],
            **{
                family: [_plain(name, found) for name, found in getattr(self, family).items()]
                for family in ("aa", "order", "naming")
            },
        }


def ab_analysis(
    rows: Iterable[Mapping[str, Any]],
    *,
    effects: Mapping[str, float] | None = None,
    alpha: float = 0.05,
    power: float = 0.8,
    resamples: int = 1000,
    seed: int = 0,
) -> ABResult:
    """Compare the two variants in the rows of `ABScenario`, those set aside included.

    Personas are the clusters: draws of one persona are no independent witnesses. For each metric the difference of the
    variants with the cluster-robust test of `clustered_difference`, and its interval again from a bootstrap of personas. Holm's
    correction holds the chance of any false alarm at `alpha` over the metrics, in each family (variants, A/A check, order,
    naming) by itself. A significant A/A check voids the result.

    Args:
        rows: exposures; see `goldsmith_distilabel.simulate.ABScenario` for their columns.
        effects: metric -> the least difference that would matter, for the power; where missing 0.1 for "converted", and 0.5
            for a rating.
        alpha: the chance of a false alarm, in (0, 1).
        power: the chance to be had of finding what matters, above `alpha`.
        resamples: of the bootstrap.
        seed: of the bootstrap.

    Raises:
        InputError: a number out of range.
        MissingExtraError: scipy is not installed.

    >>> seen = {"test": "ab", "position": 1, "shown_as": "K"}
    >>> rows = [
    ...     seen | {"persona_id": who, "variant": variant, "converted": variant == "b"}
    ...     for who in ("ann", "bob", "cem", "dua", "eli", "fay")
    ...     for variant in ("a", "b")
    ... ]
    >>> result = ab_analysis(rows)
    >>> result.conclusion("converted"), result.variant["converted"].p, result.aa_check  # 2 / 2^6
    ('b is higher', 0.03125, 'not run')
    """
    ab, aa, others = read_exposures(rows)
    names = tuple(sorted({str(row["shown_as"]) for row in ab.rows}))
    variant = _family(ab, "variant", ("a", "b"), alpha)
    wanted = {name: 0.1 if name == CONVERTED else 0.5 for name in variant} | dict(effects or {})
    tables = {name: ab.table(name, "variant", ("a", "b")) for name in variant}
    return ABResult(
        variant=variant,
        bootstrap={
            name: _bootstrap(table, variant[name], alpha, resamples, seed) for name, table in tables.items()
        },
        power={
            name: metric_power(
                variant[name], tables[name], wanted[name], binary=name == CONVERTED, alpha=alpha, power=power
            )
            for name in variant
        },
        aa=_family(aa, "variant", ("a", "a_copy"), alpha),
        order=_family(ab, "position", (2, 1), alpha) if ab.within else {},
        naming=_family(ab, "shown_as", (names[0], names[1]), alpha) if len(names) == 2 else {},
        names=names,
        within=ab.within,
        personas=ab.personas,
        errors={
            f"{test} {name}": n for test, one in (("ab", ab), ("aa", aa)) for name, n in one.errors.items()
        },
        missing={name: ab.missing(name) for name in variant},
        other_rows=others,
        alpha=alpha,
    )


def _family(exposures: Exposures, split: Split, arms: tuple[Any, Any], alpha: float) -> Differences:
    """Return the difference of two arms in every metric, adjusted for one another."""
    found = {}
    for metric in exposures.metrics:
        table = exposures.table(metric, split, arms)
        found[metric] = clustered_difference(table.values, table.arms, table.personas, alpha=alpha)
    tested = [metric for metric, one in found.items() if not isnan(one.p)]
    adjusted = dict(zip(tested, holm([found[metric].p for metric in tested]), strict=True))
    return {metric: replace(one, p_holm=adjusted.get(metric, nan)) for metric, one in found.items()}


def _bootstrap(
    table: Table, found: Difference, alpha: float, resamples: int, seed: int
) -> tuple[float, float]:
    if not found.standard_error > 0:  # no persona differs from another, or there are too few
        return nan, nan
    seen: dict[str, set[int]] = {}
    for persona, arm in zip(table.personas, table.arms.tolist(), strict=True):
        seen.setdefault(persona, set()).add(arm)
    estimate = cluster_bootstrap(
        np.column_stack([table.values, table.arms]),
        table.personas,
        statistic=lambda x: float(x[x[:, 1] == 1, 0].mean() - x[x[:, 1] == 0, 0].mean()),
        strata=[str(sorted(seen[persona])) for persona in table.personas],
        level=1 - alpha,
        resamples=resamples,
        seed=seed,
    )
    return estimate.low, estimate.high


def _plain(metric: str, found: Difference) -> dict[str, Any]:
    return {"metric": metric} | {name: _known(value) for name, value in vars(found).items()}


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and isnan(value) else value
