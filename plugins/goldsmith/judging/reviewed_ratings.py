"""A rubric's ratings, reviewed by people: what they are asked, what they said, and how far the judge agrees with them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from goldsmith.errors import InputError
from goldsmith.judging.is_rating import is_rating
from goldsmith.judging.judge_agreement import JudgeAgreement, judge_agreement
from goldsmith.review import RatingQuestion, Review, ReviewItem, ReviewSchema, TextField

__all__ = ["agreement_with_reviews", "people_ratings", "rubric_items", "rubric_schema"]

Reviews = Mapping[str, Mapping[str, Review]]

_GUIDELINES = """\
Read the request and the response and rate the response by each criterion alone, whatever else is right or wrong with it. The judge's own \
ratings are not shown, so that they do not lead you.

{criteria}

Leave a criterion out that cannot be judged here. Discard what you cannot judge at all."""


def rubric_schema(
    criteria: Mapping[str, Sequence[str]], title: str = "Responses by a rubric", *, min_reviews: int = 2
) -> ReviewSchema:
    """Return what people are asked about each response: a rating by each criterion, on the judge's own scale.

    Args:
        criteria: name -> what each rating stands for, 1 first; of `RubricJudge.criteria`, their `anchors`. A name is in a-z0-9_.
        title: of the project.
        min_reviews: how many people should rate each; two show how far people agree among themselves.

    Raises:
        InputError: a name or a scale that no review tool takes.

    >>> [question.options for question in rubric_schema({"brief": ["long", "fair", "short"]}).questions]
    [('1', '2', '3')]
    """
    meanings = "\n\n".join(
        f"{name}\n" + "\n".join(f"- {at}: {anchor}" for at, anchor in enumerate(anchors, start=1))
        for name, anchors in criteria.items()
    )
    return ReviewSchema(
        title,
        fields=(TextField("instruction", "The request"), TextField("generation", "The response")),
        questions=tuple(
            RatingQuestion(name, f"How is it by {name}?", highest=len(anchors), required=False)
            for name, anchors in criteria.items()
        ),
        guidelines=_GUIDELINES.format(criteria=meanings),
        min_reviews=min_reviews,
    )


def rubric_items(rows: Iterable[Mapping[str, Any]]) -> list[ReviewItem]:
    """Return the rows as items of `rubric_schema`, without the judge's ratings.

    Give it a random sample of what was rated, whatever the ratings: a judge agrees most with people on what is plainly good or bad.

    Args:
        rows: with `id`, `instruction` and `generation`.
    """
    return [
        ReviewItem(
            str(row["id"]),
            fields={name: str(row.get(name) or "") for name in ("instruction", "generation")},
        )
        for row in rows
    ]


def people_ratings(reviews: Reviews, criterion: str) -> dict[str, list[float]]:
    """Return {item: the ratings that people gave it}; reviews of a text that has changed since are left out.

    Args:
        reviews: as `goldsmith.review.merge_reviews` gives them of what was pulled.
        criterion: the question.
    """
    told = {
        item: [
            float(value)
            for review in by.values()
            if not review.stale
            and isinstance(value := review.values.get(criterion), int)
            and not isinstance(value, bool)
        ]
        for item, by in reviews.items()
    }
    return {item: ratings for item, ratings in told.items() if ratings}


def agreement_with_reviews(
    rows: Iterable[Mapping[str, Any]], reviews: Reviews, *, ratings: str = "rubric_ratings"
) -> dict[str, JudgeAgreement]:
    """Return for each criterion how far the judge agrees with the people who reviewed its rows.

    Args:
        rows: as `RubricJudge` leaves them, with `id`; those that it dropped count too.
        reviews: as `goldsmith.review.merge_reviews` gives them of what was pulled.
        ratings: the column of the judge's ratings: criterion -> number, None or NaN where it gave none.

    Returns:
        criterion -> `judge_agreement`; a criterion that no person rated, or the judge on none of these rows, is left out.

    Raises:
        InputError: no criterion has been rated by both.
    """
    judged = {str(row["id"]): row.get(ratings) or {} for row in rows}
    names = dict.fromkeys(name for given in judged.values() for name in given)
    found: dict[str, JudgeAgreement] = {}
    for name in names:
        people = {item: given for item, given in people_ratings(reviews, name).items() if item in judged}
        judge = {item: given.get(name) for item, given in judged.items()}
        if any(is_rating(judge[item]) for item in people):
            found[name] = judge_agreement(judge, people)
    if not found:
        raise InputError(
            f"no criterion of {list(names)} has a rating by the judge and by a person of one row: review more rows"
        )
    return found
