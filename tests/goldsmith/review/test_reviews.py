import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.review import Review, SimulatedReviewer, merge_reviews

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def review(
    item: str, who: str, label: str, hour: int, *, status: str = "submitted", tool: str = "argilla"
) -> Review:
    at = NOON + timedelta(hours=hour)
    return Review(item, who, status, {"label": label}, at, f"{tool}-{who}-{item}-{hour}", None, tool)  # type: ignore[arg-type]


reviews = st.lists(
    st.builds(
        review,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(["spam", "ham"]),
        st.integers(0, 3),
        status=st.sampled_from(["submitted", "draft", "discarded"]),
        tool=st.sampled_from(["argilla", "label-studio"]),
    ),
    max_size=12,
    unique_by=lambda one: one.remote_id,
)


def test_the_latest_review_wins_over_tools() -> None:
    early, late = review("a", "ann", "spam", 1), review("a", "ann", "ham", 2, tool="label-studio")
    other = review("a", "bob", "spam", 0)
    assert merge_reviews([late, early, other]) == {"a": {"ann": late, "bob": other}}


def test_a_later_abstention_takes_an_answer_back_and_a_draft_does_not() -> None:
    given_, taken = review("a", "ann", "spam", 1), review("a", "ann", "", 2, status="discarded")
    begun = review("a", "ann", "ham", 3, status="draft")
    assert merge_reviews([given_, taken]) == {}
    assert merge_reviews([given_, begun]) == {"a": {"ann": given_}}


@given(reviews, st.randoms())
def test_the_order_of_reviews_does_not_matter(some: list[Review], chance: random.Random) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert merge_reviews(shuffled) == merge_reviews(some)


@given(reviews)
def test_merging_what_was_merged_changes_nothing(some: list[Review]) -> None:
    merged = merge_reviews(some)
    assert merge_reviews(one for by_reviewer in merged.values() for one in by_reviewer.values()) == merged


@given(st.text(), st.text(), st.integers(), st.floats(0, 1))
def test_a_simulated_reviewer_answers_the_same_item_the_same_way(
    name: str, item: str, seed: int, rate: float
) -> None:
    labels = ["a", "b", "c"]
    answers = {
        SimulatedReviewer(name, rate, seed).answer(item, "b", order) for order in (labels, labels[::-1])
    }
    assert len(answers) == 1
    assert answers <= set(labels)


def test_a_simulated_reviewer_errs_as_often_as_stated_and_apart_from_others() -> None:
    # 4,000 draws at 0.1: standard deviation sqrt(0.1 * 0.9 / 4000) = 0.0047, so 5 of them are 0.024.
    wrong = {}
    for name in ("ann", "bob"):
        reviewer = SimulatedReviewer(name, 0.1, seed=3)
        wrong[name] = {i for i in range(4000) if reviewer.answer(str(i), "spam", ["spam", "ham"]) != "spam"}
        assert abs(len(wrong[name]) / 4000 - 0.1) < 0.024
    # Independent errors coincide in 0.1 * 0.1 * 4000 = 40 items; standard deviation 6.3.
    assert abs(len(wrong["ann"] & wrong["bob"]) - 40) < 32


def test_a_simulated_reviewer_never_or_always_errs_at_the_ends() -> None:
    assert SimulatedReviewer("ann", 0.0).answer("x", "a", ["a", "b"]) == "a"
    assert SimulatedReviewer("ann", 1.0).answer("x", "a", ["a", "b"]) == "b"


def test_a_simulated_reviewer_says_so() -> None:
    assert SimulatedReviewer("ann", 0.1, 3).note == (
        "ann is simulated, not a person: gold labels with 10% errors (seed 3)"
    )


def test_impossible_simulations_are_refused() -> None:
    with pytest.raises(InputError, match=r"error_rate=1.5, expected a probability in \[0, 1\]"):
        SimulatedReviewer("ann", 1.5)
    with pytest.raises(InputError, match="gold label 'c'"):
        SimulatedReviewer("ann", 0.1).answer("x", "c", ["a", "b"])
    with pytest.raises(InputError, match="one of two or more"):
        SimulatedReviewer("ann", 0.1).answer("x", "a", ["a"])
