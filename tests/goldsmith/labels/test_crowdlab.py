"""CROWDLAB and ActiveLab against cleanlab, by the same authors."""

import numpy as np
import pytest
from cleanlab import multiannotator
from cleanlab.internal import multiannotator_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import active_lab, crowdlab

seeds = st.integers(0, 2**16)


def crowd(seed: int, most: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Return labels with gaps, one in each row at least, and probabilities."""
    rng = np.random.default_rng(seed)
    n, m, k = rng.integers(8, 40), rng.integers(2, most), rng.integers(2, 5)
    truth = np.arange(n) % k
    L = np.where(rng.random((n, m)) < 0.7, truth[:, None], rng.integers(k, size=(n, m)))
    L[rng.random((n, m)) < 0.5] = -1
    L[(L < 0).all(axis=1), 0] = truth[(L < 0).all(axis=1)]
    L[:k] = np.arange(k)[:, None]
    return L, (rng.dirichlet(np.ones(k), size=n) + np.eye(k)[truth]) / 2


def with_gaps(L: np.ndarray) -> np.ndarray:
    return np.where(L < 0, np.nan, L.astype(float))


@settings(max_examples=20)
@given(seeds)
def test_consensus_quality_and_weights_are_cleanlabs(seed: int) -> None:
    L, p = crowd(seed)
    ours = crowdlab(L, p)
    theirs = multiannotator.get_label_quality_multiannotator(
        with_gaps(L), p, return_weights=True, verbose=False
    )
    quality = theirs["label_quality"]
    np.testing.assert_array_equal(ours.labels, quality["consensus_label"])
    np.testing.assert_allclose(ours.quality, quality["consensus_quality_score"], atol=1e-9)
    np.testing.assert_allclose(ours.annotator_weight, theirs["annotator_weight"], atol=1e-9)
    assert ours.model_weight == pytest.approx(theirs["model_weight"], abs=1e-9)


@pytest.fixture
def counted_right(monkeypatch: pytest.MonkeyPatch) -> None:
    # cleanlab 2.9 fills the counts of labels given as floats into the first classes, whatever the labels are.
    monkeypatch.setattr(
        multiannotator_utils,
        "value_counts",
        lambda labels, num_classes: np.bincount(labels.astype(int), minlength=num_classes),
    )


@pytest.mark.usefixtures("counted_right")
def test_active_learning_scores_are_cleanlabs() -> None:
    for seed in range(15):
        L, p = crowd(seed)
        new = np.random.default_rng(seed).dirichlet(np.ones(p.shape[1]), size=5)
        old_scores, new_scores = multiannotator.get_active_learning_scores(with_gaps(L), p.copy(), new.copy())
        everything = np.vstack([L, np.full((5, L.shape[1]), -1)])
        ours = active_lab(everything, np.vstack([p, new]))
        np.testing.assert_allclose(ours.scores, [*old_scores, *new_scores], atol=1e-9)
        assert ours.labels_given.tolist() == (everything >= 0).sum(axis=1).tolist()


def test_with_one_label_a_row_they_are_cleanlabs_too() -> None:
    L, p = crowd(1)
    L = np.where(np.arange(L.shape[1]) == (L >= 0).argmax(axis=1)[:, None], L, -1)
    theirs, _ = multiannotator.get_active_learning_scores(with_gaps(L), p.copy())
    np.testing.assert_allclose(active_lab(L, p).scores, theirs, atol=1e-9)


@settings(max_examples=25)
@given(seeds)
def test_neither_orders_nor_the_names_of_classes_matter(seed: int) -> None:
    L, p = crowd(seed)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(L)), rng.permutation(L.shape[1])
    names = rng.permutation(p.shape[1])
    renamed = np.empty_like(p)
    renamed[:, names] = p
    first, other = crowdlab(L, p), crowdlab(np.append(names, -1)[L][rows][:, columns], renamed[rows])
    np.testing.assert_allclose(other.probabilities[:, names], first.probabilities[rows], atol=1e-9)
    np.testing.assert_allclose(other.annotator_weight, first.annotator_weight[columns], atol=1e-9)
    scores, shuffled = active_lab(L, p).scores, active_lab(L[rows][:, columns], p[rows]).scores
    np.testing.assert_allclose(shuffled, scores[rows], atol=1e-9)


def test_a_row_with_more_labels_needs_the_next_one_less() -> None:
    # Rows 0 and 1 have the same agreement and the same classifier, but two labels against four.
    L = [[0, 0, -1, -1], [0, 0, 0, 0], [1, 1, 1, -1], [0, 1, 1, -1], [-1, -1, -1, -1]]
    p = [[0.8, 0.2], [0.8, 0.2], [0.2, 0.8], [0.4, 0.6], [0.8, 0.2]]
    scores = active_lab(L, p).scores
    assert scores[1] > scores[0] > scores[4]
    assert active_lab(L, p).rows(1).tolist() in ([3], [4])


def test_without_a_label_the_classifier_decides() -> None:
    found = active_lab(np.full((3, 2), -1), [[0.9, 0.1], [0.5, 0.5], [0.3, 0.7]])
    assert found.rows(3).tolist() == [1, 2, 0]
    np.testing.assert_allclose(found.scores, [(0.9 + 0.5) / 2, 0.5, (0.7 + 0.5) / 2])


@pytest.mark.parametrize(
    ("L", "p", "words"),
    [
        ([[0, 1], [-1, -1]], [[0.5, 0.5]] * 2, "a label at least"),
        ([[0, -1], [1, -1]], [[0.5, 0.5]] * 2, "two in some"),
        ([[0, 1]], [[0.5, 0.5]] * 2, "each of 2 rows"),
        ([[0, 2]], [[0.5, 0.5]], "votes must be in"),
        ([[0, 1]], [[0.9, 0.9]], "sum to 1"),
    ],
)
def test_it_says_what_is_wrong(L: list, p: list, words: str) -> None:
    with pytest.raises(InputError, match=words):
        crowdlab(L, p)
