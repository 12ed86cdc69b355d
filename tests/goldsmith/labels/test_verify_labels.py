"""Errors are found where confidence alone does not show them, by a model that has not seen the row."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from goldsmith.errors import InputError
from goldsmith.labels import map_em, verify_labels

NAN = float("nan")


def test_all_right_or_all_wrong_is_laplace_s_rule() -> None:
    # Four known rows, all right: in each of 2 folds 2 others taught, (2 + 1) / (2 + 2); all four for the unknown, 5 / 6.
    found = verify_labels([0] * 5, [0.9] * 5, [1, 1, 1, 1, NAN], folds=2)
    assert found.tolist() == pytest.approx([0.75] * 4 + [5 / 6])


def test_a_row_does_not_vouch_for_itself() -> None:
    # Nothing but noise to learn from, and vectors that tell every row from all others: what saw the row would know the answer.
    rng = np.random.default_rng(0)
    correct = rng.integers(0, 2, 200).astype(float)
    found = verify_labels(np.zeros(200, int), np.full(200, 0.5), correct, X=50 * np.eye(200))
    assert roc_auc_score(correct, found) < 0.6


def test_votes_and_texts_tell_where_confidence_does_not() -> None:
    n = 400
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 2, n)
    correct = (rng.random(n) < 0.7).astype(float)
    votes = np.where(rng.random(n) < 0.9, np.where(correct == 1, labels, 1 - labels), -1)[:, None]
    texts = [f"{'plain' if right else 'irony'} words {at % 7}" for at, right in enumerate(correct)]
    given = correct.copy()
    given[200:] = NAN
    sure = rng.random(n)
    alone, voted, read = (
        roc_auc_score(correct[200:], verify_labels(labels, sure, given, **more)[200:])
        for more in ({}, {"votes": votes}, {"X": texts})
    )
    assert alone < 0.65
    assert voted > 0.9
    assert read > 0.95


def test_on_real_comments_it_finds_more_of_the_label_models_errors_than_its_confidence(
    shared_data: Path,
) -> None:
    with np.load(shared_data / "weak_supervision" / "youtube" / "L.npz") as data:
        L, gold = data["L_train"], data["y_train"]
    fit = map_em(L, 2)
    labels, sure = fit.labels, np.where(fit.covered, fit.probabilities.max(axis=1), NAN)
    known = np.random.default_rng(0).permutation(len(gold)) < 200
    correct = np.where(known, (labels == gold).astype(float), NAN)
    found = verify_labels(labels, sure, correct, votes=L)
    left = ~known & (labels >= 0)
    wrong = labels[left] != gold[left]
    assert roc_auc_score(wrong, -found[left]) > roc_auc_score(wrong, -sure[left]) + 0.02


@settings(max_examples=6)
@given(st.integers(0, 2**16))
def test_it_is_a_probability_and_nobody_vouches_for_a_row_without_a_label(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(-1, 3, 30)
    correct = np.where(rng.random(30) < 0.5, rng.integers(0, 2, 30), NAN)
    correct[:2] = 0, 1
    sure = np.where(rng.random(30) < 0.3, NAN, rng.random(30))
    found = verify_labels(
        labels, sure, correct, votes=rng.integers(-1, 3, (30, 2)), X=rng.normal(size=(30, 2))
    )
    assert ((found >= 0) & (found <= 1)).all()
    assert (found[labels < 0] == 0).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"labels": [0.5, 1.0]}, "integer labels"),
        ({"confidence": [0.5]}, "same n rows"),
        ({"confidence": [0.5, 1.5]}, r"must lie in \[0, 1\]"),
        ({"correct": [0.5, 1]}, "correct be 1 or 0"),
        ({"correct": [1, NAN]}, "two known rows"),
        ({"folds": 1}, "two folds"),
        ({"votes": [[0]]}, "votes on 2 rows"),
        ({"X": ["one text"]}, "for each of 2 rows"),
    ],
)
def test_it_says_what_is_wrong(changes: dict, words: str) -> None:
    given = {"labels": [0, 1], "confidence": [0.5, 0.5], "correct": [0, 1]} | changes
    with pytest.raises(InputError, match=words):
        verify_labels(given.pop("labels"), given.pop("confidence"), given.pop("correct"), **given)
