"""The documents of a test set, read: chunks, notes, graph."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldsmith.data import derived_id
from goldsmith.rag import Chunk, KnowledgeGraph, NodeNotes, Scenario, unit_vectors
from goldsmith_distilabel.prompting import Row

__all__ = ["Library"]


@dataclass(frozen=True)
class Library:
    """What questions are made of.

    Attributes:
        documents: the rows by id.
        chunks: the chunks by id.
        graph: what they are about and what joins them.
        unit: the embeddings of the chunks, in their order, of length 1, [n, d].
    """

    documents: Mapping[str, Row]
    chunks: Mapping[str, Chunk]
    graph: KnowledgeGraph
    unit: NDArray[np.float32]

    @cached_property
    def notes(self) -> dict[str, NodeNotes]:
        """What each chunk is about."""
        return {node.id: node.notes for node in self.graph.of_kind("chunk")}

    @property
    def key(self) -> str:
        """A hash of all chunks."""
        return derived_id(*sorted(self.chunks))

    def nearest_to(self, vector: Any, k: int) -> list[str]:
        """Return the ids of the `k` chunks nearest to an embedding, best first."""
        cosines = self.unit @ unit_vectors([vector])[0]
        ids = list(self.chunks)
        return [ids[place] for place in np.argsort(-cosines, kind="stable")[:k]]

    def contexts(self, scenario: Scenario) -> list[Chunk]:
        """Return the chunks that answer."""
        return [self.chunks[one] for one in scenario.contexts]

    def distractors(self, scenario: Scenario) -> list[Chunk]:
        """Return the chunks that distract."""
        return [self.chunks[one] for one in scenario.distractors]

    def focus(self, scenario: Scenario, uses: Callable[[str], int]) -> str:
        """Return a theme of each chunk that answers, or a name if none was noted: each time a chunk is used the next one."""
        found = []
        for chunk in scenario.contexts:
            notes = self.notes[chunk]
            if told := notes.themes or notes.entities:
                found.append(told[(uses(chunk) - 1) % len(told)])
        return ", ".join(dict.fromkeys(found))

    def parents(self, scenario: Scenario) -> list[Row]:
        """Return the documents that a question is made of."""
        ids = dict.fromkeys(self.chunks[one].document_id for one in scenario.chunks)
        return [self.documents[one] for one in ids]
