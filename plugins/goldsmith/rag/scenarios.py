"""Of which chunks a question is made."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldsmith.errors import InputError
from goldsmith.generate import derived_seed
from goldsmith.rag.knowledge_graph import Edge, KnowledgeGraph
from goldsmith.rag.question_kinds import QUESTION_KINDS

__all__ = ["NO_SCENARIO", "Scenario", "ScenarioDraw", "scenarios_of"]

NO_SCENARIO = {
    "multi_hop_specific": "no two chunks name the same",
    "multi_hop_abstract": "no two chunks or documents are similar enough",
    "distracting": "there is one chunk only, and none to distract with",
}
"""Why a kind has none where there are chunks."""


@dataclass(frozen=True)
class Scenario:
    """What a question is made of.

    Attributes:
        contexts: the ids of the chunks that answer it; of a question out of scope, the one it is near to.
        distractors: the ids of chunks that do not answer it and are brought in all the same.
        shared: the names or themes that join the contexts.
    """

    contexts: tuple[str, ...]
    distractors: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def chunks(self) -> tuple[str, ...]:
        """The ids of all its chunks."""
        return (*self.contexts, *self.distractors)


def scenarios_of(graph: KnowledgeGraph, kind: str) -> list[Scenario]:
    """Return all scenarios of a kind of question, none if the documents give none.

    - single_hop_specific, conversational, out_of_scope: each chunk.
    - multi_hop_specific: two chunks that name the same.
    - multi_hop_abstract: two similar chunks, and of two similar documents the two most similar chunks.
    - distracting: a chunk, and the most similar other one.
    - double: two chunks that are joined or, where none are, near to each other; the chunk if there is one only.

    Raises:
        InputError: there is no such kind.
    """
    if kind not in QUESTION_KINDS:
        raise InputError(f"no questions of the kind {kind!r}, there are {', '.join(QUESTION_KINDS)}")
    chunks = [node.id for node in graph.of_kind("chunk")]
    if kind == "multi_hop_specific":
        return _of_edges(graph.edges_of("entities", between="chunk"))
    if kind == "multi_hop_abstract":
        return _unique([*_of_edges(graph.edges_of("similar", between="chunk")), *_of_documents(graph)])
    if kind == "distracting":
        return [Scenario((chunk,), graph.near[chunk][:1]) for chunk in chunks if graph.near[chunk]]
    if kind == "double":
        return _doubles(graph, chunks)
    return [Scenario((chunk,)) for chunk in chunks]


def _of_edges(edges: Sequence[Edge]) -> list[Scenario]:
    return [Scenario((edge.one, edge.other), shared=edge.shared) for edge in edges]


def _of_documents(graph: KnowledgeGraph) -> list[Scenario]:
    """Return for each two similar documents the chunks of each that are nearest to one another."""
    document_of = {node.id: node.document_id for node in graph.of_kind("chunk")}
    found = []
    for edge in graph.edges_of("similar", between="document"):
        near = (
            (chunk, other)
            for chunk, others in graph.near.items()
            if document_of[chunk] == edge.one
            for other in others
            if document_of[other] == edge.other
        )
        if pair := next(near, None):
            found.append(Scenario(pair, shared=edge.shared))
    return found


def _doubles(graph: KnowledgeGraph, chunks: list[str]) -> list[Scenario]:
    joined = [
        *_of_edges(graph.edges_of("entities", between="chunk")),
        *_of_edges(graph.edges_of("similar", between="chunk")),
    ]
    near = [Scenario((chunk, others[0])) for chunk, others in graph.near.items() if others]
    return _unique(joined or near) or [Scenario((chunk,)) for chunk in chunks]


def _unique(scenarios: list[Scenario]) -> list[Scenario]:
    """Return the first scenario of each set of chunks."""
    first: dict[frozenset[str], Scenario] = {}
    for scenario in scenarios:
        first.setdefault(frozenset(scenario.chunks), scenario)
    return list(first.values())


class ScenarioDraw:
    """Draws scenarios so that all chunks come up, each time one that has come up least."""

    def __init__(self, scenarios: Mapping[str, Sequence[Scenario]], seed: int = 0) -> None:
        """Begin with none drawn; `scenarios` are those of each kind.

        Ties fall by the seed and the chunks, so that they do not change when other documents come or go.
        """
        self._scenarios = scenarios
        self._rank = {
            one: derived_seed(seed, *one.chunks) for several in scenarios.values() for one in several
        }
        self._drawn: Counter[tuple[str, Scenario]] = Counter()
        self._chunks: Counter[str] = Counter()

    def draw(self, kind: str) -> Scenario | None:
        """Return a scenario of a kind, None if there is none."""
        found = min(self._scenarios[kind], key=lambda one: self._cost(kind, one), default=None)
        if found:
            self.count(kind, found)
        return found

    def count(self, kind: str, scenario: Scenario) -> None:
        """Note that a scenario was drawn, here or in an earlier run."""
        self._drawn[kind, scenario] += 1
        self._chunks.update(scenario.contexts)

    def uses(self, chunk: str) -> int:
        """Return how often a chunk has come up as a context."""
        return self._chunks[chunk]

    def _cost(self, kind: str, scenario: Scenario) -> tuple[int, float, int]:
        uses = sum(self._chunks[chunk] for chunk in scenario.contexts) / len(scenario.contexts)
        return self._drawn[kind, scenario], uses, self._rank[scenario]
