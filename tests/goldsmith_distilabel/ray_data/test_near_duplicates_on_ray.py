"""Near-duplicates on Ray Data: what one process finds in memory."""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.local_ray import local_ray

from goldsmith.dedup import NearDuplicateIndex, NearDuplicates
from goldsmith.errors import InputError
from goldsmith_distilabel.ray_data import near_duplicates_on_ray


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    with local_ray(num_cpus=2):
        yield


def texts_of(count: int) -> list[str]:
    """Random texts of 6 to 20 words; copies of some with words replaced, and copies of copies; the same text many times."""
    rng = random.Random(0)
    words = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in "bdgklmnrst"]
    texts = [" ".join(rng.choices(words, k=rng.randint(6, 20))) for _ in range(count)]
    for _ in range(count):
        told = rng.choice(texts).split()
        told[rng.randrange(len(told))] = rng.choice(words)
        texts.append(" ".join(told))
    template = "please write a text about {} for the readers of our letter"
    texts += [template.format(word) for word in words[:60]] + ["OK"] * 40 + [""] * 9
    rng.shuffle(texts)
    return texts


def in_memory(texts: list[Any], **options: Any) -> NearDuplicates:
    groups = options.pop("groups", None)
    index = NearDuplicateIndex(**options)
    index.add(texts, groups)
    return index.find()


def on_ray(rows: dict[str, list[Any]], blocks: int, **options: Any) -> dict[str, list[Any]]:
    import ray

    table, cuts = pa.table(rows), np.linspace(0, len(rows["text"]), blocks + 1).astype(int).tolist()
    parts = [table.slice(begin, end - begin) for begin, end in pairwise(cuts)]
    found = near_duplicates_on_ray(ray.data.from_arrow(parts), **options)
    tables = ray.get(found.to_arrow_refs())
    return pa.concat_tables(tables).to_pydict()


def same(found: dict[str, list[Any]], wanted: NearDuplicates) -> None:
    rows, similarity = wanted.duplicates()
    count = len(rows)
    assert found["row"] == list(range(count))
    assert [
        row if other is None else other for row, other in enumerate(found["duplicate_of_row"])
    ] == rows.tolist()
    assert [1.0 if value is None else value for value in found["similarity"]] == similarity.tolist()
    assert found["cluster_row"] == wanted.cluster_ids.tolist()
    assert found["keep"] == (rows == np.arange(count)).tolist()
    told = [
        None if other == row else f"near-duplicate: of row {other} (similarity {close:.2f})"
        for row, (other, close) in enumerate(zip(rows.tolist(), similarity.tolist(), strict=True))
    ]
    assert found["drop_reason"] == told


def test_many_rows_in_many_blocks_and_parts_are_judged_as_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = texts_of(1500)
    wanted = in_memory(texts)
    assert 0.3 < (wanted.duplicates().rows != np.arange(len(texts))).mean() < 0.7
    monkeypatch.setattr(
        "goldsmith_distilabel.ray_data.search._ROWS_AT_ONCE", 1700
    )  # the keys of a band in two parts
    monkeypatch.setattr(
        "goldsmith_distilabel.ray_data.near_duplicates._MEGABYTE", 100_000
    )  # the texts in some parts
    same(on_ray({"text": texts}, 7, part_mb=1), wanted)


def test_few_rows_groups_and_several_columns() -> None:
    texts = texts_of(60)
    groups = [number % 2 for number in range(len(texts))]
    wanted = in_memory(list(zip(texts, texts[::-1], strict=True)), groups=groups, threshold=0.4, shingle=1)
    rows = {"text": texts, "more": texts[::-1], "of": groups}
    same(on_ray(rows, 3, column=["text", "more"], group="of", threshold=0.4, shingle=1), wanted)
    same(on_ray({"text": ["a", None, "", "A"]}, 2), in_memory(["a", "", "", "A"]))


def test_what_cannot_be_searched_is_refused_and_nothing_is_nothing() -> None:
    with pytest.raises(InputError, match="no column 'body'; there are text"):
        on_ray({"text": ["a"]}, 1, column="body")
    with pytest.raises(InputError, match="row 0: expected a string"):
        on_ray({"text": [7]}, 1)
    assert on_ray({"text": [""] * 3}, 3)["duplicate_of_row"] == [None, 0, 0]
