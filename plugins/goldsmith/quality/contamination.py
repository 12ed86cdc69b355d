"""Whether evaluation items stand in the training data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldsmith.quality.intervals import share_with_interval
from goldsmith.quality.measure import Measure, Measures
from goldsmith.quality.verbatim import shared_runs

__all__ = ["Contaminated", "Contamination", "contamination"]

_SHOWN = 100  # matches that are kept


@dataclass(frozen=True)
class Contaminated:
    """An evaluation item beside the row that has a part of it.

    Attributes:
        item: its number.
        row: of the training data.
        coverage: the share of the item's words that training rows have, in [0, 1].
    """

    item: int
    row: int
    coverage: float


@dataclass(frozen=True)
class Contamination(Measures):
    """What was measured, with the items.

    Attributes:
        matches: the items that are covered, most covered first, 100 at most.
    """

    matches: tuple[Contaminated, ...] = ()


def contamination(
    texts: Sequence[str],
    evaluation: Sequence[str],
    *,
    n: int = 8,
    run: int = 4,
    covered: float = 0.4,
    boilerplate: int = 10,
    level: float = 0.95,
) -> Contamination:
    """Return the share of evaluation items with any shared n-gram, and of those that are mostly there.

    - *any 8-gram*: the item and a row share 8 normalised words in a row; items under 8 words count if they stand in a row whole.
      It finds nearly all, and every item with the phrases that all items share.
    - *covered items*: more than `covered` of the item's words lie in runs of 4 words that rows have, not counting runs that
      more than `boilerplate` items have. It leaves shared phrases alone and misses parts of long items.

    Every item is looked up; shares have Wilson's intervals. Neither finds a paraphrase or a translation.

    Args:
        texts: the training data.
        evaluation: the items, each as one text: the question, or question and answer.
        n: words of the long runs.
        run: words of the short runs.
        covered: the share of an item's words, in [0, 1].
        boilerplate: items.
        level: of the intervals.

    Raises:
        InputError: a run of no words.

    >>> item = "what is the tallest mountain of the northern alps"
    >>> found = contamination([f"Question: {item}"], [item, "name a river that flows through three countries or more"])
    >>> found["any 8-gram"].value, found.matches[0].item
    (0.5, 0)
    """
    long = shared_runs(evaluation, texts, n)
    short = shared_runs(evaluation, texts, run, most_texts=boilerplate)
    flagged = np.flatnonzero(short.coverage > covered)
    order = flagged[np.argsort(-short.coverage[flagged], kind="stable")][:_SHOWN]
    matches = tuple(
        Contaminated(int(item), int(short.source[item]), float(short.coverage[item])) for item in order
    )
    total = len(evaluation)
    measures = (
        Measure(
            f"any {n}-gram",
            *share_with_interval(int((long.hits > 0).sum()), total, level),
            total,
            total,
            f"Share of evaluation items that share {n} words in a row with a training row; n counts items.",
            "percent",
        ),
        Measure(
            "covered items",
            *share_with_interval(len(flagged), total, level),
            total,
            total,
            f"Share of items of whose words more than {covered:.0%} lie in runs of {run} words of training rows, runs of more "
            f"than {boilerplate} items left out; n counts items.",
            "percent",
        ),
    )
    return Contamination(measures, {}, matches)
