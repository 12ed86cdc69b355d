"""How far reviewers agree, question by question."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from goldsmith.labels import krippendorff_alpha
from goldsmith.review import Review
from goldsmith.review.agreement import agreement, dissent

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def says(**values: Any) -> Review:
    return Review("row", "", "submitted", values, NOW, "1", None, "argilla")


def test_labels_are_nominal_and_ratings_ordinal() -> None:
    reviews = {
        "a": {"ann": says(label="spam", stars=1), "bob": says(label="spam", stars=2)},
        "b": {"ann": says(label="ham", stars=5), "bob": says(label="spam", stars=5)},
        "c": {"ann": says(label="ham", stars=3), "bob": says(label="ham", stars=4)},
        "d": {"ann": says(label="spam", stars=1)},
    }
    label, stars = agreement(reviews, {"label": "label", "stars": "rating"})
    # Coincidences of 3 items: spam-spam 2, ham-ham 2, spam-ham 2; n = 6, 3 of each: D_o = 2/6, D_e = 18/30, alpha = 4/9.
    assert (label.measure, label.items) == ("alpha (nominal)", 3)
    assert label.value == pytest.approx(1 - (2 / 6) / (18 / 30))
    assert label.low <= label.value <= label.high
    assert stars.measure == "alpha (ordinal)"
    assert stars.value == pytest.approx(krippendorff_alpha([[1, 5, 3], [2, 5, 4]], "ordinal"))


def test_several_labels_are_the_same_in_any_order() -> None:
    reviews = {
        "a": {"ann": says(kinds=["x", "y"]), "bob": says(kinds=["y", "x"])},
        "b": {"ann": says(kinds=["x"]), "bob": says(kinds=["x"])},
    }
    assert agreement(reviews, {"kinds": "multi_label"})[0].value == 1


def test_spans_agree_by_f1() -> None:
    one, other = {"start": 0, "end": 3, "label": "PER"}, {"start": 4, "end": 6, "label": "LOC"}
    reviews = {"a": {"ann": says(names=[one, other]), "bob": says(names=[one])}}
    (found,) = agreement(reviews, {"names": "spans in text"})
    # One span of both, one of ann alone: 2 / (2 + 1).
    assert (found.measure, found.value, found.items) == ("span F1", pytest.approx(2 / 3), 1)
    assert math.isnan(found.low)


def test_texts_and_what_one_person_answered_are_left_out() -> None:
    reviews = {"a": {"ann": says(note="x", label="spam"), "bob": says(note="y")}}
    assert agreement(reviews, {"note": "text", "label": "label"}) == []


def test_the_share_outside_the_commonest_answer_is_dissent() -> None:
    by = {
        name: says(label=label, note=name) for name, label in zip("abc", ["spam", "ham", "spam"], strict=True)
    }
    assert dissent(by, {"label": "label", "note": "text"}) == pytest.approx(1 / 3)
    assert dissent({}, {"label": "label"}) == 0
