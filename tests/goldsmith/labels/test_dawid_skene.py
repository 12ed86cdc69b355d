"""Dawid-Skene against the paper's figures, a plain implementation of its equations, and its own invariants."""

import logging

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from goldsmith.errors import InputError
from goldsmith.labels import dawid_skene, majority_vote
from goldsmith.labels.vote_patterns import vote_patterns

# Dawid and Skene 1979, Table 1: 45 patients, their fitness from 1 to 4 as seen by five anaesthetists, the first of them
# three times. Each word is a patient: the three looks of the first, then the other four.
PATIENTS = (
    "1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 1111111 2223212 1211111 "
    "1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121 "
    "1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222"
)
LOOKS = np.array([[int(digit) - 1 for digit in patient] for patient in PATIENTS.split()], dtype=np.int8)
votes = arrays(np.int8, st.tuples(st.integers(1, 14), st.integers(1, 6)), elements=st.integers(-1, 2)).filter(
    lambda L: (L >= 0).any()
)


def plain(counts: np.ndarray, steps: int, smoothing: float, one_coin: bool = False) -> tuple:
    """Return posteriors [n, k], prior [k], confusion [m, k, k] and log-likelihood by the paper's equations, in loops.

    `counts` is n_il^(j) of the paper, [n, m, k]: how often annotator j gave row i the label l.
    """
    n, m, k = counts.shape
    seen = [i for i in range(n) if counts[i].sum()]
    T = {i: counts[i].sum(axis=0) / counts[i].sum() for i in seen}  # (3.1)
    for _ in range(steps):
        pi = np.zeros((m, k, k))
        for j in range(m):
            for true in range(k):
                for vote in range(k):  # (2.3)
                    pi[j, true, vote] = smoothing + sum(T[i][true] * counts[i, j, vote] for i in seen)
            if one_coin:
                right = sum(pi[j, true, true] for true in range(k)) / pi[j].sum() if pi[j].sum() else 1 / k
                pi[j] = np.where(np.eye(k), right, (1 - right) / (k - 1))
            for true in range(k):
                pi[j, true] = pi[j, true] / pi[j, true].sum() if pi[j, true].sum() else 1 / k
        p = np.array([smoothing + sum(T[i][true] for i in seen) for true in range(k)])  # (2.4)
        p /= p.sum()
        joint = {}
        for i in seen:  # (2.5)
            joint[i] = np.array(
                [p[q] * np.prod([np.prod(pi[j, q] ** counts[i, j]) for j in range(m)]) for q in range(k)]
            )
            T[i] = joint[i] / joint[i].sum()
    posteriors = np.array([T.get(i, p) for i in range(n)])
    return posteriors, p, pi, sum(np.log(joint[i].sum()) for i in seen)  # (2.7)


def one_hot(L: np.ndarray, k: int) -> np.ndarray:
    return (L[:, :, None] == np.arange(k)).astype(float)


def test_the_plain_implementation_gives_the_papers_figures() -> None:
    counts = one_hot(LOOKS, 4)
    counts = np.concatenate([counts[:, :3].sum(axis=1, keepdims=True), counts[:, 3:]], axis=1)
    posteriors, prior, confusion, _ = plain(counts, steps=60, smoothing=0)
    # The published shares of the classes and first two rows of the first observer's error rates.
    assert prior.round(2).tolist() == [0.40, 0.42, 0.11, 0.07]
    assert confusion[0, :2].round(2).tolist() == [[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0]]
    assert posteriors[0].argmax() == 0


@pytest.mark.parametrize("smoothing", [0, 0.01])
@pytest.mark.parametrize("one_coin", [False, True])
def test_it_equals_the_plain_implementation_on_the_papers_patients(smoothing: float, one_coin: bool) -> None:
    same(LOOKS, 4, 25, smoothing, one_coin)


