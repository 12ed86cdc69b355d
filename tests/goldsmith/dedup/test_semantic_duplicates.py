import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from goldsmith.dedup import semantic_duplicates, semantic_matches
from goldsmith.errors import InputError


def one_by_one(vectors: NDArray[np.float64], threshold: float, order: list[int]) -> list[int]:
    """The definition, row after row: the first row that stays and is similar enough, or the row itself."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    staying: list[int] = []
    found = list(range(len(vectors)))
    for row in order:
        similar = [other for other in staying if unit[row] @ unit[other] >= threshold]
        if similar:
            found[row] = similar[0]
        else:
            staying.append(row)
    return found


def clustered(seed: int, rows: int = 700, dimensions: int = 8) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(rows // 5, dimensions))
    return centres[rng.integers(len(centres), size=rows)] + rng.normal(scale=0.3, size=(rows, dimensions))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("threshold", [0.5, 0.8, 0.95])
def test_blocks_give_what_comparing_row_after_row_gives(seed: int, threshold: float) -> None:
    vectors = clustered(seed)
    scores = np.random.default_rng(seed).permutation(len(vectors))
    in_order = one_by_one(vectors, threshold, list(range(len(vectors))))
    assert semantic_duplicates(vectors, threshold).tolist() == in_order
    assert 1 < len(set(in_order)) < len(vectors)
    by_score = one_by_one(vectors, threshold, np.argsort(-scores).tolist())
    assert semantic_duplicates(vectors, threshold, scores=scores.tolist()).tolist() == by_score


def test_of_a_thousand_twins_a_thousand_stay() -> None:
    # Nearest-neighbour filters that drop whoever has a near neighbour lose both twins of each pair.
    one = np.random.default_rng(0).normal(size=(1000, 32))
    found = semantic_duplicates(np.concatenate([one, one * 3]), threshold=0.99)
    assert found.tolist() == [*range(1000), *range(1000)]


def test_the_end_of_a_chain_stays() -> None:
    # 0, 20 and 40 degrees: cos 20 = 0.94 links the neighbours, cos 40 = 0.77 does not link the ends.
    angles = np.radians([0, 20, 40])
    found = semantic_matches(np.column_stack([np.cos(angles), np.sin(angles)]), threshold=0.9)
    assert found.rows.tolist() == [0, 0, 2]
    assert found.similarity == pytest.approx([1, np.cos(np.radians(20)), 1])


def test_many_rows_that_stay_are_compared_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = clustered(7)
    expected = semantic_matches(vectors, 0.9)
    monkeypatch.setattr(sys.modules[semantic_duplicates.__module__], "_STAYING", 10)
    found = semantic_matches(vectors, 0.9)
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.similarity == pytest.approx(expected.similarity, abs=1e-6)


def test_equal_vectors_reach_a_threshold_of_1_and_zeros_reach_none() -> None:
    vector = np.random.default_rng(3).normal(size=384)
    rows = np.array([vector, np.zeros(384), vector * 1e30, np.zeros(384), vector * 1e-30])
    assert semantic_duplicates(rows, threshold=1).tolist() == [0, 1, 0, 3, 0]


def test_nothing_to_compare() -> None:
    assert semantic_duplicates([]).tolist() == []
    assert semantic_duplicates(np.empty((0, 384))).tolist() == []
    assert semantic_duplicates(np.empty((2, 0))).tolist() == [0, 1]
    assert semantic_duplicates([[0.5, 1.0]]).tolist() == [0]


@given(st.lists(st.tuples(*[st.floats(-5, 5)] * 3), max_size=30), st.floats(0.05, 1))
def test_every_duplicate_names_a_row_that_stays(vectors: list[tuple[float, ...]], threshold: float) -> None:
    found = semantic_matches(vectors, threshold)
    assert (found.rows[found.rows] == found.rows).all()
    assert (found.similarity >= threshold - 1e-5).all()
    assert (found.similarity <= 1).all()


@pytest.mark.parametrize(
    ("vectors", "options", "message"),
    [
        ([[1.0]], {"threshold": 0}, "threshold must be in"),
        ([[1.0]], {"threshold": 1.1}, "threshold must be in"),
        ([1.0, 2.0], {}, r"an array of shape \[2\]"),
        ([[1.0], [1.0, 2.0]], {}, "must be \\[n, d\\] numbers"),
        ([["a"]], {}, "must be \\[n, d\\] numbers"),
        ([[1.0], [np.nan]], {}, "row 1 is not"),
        ([[1.0], [2.0]], {"scores": [1.0]}, "a score for each of 2 rows, got 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    vectors: object, options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        semantic_duplicates(vectors, **options)  # type: ignore[arg-type]
