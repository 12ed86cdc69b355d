"""What several reviewers of one item say together."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldsmith.review.questions import Question, Value
from goldsmith.review.reviews import Review

__all__ = ["Decided", "comparable", "decided"]


@dataclass(frozen=True, slots=True)
class Decided:
    """The reviewers' common answers to one item.

    Attributes:
        values: {question: the answer of most}; a question that nobody answered is missing.
        tied: questions to which as many gave one answer as another; they have no value.
        agreement: the share of reviewers that gave the commonest answer, of the question where it is lowest, in (0, 1].
    """

    values: dict[str, Value]
    tied: dict[str, list[Value]]
    agreement: float


def decided(reviews: Mapping[str, Review], questions: Iterable[Question]) -> Decided:
    """Return what most of the reviewers answered: {reviewer: review} of one item.

    Answers are the same when they are equal; the order of several labels does not matter. Of texts the latest counts, as
    two people hardly ever write the same one, and they are left out of the agreement.

    >>> from datetime import UTC, datetime
    >>> from goldsmith.review import LabelQuestion
    >>> def says(label):
    ...     return Review("row", "", "submitted", {"label": label}, datetime.now(UTC), "1", None, "argilla")
    >>> asked = [LabelQuestion("label", "Spam?", ("spam", "ham"))]
    >>> decided({"ann": says("spam"), "bob": says("ham"), "cid": says("spam")}, asked).values
    {'label': 'spam'}
    >>> decided({"ann": says("spam"), "bob": says("ham")}, asked).tied
    {'label': ['ham', 'spam']}
    """
    latest = sorted(reviews.values(), key=lambda review: (review.updated_at, review.reviewer))
    values: dict[str, Value] = {}
    tied: dict[str, list[Value]] = {}
    shares = [1.0]
    for question in questions:
        given = [review.values[question.name] for review in latest if question.name in review.values]
        if given and question.kind == "text":
            values[question.name] = given[-1]
        elif given:
            leaders, share = _leaders(given)
            shares.append(share)
            if len(leaders) == 1:
                values[question.name] = leaders[0]
            else:
                tied[question.name] = leaders
    return Decided(values, tied, min(shares))


def _leaders(given: list[Value]) -> tuple[list[Value], float]:
    alike = {comparable(value): value for value in given}
    counts = Counter(map(comparable, given))
    most = max(counts.values())
    leaders = sorted(key for key, count in counts.items() if count == most)
    return [alike[key] for key in leaders], most / len(given)


def comparable(value: Value) -> str:
    """Return what is the same for equal answers, whatever the order of labels or spans."""
    if isinstance(value, list):
        return json.dumps(sorted(json.dumps(one, sort_keys=True) for one in value))
    return json.dumps(value, sort_keys=True)
