"""What the steps that check an answer while they write it share."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from pydantic import Field, PrivateAttr

from goldsmith.reason import Chain, same_answer
from goldsmith.verify import CodeJob, CodeLimits, CodeSandbox, final_answer, math_equal
from goldsmith_distilabel.prompting import AsksModels, Row
from goldsmith_distilabel.reason.code_job import code_job
from goldsmith_distilabel.reason.writes_chains import WritesChains

__all__ = ["Checked", "ChecksAnswers"]


class Checked(NamedTuple):
    """Whether an answer is right, by which rule, and why."""

    right: bool
    rule: str
    why: str


class ChecksAnswers(WritesChains):
    """A step that knows what is right: an answer, or tests that a program must pass."""

    fingerprint_ignores: ClassVar[frozenset[str]] = AsksModels.fingerprint_ignores | {"_sandbox"}

    gold_column: str = "answer"
    tests_column: str = "tests"
    tolerance: float = Field(default=0.0, ge=0, lt=1)
    timeout: float = Field(default=5.0, gt=0)
    memory_mb: int = Field(default=512, ge=64)
    packages: list[str] = Field(default_factory=list)

    _sandbox: CodeSandbox | None = PrivateAttr(default=None)

    def load(self) -> None:
        """Load the model and, for programs, start the sandbox, or say why none holds here."""
        super().load()
        if self.kind == "code":
            limits = CodeLimits(self.timeout, self.timeout, self.memory_mb << 20)
            self._sandbox = CodeSandbox(limits=limits, packages=self.packages)
            self._sandbox.__enter__()

    def unload(self) -> None:
        """End the sandbox and unload the model."""
        if self._sandbox:
            self._sandbox.close()
            self._sandbox = None
        super().unload()

    def gold(self, row: Row) -> str:
        """Return the answer that is known to be right; "" if none is."""
        told = row.get(self.gold_column)
        number = isinstance(told, int | float) and not isinstance(told, bool)
        return str(told).strip() if isinstance(told, str) or number else ""

    async def checked(self, row: Row, chains: Sequence[Chain]) -> list[Checked]:
        """Return whether the answer of each chain is right; answers that are alike are checked once."""
        answers = list(dict.fromkeys(found.final_answer for found in chains))
        verdicts = await asyncio.gather(*(self._checked(row, answer) for answer in answers))
        of = dict(zip(answers, verdicts, strict=True))
        return [of[found.final_answer] for found in chains]

    async def _checked(self, row: Row, answer: str) -> Checked:
        if not answer:
            return Checked(False, "none", "there is no final answer")
        if self.kind == "code":
            return await self._passes({**row, "_program": answer})
        return await asyncio.to_thread(self._equal, self.gold(row), answer)

    async def _passes(self, row: Mapping[str, Any]) -> Checked:
        job = code_job(dict(row), column="_program", tests_column=self.tests_column)
        if not isinstance(job, CodeJob):
            return Checked(False, "none", job)
        if self._sandbox is None:
            raise RuntimeError(f"step {self.name} must be loaded before it processes rows")
        verdict = await asyncio.to_thread(self._sandbox.run, job)
        return Checked(bool(verdict), verdict.outcome, verdict.reason)

    def _equal(self, gold: str, answer: str) -> Checked:
        if self.kind == "math":
            found = math_equal(gold, answer, tolerance=self.tolerance, timeout=self.timeout)
            return Checked(found.equal, found.rule, found.why)
        right = same_answer(final_answer(gold) or gold, answer, "text")
        return Checked(right, "text", "the texts are the same" if right else "the texts differ")
