"""From rows to a library: what is cut, noted and joined before there is a question."""

from collections.abc import Iterable, Mapping

from goldsmith.data import derived_id
from goldsmith.errors import ModelError
from goldsmith.generate import derived_seed
from goldsmith.rag import (
    NODE_NOTES_SCHEMA,
    Chunk,
    Node,
    NodeNotes,
    are_long,
    knowledge_graph,
    read_node_notes,
    split_chunks,
    unit_vectors,
    whole_chunk,
)
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside
from goldsmith_distilabel.prompting import Asking, AskingError, AsksModels, Row, await_all
from goldsmith_distilabel.simulate.rag.library import Library
from goldsmith_distilabel.simulate.rag.options import RagOptions
from goldsmith_distilabel.simulate.rag.prompts import NOTES
from goldsmith_distilabel.simulate.rag.state import RagState

__all__ = ["ReadsDocuments"]

_ENOUGH = 5  # requests that all failed, after which it is not the documents


class ReadsDocuments(RagOptions, AsksModels):
    """Mixed into a step that makes questions of documents."""

    def chunks_of(self, rows: Iterable[Row]) -> tuple[dict[str, Row], dict[str, Chunk], list[Row]]:
        """Return the documents, their chunks, and the rows that are none with the reason."""
        documents: dict[str, Row] = {}
        chunks: dict[str, Chunk] = {}
        others = []
        for given in rows:
            own = str(given.get("id") or derived_id(str(given.get("text"))))
            name = str(given.get("document_id") or own) if self.pre_chunked else own
            row, text = given | {"id": own}, given.get("text")
            if is_set_aside(row):
                others.append(self._aside(row))
            elif not isinstance(text, str) or not text.strip():
                others.append(
                    self._aside(row | {"keep": False, "drop_reason": f"rag: no text, got {text!r:.80}"})
                )
            elif name in documents and not self.pre_chunked:
                others.append(
                    self._aside(row | {"keep": False, "drop_reason": "rag: the id of an earlier document"})
                )
            else:
                documents.setdefault(name, row)
                chunks |= {chunk.id: chunk for chunk in self._cut(name, text)}
        return documents, chunks, others

    def library_of(
        self, documents: Mapping[str, Row], chunks: Mapping[str, Chunk], state: RagState, asking: Asking
    ) -> Library:
        """Return the documents with notes and graph; what the state holds is not asked for.

        Raises:
            ModelError: the model answers none of the requests.
        """
        of_chunks = self._noted(
            {key: (chunk.heading, chunk.text) for key, chunk in chunks.items()}, state, asking
        )
        members: dict[str, list[str]] = {name: [] for name in documents}
        for chunk in chunks.values():
            members[chunk.document_id].append(chunk.id)
        of_documents = self._documents_noted(members, of_chunks, state, asking)
        nodes = [
            *(Node(name, "document", name, of_documents[name]) for name in documents),
            *(Node(key, "chunk", chunk.document_id, of_chunks[key]) for key, chunk in chunks.items()),
        ]
        texts = [of_documents[name].summary or str(row["text"]) for name, row in documents.items()]
        texts += [chunk.text for chunk in chunks.values()]
        vectors = self.embedded(texts, state)
        long = are_long([str(row["text"]) for row in documents.values()])
        graph = knowledge_graph(
            nodes,
            vectors,
            cosine=self.long_cosine if long else self.medium_cosine,
            entity_similarity=self.entity_similarity,
            ignored_share=self.ignored_entities,
            neighbours=self.neighbours,
        )
        return Library(documents, chunks, graph, unit_vectors(vectors[len(documents) :]))

    def embedded(self, texts: list[str], state: RagState) -> list[list[float]]:
        """Return the embedding of each text, [n][d]."""

        def encode(missing: list[str]) -> list[list[float]]:
            size = self.embedding_batch_size
            batches = [missing[begin : begin + size] for begin in range(0, len(missing), size)]
            return [
                [float(x) for x in vector] for batch in batches for vector in self.embeddings.encode(batch)
            ]

        return state.vectors(self.embeddings.model_name, texts, encode)

    def _cut(self, name: str, text: str) -> list[Chunk]:
        if self.pre_chunked:
            return [whole_chunk(name, text)]
        return split_chunks(name, text, self.max_chars, self.min_chars)

    def _aside(self, row: Row) -> Row:
        """Return a row that is no document with the columns of a question, so that all rows have the same."""
        marks = {
            name: row[name]
            for name in ("keep", "drop_reason", "error", "provenance")
            if row.get(name) is not None
        }
        context = {
            **self.columns["contexts"][0],
            "document_id": str(row["id"]),
            "text": str(row.get("text") or ""),
        }
        return {
            **self.columns,
            **marks,
            "id": derived_id("document", str(row["id"]), str(row.get("text"))),
        } | {"contexts": [context]}

    def _documents_noted(
        self,
        members: Mapping[str, list[str]],
        of_chunks: Mapping[str, NodeNotes],
        state: RagState,
        asking: Asking,
    ) -> dict[str, NodeNotes]:
        """Return notes of the documents: names and themes are those of the chunks, the summary is one of theirs."""
        several = {
            derived_id("document", *keys): ("", "\n\n".join(of_chunks[key].summary for key in keys))
            for keys in members.values()
            if len(keys) > 1
        }
        summaries = self._noted(several, state, asking)
        found = {}
        for name, keys in members.items():
            parts = [of_chunks[key] for key in keys]
            whole = summaries.get(derived_id("document", *keys), parts[0])
            found[name] = NodeNotes(
                whole.summary,
                tuple(dict.fromkeys(entity for part in parts for entity in part.entities)),
                tuple(dict.fromkeys(theme for part in parts for theme in part.themes)),
            )
        return found

    def _noted(
        self, texts: Mapping[str, tuple[str, str]], state: RagState, asking: Asking
    ) -> dict[str, NodeNotes]:
        """Return the notes of each text, by its key; all that are missing are asked for at the same time."""
        missing = [key for key in texts if state.notes(key) is None and texts[key][1].strip()]
        results = await_all(self.loop, [self._ask_notes(key, *texts[key], asking, state) for key in missing])
        failures = [one for one in results if isinstance(one, AskingError) and one.kind == "request_failed"]
        if len(failures) >= _ENOUGH and len(failures) == len(results):
            raise ModelError(f"all {len(failures)} requests failed: {failures[0].message}") from failures[0]
        for result in results:
            if isinstance(result, AskingError):
                name, log = self.name, self._logger  # type: ignore[attr-defined]
                log.warning("Step '%s': a text is joined with no other by its names: %s", name, result)
            elif result is not None:
                raise result
        return {key: state.notes(key) or NodeNotes() for key in texts}

    async def _ask_notes(self, key: str, heading: str, text: str, asking: Asking, state: RagState) -> None:
        notes = await asking.read(
            self.llm,
            NOTES.chat(text=text, heading=heading, language=self.language),
            read_node_notes,
            prompt=NOTES,
            schema=NODE_NOTES_SCHEMA,
            temperature=0.0,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, key),
        )
        state.add_notes(key, notes)
