from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.review import (
    LabelQuestion,
    Ledger,
    MultiLabelQuestion,
    RatingQuestion,
    Review,
    ReviewSchema,
    StepsQuestion,
    TextField,
    TextQuestion,
    decided,
    keep_rows,
    kept_rows,
    load_schema,
    save_schema,
)

LABEL = LabelQuestion("label", "Label?", ("a", "b"))
TOPICS = MultiLabelQuestion("topics", "Topics?", ("x", "y"))
WHY = TextQuestion("why", "Why?", required=False)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def said(*answers: dict[str, Any]) -> dict[str, Review]:
    return {
        f"r{at}": Review(
            "row", f"r{at}", "submitted", given, NOON + timedelta(minutes=at), "1", None, "argilla"
        )
        for at, given in enumerate(answers)
    }


def test_each_question_is_decided_for_itself() -> None:
    together = decided(
        said(
            {"label": "a", "topics": ["x", "y"], "why": "first"},
            {"label": "b", "topics": ["y", "x"], "why": "second"},
            {"label": "a", "topics": ["x"]},
        ),
        [LABEL, TOPICS, WHY],
    )
    # The order of topics does not matter, so two of three agree on both questions; the latest text counts.
    assert set(together.values.pop("topics")) == {"x", "y"}  # type: ignore[arg-type]
    assert together.values == {"label": "a", "why": "second"}
    assert (together.tied, together.agreement) == ({}, 2 / 3)


def test_nobody_s_answer_is_no_answer() -> None:
    together = decided(said({"label": "a"}), [LABEL, WHY])
    assert (together.values, together.tied, together.agreement) == ({"label": "a"}, {}, 1.0)
    assert decided({}, [LABEL]).values == {}


def test_a_schema_of_every_kind_survives_being_saved() -> None:
    schema = ReviewSchema(
        "A title",
        (TextField("text", "T"),),
        (LABEL, TOPICS, WHY, RatingQuestion("sure", "S", 3), StepsQuestion("steps", "W", most=4)),
        "Read first.",
        2,
    )
    assert load_schema(save_schema(schema)) == schema


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fields": [{"type": "Picture", "name": "a", "title": "A"}]}, "the type 'Picture'"),
        ({"fields": [{"name": "a", "title": "A"}]}, "KeyError: 'type'"),
        ({"questions": [{"type": "LabelQuestion", "name": "a", "title": "A"}]}, "labels"),
        ({"titel": "x"}, "titel"),
        ({"questions": []}, "at least one field and one question"),
    ],
)
def test_a_saved_schema_that_is_none_is_refused(change: dict[str, Any], message: str) -> None:
    saved = save_schema(ReviewSchema("A title", (TextField("text", "T"),), (LABEL,)))
    with pytest.raises(InputError, match=message):
        load_schema(saved | change)


def test_rows_wait_in_the_order_they_were_first_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    keep_rows(ledger, "run", [{"id": "b", "vector": np.array([1.5, 2.0])}, {"id": "a"}])
    keep_rows(ledger, "run", [{"id": "c"}, {"id": "b", "text": "new"}])
    keep_rows(ledger, "other", [{"id": "z"}])
    assert kept_rows(ledger, "run") == [{"id": "b", "text": "new"}, {"id": "a"}, {"id": "c"}]
