"""How far reviewers agree, question by question."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np

from goldsmith.labels import krippendorff_alpha, krippendorff_alpha_interval, span_agreement
from goldsmith.review.decided import comparable
from goldsmith.review.reviews import Review

if TYPE_CHECKING:
    from goldsmith.labels.agreement import Metric

__all__ = ["Agreement", "agreement", "agreement_on", "dissent"]

Answers = Mapping[str, Mapping[str, Any]]
"""{item: {reviewer: answer}}"""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree on one question.

    Attributes:
        question: its name.
        measure: "alpha (nominal)", "alpha (ordinal)" or "span F1".
        value: it; NaN where all answers are the same, as agreement cannot be told from chance then.
        low: the lower end of its 95 % bootstrap interval over items, NaN without one.
        high: the upper end.
        items: that two or more reviewers answered.
    """

    question: str
    measure: str
    value: float
    low: float
    high: float
    items: int


def agreement(reviews: Mapping[str, Mapping[str, Review]], kinds: Mapping[str, str]) -> list[Agreement]:
    """Return how far reviewers agree on each question that two of them have answered of one item.

    Krippendorff's alpha: ordinal for ratings, nominal for everything else, where an answer of several labels, a ranking or
    a set of parts counts as the same only as a whole. Spans by the F1 of equal ones over all pairs of reviewers
    (`span_agreement`). Texts are left out: two people hardly ever write the same one.

    Args:
        reviews: {item: {reviewer: review}}.
        kinds: {question: its kind}, in the order wanted.
    """
    found = [
        agreement_on(
            name,
            {
                item: {who: review.values[name] for who, review in by.items() if name in review.values}
                for item, by in reviews.items()
            },
            kind,
        )
        for name, kind in kinds.items()
    ]
    return [one for one in found if one]


def agreement_on(question: str, answers: Answers, kind: str) -> Agreement | None:
    """Return how far the answers to one question agree, as `agreement` does; None where nobody answers twice, or in text.

    Args:
        question: its name.
        answers: {item: {reviewer: answer}}.
        kind: the question's.
    """
    shared = {item: given for item, given in answers.items() if len(given) > 1}
    if not shared or kind == "text":
        return None
    return _of_spans(question, shared) if kind.startswith("spans in ") else _alpha(question, shared, kind)


def dissent(reviews: Mapping[str, Review], kinds: Mapping[str, str]) -> float:
    """Return the share of an item's reviewers outside the commonest answer, of the question where it is largest, in [0, 1).

    Texts are left out.
    """
    largest = 0.0
    for name, kind in kinds.items():
        given = [comparable(review.values[name]) for review in reviews.values() if name in review.values]
        if given and kind != "text":
            largest = max(largest, 1 - max(map(given.count, given)) / len(given))
    return largest


def _alpha(name: str, answers: Answers, kind: str) -> Agreement:
    metric: Metric = "ordinal" if kind == "rating" else "nominal"
    who = sorted({reviewer for given in answers.values() for reviewer in given})
    plain = {
        item: {reviewer: _plain(value, kind) for reviewer, value in given.items()}
        for item, given in answers.items()
    }
    number = {
        value: at for at, value in enumerate(sorted({v for given in plain.values() for v in given.values()}))
    }
    ratings = np.array(
        [[number.get(given.get(reviewer), nan) for given in plain.values()] for reviewer in who], np.float64
    )  # fmt: skip
    low, high = krippendorff_alpha_interval(ratings, metric)
    return Agreement(name, f"alpha ({metric})", krippendorff_alpha(ratings, metric), low, high, len(answers))


def _plain(value: Any, kind: str) -> Any:
    return value if kind == "rating" else comparable(value)


def _of_spans(name: str, answers: Answers) -> Agreement:
    who = sorted({reviewer for given in answers.values() for reviewer in given})
    marked = [
        [
            None
            if reviewer not in given
            else [(one["start"], one["end"], one["label"]) for one in given[reviewer]]
            for given in answers.values()
        ]
        for reviewer in who
    ]
    return Agreement(name, "span F1", span_agreement(marked).exact, nan, nan, len(answers))
