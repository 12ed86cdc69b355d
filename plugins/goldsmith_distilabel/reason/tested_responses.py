"""Responses to coding tasks that bring their own tests, and are run against them."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem
from pydantic import Field

from goldsmith.errors import UnreadableError
from goldsmith.generate import derived_seed
from goldsmith.generate.code import (
    TestedResponse,
    draw_demonstrations,
    read_tested_response,
    self_test_problem,
    unfinished,
)
from goldsmith.verify import CodeJob
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply, Row, RowByRow
from goldsmith_distilabel.reason.few_shot import few_shot
from goldsmith_distilabel.reason.runs_code import RunsCode

__all__ = ["TestedResponses"]

SYSTEM = Prompt("goldsmith_distilabel.reason", "self_code_align/response_system")
RESPOND = Prompt("goldsmith_distilabel.reason", "self_code_align/response")
ANSWER = Prompt("goldsmith_distilabel.reason", "self_code_align/answer")
_NONE = TestedResponse("", "", "")


@dataclass(frozen=True)
class Candidate:
    """One response, and what became of it.

    Attributes:
        raw: all that the model wrote.
        said: what could be read of it.
        outcome: a `CodeOutcome` of its run, or "cut", "unreadable", "unfinished" or "untested" for one that was not run.
        reason: why, in a sentence.
    """

    raw: str
    said: TestedResponse
    outcome: str
    reason: str


class TestedResponses(RunsCode, RowByRow):
    r"""Answer a coding task several times, each answer with tests of its own, run them, and keep one that passes.

    The second half of SelfCodeAlign, for tasks that there are: ten responses at temperature 0.7 after one worked example. A
    response counts only if it has code and tests, nothing in it says that it is unfinished ("TODO", "your code here", ...),
    and its tests assert something about its code; then the two are run in the sandbox. Of those that pass, one is drawn by seed. All stay on
    the row, with their outcome.

    What differs from the paper: the model is asked as one that follows instructions, with examples of our own as earlier turns, in place
    of a base model that goes on with a text; tests run in another process than the code, and functions that look like
    pytest's or unittest's are called, so tests need not call themselves; an assertion must be about the code;
    a run may take `memory_mb` rather than 4 GB. That a response passes its own tests does not make it right: both may be wrong in the same way.

    Attributes:
        llm: the model.
        n: how many responses.
        temperature: of the responses.
        max_new_tokens: the longest response, tests included.
        num_demonstrations: how many worked examples the model is shown, at most 8.
        language: of the responses' text, as "German"; "": the model's choice.
        seed: of the examples, the responses and the choice.
        seconds: how long one run may take.
        cpu_seconds: how much processor time it may use.
        memory_mb: MiB of memory it may have.
        packages: names of installed packages that the code may import beside Python's library.
        workers: how many runs at a time; one for each processor if None.

    Input columns:
        - instruction (`str`): The task.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - generation (`str`): The response that was chosen, without its tests; "" if none passed.
        - code (`str`): Its code.
        - tests (`str`): Its tests.
        - candidates (`list[str]`): Every response, all that the model wrote, in the order in which they were sampled.
        - candidate_responses (`list[str]`): Each without its tests; "" where it cannot be read.
        - candidate_codes (`list[str]`): The code of each.
        - candidate_tests (`list[str]`): The tests of each.
        - candidate_outcomes (`list[str]`): `passed`, `failed`, `error`, `timeout`, `memory` or `output`; `cut`, `unreadable`,
            `unfinished` or `untested` for one that was not run.
        - candidate_reasons (`list[str]`): Why, in a sentence.
        - chosen_candidate (`int`): The position of the chosen one; -1 if there is none.
        - samples (`int`): How many responses were asked for.
        - pass_rate (`float`): The share of them that passed.
        - verified, verdict_rule, verdict_reason: as `VerifyCode` has them, of the chosen one.
        - keep (`bool`): Whether one passed.
        - drop_reason (`str`): What became of them if none did.
        - error (`dict`): Why there is no response.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The model.

    Categories:
        - text-generation
        - execution

    References:
        - [SelfCodeAlign: Self-Alignment for Code Generation](https://arxiv.org/abs/2410.24198)

    Citations:
        ```
        @misc{wei2024selfcodealign,
            title={SelfCodeAlign: Self-Alignment for Code Generation},
            author={Wei, Yuxiang and Cassano, Federico and Liu, Jiawei and Ding, Yifeng and others},
            year={2024},
            eprint={2410.24198},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        Two responses, from a model that may or may not write tests:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.reason import TestedResponses

        step = TestedResponses(
            llm=LocalLLM(n_ctx=1024), n=2, num_demonstrations=0, max_new_tokens=40, workers=1
        )
        step.load()
        (row,) = next(step.process([{"instruction": "Write a function `double(x)`."}]))
        step.unload()
        assert len(row["candidates"]) == len(row["candidate_outcomes"]) == 2
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (SYSTEM, RESPOND, ANSWER)
    columns: ClassVar[Mapping[str, Any]] = {
        "generation": "",
        "code": "",
        "tests": "",
        "candidates": [""],
        "candidate_responses": [""],
        "candidate_codes": [""],
        "candidate_tests": [""],
        "candidate_outcomes": [""],
        "candidate_reasons": [""],
        "chosen_candidate": -1,
        "samples": 0,
        "pass_rate": 0.0,
        "verified": False,
        "verdict_rule": "none",
        "verdict_reason": "",
    }

    technique: ClassVar[str] = "self-tested responses"

    llm: LLM
    n: int = Field(default=10, ge=1)
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int = Field(default=1536, ge=1)
    num_demonstrations: int = Field(default=1, ge=0, le=8)
    seconds: float = Field(default=10.0, gt=0)
    cpu_seconds: float = Field(default=10.0, gt=0)

    @property
    def inputs(self) -> list[str]:
        """The task."""
        return ["instruction"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its responses.

        Raises:
            AskingError: there is no task, or no response at all.
        """
        if not isinstance(row["instruction"], str) or not row["instruction"].strip():
            raise AskingError("no_text", f"expected an instruction, got {row['instruction']!r:.80}")
        row = row | {"id": row.get("id") or self._id(row)}
        return [row | await self.responded(row, row["instruction"], asking) | self._origin(row)]

    async def responded(self, row: Row, instruction: str, asking: Asking) -> Row:
        """Return the columns that the responses to a task fill.

        Raises:
            AskingError: there is none.
        """
        replies = await asking.sample(
            self.llm,
            self._chat(row, instruction),
            self.n,
            prompt=RESPOND,
            begun="<response>\n",
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, row["id"], "responses"),
        )
        candidates = list(await asyncio.gather(*(self._candidate(reply) for reply in replies)))
        return self._columns(row, candidates)

    def _chat(self, row: Row, instruction: str) -> list[ChatItem]:
        shown = draw_demonstrations(self.num_demonstrations, derived_seed(self.seed, row["id"], "response"))
        examples = (
            (
                RESPOND.chat(instruction=example.task),
                ANSWER.text(response=example.response, tests=example.tests),
            )
            for example in shown
        )
        return few_shot(SYSTEM.text(language=self.language), examples, RESPOND.chat(instruction=instruction))

    async def _candidate(self, reply: Reply) -> Candidate:
        try:
            said = read_tested_response(reply.text)
        except UnreadableError as err:
            return Candidate(reply.text, _NONE, "cut" if reply.cut else "unreadable", str(err))
        if reply.cut and "</tests>" not in reply.text:
            reason = f"the length limit of {self.max_new_tokens} tokens cut it"
            return Candidate(reply.text, said, "cut", reason)
        if word := unfinished(said.response):
            return Candidate(reply.text, said, "unfinished", f'the response says "{word}"')
        if problem := self_test_problem(said.code, said.tests):
            return Candidate(reply.text, said, "untested", problem)
        verdict = await self.run_code(CodeJob(said.code, said.tests))
        return Candidate(reply.text, said, verdict.outcome, verdict.reason)

    def _columns(self, row: Row, candidates: list[Candidate]) -> Row:
        passing = [place for place, one in enumerate(candidates) if one.outcome == "passed"]
        rng = random.Random(derived_seed(self.seed, row["id"], "choice"))  # noqa: S311 - nothing secret
        chosen = rng.choice(passing) if passing else -1
        best = candidates[chosen] if passing else Candidate("", _NONE, "none", "no response passed its tests")
        reason = "" if passing else f"self-tests: none of {self.n} responses passed ({_told(candidates)})"
        return {
            "generation": best.said.response,
            "code": best.said.code,
            "tests": best.said.tests,
            "candidates": [one.raw for one in candidates],
            "candidate_responses": [one.said.response for one in candidates],
            "candidate_codes": [one.said.code for one in candidates],
            "candidate_tests": [one.said.tests for one in candidates],
            "candidate_outcomes": [one.outcome for one in candidates],
            "candidate_reasons": [one.reason for one in candidates],
            "chosen_candidate": chosen,
            "samples": self.n,
            "pass_rate": len(passing) / self.n,
            "verified": bool(passing),
            "verdict_rule": best.outcome,
            "verdict_reason": best.reason,
            "keep": not reason,
            "drop_reason": reason,
        }

    def _origin(self, parent: Row) -> Row:
        told = self.provenance(
            self.technique, operation="task to response", parents=[parent], prompt=RESPOND, llm=self.llm
        )
        return {"provenance": told, "model_name": self.llm.model_name}


def _told(candidates: list[Candidate]) -> str:
    counts = Counter(one.outcome for one in candidates)
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
