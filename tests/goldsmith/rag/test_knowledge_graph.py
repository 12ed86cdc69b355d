import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.rag import (
    Node,
    NodeNotes,
    are_long,
    knowledge_graph,
    nearest,
    shared_entities,
    similar_pairs,
    unit_vectors,
)


def node(key: str, kind: str = "chunk", entities: tuple[str, ...] = (), themes: tuple[str, ...] = ()) -> Node:
    return Node(key, kind, key, NodeNotes("", entities, themes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    # Winkler (1990), the table of his examples: MARTHA/MARHTA 0.961, DIXON/DICKSONX 0.813, DWAYNE/DUANE 0.840.
    [("MARTHA", "MARHTA", 0.961), ("DIXON", "DICKSONX", 0.813), ("DWAYNE", "DUANE", 0.840)],
)
def test_names_are_the_same_from_their_jaro_winkler_similarity_on(
    one: str, other: str, similarity: float
) -> None:
    assert shared_entities([[one], [other]], similarity - 0.001) == {(0, 1): (min(one, other),)}
    assert shared_entities([[one], [other]], similarity + 0.001) == {}


def test_the_commonest_names_join_nothing() -> None:
    # Twenty different names: 5 % is one, "common", which all three texts have.
    names = [["common", "Alba", *(f"{letter}{letter}{letter}" for letter in "bcdefghij")]]
    names += [["common", "Alba", *(f"{letter}{letter}{letter}" for letter in "klmnopqrs")], ["common"]]
    assert len({name for several in names for name in several}) == 20
    assert shared_entities(names) == {(0, 1): ("Alba",)}
    assert (0, 2) in shared_entities(names, ignored_share=0)
    # Of one shared name in a short text 5 % is none: it stays.
    assert shared_entities([["Alba"], ["alba"]]) == {(0, 1): ("Alba",)}


def test_edges_join_what_is_similar_and_what_names_the_same() -> None:
    nodes = [
        node("a", entities=("Alba",), themes=("Towns", "Rain")),
        node("b", entities=("alba", "Cordi"), themes=("towns",)),
        node("c", entities=("Cordi",)),
        node("d", "document"),
    ]
    # Cosines: a-b 0.8, a-c 0.6, b-c 0.96. The document points where a does, and is joined with no chunk.
    vectors = [[1, 0], [0.8, 0.6], [0.6, 0.8], [1, 0]]
    graph = knowledge_graph(nodes, vectors, cosine=0.7)
    found = [(edge.one, edge.other, edge.kind, round(edge.score, 2), edge.shared) for edge in graph.edges]
    assert found == [
        ("a", "b", "similar", 0.8, ("Towns",)),
        ("b", "c", "similar", 0.96, ()),
        ("a", "b", "entities", 1, ("Alba",)),
        ("b", "c", "entities", 1, ("Cordi",)),
    ]
    assert graph.near == {"a": ("b", "c"), "b": ("c", "a"), "c": ("b", "a")}
    lower = knowledge_graph(nodes, vectors, cosine=0.5)
    assert len(lower.edges_of("similar", between="chunk")) == 3
    fewer = knowledge_graph(nodes, vectors, cosine=0.5, neighbours=1)
    assert {(edge.one, edge.other) for edge in fewer.edges_of("similar", between="chunk")} == {
        ("a", "b"),
        ("b", "c"),
    }


def test_a_quarter_of_long_documents_makes_a_long_set() -> None:
    long = "x" * 2001  # 500 tokens are 2,000 bytes
    assert not are_long([])
    assert not are_long(["x" * 2000])
    assert are_long([long, "short", "short", "short"])
    assert not are_long([long, *["short"] * 4])


def test_vectors_that_are_no_numbers_are_refused_and_zeros_are_similar_to_none() -> None:
    with pytest.raises(InputError, match="finite"):
        unit_vectors([[1.0, float("nan")]])
    assert similar_pairs(unit_vectors([[0, 0], [0, 0]]), 0.1, 3) == {}
    assert nearest(unit_vectors([[1, 0]]), 3) == [[]]


@given(
    st.lists(st.lists(st.sampled_from([-1.0, 0.0, 0.5, 2.0]), min_size=3, max_size=3), min_size=2, max_size=8)
)
def test_all_pairs_are_found_whatever_their_order(vectors: list[list[float]]) -> None:
    unit = unit_vectors(vectors)
    cosines = unit @ unit.T
    pairs = similar_pairs(unit, 0.5, len(vectors))
    expected = {(i, j) for i in range(len(vectors)) for j in range(i) if cosines[i, j] >= 0.5 - 1e-6}
    assert {(j, i) for i, j in pairs} == expected
    assert np.allclose([pairs[pair] for pair in pairs], [min(1, cosines[pair]) for pair in pairs])
