"""The rows of `ABScenario` as numbers to compare."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

__all__ = ["Exposures", "Split", "Table", "read_exposures"]

CONVERTED, RATING = "converted", "rating_"
Split = Literal["variant", "position", "shown_as"]


@dataclass(frozen=True)
class Table:
    """The values of one metric in two arms.

    Attributes:
        values: [n].
        arms: [n], 0 or 1.
        personas: [n], the clusters.
    """

    values: npt.NDArray[np.float64]
    arms: npt.NDArray[np.intp]
    personas: list[str]


@dataclass(frozen=True)
class Exposures:
    """What came of all exposures of one test, "ab" or "aa".

    Attributes:
        rows: the exposures with a decision.
        errors: variant -> exposures without one.
    """

    rows: list[Mapping[str, Any]]
    errors: dict[str, int]

    @property
    def metrics(self) -> list[str]:
        """What was measured: "converted", and the columns of ratings as they come."""
        names = dict.fromkeys(name for row in self.rows for name in row if name.startswith(RATING))
        return [CONVERTED, *names] if self.rows else []

    @property
    def personas(self) -> int:
        """How many took part."""
        return len({row["persona_id"] for row in self.rows})

    @property
    def within(self) -> bool:
        """Whether personas saw both variants together."""
        return any(row["position"] > 1 for row in self.rows)

    def missing(self, metric: str) -> int:
        """Return how many decisions have no value of a metric."""
        return sum(not _there(row.get(metric)) for row in self.rows)

    def table(self, metric: str, split: Split, arms: tuple[Any, Any]) -> Table:
        """Return the values of a metric, those with the first of `arms` in column `split` as arm 0."""
        rows = [row for row in self.rows if row[split] in arms and _there(row.get(metric))]
        return Table(
            np.array([row[metric] for row in rows], dtype=np.float64),
            np.array([arms.index(row[split]) for row in rows], dtype=np.intp),
            [str(row["persona_id"]) for row in rows],
        )


def read_exposures(rows: Iterable[Mapping[str, Any]]) -> tuple[Exposures, Exposures, int]:
    """Return the exposures of the A/B test, those of the A/A check, and how many rows never became one."""
    kept: dict[str, list[Mapping[str, Any]]] = {"ab": [], "aa": []}
    errors: dict[str, Counter[str]] = {"ab": Counter(), "aa": Counter()}
    others = 0
    for row in rows:
        # Where a step fails as a whole, stock Distilabel goes on with rows whose columns are None: nobody was asked.
        test, variant = row.get("test"), row.get("variant")
        if test not in kept or not variant:
            others += 1
        elif (row.get("error") or {}).get("kind") or row.get("keep") is False:
            errors[test][str(variant)] += 1
        else:
            kept[test].append(row)
    ab, aa = (Exposures(kept[test], dict(sorted(errors[test].items()))) for test in ("ab", "aa"))
    return ab, aa, others


def _there(value: Any) -> bool:
    return value is not None and isfinite(value)
