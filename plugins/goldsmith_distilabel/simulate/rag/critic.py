"""Judges of a question, its answer and its contexts."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from distilabel.models.llms.base import LLM

from goldsmith.generate import derived_seed, read_decision
from goldsmith.rag import (
    ATTEMPT_SCHEMA,
    CHECKS,
    CLAIMS_SCHEMA,
    Attempt,
    Chunk,
    Claim,
    read_attempt,
    read_claims,
    unsupported,
)
from goldsmith_distilabel.generate.all_done import all_done, outcomes
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt
from goldsmith_distilabel.simulate.rag.prompts import ATTEMPT, CLAIMS, SAME_ANSWER, SELF_CONTAINED, shown

__all__ = ["Critic", "Critique"]

PASSED = "passed"
Check = Coroutine[Any, Any, str]


@dataclass
class Critique:
    """What the checks found.

    Attributes:
        verdicts: check -> "passed", why not, or "" where it was not made.
        claims: the claims of the answer.
        rejected_by: the check that failed, "" if none did.
        error: why a judge gave no verdict.
    """

    verdicts: dict[str, str] = field(default_factory=lambda: dict.fromkeys(CHECKS, ""))
    claims: list[Claim] = field(default_factory=list)
    rejected_by: str = ""
    error: AskingError | None = None

    def passed(self, check: str) -> None:
        """Note that a check was passed."""
        self.verdicts[check] = PASSED

    def failed(self, check: str, reason: str) -> None:
        """Note that a check was not passed; the first one counts."""
        self.verdicts[check] = reason
        self.rejected_by = self.rejected_by or check

    @property
    def reason(self) -> str:
        """Why the question is rejected, "" if it is not."""
        return self.verdicts[self.rejected_by] if self.rejected_by else ""


@dataclass(frozen=True)
class Critic:
    """Judges one question. Whatever gets no clear verdict is rejected.

    Attributes:
        judge: the model.
        asking: what asks for the row.
        question: the question, in a conversation with all that was said before.
        answer: the right answer.
        contexts: what it is made of.
        distractors: what stands beside it.
        max_new_tokens: the longest verdict.
        seed: of the requests.
    """

    judge: LLM
    asking: Asking
    question: str
    answer: str
    contexts: Sequence[Chunk]
    distractors: Sequence[Chunk]
    max_new_tokens: int
    seed: int

    async def judged(self, critique: Critique, *, closed_book: bool, leave_one_out: bool) -> None:
        """Judge a question that is to be answered; the dearer checks come only if it passes the others."""
        await self._made(
            critique,
            {
                "self_contained": self._self_contained(),
                "supported": self._supported(critique),
                "answerable": self._answerable(),
            },
        )
        later: dict[str, Check] = {}
        if not critique.rejected_by and closed_book:
            later["closed_book"] = self._closed_book()
        if not critique.rejected_by and leave_one_out and (len(self.contexts) > 1 or self.distractors):
            later["necessary"] = self._necessary()
        await self._made(critique, later)

    async def judged_out_of_scope(self, critique: Critique, near: Sequence[Chunk]) -> None:
        """Judge a question that is to be refused, by the chunks nearest to it, each alone."""
        await self._made(
            critique, {"self_contained": self._self_contained(), "out_of_scope": self._out_of_scope(near)}
        )

    async def _made(self, critique: Critique, checks: dict[str, Check]) -> None:
        for check, found in zip(checks, await outcomes(*checks.values()), strict=True):
            if isinstance(found, AskingError):
                critique.error = critique.error or found
                critique.failed(check, f"no verdict ({found})")
            elif found:
                critique.failed(check, found)
            else:
                critique.passed(check)

    async def _self_contained(self) -> str:
        chat = SELF_CONTAINED.chat(question=self.question)
        clear, reason = await self._read(
            chat, SELF_CONTAINED, lambda said: read_decision(said, "clear"), _decided("clear")
        )
        return "" if clear else f"not clear without the documents ({reason})"

    async def _supported(self, critique: Critique) -> str:
        chat = CLAIMS.chat(contexts=shown(self.contexts), question=self.question, answer=self.answer)
        critique.claims = await self._read(chat, CLAIMS, read_claims, CLAIMS_SCHEMA)
        claim = unsupported(critique.claims)
        return f'the contexts do not support a claim ("{claim[:200]}")' if claim else ""

    async def _answerable(self) -> str:
        right = await self._answers_right([*self.contexts, *self.distractors])
        return "" if right else "the contexts do not lead to the answer"

    async def _closed_book(self) -> str:
        return "a model knows the answer without the contexts" if await self._answers_right([]) else ""

    async def _necessary(self) -> str:
        left = [[other for other in self.contexts if other is not one] for one in self.contexts]
        works = [self._answers_right([*some, *self.distractors]) for some in left]
        unneeded = [one for one, right in zip(self.contexts, await all_done(*works), strict=True) if right]
        return f"the answer does not need a context ({unneeded[0].id})" if unneeded else ""

    async def _out_of_scope(self, near: Sequence[Chunk]) -> str:
        # Each alone: what one chunk says must not speak for another.
        attempts = await all_done(*(self._attempt([chunk]) for chunk in near))
        told = [chunk for chunk, attempt in zip(near, attempts, strict=True) if attempt.known]
        return f"the documents answer it ({told[0].id})" if told else ""

    async def _answers_right(self, chunks: Sequence[Chunk]) -> bool:
        attempt = await self._attempt(chunks)
        if not attempt.known:
            return False
        chat = SAME_ANSWER.chat(question=self.question, reference=self.answer, answer=attempt.answer)
        same, _ = await self._read(
            chat, SAME_ANSWER, lambda said: read_decision(said, "same"), _decided("same")
        )
        return bool(same)

    async def _attempt(self, chunks: Sequence[Chunk]) -> Attempt:
        chat = ATTEMPT.chat(contexts=shown(chunks), question=self.question)
        found: Attempt = await self._read(chat, ATTEMPT, read_attempt, ATTEMPT_SCHEMA)
        return found

    async def _read(self, chat: Any, prompt: Prompt, parse: Any, schema: dict[str, Any]) -> Any:
        return await self.asking.read(
            self.judge,
            chat,
            parse,
            prompt=prompt,
            schema=schema,
            temperature=0.0,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, prompt.name, chat[0]["content"]),
        )


def _decided(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"reason": {"type": "string"}, name: {"type": "boolean"}},
        "required": ["reason", name],
        "additionalProperties": False,
    }
