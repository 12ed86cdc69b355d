"""Whether a data set leans where its seeds did not."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import InputError
from goldsmith.quality.bias_amplification import bias_amplification
from goldsmith.quality.distributions import Distribution, distribution
from goldsmith.quality.group_scores import group_scores
from goldsmith.quality.measure import Measure, Measures

__all__ = ["Bias", "bias"]

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Bias:
    """How the columns of a data set lean.

    Attributes:
        distributions: each column beside the reference or target.
        amplification: of what ties the label to the group; None if it was not asked for.
        scores: by group; None without any.
    """

    distributions: tuple[Distribution, ...]
    amplification: Measure | None = None
    scores: Measures | None = None

    def __getitem__(self, column: str) -> Distribution:
        """Return the distribution of a column.

        Raises:
            KeyError: it is not there.
        """
        return next(each for each in self.distributions if each.column == column)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "distributions": {each.column: each.to_dict() for each in self.distributions},
            "amplification": self.amplification and self.amplification.to_dict(),
            "scores": self.scores and self.scores.to_dict(),
        }


def bias(
    columns: Columns,
    *,
    reference: Columns | None = None,
    target: Mapping[str, Mapping[Any, float]] | None = None,
    label: str | None = None,
    group: str | None = None,
    scores: Sequence[float | None] | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> Bias:
    """Return how attributes and labels are spread, how far that is from the seeds or a target, and what grew.

    See `distribution` for each column, `bias_amplification` for the label and the group, `group_scores` for the scores;
    `counterfactual` asks what a swap of words changes.

    Args:
        columns: name to values [n]: attributes and labels.
        reference: the same columns of the seeds [m]; a column it lacks is described alone.
        target: name to wanted shares, which go before the reference.
        label: the column of the label, for the amplification.
        group: that of the group, for the amplification and the scores.
        scores: [n], as sentiments.
        level: of the intervals.
        seed: of all draws.

    Raises:
        InputError: a column that is named is not there, or lengths differ.

    >>> found = bias({"tone": ["kind", "kind", "rude"]}, reference={"tone": ["kind", "rude"]})
    >>> round(found["tone"].total_variation.value, 3), found["tone"].p > 0.05
    (0.167, True)
    """
    for name in (label, group):
        if name is not None and name not in columns:
            raise InputError(f"there is no column {name!r}, only {list(columns)}")
    if scores is not None and group is None:
        raise InputError("scores are compared by group: name the column of the group")
    told = []
    for name, values in columns.items():
        wanted = (target or {}).get(name)
        other = None if wanted is not None else (reference or {}).get(name)
        told.append(distribution(name, values, reference=other, target=wanted, level=level, seed=seed))
    grown = None
    if label and group and reference and label in reference and group in reference:
        grown = bias_amplification(
            _keys(columns[label]),
            _keys(columns[group]),
            _keys(reference[label]),
            _keys(reference[group]),
            level=level,
            seed=seed,
        )
    by_group = None
    if scores is not None and group is not None:
        by_group = group_scores(scores, _keys(columns[group]), level=level, seed=seed)
    return Bias(tuple(told), grown, by_group)


def _keys(values: Sequence[Any]) -> list[Hashable]:
    return [None if value is None else str(value) for value in values]
