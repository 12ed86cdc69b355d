"""The parts of the search for near-duplicates."""

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.dedup.components import components
from goldsmith.dedup.leaders import leaders
from goldsmith.dedup.minhash import band_shape, chance_found, engine_named
from goldsmith.dedup.minhash.batches import batches
from goldsmith.dedup.minhash.candidates import all_pairs, band_pairs
from goldsmith.dedup.minhash.code_points import code_point_classes
from goldsmith.dedup.minhash.hashing import permutations
from goldsmith.errors import MissingExtraError

ENGINES = ["numba", "numpy"]


def test_the_s_curve_is_the_published_one() -> None:
    # Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, figure 3.8: 20 bands of 5 rows
    published = {0.2: 0.006, 0.3: 0.047, 0.4: 0.186, 0.5: 0.470, 0.6: 0.802, 0.7: 0.975, 0.8: 0.9996}
    for similarity, chance in published.items():
        assert chance_found(similarity, bands=20, rows=5) == pytest.approx(chance, abs=6e-4)


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.58, 0.7, 0.8, 0.9])
def test_a_pair_at_the_threshold_is_nearly_always_compared(threshold: float) -> None:
    bands, rows = band_shape(threshold, 128)
    assert bands * rows <= 128
    assert chance_found(threshold, bands, rows) > 0.97
    assert chance_found(threshold / 4, bands, rows) < 0.3


def test_a_threshold_of_one_takes_all_rows_in_one_band() -> None:
    assert band_shape(1.0, 64) == (1, 64)


@pytest.mark.parametrize("engine", ENGINES)
def test_signatures_agree_as_often_as_sets_are_similar(engine: str) -> None:
    # 60 of 100 shingles shared: 0.6; over 1,000 permutations the deviation is 0.0155, and four of them 0.062
    hashes = np.random.default_rng(0).integers(0, 2**64, 100, dtype=np.uint64)
    both = np.concatenate([hashes[:80], hashes[20:]])
    keys, _, _ = engine_named(engine).signatures(
        both, np.array([0, 80, 160]), np.zeros(2, np.uint64), permutations(1000, seed=3), 1000
    )
    assert (keys[:, 0] == keys[:, 1]).mean() == pytest.approx(0.6, abs=0.062)


@pytest.mark.parametrize("engine", ENGINES)
def test_tidy_rows_are_sorted_sets_and_compared_as_sets(engine: str) -> None:
    loop = engine_named(engine)
    high = np.uint64(2**63)
    hashes = np.array([3, 1, 3, high, 2, 1, high, high], np.uint64)  # {1 3 high}, {}, {1 2 high}, {high}
    out = np.zeros(8, np.uint64)
    lengths = loop.tidy(hashes, np.array([0, 4, 4, 7, 8]), np.array([0, 1, 2, 3]), out)
    assert lengths.tolist() == [3, 0, 3, 1]
    assert out[:7].tolist() == [1, 3, high, 1, 2, high, high]
    starts = np.array([0, 3, 3, 6])
    found = loop.jaccard(out, starts, lengths, np.array([0, 0, 1, 3]), np.array([2, 3, 1, 1]))
    assert found.tolist() == [2 / 4, 1 / 3, 0, 0]


@given(
    st.lists(st.text(st.sampled_from("ab 字กำ👍\u200d\u0301\t\n!_7\ud800ß"), max_size=12), max_size=8),
    st.booleans(),
    st.integers(1, 4),
)
def test_the_engines_agree_bit_for_bit(texts: list[str], chars: bool, size: int) -> None:
    one, other = (engine_named(name) for name in ENGINES)
    for batch in batches([(text, text[::-1]) for text in texts], groups=[len(text) % 2 for text in texts]):
        found = [loop.shingles(batch, code_point_classes(), chars=chars, size=size) for loop in (one, other)]
        assert all(map(np.array_equal, *found))
        hashes, offsets = found[0]
        offsets = offsets[batch.rows]
        functions = permutations(24, seed=1)
        signed = [loop.signatures(hashes, offsets, batch.groups, functions, 8) for loop in (one, other)]
        assert all(map(np.array_equal, *signed))
        assert np.array_equal(one.by_key(signed[0][0][0]), other.by_key(signed[0][0][0]))


