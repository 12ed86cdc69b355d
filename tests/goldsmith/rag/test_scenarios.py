import pytest

from goldsmith.errors import InputError
from goldsmith.rag import (
    NO_SCENARIO,
    QUESTION_KINDS,
    Node,
    NodeNotes,
    Scenario,
    ScenarioDraw,
    knowledge_graph,
    scenarios_of,
)


def graph_of(*names: tuple[str, ...], vectors: list[list[float]]):  # type: ignore[no-untyped-def]
    nodes = [Node(str(place), "chunk", str(place), NodeNotes("", own)) for place, own in enumerate(names)]
    return knowledge_graph(nodes, vectors, cosine=0.7)


def test_each_kind_gets_the_chunks_that_suit_it() -> None:
    graph = graph_of(("Alba",), ("Alba",), ("Cordi",), vectors=[[1, 0, 0], [0, 1, 0.1], [0, 1, 0]])
    pairs = {kind: [one.contexts for one in scenarios_of(graph, kind)] for kind in QUESTION_KINDS}
    assert pairs["single_hop_specific"] == [("0",), ("1",), ("2",)]
    assert pairs["out_of_scope"] == pairs["conversational"] == pairs["single_hop_specific"]
    assert pairs["multi_hop_specific"] == [("0", "1")]
    assert pairs["multi_hop_abstract"] == [("1", "2")]
    assert pairs["double"] == [("0", "1"), ("1", "2")]
    assert scenarios_of(graph, "multi_hop_specific")[0].shared == ("Alba",)
    # The nearest other chunk distracts: of the last two each other.
    assert [one.distractors for one in scenarios_of(graph, "distracting")][1:] == [("2",), ("1",)]


def test_one_short_document_has_scenarios_for_what_one_chunk_can_give() -> None:
    graph = graph_of(("Alba",), vectors=[[1, 0]])
    without = {kind for kind in QUESTION_KINDS if not scenarios_of(graph, kind)}
    assert without == set(NO_SCENARIO)
    assert scenarios_of(graph, "double") == [Scenario(("0",))]


def test_chunks_that_nothing_joins_still_make_double_questions() -> None:
    graph = graph_of((), (), vectors=[[1, 0], [0, 1]])
    assert scenarios_of(graph, "double") == [Scenario(("0", "1"))]
    assert scenarios_of(graph, "multi_hop_abstract") == []


def test_similar_documents_join_their_nearest_chunks() -> None:
    nodes = [
        Node("A", "document", "A"),
        Node("B", "document", "B"),
        Node("a1", "chunk", "A"),
        Node("a2", "chunk", "A"),
        Node("b1", "chunk", "B"),
    ]
    # Documents: cosine 1. Chunks: a1-b1 0, a2-b1 0.6, a1-a2 0.8; with 0.9 no two chunks are joined by themselves.
    vectors = [[1, 0], [1, 0], [1, 0], [0.8, 0.6], [0, 1]]
    graph = knowledge_graph(nodes, vectors, cosine=0.9)
    assert [one.contexts for one in scenarios_of(graph, "multi_hop_abstract")] == [("a1", "b1")]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match="no questions of the kind 'triple'"):
        scenarios_of(graph_of((), vectors=[[1]]), "triple")


def test_draws_go_round_and_do_not_depend_on_what_else_there_is() -> None:
    scenarios = [Scenario((name,)) for name in "abcd"]
    draw = ScenarioDraw({"double": scenarios}, seed=3)
    first = [draw.draw("double") for _ in range(4)]
    assert set(first) == set(scenarios)
    fewer = ScenarioDraw({"double": [one for one in reversed(scenarios) if one != first[1]]}, seed=3)
    assert [fewer.draw("double") for _ in range(3)] == [one for one in first if one != first[1]]
    assert ScenarioDraw({"double": []}).draw("double") is None


def test_a_chunk_that_has_come_up_waits() -> None:
    draw = ScenarioDraw(
        {"x": [Scenario(("a",)), Scenario(("b",))], "y": [Scenario(("a",)), Scenario(("b",))]}
    )
    first = draw.draw("x")
    assert first is not None
    assert draw.draw("y") != first
