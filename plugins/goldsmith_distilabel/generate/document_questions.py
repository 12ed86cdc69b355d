"""Questions and answers from documents."""

from collections.abc import Mapping
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from pydantic import Field

from goldsmith.data import derived_id
from goldsmith.generate import (
    QuestionPair,
    derived_seed,
    question_pair_reason,
    question_pairs_schema,
    read_question_pairs,
    split_passages,
)
from goldsmith.text import letters_and_digits
from goldsmith_distilabel.generate.all_done import each_part
from goldsmith_distilabel.pipeline.working.row_marks import marked_failed
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow

__all__ = ["DocumentQuestions"]

ASK = Prompt("goldsmith_distilabel.generate", "document_questions/ask")


class DocumentQuestions(RowByRow):
    """Make question and answer pairs from each passage of a document.

    A long text is cut into passages where paragraphs end. Each pair names the words of its passage that support the
    answer. A pair is dropped, with its reason, if they do not occur there (white space and case aside), if its question
    points at "the text", lacks a part, or was asked before in the same document. Every pair comes out as a row of its
    own, the dropped ones too; a passage that gives none is a row that says why.

    Attributes:
        llm: the model.
        num_pairs: how many pairs are asked for a passage.
        max_chars: the longest passage, in characters.
        min_evidence_words: the least words of evidence.
        temperature: of the answers.
        max_new_tokens: the longest answer, with all pairs of a passage; None: 160 for each pair.
        language: of questions and answers, as "German"; "": that of the passage. The evidence stays as it is.
        seed: of the answers.

    Input columns:
        - text (`str`): The document.

    Output columns:
        - instruction (`str`): The question.
        - generation (`str`): The answer.
        - evidence (`str`): The words of the passage that support it.
        - passage (`str`): The passage.
        - passage_index (`int`): Its place in the document, from 0; -1 for an empty document.
        - keep (`bool`): Whether the pair holds.
        - drop_reason (`str`): Why not.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The model.

    Categories:
        - text-generation

    Examples:
        Ask about one sentence:

        ```python
        from goldsmith_distilabel.generate import DocumentQuestions
        from goldsmith_distilabel.llms import LocalLLM

        step = DocumentQuestions(llm=LocalLLM(n_ctx=2048), num_pairs=1, max_new_tokens=60)
        step.load()
        rows = next(step.process([{"text": "Ada Lovelace wrote the first program in 1843."}]))
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (ASK,)
    columns: ClassVar[Mapping[str, Any]] = {
        "instruction": "",
        "generation": "",
        "evidence": "",
        "passage": "",
        "passage_index": -1,
    }

    llm: LLM
    num_pairs: int = Field(default=3, ge=1, le=50)
    max_chars: int = Field(default=2000, ge=50)
    min_evidence_words: int = Field(default=3, ge=1)
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int | None = Field(default=None, ge=1)

    @property
    def inputs(self) -> list[str]:
        """The document."""
        return ["text"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return a row for each pair, and for each passage without one."""
        row = row | {"id": row.get("id") or self._id(row)}
        passages = split_passages(row["text"] or "", self.max_chars)
        if not passages:
            return [row | {"keep": False, "drop_reason": "question: empty document"}]
        parts = await each_part(
            self._pairs(row, index, passage, asking) for index, passage in enumerate(passages)
        )
        rows, asked = [], set[str]()
        for index, (passage, part) in enumerate(zip(passages, parts, strict=True)):
            at = row | {"passage": passage, "passage_index": index}
            if isinstance(part, AskingError):
                at["id"] = derived_id(row["id"], f"passage {index}")
                rows.append(marked_failed(at, str(self.name), part.kind, part.message, part.raw))
                continue
            rows += [self._judged(at, row, pair, number, asked) for number, pair in enumerate(part)]
        return rows

    async def _pairs(self, row: Row, index: int, passage: str, asking: Asking) -> list[QuestionPair]:
        return await asking.read(
            self.llm,
            ASK.chat(passage=passage, num_pairs=self.num_pairs, language=self.language),
            lambda output: read_question_pairs(output, self.num_pairs),
            prompt=ASK,
            schema=question_pairs_schema(self.num_pairs),
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens or 160 * self.num_pairs,
            seed=derived_seed(self.seed, row["id"], index),
        )

    def _judged(self, at: Row, document: Row, pair: QuestionPair, number: int, asked: set[str]) -> Row:
        reason = question_pair_reason(pair, at["passage"], min_evidence_words=self.min_evidence_words)
        question = letters_and_digits(pair.question)
        if reason is None and question in asked:
            reason = "question: asked before in this document"
        if reason is None:
            asked.add(question)
        return at | {
            "id": derived_id(document["id"], f"pair {at['passage_index']}.{number}", pair.question),
            "instruction": pair.question,
            "generation": pair.answer,
            "evidence": pair.evidence,
            "keep": reason is None,
            "drop_reason": reason or "",
            "provenance": self.provenance(
                "Document questions", operation="ask", parents=[document], prompt=ASK, llm=self.llm
            ),
        }
