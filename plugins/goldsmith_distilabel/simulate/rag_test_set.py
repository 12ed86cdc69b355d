"""Questions to test a system that searches documents and answers from them."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from itertools import islice
from typing import Any, ClassVar

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepOutput
from pydantic import PrivateAttr

from goldsmith.data import derived_id
from goldsmith.rag import (
    CHECKS,
    NO_SCENARIO,
    QUESTION_KINDS,
    KnownQuestions,
    ScenarioDraw,
    balanced_plan,
    scenarios_of,
)
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.prompting import Asking, Prompt, Row
from goldsmith_distilabel.simulate.rag.library import Library
from goldsmith_distilabel.simulate.rag.prompts import PROMPTS
from goldsmith_distilabel.simulate.rag.restored import Kept, counted, fitting, restore
from goldsmith_distilabel.simulate.rag.slots import Draft, Slot, shortfalls
from goldsmith_distilabel.simulate.rag.state import RagState
from goldsmith_distilabel.simulate.rag.writes_questions import WritesQuestions

__all__ = ["RagTestSet"]

_NO_CONTEXT = {"id": "", "document_id": "", "start": -1, "stop": -1, "text": ""}


class RagTestSet(WritesQuestions, GlobalStep):
    """Make a test set of documents: questions with the right answer, and the contexts it comes from.

    The documents are cut where sections, paragraphs and sentences end. A model notes summary, names and themes of each
    chunk; a knowledge graph joins chunks and documents that are similar, or that name the same. A plan has kinds, personas,
    styles and lengths in exactly even shares. Each planned question is written from chunks that suit its kind, and then
    judged: every claim of the answer supported by the contexts; a model with the contexts comes to the answer, one without
    does not, nor one that lacks one of the contexts; the question is clear without the documents, and new. A draft that
    fails comes out with the reason, and the next scenario is tried in its place. So a set has as many questions as were
    asked for, or a last row a kind says why not.

    It follows Ragas 0.4 where that has a part of this (graph, thresholds, kinds of hops, query styles), and departs from it:
    documents and chunks of any length are taken; of the commonest names a share is left out that is rounded down; each
    node has edges to its nearest `neighbours` only; personas are given, not made; and pairs are judged, not only nodes.

    With `state_path` what was found out is kept by the content it was made of. When documents change, only chunks that did are
    noted anew, and only questions made of them are replaced.

    A document is data. Whatever it says stands between tags that it cannot leave, and each chunk is noted, and judged as
    a source of questions out of scope, by itself: one that gives orders can spoil the questions made of it, and no others.

    Attributes:
        llm: notes and writes.
        judge: judges, and answers with and without contexts; None: `llm`. It must be able to: a weak one rejects much.
        embeddings: for the graph, and whether questions are new. The default knows English only.
        num_questions: how many to accept.
        kinds: of `goldsmith.rag.QUESTION_KINDS`; None: all that the documents have scenarios for.
        personas: who asks, name -> description.
        styles: how it is put, name -> how.
        lengths: of `goldsmith.rag.LENGTHS`.
        pre_chunked: whether each row is a chunk, to be taken as it is.
        max_chars: the longest chunk, in characters.
        min_chars: a section under this length goes with the next one.
        long_cosine: the least cosine of an edge where a quarter of the documents or more have over 500 tokens.
        medium_cosine: the least where they have not.
        entity_similarity: the least Jaro-Winkler similarity of names that are the same.
        ignored_entities: the share of the different names, the commonest, that join nothing.
        neighbours: the most similar nodes that a node is joined with at most.
        max_attempts: how often a planned question is tried.
        candidates: the drafts of a try; those that are accepted and not needed are set aside.
        wave_size: how many planned questions are worked on at the same time; what they bring is kept before the next ones.
            The result depends on it.
        duplicate_cosine: the least cosine of two questions that say the same.
        search_k: the nearest chunks that must not answer a question out of scope.
        closed_book: whether a question is rejected that a model answers without contexts.
        leave_one_out: whether one is rejected that a model answers with one context left out.
        temperature: of the questions; all else is asked for at 0.
        max_new_tokens: the longest notes and the longest question.
        judge_max_new_tokens: the longest verdict.
        embedding_batch_size: the texts handed to the embeddings at once.
        state_path: a file that keeps what was found out, for the next run. One run at a time has it.
        language: of questions and answers, as "German"; "": that of the documents. Evidence stays as it is.
        seed: of the plan, the scenarios and the requests.

    Input columns:
        - text (`str`): The document, Markdown or plain, or the chunk.
        - id (`str`, optional): The document's stable id, or the chunk's.
        - document_id (`str`, optional): Of a chunk, the document it belongs to.

    Output columns:
        - question (`str`): The question; in a conversation the last message.
        - answer (`str`): The right answer; out of scope, a sentence that the documents do not tell.
        - expected (`str`): "answer", or "refuse" out of scope.
        - contexts (`list[dict]`): The chunks it comes from: `id`, `document_id`, `start` and `stop` in the document's
            characters, `text`. Where there are none, one that is empty, as in the other lists.
        - distractors (`list[dict]`): Chunks near to it that do not answer.
        - conversation (`list[dict[str, str]]`): What was said before.
        - evidence (`list[dict]`): Where the words stand that support the answer, in the document's characters.
        - kind, persona, style, length (`str`): The plan's.
        - shared (`str`): The names or themes that join the contexts.
        - claims (`list[dict]`): The claims of the answer, each `text`, `supported`, `reason`.
        - critique (`dict[str, str]`): Each of `goldsmith.rag.CHECKS`: "passed", why not, or "" if it was not made.
        - rejected_by (`str`): The check it failed first, "request" if a model gave nothing, "surplus" if it was not
            needed.
        - is_shortfall (`bool`): Whether the row says why there are fewer questions than asked for.
        - keep (`bool`): Whether it is in the test set.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why a model gave nothing.
        - provenance (`dict`): Where it comes from, the documents' ids as parents.
        - model_name (`str`): The writer.

    Categories:
        - text-generation
        - data-generation

    References:
        - [Ragas: Automated Evaluation of Retrieval Augmented Generation](https://arxiv.org/abs/2309.15217)
        - [Ragas 0.4, test data generation](https://docs.ragas.io/en/stable/concepts/test_data_generation/rag/)
        - [Giskard's RAG evaluation toolkit](https://docs.giskard.ai/en/stable/open_source/testset_generation/)

    Citations:
        ```
        @inproceedings{es2024ragas,
            title={RAGAs: Automated Evaluation of Retrieval Augmented Generation},
            author={Es, Shahul and James, Jithin and Espinosa Anke, Luis and Schockaert, Steven},
            booktitle={Conference of the European Chapter of the Association for Computational Linguistics: System Demonstrations},
            year={2024}
        }
        ```

    Examples:
        Put the name of a strong model in place of this function, which gives nothing that can be read; the rows say so:

        ```python
        from goldsmith_distilabel.llms import CallableLLM
        from goldsmith_distilabel.simulate import RagTestSet

        step = RagTestSet(llm=CallableLLM(function="json:dumps"), num_questions=1, max_attempts=1)
        step.load()
        draft, shortfall = next(step.process([{"id": "ada", "text": "Ada Lovelace wrote the first program."}]))
        step.unload()
        assert (draft["keep"], draft["rejected_by"]) == (False, "request")
        assert shortfall["drop_reason"].startswith("rag test set: 0 of 1")
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = PROMPTS
    columns: ClassVar[Mapping[str, Any]] = {
        "question": "",
        "answer": "",
        "expected": "",
        "contexts": [_NO_CONTEXT],
        "distractors": [_NO_CONTEXT],
        "conversation": [{"role": "", "content": ""}],
        "evidence": [{"chunk_id": "", "document_id": "", "start": -1, "stop": -1, "text": ""}],
        "kind": "",
        "persona": "",
        "style": "",
        "length": "",
        "shared": "",
        "claims": [{"text": "", "supported": False, "reason": ""}],
        "critique": dict.fromkeys(CHECKS, ""),
        "rejected_by": "",
        "is_shortfall": False,
    }
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_loop", "_reading", "state_path"})

    _reading: Asking | None = PrivateAttr(default=None)

    @property
    def inputs(self) -> dict[str, bool]:
        """The document."""
        return {"text": True, "id": False, "document_id": False}

    def load(self) -> None:
        """Load the models and the embeddings."""
        super().load()
        self.embeddings.load()

    def unload(self) -> None:
        """Unload the embeddings and the models."""
        self.embeddings.unload()
        super().unload()

    def process(self, *inputs: StepInput) -> StepOutput:
        """Make the set of all documents.

        Args:
            inputs: the documents.

        Yields:
            The questions, accepted or not, why there are fewer than asked for, and the rows that are no documents.

        Raises:
            ModelError: a model answers no request.
            JournalError: `state_path` cannot be used.
        """
        documents, chunks, others = self.chunks_of(joined(inputs))
        self._reading = Asking()
        with closing(RagState(self.state_path, self._settings())) as state:
            rows = []
            if chunks:
                rows = self._set_of(self.library_of(documents, chunks, state, self._reading), state)
        if not chunks:
            rows = [self._shortfall("", f"0 of {self.num_questions} questions; there is no document")]
        yield [*rows, *(self.finished(row) for row in others)]

    def _set_of(self, library: Library, state: RagState) -> list[Row]:
        scenarios = {kind: scenarios_of(library.graph, kind) for kind in self.kinds or QUESTION_KINDS}
        possible = {kind for kind, found in scenarios.items() if found}
        if not self.kinds and (without := [kind for kind in scenarios if kind not in possible]):
            why = "; ".join(f"{kind}: {NO_SCENARIO[kind]}" for kind in without)
            self._logger.warning("Step '%s': kinds of questions that are left out: %s", self.name, why)
        kinds = self.kinds or [kind for kind in scenarios if kind in possible]
        plan = balanced_plan(kinds, list(self.personas), list(self.styles), self.lengths, self.seed)
        slots = [Slot(planned) for planned in islice(plan, self.num_questions)]
        draw, known = ScenarioDraw(scenarios, self.seed), KnownQuestions(self.duplicate_cosine)
        serials = self._restored(slots, library, state, draw, known)
        while wave := self._wave(slots, library, draw, serials):
            self.worked_out(wave, library, known, state)
            for draft in wave:
                self._settled(draft, library, known, state)
        rows = [row for slot in slots for row in slot.rows]
        return [*rows, *(self._shortfall(kind, why) for kind, why in shortfalls(slots, possible).items())]

    def _wave(
        self, slots: list[Slot], library: Library, draw: ScenarioDraw, serials: Counter[Any]
    ) -> list[Draft]:
        """Return the next drafts of planned questions that are open, those that were tried least first."""
        wave = []
        open_ones = [slot for slot in slots if not slot.filled and slot.tries < self.max_attempts]
        for slot in sorted(open_ones, key=lambda slot: slot.tries)[: self.wave_size]:
            slot.tries += 1
            for _ in range(self.candidates):
                if scenario := draw.draw(slot.planned.kind):
                    key = (slot.planned, scenario.chunks)
                    # What was asked about the documents counts with the first draft.
                    asking, self._reading = self._reading or Asking(), None
                    focus = library.focus(scenario, draw.uses)
                    wave.append(Draft(slot, scenario, serials[key], focus, asking))
                    serials[key] += 1
        return wave

    def _settled(self, draft: Draft, library: Library, known: KnownQuestions, state: RagState) -> None:
        """Finish a draft: what was accepted before it in the same wave may have made it superfluous."""
        if draft.goes_on:
            self.judge_novelty(draft, known)
        if draft.goes_on and draft.slot.filled:
            draft.critique.verdicts |= {"surplus": "another draft was accepted first"}
            draft.critique.rejected_by = "surplus"
        row = self.row_of(draft, library)
        row["critique"] = {check: row["critique"][check] for check in CHECKS}
        draft.slot.rows.append(row)
        if row["keep"]:
            draft.slot.filled = True
            known.add(draft.id, draft.asked, draft.vector, draft.scenario.contexts)
        if row["error"]["kind"] != "request_failed":  # which says nothing about the draft
            state.add_question(draft.record(row))

    def _restored(
        self,
        slots: list[Slot],
        library: Library,
        state: RagState,
        draw: ScenarioDraw,
        known: KnownQuestions,
    ) -> Counter[Any]:
        """Put the questions of earlier runs whose chunks are as they were into the slots they fit.

        Returns:
            How many drafts there were of each plan and scenario.
        """
        kept = [Kept.of(record) for record in state.questions]

        def embed(texts: list[str]) -> list[list[float]]:
            return self.embedded(texts, state)

        fit = fitting(kept, library, embed, self.search_k)
        if len(fit) < len(kept):
            self._logger.info(
                "Step '%s': %s of %s drafts are of documents that have changed",
                self.name,
                len(kept) - len(fit),
                len(kept),
            )
        same = state.library == library.key  # other documents may do what these could not
        restore(slots, fit, draw, known, embed, self.max_attempts * self.candidates if same else 0)
        for slot in slots:
            slot.tries = -(-slot.tries // self.candidates)
        state.set_library(library.key)
        return counted(kept)

    def _shortfall(self, kind: str, why: str) -> Row:
        """Return the row that says why there are fewer questions than asked for."""
        reason = f"rag test set: {why}"
        self._logger.warning("Step '%s': %s", self.name, reason)
        own = {"id": derived_id("shortfall", kind), "kind": kind, "is_shortfall": True}
        return self.finished({**self.columns, **own, "keep": False, "drop_reason": reason})

    def _settings(self) -> str:
        """Return a hash of what notes and questions depend on beside the documents and the plan."""
        told = {
            "models": [self.llm.model_name, (self.judge or self.llm).model_name],
            "prompts": self.template_sha256,
            "personas": self.personas,
            "styles": self.styles,
            "checks": [self.closed_book, self.leave_one_out, self.search_k, self.duplicate_cosine],
            "temperature": self.temperature,
            "language": self.language,
            "seed": self.seed,
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
