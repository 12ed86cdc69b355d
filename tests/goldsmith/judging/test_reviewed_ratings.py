"""A judge's rubric beside what people said of the same responses, from the ledger that their reviews were pulled into."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from goldsmith.errors import InputError
from goldsmith.judging import (
    agreement_with_reviews,
    judge_agreement,
    people_ratings,
    rubric_items,
    rubric_schema,
)
from goldsmith.review import Ledger, Review, merge_reviews
from goldsmith.review.book import Book
from goldsmith.review.items import check_items

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CRITERIA = {"right": ["false", "in part", "true"], "brief": ["long", "short"]}
ROWS: list[dict[str, Any]] = [
    {
        "id": "a",
        "instruction": "Name a river.",
        "generation": "The Rhine.",
        "rubric_ratings": {"right": 3.0, "brief": 2.0},
    },
    {
        "id": "b",
        "instruction": "Name a bird.",
        "generation": "Rain.",
        "rubric_ratings": {"right": 1.0, "brief": float("nan")},
    },
    {
        "id": "c",
        "instruction": "Name a fish.",
        "generation": "",
        "rubric_ratings": {"right": 2.5, "brief": 1.0},
        "keep": False,
    },
    {"id": "d", "instruction": "Name a tree.", "generation": "Oak."},  # it failed
]


def says(item: str, who: str, status: Any = "submitted", **values: Any) -> Review:
    return Review(item, who, status, values, NOW, f"{item}-{who}", None, "argilla")


GIVEN = [
    says("a", "ann", right=3, brief=2), says("a", "bob", right=2, brief=2), says("b", "ann", right=1, brief=1), says("c", "ann", right=2),
    says("d", "bob", right=3), says("c", "bob", "discarded"), says("e", "bob", right=1), says("a", "cid", "draft", right=1),
]  # fmt: skip


def test_what_was_pulled_is_held_beside_the_judge_criterion_by_criterion(tmp_path: Path) -> None:
    adapter: Any = SimpleNamespace(tool="argilla", server="https://argilla.example")
    book = Book(Ledger(tmp_path / "ledger.db"), "rubric", adapter)
    book.record(GIVEN)
    found = agreement_with_reviews(ROWS, merge_reviews(book.reviews()))
    expected = {
        "right": judge_agreement(
            {"a": 3.0, "b": 1.0, "c": 2.5, "d": None}, {"a": [3, 2], "b": [1], "c": [2], "d": [3]}
        ),
        "brief": judge_agreement({"a": 2.0, "b": None}, {"a": [2, 2], "b": [1]}),
    }
    assert repr(found) == repr(expected)  # NaN is not equal to itself
    # Above the means 2.5, 1 and 2 by 0.5, 0 and 0.5; d has no rating of the judge.
    assert (found["right"].items, found["right"].missing, found["right"].bias) == (3, 1, pytest.approx(1 / 3))


def test_a_review_of_another_text_and_another_kind_of_answer_are_no_ratings() -> None:
    reviews = merge_reviews(
        [replace(GIVEN[0], stale=True), says("b", "ann", right="good"), says("c", "ann", right=True)]
    )
    assert people_ratings(reviews, "right") == {}
    with pytest.raises(
        InputError, match=r"no criterion of \['right', 'brief'\] has a rating by the judge and by a person"
    ):
        agreement_with_reviews(ROWS, reviews)


def test_people_are_asked_on_the_judge_s_own_scale_and_do_not_see_its_ratings() -> None:
    schema = rubric_schema(CRITERIA)
    items = rubric_items(ROWS)
    check_items([item for item in items if item.fields["generation"]], schema)
    assert [question.options for question in schema.questions] == [("1", "2", "3"), ("1", "2")]
    assert "- 2: in part" in schema.guidelines
    assert all(not item.suggestions and not item.metadata for item in items)
    with pytest.raises(InputError, match="name 'Not plain'"):
        rubric_schema({"Not plain": ["no", "yes"]})
