"""How often the text of a data set has gone through a model."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.quality.intervals import share_with_interval
from goldsmith.quality.measure import Measure, Measures

__all__ = ["generation_shares"]


def generation_shares(rows: Iterable[Mapping[str, Any]], *, level: float = 0.95) -> Measures:
    """Return the share of rows by the `depth` of their `provenance`, with Wilson's intervals.

    `human` is depth 0, `generation 1` what a model wrote from it, `generation 2` what one wrote from that; `unknown` are rows
    without a provenance. See `goldsmith.data.provenance`.

    >>> rows = [{"provenance": {"depth": 0}}, {"provenance": {"depth": 2}}, {"provenance": {"depth": 2}}, {}]
    >>> {measure.name: measure.value for measure in generation_shares(rows)}
    {'human': 0.25, 'generation 2': 0.5, 'unknown': 0.25}
    """
    depths = Counter(map(_depth, rows))
    n = depths.total()
    order = sorted(depths, key=lambda depth: (depth is None, depth or 0))
    return Measures(
        tuple(
            Measure(
                _name(depth),
                *share_with_interval(depths[depth], n, level),
                n,
                n,
                "Share of rows by how many models their text went through.",
                "percent",
            )
            for depth in order
        )
    )


def _depth(row: Mapping[str, Any]) -> int | None:
    origin = row.get("provenance")
    depth = origin.get("depth") if isinstance(origin, Mapping) else None
    return depth if isinstance(depth, int) and depth >= 0 else None


def _name(depth: int | None) -> str:
    return "unknown" if depth is None else f"generation {depth}" if depth else "human"