def test_batches_hold_every_text_once_and_in_order() -> None:
    texts = ["Ab", "é\n", ""] * 5000
    sizes = []
    again = []
    for batch in batches(texts):
        sizes.append(len(batch.groups))
        again += [
            "".join(map(chr, batch.codes[start:end]))
            for start, end in zip(batch.starts, batch.ends, strict=True)
        ]
        assert (batch.codes[batch.ends] == ord("\n")).all()
    assert again == ["ab", "é\n", ""] * 5000
    assert len(sizes) > 1
    assert max(sizes) <= 8192


@given(st.integers(1, 30), st.data())
def test_components_are_what_can_be_reached(count: int, data: st.DataObject) -> None:
    node = st.integers(0, count - 1)
    edges = data.draw(st.lists(st.tuples(node, node), max_size=40))
    reached = [{node} for node in range(count)]
    for _ in range(count):  # a path has fewer edges than there are nodes
        for i, j in edges:
            reached[i] |= reached[j]
            reached[j] |= reached[i]
    found = components(count, np.array(edges, np.int64).reshape(-1, 2))
    assert found.tolist() == [min(nodes) for nodes in reached]


def test_components_of_a_long_path_are_one() -> None:
    nodes = np.random.default_rng(0).permutation(50_000)
    assert not components(50_000, np.column_stack([nodes[1:], nodes[:-1]])).any()


def test_each_of_more_leaders_than_are_compared_stays() -> None:
    # 200 nodes, none similar to any other: after 128 leaders the rest stay as they are
    nodes = np.arange(200)
    found = leaders(np.zeros(200, np.int64), nodes, lambda one, _: np.zeros(len(one)), 0.5)
    assert found.nodes.tolist() == nodes.tolist()


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=16), st.lists(st.booleans(), min_size=16, max_size=16)
)
def test_small_buckets_give_every_pair(keys: list[int], flags: list[bool]) -> None:
    expected = {
        (i, j) for j in range(len(keys)) for i in range(j) if keys[i] == keys[j] and flags[i] != flags[j]
    }
    old = np.array(flags[: len(keys)])
    band = [np.array(keys, np.uint32)]
    refiner = np.zeros(len(keys), np.uint64)
    for engine in map(engine_named, ENGINES):
        (pairs,) = band_pairs(band, 4, refiner, engine, old)
        assert sorted(map(tuple, pairs.tolist())) == sorted(expected)
        (pairs,) = band_pairs(band, 4, refiner, engine)
        assert {(i, j) for i, j in pairs.tolist() if flags[i] != flags[j]} == expected
        assert all(keys[i] == keys[j] and i < j for i, j in pairs.tolist())
        assert len(pairs) == sum(keys[:j].count(key) for j, key in enumerate(keys))


def test_large_buckets_pair_those_whose_signatures_agree_further() -> None:
    # 1,000 documents in one bucket, in 500 pairs that share the refining bytes and stand far apart
    refiner = np.tile(np.random.default_rng(0).permutation(500).astype(np.uint64), 2)
    (pairs,) = band_pairs([np.zeros(1000, np.uint32)], 8, refiner, engine_named("numpy"))
    assert {(i, i + 500) for i in range(500)} <= set(map(tuple, pairs.tolist()))
    assert len(pairs) <= 5 * 1000


def test_all_pairs_of_old_and_new_leave_out_those_within() -> None:
    old = np.array([True, False, True])
    assert sorted(map(tuple, all_pairs(3, old).tolist())) == [(0, 1), (1, 2)]
    assert sorted(map(tuple, all_pairs(3).tolist())) == [(0, 1), (0, 2), (1, 2)]


@pytest.fixture
def without_numba(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "numba", None)
    engine_named.cache_clear()
    yield
    engine_named.cache_clear()


@pytest.mark.usefixtures("without_numba")
def test_without_numba_numpy_computes_and_the_extra_is_named() -> None:
    assert engine_named("auto") is engine_named("numpy")
    with pytest.raises(MissingExtraError, match=r"goldsmith\[dedup\]"):
        engine_named("numba")


def test_with_numba_numba_computes() -> None:
    assert engine_named("auto") is engine_named("numba")
