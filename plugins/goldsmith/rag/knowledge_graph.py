"""What a set of documents is about, and which parts of it belong together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from goldsmith.rag.node_notes import NodeNotes
from goldsmith.rag.shared_entities import shared_entities
from goldsmith.rag.similar_pairs import nearest, similar_pairs, unit_vectors

__all__ = ["Edge", "KnowledgeGraph", "Node", "are_long", "knowledge_graph"]

_LONG_TOKENS, _LONG_SHARE = 500, 0.25  # Ragas 0.4, default_transforms


@dataclass(frozen=True)
class Node:
    """A document or a chunk.

    Attributes:
        id: its id, unique among nodes of its kind.
        kind: which of the two.
        document_id: the document itself, or that of the chunk.
        notes: what it is about.
    """

    id: str
    kind: Literal["document", "chunk"]
    document_id: str
    notes: NodeNotes = field(default_factory=NodeNotes)


@dataclass(frozen=True)
class Edge:
    """Two nodes of the same kind that belong together.

    Attributes:
        one: the id of a node.
        other: the id of the other, which comes later.
        kind: "similar" (what they say) or "entities" (what they name).
        score: the cosine of their embeddings, or how many names they share.
        shared: the themes both have, or the names.
    """

    one: str
    other: str
    kind: Literal["similar", "entities"]
    score: float
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnowledgeGraph:
    """Documents and chunks and what joins them, after Ragas 0.4.

    Attributes:
        nodes: of both kinds.
        edges: between documents, and between chunks.
        near: of each chunk the most similar others, best first, however little they are.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    near: Mapping[str, tuple[str, ...]]

    def of_kind(self, kind: str) -> list[Node]:
        """Return the nodes of a kind."""
        return [node for node in self.nodes if node.kind == kind]

    def edges_of(self, kind: str, *, between: str) -> list[Edge]:
        """Return the edges of a kind between nodes of a kind."""
        ids = {node.id for node in self.of_kind(between)}
        return [edge for edge in self.edges if edge.kind == kind and edge.one in ids and edge.other in ids]


def are_long(texts: Sequence[str]) -> bool:
    """Return whether a quarter of the documents or more have over 500 tokens, at four bytes of UTF-8 a token.

    >>> are_long(["A paragraph."] * 3), are_long(["A paragraph.", "word " * 500])
    (False, True)
    """
    long = sum(len(text.encode("utf-8", "replace")) > 4 * _LONG_TOKENS for text in texts)
    return long > 0 and long >= _LONG_SHARE * len(texts)


def knowledge_graph(
    nodes: Iterable[Node],
    vectors: ArrayLike,
    *,
    cosine: float = 0.7,
    entity_similarity: float = 0.9,
    ignored_share: float = 0.05,
    neighbours: int = 10,
) -> KnowledgeGraph:
    """Return the graph of some nodes.

    Args:
        nodes: the nodes, [n].
        vectors: an embedding of each, [n, d].
        cosine: the least of an edge; Ragas has 0.7 for long documents and 0.5 for medium ones (`are_long`).
        entity_similarity: the least Jaro-Winkler similarity of two names that are the same, 0.9 in Ragas.
        ignored_share: of the different names, the commonest, 0.05 in Ragas.
        neighbours: how many of the most similar nodes a node is joined with at most; Ragas sets no limit, and among chunks
            of one subject joins nearly all with all.

    Raises:
        InputError: `vectors` are not [n, d] finite numbers.
        MissingExtraError: rapidfuzz is not installed.
    """
    nodes, unit = tuple(nodes), unit_vectors(vectors)
    edges: list[Edge] = []
    near: dict[str, tuple[str, ...]] = {}
    for kind in ("document", "chunk"):
        places = [place for place, node in enumerate(nodes) if node.kind == kind]
        some, own = [nodes[place] for place in places], unit[np.array(places, int)]
        for (one, other), score in sorted(similar_pairs(own, cosine, neighbours).items()):
            edges.append(
                Edge(some[one].id, some[other].id, "similar", score, _themes(some[one], some[other]))
            )
        names = [node.notes.entities for node in some]
        for (one, other), shared in shared_entities(names, entity_similarity, ignored_share).items():
            edges.append(Edge(some[one].id, some[other].id, "entities", len(shared), shared))
        if kind == "chunk":
            near = {
                node.id: tuple(some[place].id for place, _ in others)
                for node, others in zip(some, nearest(own, neighbours), strict=True)
            }
    return KnowledgeGraph(nodes, tuple(edges), near)


def _themes(one: Node, other: Node) -> tuple[str, ...]:
    own = {theme.casefold() for theme in other.notes.themes}
    return tuple(theme for theme in one.notes.themes if theme.casefold() in own)
