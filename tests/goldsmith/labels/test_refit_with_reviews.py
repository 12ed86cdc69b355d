"""A fit with reviews counts if it makes the reviewed rows likelier that it has not seen."""

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.labels import refit_with_reviews, voted_posterior

TRUTH = np.arange(60) % 2
EVEN = np.full((60, 2), 0.5)
KNOWN = np.where(np.arange(60) < 30, TRUTH, -1)


def test_a_better_fit_is_kept_and_reviews_stay_as_they_are() -> None:
    def fit(known: np.ndarray) -> np.ndarray:
        # What it says of a row must not come from that row's review.
        return np.where(known[:, None] >= 0, 0.5, np.eye(2)[TRUTH] * 0.8 + 0.1)

    found = refit_with_reviews(fit, EVEN, KNOWN)
    assert found.kept
    assert (found.rows, found.after) == (30, 1.0)
    assert (found.probabilities[:30] == np.eye(2)[TRUTH[:30]]).all()
    assert (found.probabilities[30:].argmax(axis=1) == TRUTH[30:]).all()
    again = refit_with_reviews(fit, EVEN, KNOWN)
    assert (again.probabilities == found.probabilities).all()


def test_a_worse_fit_is_not_kept() -> None:
    before = np.eye(2)[TRUTH] * 0.8 + 0.1
    found = refit_with_reviews(lambda _: EVEN, before, KNOWN)
    assert not found.kept
    assert (found.before, found.correction) == (1.0, "none")
    assert (found.probabilities[30:] == before[30:]).all()


def test_a_few_reviews_are_taken_over_and_teach_nothing() -> None:
    def never(_: np.ndarray) -> np.ndarray:
        raise AssertionError

    few = np.where(np.arange(60) < 10, TRUTH, -1)
    found = refit_with_reviews(never, EVEN, few)
    assert (found.kept, found.rows) == (False, 10)
    assert np.isnan(found.after)
    assert (found.probabilities[:10] == np.eye(2)[TRUTH[:10]]).all()
    with pytest.raises(InputError, match="known must be"):
        refit_with_reviews(never, EVEN, [0])


def test_reviews_of_the_unsure_rows_teach_votes_and_texts_about_the_others() -> None:
    # One function is right, one votes by chance; the words tell the class, and nobody votes on half of the rows.
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 300)
    words = np.array([["home", "soon", "you", "see"], ["win", "free", "money", "prize"]])
    texts = [" ".join(rng.choice(words[one], 3)) + f" {rng.integers(9)}" for one in truth]
    good = np.where((rng.random(300) < 0.1) & (truth == 1), 1, -1)
    chance = np.where(rng.random(300) < 0.4, 0, -1)
    L, nobody = np.column_stack([good, chance]), np.full((300, 1), -1)

    def fit(known: np.ndarray) -> np.ndarray:
        return voted_posterior(texts, L, nobody, 2, known=known)

    before = voted_posterior(texts, L, nobody, 2)
    asked = np.argsort(before.max(axis=1), kind="stable")[:60]
    known = np.full(300, -1)
    known[asked] = truth[asked]
    found = refit_with_reviews(fit, before, known)
    left = known < 0
    assert found.kept
    assert found.after > found.before
    right = [(p.argmax(axis=1) == truth)[left].mean() for p in (before, found.probabilities)]
    assert right[1] > right[0] + 0.1


def test_the_confidence_is_corrected_by_a_random_sample_alone() -> None:
    wrong = np.arange(60) % 5 == 0  # one row in five, and the fit is sure of all

    def fit(_: np.ndarray) -> np.ndarray:
        return np.eye(2)[np.where(wrong, 1 - TRUTH, TRUTH)] * 0.98 + 0.01

    sampled = refit_with_reviews(fit, EVEN * [[0.1, 1.9]], KNOWN, random=True)
    chosen = refit_with_reviews(fit, EVEN * [[0.1, 1.9]], KNOWN)
    assert (sampled.kept, sampled.correction, chosen.correction) == (True, "temperature", "none")
    assert sampled.probabilities[31].max() == pytest.approx(0.8, abs=0.05)
