"""Known classes stay, and teach."""

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.labels import dawid_skene, map_em, weak_labels

L = np.array([[0, 1], [0, 0], [1, 1], [1, -1], [-1, -1], [-1, -1]] * 20, dtype=np.int8)


@pytest.mark.parametrize("fit", [map_em, dawid_skene])
def test_nothing_known_changes_nothing(fit: object) -> None:
    plain, told = fit(L, 2), fit(L, 2, known=np.full(len(L), -1))  # type: ignore[operator]
    assert told.probabilities == pytest.approx(plain.probabilities)
    assert told.confusion == pytest.approx(plain.confusion)


def test_where_all_is_known_the_confusions_are_counts() -> None:
    known = np.arange(len(L)) % 2
    fit = dawid_skene(L, 2, known=known, smoothing=0)
    # Rows 0 to 5 are of the classes 0, 1, 0, 1, 0, 1. The first voter says 0 and 1 in class 0, 0 and 1 in class 1; the second 1 and 1, and 0.
    assert fit.confusion.tolist() == [[[0.5, 0.5], [0.5, 0.5]], [[0.0, 1.0], [1.0, 0.0]]]
    assert fit.labels.tolist() == known.tolist()
    assert fit.covered.all()
    assert fit.class_prior.tolist() == [0.5, 0.5]


def test_a_few_known_rows_turn_voters_round_who_are_always_wrong() -> None:
    truth = np.repeat([0, 1], 60)
    votes = np.repeat((1 - truth)[:, None], 3, axis=1)
    known = np.where(np.arange(120) % 10 == 0, truth, -1)
    votes[known < 0, 0] = -1  # else nobody would ever differ
    found = weak_labels(votes, 2, known=np.where(np.arange(120) % 2 == 0, truth, -1), model="dawid_skene")
    assert (found.labels == truth).all()


def test_known_rows_are_covered_and_certain_whatever_the_model() -> None:
    known = np.where(np.arange(len(L)) == 4, 1, -1)
    for model in ("majority_vote", "map_em", "dawid_skene"):
        found = weak_labels(L, 2, model=model, known=known)  # type: ignore[arg-type]
        assert (found.labels[4], found.covered[4], found.confidence[4]) == (1, True, 1)
        assert found.labels[5] == -1


@pytest.mark.parametrize("known", [[0], np.full(len(L), 2), np.full(len(L), 0.5)])
def test_known_classes_that_are_none_are_told(known: object) -> None:
    with pytest.raises(InputError, match="known must be"):
        map_em(L, 2, known=known)  # type: ignore[arg-type]
