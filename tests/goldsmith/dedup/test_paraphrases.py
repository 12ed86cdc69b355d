"""Twins in meaning: one of each stays, look-alikes all stay, whatever the order, the blocks and the cells."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from goldsmith.dedup import disagreement, paraphrases, read
from goldsmith.errors import InputError

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "dedup" / "paraphrases.jsonl").read_text("utf-8").splitlines()
]  # fmt: skip
AGREE = [
    pair
    for pair in PAIRS
    if pair["language"] == "en" and disagreement(read(pair["one"]), read(pair["other"])) is None
]
HARD = [pair for pair in PAIRS if pair["kind"] != "paraphrase" and pair["language"] == "en"]


def near(count: int, seed: int, noise: float = 0.01) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rng = np.random.default_rng(seed)
    one = rng.normal(size=(count, 64))
    return one, one + rng.normal(scale=noise, size=one.shape)


def test_of_planted_twins_one_of_each_stays() -> None:
    one, other = near(len(AGREE), 0)
    texts = [pair["one"] for pair in AGREE] + [pair["other"] for pair in AGREE]
    found = paraphrases(texts, np.concatenate([one, other]), 0.9)
    assert found.rows.tolist() == [*range(len(AGREE)), *range(len(AGREE))]
    assert (found.similarity[len(AGREE) :] > 0.99).all()


def test_look_alikes_all_stay_however_near_their_vectors_are() -> None:
    one, other = near(len(HARD), 1, noise=0.0)
    texts = [pair["one"] for pair in HARD] + [pair["other"] for pair in HARD]
    assert paraphrases(texts, np.concatenate([one, other]), 0.9).rows.tolist() == list(range(2 * len(HARD)))


def test_the_best_by_score_stays() -> None:
    texts = ["Name three birds.", "Please name 3 birds!", "name THREE birds"]
    vectors = [[1.0, 0.0]] * 3
    assert paraphrases(texts, vectors, scores=[0.1, None, 0.2]).rows.tolist() == [2, 2, 2]
    assert paraphrases(texts, vectors).rows.tolist() == [0, 0, 0]


def test_rows_of_the_other_set_stay_before_all() -> None:
    texts = ["Name three birds.", "Please name 3 birds!", "Name four birds.", "Sing."]
    vectors = [[1, 0.1], [1, 0], [1, 0], [0, 1]]
    found = paraphrases(
        texts,
        vectors,
        against=["Sing a song.", "Would you name three birds?"],
        against_vectors=[[-1, 0], [1, 0]],
    )
    assert found.known.tolist() == [1, 1, -1, -1]
    assert found.rows.tolist() == [0, 1, 2, 3]


def test_groups_are_kept_apart_however_many_are_near() -> None:
    # more than are read of the other group stand before the one of this
    texts, groups = ["Name three birds."] * 41, ["a"] * 40 + ["b"]
    found = paraphrases([*texts, "Name 3 birds!"], [[1.0, 0.0]] * 42, groups=[*groups, "b"])
    assert found.rows.tolist() == [*[0] * 40, 40, 40]
    other = paraphrases(["Name 3 birds!"] * 2, [[1.0, 0.0]] * 2, groups=["a", "b"], against=["Name three birds."],
                        against_vectors=[[1.0, 0.0]], against_groups=["b"])  # fmt: skip
    assert other.known.tolist() == [-1, 0]
    with pytest.raises(InputError, match="a group for each of 0 and 2 texts, got 0 and 1"):
        paraphrases(["a", "b"], [[1.0, 0.0]] * 2, groups=["x"])


def planted(count: int, seed: int) -> tuple[list[str], NDArray[np.float64]]:
    """Twins among topics: texts of words drawn at random, every second row the one before with a polite word."""
    rng = np.random.default_rng(seed)
    topics = rng.normal(size=(20, 32))
    one = topics[rng.integers(20, size=count)] + rng.normal(scale=1.5, size=(count, 32))
    words = np.array(
        [f"w{'abcdefghij'[k % 10]}{'klmnopqrst'[k // 10 % 10]}{'uvwxyz'[k // 100]}" for k in range(600)]
    )
    texts = [" ".join(words[rng.integers(600, size=9)]) for _ in range(count)]
    vectors = np.concatenate([one, one + rng.normal(scale=0.2, size=one.shape)])
    return [*texts, *(f"please {text}" for text in texts)], vectors


def test_cells_and_blocks_find_the_same_twins_as_comparing_all(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, vectors = planted(1500, 3)
    exact = paraphrases(texts, vectors, 0.95, cells=1)
    assert exact.rows.tolist() == [*range(1500), *range(1500)]
    monkeypatch.setattr(sys.modules[paraphrases.__module__], "_BLOCK", 100)
    in_cells = paraphrases(texts, vectors, 0.95, cells=30, probes=4)
    found = in_cells.rows[1500:] == np.arange(1500)
    assert found.mean() > 0.99  # a twin beyond a border is missed, and stays
    assert (in_cells.rows[:1500] == np.arange(1500)).all()
    again = paraphrases(texts, vectors, 0.95, cells=30, probes=4)
    assert again.rows.tolist() == in_cells.rows.tolist()


@pytest.mark.parametrize("scored", [False, True])
def test_every_duplicate_names_a_row_that_stays(scored: bool) -> None:
    texts, vectors = planted(400, 4)
    scores = np.random.default_rng(5).normal(size=800).tolist() if scored else None
    found = paraphrases(texts, vectors, 0.95, scores=scores)
    assert (found.rows[found.rows] == found.rows).all()
    assert len(set(found.rows.tolist())) == 400
    if scores:
        assert all(scores[other] >= scores[row] for row, other in enumerate(found.rows.tolist()))


def test_many_rows_that_are_all_alike() -> None:
    found = paraphrases(["the same"] * 5000, np.ones((5000, 8)))
    assert set(found.rows.tolist()) == {0}


def test_nothing_to_compare() -> None:
    assert paraphrases([], []).rows.tolist() == []
    assert paraphrases([], [], against=["a"], against_vectors=[[1.0]]).rows.tolist() == []
    assert paraphrases(["a", "a"], [[0.0, 0.0], [0.0, 0.0]]).rows.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": 0}, "threshold must be in"),
        ({"probes": 0}, "cells and probes at least 1"),
        ({"languages": ["en"]}, "a language for each of 2 texts, got 1"),
        ({"against": ["a"]}, "a vector for each of 1 texts of `against`, got 0"),
        ({"against": ["a"], "against_vectors": [[1.0]]}, "equally long, got 2 and 1"),
        ({"scores": [1.0]}, "a score for each of 2 rows"),
    ],
)
def test_what_does_not_fit_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        paraphrases(["a", "b"], [[1.0, 0.0], [1.0, 0.0]], **options)  # type: ignore[arg-type]