@given(votes, st.integers(1, 6), st.sampled_from([0.01, 1.0]), st.booleans())
def test_it_equals_the_plain_implementation(
    L: np.ndarray, steps: int, smoothing: float, one_coin: bool
) -> None:
    same(L, 3, steps, smoothing, one_coin)


def same(L: np.ndarray, k: int, steps: int, smoothing: float, one_coin: bool) -> None:
    settings = {"smoothing": smoothing, "one_coin": one_coin, "tolerance": 0, "max_iterations": steps}
    fit = dawid_skene(L, k, **settings)
    posteriors, prior, confusion, likelihood = plain(one_hot(L, k), steps, smoothing, one_coin)
    assert fit.iterations == steps
    np.testing.assert_allclose(fit.probabilities, posteriors, atol=1e-9)
    np.testing.assert_allclose(fit.class_prior, prior, atol=1e-9)
    np.testing.assert_allclose(fit.confusion, confusion, atol=1e-9)
    assert fit.log_likelihood == pytest.approx(likelihood, abs=1e-9)


def made(n: int, m: int, k: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return votes [n, m] of annotators 45 to 95 % right, a third of them missing, and the classes [n]."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(k, size=n)
    right = rng.random((n, m)) < np.linspace(0.45, 0.95, m)
    L = np.where(right, truth[:, None], (truth[:, None] + rng.integers(1, k, size=(n, m))) % k)
    return np.where(rng.random((n, m)) < 1 / 3, -1, L).astype(np.int8), truth


def test_it_finds_out_who_is_right_and_beats_the_majority() -> None:
    L, truth = made(4000, 7, 4)
    fit = dawid_skene(L, 4)
    # Four thousand rows leave a share like these a standard error below 0.02.
    for annotator, share in enumerate(np.linspace(0.45, 0.95, 7)):
        assert np.trace(fit.confusion[annotator]) / 4 == pytest.approx(share, abs=0.05)
    assert (fit.labels == truth).mean() > (majority_vote(L, 4) == truth).mean() + 0.03


def test_many_annotators_neither_underflow_nor_run_out_of_room_for_patterns() -> None:
    # 400 columns: 3^400 possible rows and likelihoods below 1e-100.
    rng = np.random.default_rng(0)
    truth = rng.integers(2, size=50)
    L = np.where(rng.random((50, 400)) < 0.6, truth[:, None], 1 - truth[:, None])
    fit = dawid_skene(np.tile(L, (2, 1)), 2)
    assert np.isfinite(fit.log_likelihood)
    assert fit.labels.tolist() == [*truth.tolist(), *truth.tolist()]


@given(votes, st.integers(0, 99))
def test_the_order_of_rows_and_annotators_does_not_matter(L: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(L.shape[0]), rng.permutation(L.shape[1])
    fit, shuffled = dawid_skene(L, 3, max_iterations=5), dawid_skene(L[rows][:, columns], 3, max_iterations=5)
    np.testing.assert_allclose(shuffled.probabilities, fit.probabilities[rows], atol=1e-9)
    np.testing.assert_allclose(shuffled.confusion, fit.confusion[columns], atol=1e-9)


@given(votes, st.permutations([0, 1, 2]))
def test_the_names_of_classes_do_not_matter(L: np.ndarray, names: list[int]) -> None:
    renamed = np.array([*names, -1])[L]
    fit, other = dawid_skene(L, 3, max_iterations=5), dawid_skene(renamed, 3, max_iterations=5)
    np.testing.assert_allclose(other.probabilities[:, names], fit.probabilities, atol=1e-9)


@given(votes)
def test_rows_and_annotators_without_votes_change_nothing_and_get_no_label(L: np.ndarray) -> None:
    padded = np.pad(L, ((0, 2), (0, 1)), constant_values=-1)
    fit, more = dawid_skene(L, 3), dawid_skene(padded, 3)
    np.testing.assert_allclose(more.probabilities[:-2], fit.probabilities, atol=1e-9)
    np.testing.assert_allclose(more.probabilities[-2:], np.tile(fit.class_prior, (2, 1)), atol=1e-9)
    assert not more.covered[-2:].any()
    assert more.labels[-2:].tolist() == [-1, -1]
    np.testing.assert_allclose(more.confusion[-1], 1 / 3)  # nobody knows anything about the last annotator


@given(votes)
def test_the_fitted_model_gives_its_own_rows_the_same_again(L: np.ndarray) -> None:
    fit = dawid_skene(L, 3)
    np.testing.assert_allclose(fit.predict_proba(L), fit.probabilities, atol=1e-9)
    assert fit.predict(L).tolist() == fit.labels.tolist()
    np.testing.assert_allclose(fit.probabilities.sum(axis=1), 1)


def test_without_smoothing_the_likelihood_never_falls() -> None:
    settings = {"smoothing": 0, "tolerance": 0}
    path = [dawid_skene(LOOKS, 4, max_iterations=steps, **settings).log_likelihood for steps in range(1, 15)]
    assert path == sorted(path)


def test_rows_of_which_hardly_two_are_alike_are_fitted_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(2, size=40_000)
    L = np.where(rng.random((len(truth), 21)) < 0.6, truth[:, None], 1 - truth[:, None]).astype(np.int8)
    L[rng.random(L.shape) < 0.3] = -1
    L[7:9] = -1  # two that are alike
    assert vote_patterns(L, 2).row == slice(None)
    as_they_are = dawid_skene(L, 2)
    monkeypatch.setattr("goldsmith.labels.vote_patterns._ALIKE", 2.0)
    assert len(vote_patterns(L, 2).count) < len(L)
    counted = dawid_skene(L, 2)
    assert as_they_are.probabilities == pytest.approx(counted.probabilities, abs=1e-9)
    assert (as_they_are.labels == counted.labels).all()
    assert as_they_are.labels[7] == -1


def test_a_given_class_balance_stays() -> None:
    L, _ = made(300, 4, 2)
    fit = dawid_skene(L, 2, class_balance=[0.9, 0.1])
    assert fit.class_prior.tolist() == [0.9, 0.1]
    assert fit.probabilities[:, 0].mean() > dawid_skene(L, 2).probabilities[:, 0].mean()


def test_new_rows_that_the_model_holds_impossible_get_the_prior() -> None:
    fit = dawid_skene([[0, 0], [0, 0], [1, 1]], 2, smoothing=0)
    assert fit.predict_proba([[0, 1], [1, 1]]).tolist() == [fit.class_prior.tolist(), [0, 1]]
    assert fit.predict_proba(np.empty((0, 2), dtype=np.int8)).shape == (0, 2)
    with pytest.raises(InputError, match="fitted on 2 columns of votes, got 3"):
        fit.predict_proba([[0, 0, 0]])


def test_a_fit_that_was_cut_short_warns(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        dawid_skene(LOOKS, 4)
        assert not caplog.records
        dawid_skene(LOOKS, 4, max_iterations=1)
    assert "has not converged after 1 iterations" in caplog.text


@pytest.mark.parametrize(
    ("L", "settings", "words"),
    [
        ([[0, 2]], {}, "votes must be in"),
        ([[0.5]], {}, "matrix of integers"),
        ([0, 1], {}, "matrix of integers"),
        ([[-1, -1]], {}, "no vote at all"),
        (np.empty((0, 3)), {}, "no vote at all"),
        ([[0, 0]], {"cardinality": 1}, "two or more classes"),
        ([[0, 1]], {"smoothing": -1}, "smoothing >= 0"),
        ([[0, 1]], {"max_iterations": 0}, "max_iterations >= 1"),
        ([[0, 1]], {"class_balance": [0.5, 0.6]}, "sum to 1"),
        ([[0, 1]], {"class_balance": [1.0]}, "2 positive shares"),
    ],
)
def test_it_says_what_is_wrong(L: list, settings: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        dawid_skene(L, **{"cardinality": 2} | settings)
