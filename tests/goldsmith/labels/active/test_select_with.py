"""scikit-activeml's strategies choose rows that have no label."""

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.labels.active import select_with

RNG = np.random.default_rng(0)
TRUTH = RNG.integers(2, size=120)
VECTORS = RNG.normal(size=(120, 4)) + TRUTH[:, None]
LABELS = np.where(np.arange(120) < 12, TRUTH, -1)


@pytest.mark.parametrize(
    "strategy", ["Falcun", "DropQuery", "ContrastiveAL", "Quire", "Clue", "DiscriminativeAL"]
)
def test_it_chooses_so_many_rows_without_a_label_and_the_same_again(strategy: str) -> None:
    rows = select_with(strategy, 5, vectors=VECTORS, labels=LABELS, cardinality=2, seed=3)
    assert len(set(rows.tolist())) == 5
    assert (LABELS[rows] == -1).all()
    again = select_with(strategy, 5, vectors=VECTORS, labels=LABELS, cardinality=2, seed=3)
    assert rows.tolist() == again.tolist()


def test_a_strategy_of_ones_own_and_what_it_needs_more() -> None:
    from skactiveml.classifier import ParzenWindowClassifier
    from skactiveml.pool import QueryByCommittee

    committee = [
        ParzenWindowClassifier(classes=[0, 1], missing_label=-1, metric_dict={"gamma": g}) for g in (0.1, 1.0)
    ]
    rows = select_with(
        QueryByCommittee(missing_label=-1, random_state=0),
        3,
        vectors=VECTORS,
        labels=LABELS,
        cardinality=2,
        ensemble=committee,
    )
    assert (LABELS[rows] == -1).all()
    sure = select_with(
        "UncertaintySampling", 3, vectors=VECTORS, labels=LABELS, cardinality=2, options={"method": "entropy"}
    )
    assert len(sure) == 3


def test_fewer_are_left_or_none() -> None:
    nearly = np.where(np.arange(120) < 118, TRUTH, -1)
    assert sorted(select_with("Falcun", 9, vectors=VECTORS, labels=nearly, cardinality=2)) == [118, 119]
    assert select_with("Falcun", 9, vectors=VECTORS, labels=TRUTH, cardinality=2).size == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"strategy": "NoSuch"}, "no query strategy 'NoSuch'"),
        ({"strategy": "utils"}, "no query strategy 'utils'"),
        ({"labels": TRUTH[:5]}, "vectors"),
        ({"labels": np.full(120, 2)}, "labels"),
        ({"count": -1}, "count >= 0"),
    ],
)
def test_it_says_what_is_wrong(fields: dict, words: str) -> None:
    given = {"strategy": "Falcun", "count": 2, "vectors": VECTORS, "labels": LABELS, "cardinality": 2}
    with pytest.raises(InputError, match=words):
        select_with(**(given | fields))
