"""Rows for people, and labels that learn from their answers."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.goldsmith.labels.conftest import WeakSet

from goldsmith.errors import InputError
from goldsmith.labels import ReviewLoop, expected_calibration_error

N = 30


def loop(seed: int = 0, pilot: int = 5) -> tuple[ReviewLoop, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = np.arange(N) % 2
    X = rng.normal(size=(N, 3)) + 2 * truth[:, None]
    soft = np.where(rng.random((N, 1)) < 0.8, np.eye(2)[truth] * 0.6 + 0.2, 0.5)
    return ReviewLoop(X, soft, np.arange(N) % 3 > 0, pilot=pilot, seed=seed), truth


@settings(max_examples=8)
@given(st.integers(0, 99), st.lists(st.integers(0, 12), max_size=4))
def test_no_row_is_asked_twice_and_answers_stand(seed: int, counts: list[int]) -> None:
    review, truth = loop(seed)
    asked: list[int] = []
    for count in counts:
        rows = review.ask(count)
        assert len(rows) == min(count, N - len(asked))
        asked.extend(rows.tolist())
        review.tell(rows, 1 - truth[rows])  # also where people are wrong
    assert len(set(asked)) == len(asked)
    assert np.flatnonzero(review.reviewed).tolist() == sorted(asked)
    np.testing.assert_array_equal(review.labels[asked], 1 - truth[asked])
    assert (review.confidence[asked] == 1).all()
    assert set(review.labels) <= {0, 1}


def test_the_pilot_is_random_and_then_come_the_least_sure() -> None:
    review, truth = loop(pilot=4)
    first = review.ask(6)
    np.testing.assert_array_equal(first, review.ask(6))  # asking alone changes nothing
    sure = review.confidence
    others = np.setdiff1d(np.arange(N), first)
    assert sure[first[4:]].max() <= sure[others].min()
    different, _ = loop(seed=0, pilot=4)
    assert set(first[:4]) == set(different.ask(4))
    review.tell(first, truth[first])
    rows = review.ask(5)  # the pilot is over
    left = np.setdiff1d(np.flatnonzero(~review.reviewed), rows)
    assert review.confidence[rows].max() <= review.confidence[left].min()


def test_a_second_answer_replaces_the_first() -> None:
    review, _ = loop()
    review.tell([3, 4], [0, 0])
    before = review.probabilities
    review.tell([3], [1])
    assert review.labels[[3, 4]].tolist() == [1, 0]
    assert not np.array_equal(before, review.probabilities)


@pytest.mark.parametrize(
    ("rows", "labels", "words"),
    [([0], [0, 1], "as many labels"), ([N], [0], "rows must be in"), ([0], [2], "labels in")],
)
def test_it_says_what_is_wrong_with_answers(rows: list[int], labels: list[int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        loop()[0].tell(rows, labels)


def test_it_says_at_once_what_is_wrong_with_the_data() -> None:
    with pytest.raises(InputError, match="for 2 rows"):
        ReviewLoop(["one text", "another"], [[0.5, 0.5]], [True, True])


def test_it_can_begin_without_a_single_soft_label() -> None:
    truth = np.arange(N) % 2
    X = np.random.default_rng(0).normal(size=(N, 2)) + 5 * truth[:, None]
    review = ReviewLoop(X, np.full((N, 2), 0.5), np.zeros(N, dtype=bool), pilot=8)
    with pytest.raises(InputError, match="two different covered rows"):
        review.ask(9)
    rows = review.ask(8)
    review.tell(rows, truth[rows])
    assert (review.labels == truth).all()


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(InputError, match="count must be"):
        loop()[0].ask(-1)
    with pytest.raises(InputError, match="pilot must be"):
        loop(pilot=-1)


@pytest.mark.parametrize(("name", "wanted"), [("youtube", 93.5), ("sms", 99.0)])
def test_a_fifth_by_people_makes_real_labels_right_and_confidences_true(
    weak_set: Callable[[str], WeakSet], name: str, wanted: float
) -> None:
    data = weak_set(name)
    review = ReviewLoop(data.texts, data.fit.probabilities, data.fit.covered)
    budget = len(data.gold) // 5
    for done in (1, 2):
        rows = review.ask(budget * done // 2 - int(review.reviewed.sum()))
        review.tell(rows, data.gold[rows])
    assert review.reviewed.sum() == budget
    right = review.labels == data.gold
    assert 100 * right.mean() >= wanted
    left = ~review.reviewed
    assert 100 * expected_calibration_error(review.confidence[left], right[left]) < 5
