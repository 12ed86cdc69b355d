"""Whether a data set gives away what it was made from, or whom it is about."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from goldsmith.filters import PII_KINDS, find_pii
from goldsmith.quality.intervals import sampled, share_with_interval
from goldsmith.quality.measure import Measure, Measures
from goldsmith.quality.verbatim import shared_runs
from goldsmith.quality.word_grams import LONGEST

__all__ = ["Memorised", "Privacy", "privacy"]

_SHOWN = 100  # copies that are kept


@dataclass(frozen=True)
class Memorised:
    """A row that repeats a seed at length.

    Attributes:
        row: of the data.
        seed: the first seed with the row's first long run.
        coverage: the share of the row's words in such runs, in [0, 1].
    """

    row: int
    seed: int
    coverage: float


@dataclass(frozen=True)
class Privacy(Measures):
    """What was measured, with the copies.

    Attributes:
        copies: rows with a long run of a seed, most covered first, 100 at most.
    """

    copies: tuple[Memorised, ...] = ()


def privacy(
    texts: Sequence[str],
    *,
    seeds: Sequence[str] | None = None,
    run: int = 25,
    kinds: Collection[str] = PII_KINDS,
    sample: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
) -> Privacy:
    """Return the share of rows that repeat a seed at length, and of those that hold personal data, by kind.

    Verbatim runs are how memorisation is told from chance in Carlini et al. 2023, "Quantifying Memorization Across Neural
    Language Models" (50 tokens there; 25 words here, as rows are short). All rows are compared with all seeds; a row of fewer
    words counts if it stands in a seed whole and has at least 8. Personal data is what `goldsmith.filters.find_pii` finds, in the first 20,000
    characters of `sample` rows drawn by the seed. Shares have Wilson's intervals.

    Args:
        texts: [n].
        seeds: what they were made from.
        run: words in a row.
        kinds: of personal data.
        sample: rows that are searched for it.
        level: of the intervals.
        seed: of the draw.

    Raises:
        InputError: an unknown kind.
        MissingExtraError: telephone numbers are wanted and `phonenumbers` is not installed.

    >>> seed = "my late aunt kept the recipe for her plum cake in a blue tin"
    >>> found = privacy([f"Once {seed} at home", "write to jo@example.org"], seeds=[seed], run=10, kinds=["email"])
    >>> found["memorised seeds"].value, found["personal data"].value
    (0.5, 0.5)
    """
    found: list[Measure] = []
    copies: tuple[Memorised, ...] = ()
    if seeds is not None:
        measure, copies = _memorised(texts, seeds, run, level)
        found.append(measure)
    rows = sampled(len(texts), sample, seed)
    held = Counter[str]()
    any_kind = 0
    for row in rows:
        there = {span.kind for span in find_pii(texts[row][:LONGEST], kinds=kinds)}
        held.update(there)
        any_kind += bool(there)
    shares = {"personal data": any_kind} | {
        f"personal data: {kind}": count for kind, count in held.most_common()
    }
    found += [
        Measure(
            name,
            *share_with_interval(count, len(rows), level),
            len(rows),
            len(texts),
            "Share of rows in which validated patterns find it.",
            "percent",
        )
        for name, count in shares.items()
    ]
    return Privacy(tuple(found), {}, copies)


def _memorised(texts: Sequence[str], seeds: Sequence[str], run: int, level: float) -> tuple[Measure, tuple[Memorised, ...]]:  # fmt: skip
    shared = shared_runs(texts, seeds, run)
    copied = np.flatnonzero((shared.hits > 0) & (shared.words >= min(8, run)))
    order = copied[np.argsort(-shared.coverage[copied], kind="stable")][:_SHOWN]
    measure = Measure(
        "memorised seeds",
        *share_with_interval(len(copied), len(texts), level),
        len(texts),
        len(texts),
        f"Share of rows with {run} words in a row of a seed (Carlini et al. 2023).",
        "percent",
    )
    return measure, tuple(
        Memorised(int(row), int(shared.source[row]), float(shared.coverage[row])) for row in order
    )
