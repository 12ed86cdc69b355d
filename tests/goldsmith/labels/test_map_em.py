"""The label model where abstaining counts, against its definition in loops and on real labeling functions."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score
from snorkel.utils import probs_to_preds

from goldsmith.errors import InputError
from goldsmith.labels import majority_vote, map_em

votes = arrays(np.int8, st.tuples(st.integers(1, 14), st.integers(1, 6)), elements=st.integers(-1, 2)).filter(
    lambda L: (L >= 0).any()
)


def plain(L: np.ndarray, k: int, steps: int, odds: float, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """Return posteriors [n, k] and confusion [m, k, k + 1], abstaining last, in loops."""
    n, m = L.shape
    seen = [i for i in range(n) if (L[i] >= 0).any()]
    q = {i: np.array([(L[i] == c).sum() for c in range(k)]) / (L[i] >= 0).sum() for i in seen}
    confusion = np.zeros((m, k, k + 1))
    for _ in range(steps):
        for j in range(m):
            rate = np.array([(L[:, j] == vote).mean() for vote in [*range(k), -1]])
            for true in range(k):
                prior = rate * np.where(np.arange(k + 1) == true, odds, 1) + 1e-4
                for vote in [*range(k), -1]:
                    counted = sum(q[i][true] for i in seen if L[i, j] == vote)
                    confusion[j, true, vote] = counted + strength * prior[vote] / prior.sum()
                confusion[j, true] /= confusion[j, true].sum()
        for i in seen:
            joint = np.array([np.prod([confusion[j, true, L[i, j]] for j in range(m)]) for true in range(k)])
            q[i] = joint / joint.sum()
    return np.array([q.get(i, np.full(k, 1 / k)) for i in range(n)]), confusion


@given(votes, st.integers(1, 3), st.sampled_from([1.0, 4.0]), st.sampled_from([0.5, 1000.0]))
def test_it_equals_its_definition(L: np.ndarray, steps: int, odds: float, strength: float) -> None:
    fit = map_em(L, 3, odds=odds, strength=strength, steps=steps)
    posteriors, confusion = plain(L, 3, steps, odds, strength)
    np.testing.assert_allclose(fit.probabilities, posteriors, atol=1e-9)
    np.testing.assert_allclose(fit.confusion, confusion, atol=1e-9)


@given(votes, st.integers(0, 99), st.permutations([0, 1, 2]))
def test_neither_orders_nor_the_names_of_classes_matter(L: np.ndarray, seed: int, names: list[int]) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(L.shape[0]), rng.permutation(L.shape[1])
    fit = map_em(L, 3)
    shuffled, renamed = map_em(L[rows][:, columns], 3), map_em(np.array([*names, -1])[L], 3)
    np.testing.assert_allclose(shuffled.probabilities, fit.probabilities[rows], atol=1e-9)
    np.testing.assert_allclose(renamed.probabilities[:, names], fit.probabilities, atol=1e-9)


@given(votes)
def test_uncovered_rows_get_the_prior_and_no_label(L: np.ndarray) -> None:
    padded = np.pad(L, ((0, 1), (0, 0)), constant_values=-1)
    fit = map_em(padded, 3, class_balance=[0.5, 0.3, 0.2])
    assert fit.probabilities[-1] == pytest.approx([0.5, 0.3, 0.2])
    assert (fit.covered[-1], fit.labels[-1]) == (False, -1)
    np.testing.assert_allclose(fit.predict_proba(padded), fit.probabilities, atol=1e-9)


# The published accuracies of the majority vote on all test rows (Zhang et al. 2021, WRENCH, table 3), which break ties
# as Snorkel's probs_to_preds does: by a hash of the row's number, also where nobody voted.
@pytest.mark.parametrize(
    ("name", "metric", "published"), [("youtube", "accuracy", 84.0), ("sms", "f1", 24.0)]
)
def test_the_majority_vote_has_the_published_figures(
    shared_data: Path, name: str, metric: str, published: float
) -> None:
    with np.load(shared_data / "weak_supervision" / name / "L.npz") as data:
        L, truth = data["L_test"], data["y_test"]
    voted = majority_vote(L, 2)
    soft = np.where(voted[:, None] < 0, 0.5, np.eye(2)[voted])
    labels = probs_to_preds(soft)
    found = (labels == truth).mean() if metric == "accuracy" else f1_score(truth, labels)
    assert round(100 * found, 1) == published


def test_on_real_labeling_functions_its_mean_is_above_the_majoritys(shared_data: Path) -> None:
    gains = []
    for name, split, k in [
        ("youtube", "train", 2),
        ("sms", "train", 2),
        ("tennis", "train", 2),
        ("agnews", "valid", 4),
    ]:
        with np.load(shared_data / "weak_supervision" / name / "L.npz") as data:
            L, test, truth = data[f"L_{split}"], data["L_test"], data["y_test"]
        covered = (test >= 0).any(axis=1)
        ours = map_em(L, k).predict(test)
        assert (ours[~covered] == -1).all()
        counts = np.stack([(test == label).sum(axis=1) for label in range(k)], axis=1)
        leads = counts == counts.max(axis=1, keepdims=True)
        majority = leads[np.arange(len(truth)), truth] / leads.sum(axis=1)  # a tie is right by chance
        gains.append((ours == truth)[covered].mean() - majority[covered].mean())
    assert np.mean(gains) > 0


@pytest.mark.parametrize(
    ("L", "settings", "words"),
    [
        ([[0, 2]], {}, "votes must be in"),
        ([[-1, -1]], {}, "no vote at all"),
        ([[0, 0]], {"cardinality": 1}, "two or more classes"),
        ([[0, 1]], {"odds": 0}, "odds > 0"),
        ([[0, 1]], {"steps": 0}, "steps >= 1"),
        ([[0, 1]], {"class_balance": [0, 1]}, "2 positive shares"),
    ],
)
def test_it_says_what_is_wrong(L: list, settings: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        map_em(L, **{"cardinality": 2} | settings)
