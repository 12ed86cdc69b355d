"""How right the rows are, as far as the steps before could tell."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from numbers import Real
from typing import Any

from goldsmith.quality.intervals import mean_interval, share_with_interval
from goldsmith.quality.measure import Measure, Measures

__all__ = ["accuracy"]


def accuracy(
    rows: Iterable[Mapping[str, Any]],
    *,
    verified: str = "verified",
    label: str = "label",
    gold: str = "gold_label",
    claims: str = "claims",
    rubric: str = "rubric_score",
    scores: str = "scores",
    level: float = 0.95,
    seed: int = 0,
) -> Measures:
    """Return the measures whose columns are there. A missing value is no value; it makes `n` smaller, not the share.

    | measure | column | written by |
    |---|---|---|
    | verified answers | `verified` (bool) | `VerifyMath`, `VerifyCode` |
    | label agreement | `label` and `gold_label`: any two columns of labels, as `llm_label` and a person's | `LLMLabel`, reviews |
    | supported answers, supported claims | `claims` (each with `supported`) | `RagTestSet` |
    | rubric score | `rubric_score` in [0, 1] | `RubricJudge` |
    | judge's score | `scores` (one a response) | `AspectRatings` |

    Shares have Wilson's intervals, means bootstrap intervals over the rows. The claims of one answer hang together, so their
    share is the mean over answers of each answer's own, with a bootstrap over answers.

    Args:
        rows: the data, all of it: nothing here is sampled.
        verified: the name of that column; so the others.
        label: the label to be judged.
        gold: the label to judge it by.
        claims: lists of claims.
        rubric: numbers.
        scores: lists of numbers.
        level: of the intervals.
        seed: of the bootstrap.

    >>> rows = [{"verified": True}, {"verified": False}, {"verified": True}, {"verified": None}]
    >>> found = accuracy(rows)
    >>> round(found["verified answers"].value, 3), found["verified answers"].n, len(found)
    (0.667, 3, 1)
    """
    told = list(rows)
    found = [
        _share("verified answers", [row.get(verified) for row in told], "Share of answers that passed their check.", level),
        _share(
            "label agreement",
            [
                row[label] == row[gold] if row.get(label) is not None and row.get(gold) is not None else None
                for row in told
            ],
            f"Share of rows whose {label} is their {gold}.",
            level,
        ),
        *_claims([row.get(claims) for row in told], level, seed),
        _mean("rubric score", [_number(row.get(rubric)) for row in told], "Mean score of the rubric's judge, 0 to 1.", level, seed),
        _mean(
            "judge's score",
            [_mean_of(row.get(scores)) for row in told],
            "Mean over rows of the mean score of their responses, on the judge's own scale.",
            level,
            seed,
        ),
    ]  # fmt: skip
    return Measures(tuple(measure for measure in found if measure.n))


def _share(name: str, values: Sequence[Any], definition: str, level: float) -> Measure:
    known = [bool(value) for value in values if isinstance(value, bool) or _number(value) in {0.0, 1.0}]
    return Measure(
        name, *share_with_interval(sum(known), len(known), level), len(known), len(values), definition, "percent"
    )  # fmt: skip


def _mean(name: str, values: Sequence[float | None], definition: str, level: float, seed: int) -> Measure:
    known = [value for value in values if value is not None]
    return Measure(name, *mean_interval(known, level, seed), len(known), len(values), definition)


def _claims(lists: Sequence[Any], level: float, seed: int) -> list[Measure]:
    told = [
        [claim.get("supported") is True for claim in claims if isinstance(claim, Mapping)]
        for claims in lists
        if isinstance(claims, Sequence) and not isinstance(claims, str)
    ]
    told = [claims for claims in told if claims]
    whole = _share("supported answers", [all(claims) for claims in told], "Share of answers all of whose claims are supported.", level)  # fmt: skip
    each = _mean("supported claims", [sum(claims) / len(claims) for claims in told], "Mean over answers of the share of their claims that are supported.", level, seed)  # fmt: skip
    return [
        Measure(one.name, one.value, one.low, one.high, one.n, len(lists), one.definition, "percent")
        for one in (whole, each)
    ]


def _number(value: Any) -> float | None:
    if not isinstance(value, Real) or isinstance(value, bool) or not isfinite(value):
        return None
    return float(value)


def _mean_of(values: Any) -> float | None:
    if not isinstance(values, Sequence) or isinstance(values, str):
        return _number(values)
    known = [number for value in values if (number := _number(value)) is not None]
    return sum(known) / len(known) if known else None
