"""Whether evaluation items stand in the training data."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldsmith.filters import EvaluationItems
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
        row: of the training data, the one that has most of the item.
        coverage: the share of the item's own words that the row has, in [0, 1].
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
    least: int = 8,
    level: float = 0.95,
) -> Contamination:
    """Return the share of evaluation items with any shared n-gram, and of those that a row has by the rule of `Decontaminate`.

    - *any 8-gram*: the item and a row share 8 normalised words in a row; items under 8 words count if they stand in a row whole.
      It finds nearly all, and every item with the phrases that all items share.
    - *covered items*: there is a row that `goldsmith.filters.EvaluationItems`, and so the step `Decontaminate`, finds the item in:
      more than `covered` of its own words lie in runs of 4 words that the row has; runs that more than `boilerplate` items have count
      for nothing. It leaves shared phrases alone and misses parts of long items. After that step with the same bounds there is none.

    Every item is looked up; shares have Wilson's intervals. Neither finds a paraphrase or a translation.

    Args:
        texts: the training data.
        evaluation: the items, each as one text: the question, or question and answer.
        n: words of the long runs.
        run: words of the short runs.
        covered: the share of an item's words, in [0, 1].
        boilerplate: the items that may share a run before it is boilerplate.
        least: words of an item that are enough; fewer must be the whole item, and more than `covered` of the row.
        level: of the intervals.

    Raises:
        InputError: a run of no words, or another bound that makes no sense.

    >>> item = "what is the tallest mountain of the northern alps"
    >>> found = contamination([f"Question: {item}"], [item, "name a river that flows through three countries or more"])
    >>> found["any 8-gram"].value, found.matches[0].item
    (0.5, 0)
    """
    long = shared_runs(evaluation, texts, n)
    items = EvaluationItems(evaluation, n=run, covered=covered, most_items=boilerplate, least=least)
    found = _most_of_each(items, texts)
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
            *share_with_interval(len(found), total, level),
            total,
            total,
            f"Share of items of whose words a training row has more than {covered:.0%} in runs of {run}, runs of more than "
            f"{boilerplate} items left out: what Decontaminate drops the row for; n counts items.",
            "percent",
        ),
    )
    return Contamination(measures, {}, tuple(found[:_SHOWN]))


def _most_of_each(items: EvaluationItems, texts: Sequence[str]) -> list[Contaminated]:
    """Return every item that a row has, with the row that has most of it, most covered first."""
    first = {text: row for row, text in reversed(list(enumerate(texts)))}
    most: dict[int, Contaminated] = {}
    for text, row in sorted(first.items(), key=lambda pair: pair[1]):
        for one in items.overlaps([text])[0]:
            if one.item not in most or one.share > most[one.item].coverage:
                most[one.item] = Contaminated(one.item, row, one.share)
    return sorted(most.values(), key=lambda match: (-match.coverage, match.item))
