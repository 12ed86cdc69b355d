"""One number about a data set, with what it means and how sure it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite, isnan, nan
from typing import Any

__all__ = ["Measure", "Measures"]


@dataclass(frozen=True)
class Measure:
    """One number.

    Attributes:
        name: what is measured.
        value: NaN where there is nothing to measure it on.
        low: the lower end of its interval, NaN where none can be given.
        high: the upper end.
        n: the rows (or pairs, items: see `definition`) it was measured on.
        of: those there were; more than `n` where a sample was drawn.
        definition: in a sentence, with the source.
        style: "percent" for shares.

    >>> Measure("distinct-2", 0.75, n=2, of=2).to_dict()["interval"] is None
    True
    """

    name: str
    value: float
    low: float = nan
    high: float = nan
    n: int = 0
    of: int = 0
    definition: str = ""
    style: str = "number"

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends, None where there are none."""
        return None if isnan(self.low) or isnan(self.high) else (self.low, self.high)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON; what is not finite is None."""
        return {
            "value": self.value if isfinite(self.value) else None,
            "interval": list(self.interval) if self.interval else None,
            "n": self.n,
            "of": self.of,
            "definition": self.definition,
        }


@dataclass(frozen=True)
class Measures:
    """Numbers of one kind, found by their names.

    Attributes:
        measures: in the order in which they are shown.
        groups: the same for parts of the data: attribute, value, measures.

    >>> found = Measures((Measure("rows", 3),))
    >>> found["rows"].value, len(found), "columns" in found
    (3, 1, False)
    """

    measures: tuple[Measure, ...]
    groups: Mapping[str, Mapping[str, "Measures"]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Measure:
        """Return the measure of this name.

        Raises:
            KeyError: there is none.
        """
        for measure in self.measures:
            if measure.name == name:
                return measure
        raise KeyError(f"{name!r} was not measured, only {[measure.name for measure in self.measures]}")

    def __contains__(self, name: object) -> bool:
        """Return whether there is a measure of this name."""
        return any(measure.name == name for measure in self.measures)

    def __iter__(self) -> Iterator[Measure]:
        """Go through the measures."""
        return iter(self.measures)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.measures)

    def to_dict(self) -> dict[str, Any]:
        """Return them by name as plain JSON, with those of the groups."""
        told: dict[str, Any] = {measure.name: measure.to_dict() for measure in self.measures}
        if self.groups:
            told["groups"] = {
                attribute: {value: each.to_dict() for value, each in values.items()}
                for attribute, values in self.groups.items()
            }
        return told
