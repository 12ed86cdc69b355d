"""From a library to questions: drafts are written, judged, and finished as rows."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from goldsmith.errors import ModelError
from goldsmith.generate import derived_seed
from goldsmith.rag import (
    ANSWERS,
    LENGTHS,
    QUESTION_KINDS,
    Chunk,
    KnownQuestions,
    WrittenQuestion,
    find_evidence,
    question_schema,
    read_written_question,
    written_question_reason,
)
from goldsmith_distilabel.pipeline.working.row_marks import marked_failed
from goldsmith_distilabel.prompting import AskingError, Row, await_all
from goldsmith_distilabel.simulate.rag.critic import Critic
from goldsmith_distilabel.simulate.rag.library import Library
from goldsmith_distilabel.simulate.rag.prompts import ASK, OUT_OF_SCOPE, shown
from goldsmith_distilabel.simulate.rag.reads_documents import ReadsDocuments
from goldsmith_distilabel.simulate.rag.slots import Draft
from goldsmith_distilabel.simulate.rag.state import RagState

__all__ = ["WritesQuestions"]

_ENOUGH = 5  # requests that all failed, after which it is not the drafts
_REFUSED = "out_of_scope"


class WritesQuestions(ReadsDocuments):
    """Mixed into a step that makes questions of documents."""

    def worked_out(self, wave: list[Draft], library: Library, known: KnownQuestions, state: RagState) -> None:
        """Write all drafts of a wave at the same time, then judge those that nothing speaks against.

        Raises:
            ModelError: every request failed, and there were several.
        """
        asked = [known.asked_about(draft.scenario.contexts) for draft in wave]
        works = [self._written(draft, library, before) for draft, before in zip(wave, asked, strict=True)]
        for draft, result in zip(wave, await_all(self.loop, works), strict=True):
            if isinstance(result, AskingError):
                draft.error = result
            elif isinstance(result, Exception):
                raise result
            else:
                draft.written = result
                self._look_over(draft, library)
        _raise_if_none_works([draft.error for draft in wave])
        standing = [draft for draft in wave if draft.goes_on]
        for draft, vector in zip(
            standing, self.embedded([one.asked for one in standing], state), strict=True
        ):
            draft.vector = vector
            self.judge_novelty(draft, known)
        standing = [draft for draft in standing if draft.goes_on]
        for failure in await_all(self.loop, [self._judged(draft, library) for draft in standing]):
            if failure is not None:
                raise failure
        _raise_if_none_works([draft.critique.error for draft in standing])

    @staticmethod
    def judge_novelty(draft: Draft, known: KnownQuestions) -> None:
        """Reject a draft that says what an accepted question says."""
        if reason := known.repeated(draft.asked, draft.vector):
            draft.critique.failed("novel", reason)
        else:
            draft.critique.passed("novel")

    def row_of(self, draft: Draft, library: Library) -> Row:
        """Return the row of a draft, with why it is rejected if it is."""
        planned, critique = draft.slot.planned, draft.critique
        refused = planned.kind == _REFUSED
        written = draft.written or WrittenQuestion("", "")
        contexts = [] if refused else library.contexts(draft.scenario)
        beside = (
            [library.chunks[one] for one in draft.near] if refused else library.distractors(draft.scenario)
        )
        evidence, _ = find_evidence(written.evidence, contexts)
        said = [("user", written.opening), ("assistant", written.reply)]
        lists = {
            "contexts": [_told(chunk) for chunk in contexts],
            "distractors": [_told(chunk) for chunk in beside],
            "conversation": [{"role": role, "content": text} for role, text in said if text],
            "evidence": [asdict(one) for one in evidence],
            "claims": [asdict(claim) for claim in critique.claims],
        }
        own: Row = {
            "id": draft.id,
            "question": written.question,
            "answer": written.answer,
            "expected": ANSWERS.get(planned.kind, "answer"),
            **vars(planned),
            "shared": ", ".join(draft.scenario.shared),
            "critique": critique.verdicts,
            "rejected_by": critique.rejected_by,
            "provenance": self.provenance(
                "RAG test set",
                operation=planned.kind,
                parents=library.parents(draft.scenario),
                prompt=OUT_OF_SCOPE if refused else ASK,
                llm=self.llm,
            ),
            "keep": not critique.rejected_by,
            "drop_reason": f"rag: {critique.rejected_by}: {critique.reason}" if critique.rejected_by else "",
        }
        # An empty list stays what stands there in a row without: Distilabel cannot tell of what kind it is.
        row = {**self.columns, **own, **{name: items for name, items in lists.items() if items}}
        return self.finished(self._with_error(draft, row), draft.asking)

    def _with_error(self, draft: Draft, row: Row) -> Row:
        name = str(self.name)  # type: ignore[attr-defined]
        if draft.error:
            row |= {"keep": False, "drop_reason": f"rag: {draft.error}"[:500], "rejected_by": "request"}
            return marked_failed(row, name, draft.error.kind, draft.error.message, draft.error.raw)
        if err := draft.critique.error:
            return marked_failed(row, name, err.kind, f"{draft.critique.rejected_by}: {err.message}", err.raw)
        return row

    async def _written(self, draft: Draft, library: Library, asked: Sequence[str]) -> WrittenQuestion:
        planned, refused = draft.slot.planned, draft.slot.planned.kind == _REFUSED
        low, high = LENGTHS[planned.length]
        told: dict[str, Any] = {
            "contexts": shown(library.contexts(draft.scenario), headings=True),
            "persona": planned.persona,
            "persona_description": self.personas[planned.persona],
            "way": QUESTION_KINDS[planned.kind],
            "style": self.styles[planned.style],
            "low": low,
            "high": high,
            "asked": asked,
            "language": self.language,
        }
        if not refused:
            told |= {
                "kind": planned.kind,
                "shared": ", ".join(draft.scenario.shared),
                "focus": draft.focus,
                "distractors": [chunk.text for chunk in library.distractors(draft.scenario)],
            }
        prompt = OUT_OF_SCOPE if refused else ASK
        return await draft.asking.read(
            self.llm,
            prompt.chat(**told),
            read_written_question,
            prompt=prompt,
            schema=question_schema(planned.kind),
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, draft.id),
        )

    @staticmethod
    def _look_over(draft: Draft, library: Library) -> None:
        if not draft.written:
            return
        planned = draft.slot.planned
        contexts = library.contexts(draft.scenario)
        reason = written_question_reason(draft.written, planned.kind, planned.length, contexts)
        if reason:
            draft.critique.failed("written", reason)
        else:
            draft.critique.passed("written")

    async def _judged(self, draft: Draft, library: Library) -> None:
        critic = Critic(
            self.judge or self.llm,
            draft.asking,
            draft.asked,
            draft.written.answer if draft.written else "",
            library.contexts(draft.scenario),
            library.distractors(draft.scenario),
            self.judge_max_new_tokens,
            self.seed,
        )
        if draft.slot.planned.kind != _REFUSED:
            await critic.judged(
                draft.critique, closed_book=self.closed_book, leave_one_out=self.leave_one_out
            )
            return
        nearest = library.nearest_to(draft.vector, self.search_k)
        draft.near = nearest
        await critic.judged_out_of_scope(draft.critique, [library.chunks[one] for one in nearest])


def _told(chunk: Chunk) -> dict[str, Any]:
    return {
        "id": chunk.id,
        "document_id": chunk.document_id,
        "start": chunk.start,
        "stop": chunk.stop,
        "text": chunk.text,
    }


def _raise_if_none_works(errors: Sequence[AskingError | None]) -> None:
    failed = [error for error in errors if error and error.kind == "request_failed"]
    if len(failed) >= _ENOUGH and len(failed) == len(errors):
        raise ModelError(f"all {len(failed)} requests failed: {failed[0].message}") from failed[0]
