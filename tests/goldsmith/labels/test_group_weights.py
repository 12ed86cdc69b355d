"""Prompts of one model count by what they add, whatever their number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from goldsmith.errors import InputError
from goldsmith.labels import dawid_skene, group_weights, map_em, weak_labels
from goldsmith.labels.majority_vote import majority_vote


def planted(n: int, accuracies: list[float], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 2, n)
    right = rng.random((n, len(accuracies))) < np.array(accuracies)
    return np.where(right, truth[:, None], 1 - truth[:, None]).astype(np.int8), truth


def test_five_copies_of_a_prompt_do_not_outvote_three_independent_functions() -> None:
    # The prompt is right on 6 of 10 rows, each function on 8 of 10: three of those together on 0.8^3 + 3 * 0.8^2 * 0.2 = 89.6 %.
    L, truth = planted(4000, [0.8, 0.8, 0.8, 0.6])
    copied = np.column_stack([L[:, :3], np.repeat(L[:, 3:], 5, axis=1)])
    weights = group_weights(copied, [None] * 3 + ["model"] * 5, 2)
    assert weights == pytest.approx([1, 1, 1, *[0.2] * 5])
    outvoted = weak_labels(copied, 2).labels
    assert (outvoted == truth).mean() < 0.65  # the copies alone decide
    held = weak_labels(copied, 2, weights=weights).labels
    assert (held == truth).mean() > 0.88
    assert (majority_vote(L[:, :3], 2) == truth).mean() > 0.88


@pytest.mark.parametrize("fit", [map_em, dawid_skene])
def test_copies_at_a_fifth_each_are_the_one_they_are_copies_of(fit: object) -> None:
    L, _ = planted(300, [0.8, 0.75, 0.7, 0.6])
    copied = np.column_stack([L[:, :3], np.repeat(L[:, 3:], 5, axis=1)])
    weights = [1, 1, 1, *[0.2] * 5]
    one, five = fit(L, 2), fit(copied, 2, weights=weights)  # type: ignore[operator]
    assert five.probabilities == pytest.approx(one.probabilities, abs=1e-9)
    assert five.predict_proba(copied) == pytest.approx(five.probabilities, abs=1e-9)
    assert (fit(L, 2, weights=np.ones(4)).labels == one.labels).all()  # type: ignore[operator]


def test_prompts_that_err_apart_keep_their_weight() -> None:
    L, _ = planted(4000, [0.8, 0.8, 0.8, 0.75, 0.75, 0.75])
    weights = group_weights(L, [None] * 3 + ["model"] * 3, 2)
    assert (weights[:3] == 1).all()
    assert (weights[3:] > 0.8).all()


def test_only_the_copies_among_the_prompts_of_a_model_lose_weight() -> None:
    L, _ = planted(4000, [0.8, 0.8, 0.8, 0.7, 0.7])
    copied = np.column_stack([L, L[:, 3], L[:, 3]])
    weights = group_weights(copied, [None] * 3 + ["model"] * 4, 2)
    assert weights[[3, 5, 6]] == pytest.approx([1 / 3] * 3, abs=0.03)
    assert weights[4] > 0.85


def test_a_prompt_that_always_says_the_same_is_a_copy_of_another_such() -> None:
    L, _ = planted(200, [0.9, 0.9])
    always = np.ones((200, 2), dtype=np.int8)
    assert group_weights(np.hstack([L, always]), ["a", "b", "m", "m"], 2).tolist() == [1, 1, 0.5, 0.5]


@given(arrays(np.int8, (12, 5), elements=st.integers(-1, 2)), st.permutations(range(5)))
def test_weights_lie_in_0_to_1_and_follow_their_voters(L: np.ndarray, order: list[int]) -> None:
    if L.max() < 0:
        return
    groups = ["a", "a", "b", None, "a"]
    weights = group_weights(L, groups, 3)
    assert ((weights > 0) & (weights <= 1 + 1e-12)).all()
    assert weights[3] == 1
    assert group_weights(L[:, order], [groups[at] for at in order], 3) == pytest.approx(weights[order])


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="a group for each of 2 voters"):
        group_weights([[0, 1]], ["a"], 2)
    for weights in ([1.0], [1, 0], [1, np.nan]):
        with pytest.raises(InputError, match="2 positive numbers"):
            map_em([[0, 1]], 2, weights=weights)
    with pytest.raises(InputError, match="no weights"):
        weak_labels([[0, 1]], 2, model="majority_vote", weights=[1, 1])
