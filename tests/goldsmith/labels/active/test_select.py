"""Each strategy against its definition, what holds for all of them, and what the default is worth on real texts."""

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.stats import entropy
from sklearn.cluster import KMeans
from sklearn.metrics import f1_score
from tests.forked import in_child
from tests.goldsmith.labels.conftest import WeakSet

from goldsmith.errors import InputError
from goldsmith.labels import EndModel, select, text_vectors
from goldsmith.labels.active import Strategy

STRATEGIES = get_args(Strategy)
seeds = st.integers(0, 2**16)


def rows_of(seed: int, n: int = 25, k: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(k), size=n), rng.normal(size=(n, 4))


@settings(max_examples=40)
@given(
    seeds,
    st.sampled_from(STRATEGIES),
    st.integers(0, 30),
    st.sets(st.integers(0, 24), min_size=1, max_size=24),
)
def test_it_gives_as_many_new_rows_as_wanted_and_the_same_again(
    seed: int, strategy: Strategy, count: int, labelled: set[int]
) -> None:
    p, X = rows_of(seed)
    given = {
        "strategy": strategy,
        "probabilities": p,
        "vectors": X,
        "labelled": sorted(labelled),
        "seed": seed,
    }
    rows = select(count, **given)
    assert len(set(rows.tolist())) == len(rows) == min(count, 25 - len(labelled))
    assert not labelled & set(rows.tolist())
    np.testing.assert_array_equal(rows, select(count, **given))
    mask = np.isin(np.arange(25), sorted(labelled))
    np.testing.assert_array_equal(rows, select(count, **given | {"labelled": mask}))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_equal_rows_are_no_trouble(strategy: Strategy) -> None:
    rows = select(
        5, strategy=strategy, probabilities=np.full((8, 2), 0.5), vectors=np.zeros((8, 2)), labelled=[0]
    )
    assert len(set(rows.tolist())) == 5


@pytest.mark.parametrize("strategy", ["coreset", "badge", "typiclust"])
def test_sparse_vectors_give_what_dense_ones_do(strategy: Strategy) -> None:
    p, X = rows_of(0)
    dense, sparse = (
        select(6, strategy=strategy, probabilities=p, vectors=given, labelled=[3])
        for given in (X, csr_matrix(X))
    )
    np.testing.assert_array_equal(dense, sparse)


@settings(max_examples=30)
@given(seeds)
def test_uncertainty_is_what_the_formulas_say(seed: int) -> None:
    p, _ = rows_of(seed)
    ordered = np.sort(p, axis=1)
    for strategy, score in [
        ("least_confidence", ordered[:, -1]),
        ("margin", ordered[:, -1] - ordered[:, -2]),
        ("entropy", -entropy(p, axis=1)),
    ]:
        rows = select(25, strategy=strategy, probabilities=p)
        assert (np.diff(score[rows]) >= -1e-9).all()


@settings(max_examples=8)
@given(seeds, st.permutations([0, 1, 2]))
def test_the_names_of_classes_do_not_matter(seed: int, names: list[int]) -> None:
    p, X = rows_of(seed)
    for strategy in STRATEGIES:
        first, other = (
            select(4, strategy=strategy, probabilities=given, vectors=X, labelled=[0])
            for given in (p, p[:, names])
        )
        np.testing.assert_array_equal(first, other)


@settings(max_examples=30)
@given(seeds, st.sets(st.integers(0, 24), min_size=1, max_size=10))
def test_coreset_is_greedy_k_centre(seed: int, labelled: set[int]) -> None:
    _, X = rows_of(seed)
    centres = sorted(labelled)
    for row in select(6, strategy="coreset", vectors=X, labelled=sorted(labelled)):
        away = [min(np.linalg.norm(X[other] - X[centre]) for centre in centres) for other in range(25)]
        assert away[row] == pytest.approx(max(away))
        centres.append(int(row))


def test_coreset_begins_in_the_middle() -> None:
    assert select(2, strategy="coreset", vectors=[[0.0], [4.0], [5.0], [10.0]]).tolist() == [2, 0]


@settings(max_examples=30)
@given(seeds)
def test_badge_is_k_means_plus_plus_on_gradients(seed: int) -> None:
    p, X = rows_of(seed)
    gradients = np.einsum("ni,nj->nij", p - np.eye(3)[p.argmax(axis=1)], X).reshape(25, -1)
    rng = np.random.default_rng(seed)
    chosen = [int(rng.choice(25, p=np.full(25, 1 / 25)))]
    while len(chosen) < 5:
        away = np.min([((gradients - gradients[row]) ** 2).sum(axis=1) for row in chosen], axis=0)
        chosen.append(int(rng.choice(25, p=away / away.sum())))
    assert select(5, strategy="badge", probabilities=p, vectors=X, seed=seed).tolist() == chosen


