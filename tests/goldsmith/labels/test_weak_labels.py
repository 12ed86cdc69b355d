"""The label model that suits the voters, and no label without a vote."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import dawid_skene, majority_vote, map_em, weak_labels

matrices = st.integers(0, 2**16).map(
    lambda seed: np.random.default_rng(seed).integers(-1, 3, size=(12, 4), dtype=np.int8)
)


def test_functions_of_one_class_are_taken_for_such_and_people_for_people() -> None:
    narrow = np.array([[1, -1, 0], [1, 0, -1], [-1, 0, 1]])
    assert weak_labels(narrow, 2).reason == "map_em: 2 of 3 voters only ever vote for one class"
    wide = np.array([[1, 1, 0], [0, 0, 0], [1, 1, 1], [0, 1, 0]])
    found = weak_labels(wide, 2)
    assert found.reason == "dawid_skene: each of 3 voters votes for two classes or more"
    np.testing.assert_array_equal(found.probabilities, dawid_skene(wide, 2).probabilities)
    assert weak_labels(wide[:, :2], 2).model == "map_em"  # two cannot tell whose fault it is


@settings(max_examples=25)
@given(matrices, st.sampled_from(["auto", "majority_vote", "dawid_skene", "map_em"]))
def test_a_row_has_a_label_only_if_somebody_voted_and_its_confidence_is_that_of_the_label(
    L: np.ndarray, model: str
) -> None:
    found = weak_labels(L, 3, model=model)  # type: ignore[arg-type]
    voted = (L >= 0).any(axis=1)
    assert (found.labels[~voted] == -1).all()
    assert (found.confidence[~voted] == 0).all()
    np.testing.assert_array_equal(found.covered, voted)
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1)
    has = found.labels >= 0
    np.testing.assert_array_equal(found.probabilities[has].argmax(axis=1), found.labels[has])


@settings(max_examples=15)
@given(matrices, st.permutations(range(12)), st.permutations(range(4)))
def test_neither_the_order_of_rows_nor_of_voters_matters(
    L: np.ndarray, rows: list[int], voters: list[int]
) -> None:
    one, other = weak_labels(L, 3), weak_labels(L[rows][:, voters], 3)
    np.testing.assert_allclose(other.probabilities, one.probabilities[rows], atol=1e-9)


def test_the_majority_vote_is_that_and_its_probabilities_are_shares() -> None:
    found = weak_labels([[1, 1, 0], [0, 1, -1]], 2, model="majority_vote")
    assert found.labels.tolist() == majority_vote([[1, 1, 0], [0, 1, -1]], 2).tolist() == [1, -1]
    np.testing.assert_allclose(found.probabilities, [[1 / 3, 2 / 3], [0.5, 0.5]])


def test_the_class_balance_reaches_the_model() -> None:
    L = [[1, -1], [0, 0], [-1, 1]]
    expected = map_em(L, 2, class_balance=[0.9, 0.1]).probabilities
    np.testing.assert_array_equal(weak_labels(L, 2, class_balance=[0.9, 0.1]).probabilities, expected)
    with pytest.raises(InputError, match="takes no class_balance"):
        weak_labels(L, 2, model="majority_vote", class_balance=[0.9, 0.1])


def test_nothing_to_vote_on_is_no_error() -> None:
    assert weak_labels(np.full((2, 3), -1), 2).labels.tolist() == [-1, -1]
    assert weak_labels(np.empty((0, 3), dtype=np.int8), 2).labels.tolist() == []


@pytest.mark.parametrize(
    ("name", "k", "split"), [("youtube", 2, "train"), ("sms", 2, "train"), ("agnews", 4, "test")]
)
def test_on_real_sets_it_labels_covered_rows_no_worse_than_the_majority(
    shared_data: Path, name: str, k: int, split: str
) -> None:
    with np.load(shared_data / "weak_supervision" / name / "L.npz") as data:
        L, gold = data[f"L_{split}"], data[f"y_{split}"]
    right = [
        (weak_labels(L, k, model=model).labels == gold).mean()  # type: ignore[arg-type]
        for model in ("auto", "majority_vote")
    ]
    assert right[0] >= right[1]


def test_it_says_what_is_wrong() -> None:
    with pytest.raises(InputError, match="got 'snorkel'"):
        weak_labels([[0, 1]], 2, model="snorkel")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="two or more classes"):
        weak_labels([[0]], 1)
