"""What voters say counts as far as others bear it out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from goldsmith.errors import InputError
from goldsmith.labels import Doubt, borne_out, weak_labels

MATRIX = arrays(np.int8, (10, 3), elements=st.integers(-1, 2))


def uneven(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Six narrow functions, nearly always right, on a set with one row in eight of class 1, and four prompts of a strong model."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(4000) < 0.125).astype(int)
    label = np.array([0, 0, 0, 1, 1, 1])
    L = np.where(rng.random((4000, 6)) < np.where(truth[:, None] == label, 0.15, 0.004), label, -1)
    asks = np.array([0, 0, 1, 1])
    said = np.where(rng.random((4000, 4)) < np.where(truth[:, None] == asks, 0.6, 0.03), asks, -1)
    return L.astype(np.int8), said.astype(np.int8), truth


def test_a_strong_model_beside_good_functions_makes_labels_better_where_one_class_is_rare() -> None:
    # A label model that goes by how often a prompt votes takes its silence for a strong word against the common class.
    L, said, truth = uneven()
    alone = weak_labels(L, 2)
    right = (alone.labels == truth)[alone.covered].mean()
    told = borne_out(said, L, 2, groups=["model"] * 4)
    both = weak_labels(L, 2, outside=told)
    stacked = weak_labels(np.hstack([L, said]), 2)
    assert (both.labels == truth)[alone.covered].mean() > right + 0.002
    assert (stacked.labels == truth)[alone.covered].mean() < right - 0.01
    open_rows = ~alone.covered & (both.labels >= 0)
    assert open_rows.sum() > 0.5 * (~alone.covered).sum()
    assert (both.labels == truth)[open_rows].mean() > 0.9
    assert "map_em" in both.reason
    assert "4 more as far as these bear them out" in both.reason


def test_a_voter_that_knows_nothing_says_nothing() -> None:
    L, _, truth = uneven()
    rng = np.random.default_rng(1)
    useless = np.column_stack([rng.integers(0, 2, 4000), np.zeros(4000), 1 - truth]).astype(np.int8)
    told = borne_out(useless, L, 2)
    assert (told.votes == -1).all()
    assert not told.evidence.any()
    alone, both = weak_labels(L, 2), weak_labels(L, 2, outside=told)
    assert (alone.labels == both.labels).all()
    assert both.probabilities == pytest.approx(alone.probabilities)


def test_levels_of_confidence_are_worth_what_each_is_worth() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 4000)
    L = np.where(rng.random((4000, 3)) < 0.9, truth[:, None], 1 - truth[:, None])
    sure = rng.random(4000) < 0.5
    vote = np.where(rng.random(4000) < np.where(sure, 0.95, 0.65), truth, 1 - truth)
    levels = np.where(np.column_stack([~sure, sure]), vote[:, None], -1)
    told = borne_out(levels, L, 2, levels=2)
    worth = told.evidence.max(axis=1)
    # Odds of 0.95 to 0.05 and of 0.65 to 0.35, but for the others' errors and the votes imagined.
    assert worth[sure].mean() == pytest.approx(np.log(19), abs=0.3)
    assert worth[~sure].mean() == pytest.approx(np.log(0.65 / 0.35), abs=0.3)
    assert told.votes.shape == levels.shape


def test_people_judge_a_voter_where_no_other_votes() -> None:
    truth = np.arange(400) % 2
    nobody = np.full((400, 1), -1, dtype=np.int8)
    known = np.where(np.arange(400) < 200, truth, -1)
    good, bad = truth[:, None], 1 - truth[:, None]
    assert not borne_out(bad, nobody, 2).withdrawn.any()  # nothing is known against it
    told = borne_out(np.hstack([good, bad]), nobody, 2, known=known)
    assert told.withdrawn.tolist() == [[False, False], [True, True]]
    assert (weak_labels(nobody, 2, outside=told, known=known).labels == truth).all()


def test_without_functions_the_label_model_is_fitted_on_the_voters() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 300)
    said = np.where(rng.random((300, 3)) < 0.8, truth[:, None], 1 - truth[:, None]).astype(np.int8)
    nobody = np.empty((300, 0), dtype=np.int8)
    found = weak_labels(nobody, 2, outside=borne_out(said, nobody, 2))
    assert found.labels.tolist() == weak_labels(said, 2).labels.tolist()
    assert found.model == "dawid_skene"


def test_in_a_majority_vote_the_voters_that_stay_are_voters_like_any() -> None:
    L = np.array([[0, -1], [1, 1], [-1, -1]], dtype=np.int8)
    told = borne_out([[1], [1], [0]], L, 2)
    found = weak_labels(L, 2, model="majority_vote", outside=told)
    assert found.labels.tolist() == [-1, 1, 0]


@given(MATRIX, MATRIX, st.permutations(range(3)), st.permutations(range(10)))
def test_evidence_depends_on_no_name_and_no_order(
    votes: np.ndarray, others: np.ndarray, names: list[int], order: list[int]
) -> None:
    renamed = np.array([*names, -1])
    found = borne_out(votes, others, 3)
    again = borne_out(renamed[votes][order], renamed[others][order], 3)
    assert (found.evidence >= 0).all()
    assert again.evidence[:, names] == pytest.approx(found.evidence[order])


def test_what_does_not_fit_is_told() -> None:
    with pytest.raises(InputError, match="2 columns a voter"):
        borne_out([[1, 0, 1]], [[1]], 2, levels=2)
    with pytest.raises(InputError, match="a group for each of 2 voters"):
        borne_out([[1, 0]], [[1]], 2, groups=["a"])
    with pytest.raises(InputError, match="outside voters of 2 rows"):
        weak_labels([[1], [0]], 2, outside=borne_out([[1]], [[1]], 2))
    with pytest.raises(InputError, match="rounds >= 1"):
        Doubt(rounds=0)
