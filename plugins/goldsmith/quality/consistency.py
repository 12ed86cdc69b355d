"""Whether a data set contradicts itself, keeps its form and keeps its tests apart."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

from goldsmith.dedup import NearDuplicateIndex
from goldsmith.errors import InputError
from goldsmith.filters import fences_reason, json_reason, python_reason
from goldsmith.quality.intervals import mean_interval, sampled, share_with_interval
from goldsmith.quality.measure import Measure, Measures

__all__ = ["Consistency", "Contradiction", "Leak", "consistency", "contradictions", "leakage"]

Form = Literal["json", "python", "fences"]

_SHOWN = 100  # examples that are kept


@dataclass(frozen=True)
class Contradiction:
    """Near-identical rows with different labels.

    Attributes:
        rows: all rows of the cluster that have a label.
        labels: those of each.
    """

    rows: tuple[int, ...]
    labels: tuple[Hashable, ...]


@dataclass(frozen=True)
class Leak:
    """A test row that stands in the training data too.

    Attributes:
        test: its row.
        train: the most similar training row.
        similarity: their Jaccard similarity.
    """

    test: int
    train: int
    similarity: float


@dataclass(frozen=True)
class Consistency(Measures):
    """What was measured, with examples.

    Attributes:
        contradictions: of labels, 100 at most.
        leaks: of test rows, 100 at most.
    """

    contradictions: tuple[Contradiction, ...] = ()
    leaks: tuple[Leak, ...] = ()


def consistency(
    texts: Sequence[str],
    *,
    labels: Sequence[Hashable] | None = None,
    answers: Sequence[str] | None = None,
    form: Form = "json",
    schema: Mapping[str, Any] | None = None,
    agreement: Sequence[float | None] | None = None,
    test: Sequence[str] | None = None,
    near_identical: float = 0.8,
    leaked: float = 0.58,
    sample: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
) -> Consistency:
    """Return contradictions, valid forms, the agreement of several answers and leakage, as far as they are given.

    - *contradictory labels*: of the clusters of near-identical texts with at least two labels, the share whose labels differ.
      Clusters are independent where their rows are not, so they are what is counted.
    - *valid form*: of `sample` answers, the share that is JSON (of a schema), parses as Python, or closes its fences.
    - *self-consistency*: the mean of `agreement`: the share of several answers to one question that agree.
    - *leakage*: the share of test rows that a training row is a near-duplicate of.

    Shares have Wilson's intervals, the mean a bootstrap's. Near-duplicates are searched among all rows (MinHash, verified:
    `goldsmith.dedup.near_duplicates`), not quadratically.

    Args:
        texts: [n], the inputs.
        labels: [n]; None where there is none.
        answers: [n] texts that must have a form.
        form: which.
        schema: of the JSON.
        agreement: [n] shares in [0, 1]; None or NaN where there is none.
        test: texts that no row may repeat.
        near_identical: the Jaccard similarity of word pairs from which two inputs should have one label.
        leaked: that from which a test row counts as leaked.
        sample: answers drawn by the seed.
        level: of the intervals.
        seed: of the draw.

    Raises:
        InputError: lengths that differ, or an option out of bounds.
        MissingExtraError: a schema is given and `jsonschema` is not installed.

    >>> texts = ["is it a spam or not", "Is it a spam, or not?", "good song"]
    >>> consistency(texts, labels=["yes", "no", "no"])["contradictory labels"].value
    1.0
    """
    for name, column in {"labels": labels, "answers": answers, "agreement": agreement}.items():
        if column is not None and len(column) != len(texts):
            raise InputError(f"{name} has {len(column)} values for {len(texts)} texts")
    found: list[Measure] = []
    odd: tuple[Contradiction, ...] = ()
    leaks: tuple[Leak, ...] = ()
    if labels is not None:
        measure, odd = contradictions(texts, labels, threshold=near_identical, level=level)
        found.append(measure)
    if answers is not None:
        found.append(_formed(answers, form, schema, sample, level=level, seed=seed))
    if agreement is not None:
        found.append(_agreeing(agreement, level, seed))
    if test is not None:
        measure, leaks = leakage(texts, test, threshold=leaked, level=level)
        found.append(measure)
    return Consistency(tuple(found), {}, odd[:_SHOWN], leaks[:_SHOWN])


def contradictions(
    texts: Sequence[str], labels: Sequence[Hashable], *, threshold: float = 0.8, level: float = 0.95
) -> tuple[Measure, tuple[Contradiction, ...]]:
    """Return the share of clusters of near-identical texts whose labels differ, and these clusters.

    >>> contradictions(["the same old text", "the same old text"], ["a", "b"])[1]
    (Contradiction(rows=(0, 1), labels=('a', 'b')),)
    """
    index = NearDuplicateIndex(threshold=threshold)
    index.add(texts)
    told = [
        Contradiction(tuple(known), tuple(labels[row] for row in known))
        for rows in index.find().clusters()
        if len(known := [row for row in rows if labels[row] is not None]) > 1
    ]
    odd = tuple(each for each in told if len(set(each.labels)) > 1)
    measure = Measure(
        "contradictory labels",
        *share_with_interval(len(odd), len(told), level),
        len(told),
        len(texts),
        f"Share of clusters of texts with Jaccard similarity {threshold:g} of word pairs whose labels differ; "
        "n counts clusters.",
        "percent",
    )
    return measure, odd


def leakage(
    train: Sequence[str], test: Sequence[str], *, threshold: float = 0.58, level: float = 0.95
) -> tuple[Measure, tuple[Leak, ...]]:
    """Return the share of test rows that a training row nearly duplicates, and which.

    >>> leakage(["name three rivers of France"], ["Name three rivers of France!", "sort a list"])[0].value
    0.5
    """
    index = NearDuplicateIndex(threshold=threshold)
    index.add(train)
    matched = index.match(test)
    leaks = tuple(
        Leak(row, int(of), float(similarity))
        for row, (of, similarity) in enumerate(zip(matched.rows, matched.similarity, strict=True))
        if of >= 0
    )
    measure = Measure(
        "leakage",
        *share_with_interval(len(leaks), len(test), level),
        len(test),
        len(test),
        f"Share of test rows with Jaccard similarity {threshold:g} of word pairs to a training row; n counts test rows.",
        "percent",
    )
    return measure, leaks


def _formed(answers: Sequence[str], form: Form, schema: Mapping[str, Any] | None, sample: int, *, level: float, seed: int) -> Measure:  # fmt: skip
    checks = {
        "json": lambda text: json_reason(text, schema),
        "python": python_reason,
        "fences": fences_reason,
    }
    if form not in checks:
        raise InputError(f"form is one of {list(checks)}, got {form!r}")
    rows = sampled(len(answers), sample, seed)
    valid = sum(checks[form](answers[row]) is None for row in rows)
    what = "are JSON" + (" of the schema" if schema is not None else "")
    meaning = {"json": what, "python": "parse as Python", "fences": "close their code fences"}[form]
    return Measure(
        "valid form",
        *share_with_interval(valid, len(rows), level),
        len(rows),
        len(answers),
        f"Share of answers that {meaning}.",
        "percent",
    )


def _agreeing(agreement: Sequence[float | None], level: float, seed: int) -> Measure:
    told = [float(share) for share in agreement if share is not None and isfinite(share)]
    return Measure(
        "self-consistency",
        *mean_interval(told, level, seed),
        len(told),
        len(agreement),
        "Mean share of several answers to a question that agree with the commonest (Wang et al. 2023).",
        "percent",
    )