def blobs() -> tuple[np.ndarray, np.ndarray]:
    """Return four far apart blobs of 40, 30, 20 and 6 rows and a group of 3, too small to count, and who belongs where."""
    rng = np.random.default_rng(0)
    sizes = [40, 30, 20, 6, 3]
    blob = np.repeat(np.arange(5), sizes)
    return np.array([[0, 0], [50, 0], [0, 50], [50, 50], [25, 100]])[blob] + rng.normal(size=(99, 2)), blob


def test_typiclust_takes_the_densest_row_of_the_largest_clusters_without_labels() -> None:
    X, blob = blobs()
    rows = select(4, strategy="typiclust", vectors=X, labelled=[0])
    # Five clusters for one label and four wanted; the one with a label comes last, the group of 3 never.
    assert blob[rows].tolist() == [1, 2, 3, 0]
    for row in rows[:3]:
        inside = np.flatnonzero(blob == blob[row])
        away = np.sort(np.linalg.norm(X[inside, None] - X[inside], axis=2), axis=1)
        nearest = min(20, len(inside) // 2)
        assert row == inside[away[:, 1 : nearest + 1].mean(axis=1).argmin()]


def test_without_labels_the_default_takes_one_row_of_each_kind() -> None:
    X, blob = blobs()
    assert sorted(blob[select(5, vectors=X)]) == [0, 1, 2, 3, 4]


def test_the_default_takes_the_unsure_of_every_kind() -> None:
    X, blob = blobs()
    unsure = np.arange(99) % 2 == 0  # the 50 rows of the smallest margins are those that are clustered for 5
    p = np.where(unsure[:, None], [0.55, 0.45], [0.9, 0.1])
    rows = select(5, probabilities=p, vectors=X, labelled=[1])
    assert unsure[rows].all()
    assert sorted(blob[rows]) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"strategy": "best", "vectors": [[1.0]]}, "strategy must be one of"),
        ({"count": -1, "vectors": [[1.0]]}, "at least 0"),
        ({}, "wanted probabilities"),
        ({"vectors": [[1.0]], "probabilities": [[0.5, 0.5]] * 2}, "the same n rows"),
        ({"strategy": "margin", "vectors": [[1.0]]}, "needs probabilities"),
        ({"strategy": "coreset", "probabilities": [[0.5, 0.5]]}, "needs vectors"),
        ({"vectors": [[float("nan")]]}, "finite"),
        ({"probabilities": [[1.5, -0.5]]}, r"in \[0, 1\]"),
        ({"vectors": [[1.0]], "labelled": [1]}, r"numbers in \[0, 1\)"),
        ({"vectors": [[1.0]], "labelled": [True, False]}, "mask"),
    ],
)
def test_it_says_what_is_wrong(settings: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        select(**{"count": 1} | settings)


def test_a_hundred_labels_it_chose_are_worth_far_more_than_random_ones(
    weak_set: Callable[[str], WeakSet],
) -> None:
    data = weak_set("sms")
    vectors = text_vectors([*data.texts, *data.test_texts])
    train, test = vectors[: len(data.texts)], vectors[len(data.texts) :]

    def score(strategy: Strategy, seed: int) -> float:
        labelled, p = np.empty(0, dtype=int), None
        for batch in range(4):
            rows = select(
                25,
                strategy=strategy,
                probabilities=p,
                vectors=train,
                labelled=labelled,
                seed=100 * seed + 25 * batch,
            )
            labelled = np.concatenate([labelled, rows])
            model = EndModel.of_few().fit(train[labelled], np.eye(2)[data.gold[labelled]])
            p = model.predict_proba(train)
        return 100 * float(f1_score(data.test_gold, model.predict(test)))

    assert np.mean([score("margin_clusters", seed) for seed in range(5)]) >= 92
    assert np.mean([score("random", seed) for seed in range(3)]) < 88


@pytest.mark.parametrize("strategy", ["margin_clusters", "typiclust"])
def test_a_process_forked_after_openmp_was_used_does_not_wait_for_its_threads(strategy: Strategy) -> None:
    # What has more than one thread at work leaves OpenMP in a state in which a fork hangs: scikit-learn's own, unlimited.
    p, X = rows_of(0, n=200)
    KMeans(8, n_init=1, random_state=0).fit(X)
    expected = select(4, strategy=strategy, probabilities=p, vectors=X).tolist()

    def again() -> list[int]:
        return [int(row) for row in select(4, strategy=strategy, probabilities=p, vectors=X)]

    assert in_child(again, 30).returned == expected
