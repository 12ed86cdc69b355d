"""Label each step of a chain of thought as right or wrong."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, NamedTuple

from distilabel.models.llms.base import LLM
from pydantic import Field, model_validator

from goldsmith.errors import InputError
from goldsmith.generate import derived_seed
from goldsmith.reason import (
    AnswerKind,
    StepVerdict,
    consensus,
    first_error,
    hard_labels,
    labels_until,
    read_chain,
    read_step_verdict,
    same_answer,
    soft_labels,
    split_steps,
    step_verdict_schema,
)
from goldsmith.verify import final_answer, math_equal
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply, Row, RowByRow

__all__ = ["ProcessLabels"]

_COMPLETE = Prompt("goldsmith_distilabel.reason", "process_labels/complete")
_JUDGE = Prompt("goldsmith_distilabel.reason", "process_labels/judge")
_NOBODY = -2  # was asked


class _Estimate(NamedTuple):
    """Of each step, how many rollouts are right and how many there are."""

    right: list[int]
    drawn: list[int]


class ProcessLabels(RowByRow):
    """Label the steps of a chain: by rollouts from each (Math-Shepherd), by a judge, or by both where they agree.

    "rollouts": a solution is completed `n` times from each step on. The hard label of a step is whether any completion comes to the right
    answer, the soft one the share that does. The last step needs no completion where the chain has its final answer: that is checked.
    All completions of all steps and rows of a batch are asked for at once. "judge": a model reviews the steps in order
    and names the first wrong one; the ones after it count as wrong. "consensus": both, and only the chains on whose first error they
    agree are kept.

    Rollouts ask who could still solve it, not whether a step is right: a strong model recovers from a wrong step, a weak one fails after a
    right one. That is why the authors of consensus filtering found rollouts alone to train worse than a judge.

    The papers complete in the same turn; here the steps so far stand in the prompt, as chat models need. The review is JSON, where the
    paper's is tagged paragraphs.

    Attributes:
        llm: completes the solutions.
        judge: reviews them, at temperature 0; `llm` itself if None.
        method: "rollouts", "judge" or "consensus".
        n: how many completions for each step.
        gold_column: the answer known to be right, or a solution that ends on it.
        column: the chain, of a row without a list in `steps`: cut into numbered steps ("Step 2:", "2."), else paragraphs, else lines.
        kind: how an answer is checked: "math" by `goldsmith.verify.math_equal`, "text" by normalised text.
        most_steps: a chain with more steps is not labelled.
        tolerance: the relative difference allowed between numbers; by default none.
        timeout: seconds until a comparison is given up.
        temperature: of the completions.
        top_p: of the completions.
        max_new_tokens: the longest completion.
        judge_max_new_tokens: the longest review.
        language: to complete and review in.
        seed: of the completions; every step of every row derives its own.

    Input columns:
        - instruction (`str`): The question.
        - steps (`list[str]`, optional): The steps of the chain.
        - chain (`str`, optional): The column named by `column`, for a row without `steps`.
        - answer (`str`, optional): The column named by `gold_column`; rollouts need it.
        - final_answer (`str`, optional): What the chain comes to; where it is missing, what its last step says the answer is.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - steps (`list[str]`): The steps.
        - step_labels (`list[bool]`): Whether each is right.
        - step_scores (`list[float]`): The share of right completions of each, in [0, 1]; by a judge alone, 1 or 0.
        - first_error (`int`): The place of the first wrong step, from 0; -1 if all are right.
        - rollouts_right (`list[int]`): How many completions of each step are right.
        - rollouts_drawn (`list[int]`): How many there are; 1 for a last step whose answer was checked.
        - rollouts_first_error (`int`): By rollouts alone; -2 if there were none.
        - judge_first_error (`int`): By the judge alone; -2 if nobody was asked.
        - judge_reason (`str`): Why that step is wrong.
        - keep, drop_reason, error: whether they agree, and where not; the row's failure.
        - labelled_by (`dict[str, str]`): The method, the completing model and the judge.
        - provenance (`dict`): Where the chain comes from, as it was.

    Categories:
        - scorer
        - text-generation

    References:
        - [Math-Shepherd: Verify and Reinforce LLMs Step-by-step without Human Annotations](https://arxiv.org/abs/2312.08935)
        - [The Lessons of Developing Process Reward Models in Mathematical Reasoning](https://arxiv.org/abs/2501.07301)

    Citations:
        ```
        @inproceedings{wang2024mathshepherd,
            title={Math-Shepherd: Verify and Reinforce {LLMs} Step-by-step without Human Annotations},
            author={Wang, Peiyi and Li, Lei and Shao, Zhihong and Xu, Runxin and others},
            booktitle={Annual Meeting of the Association for Computational Linguistics},
            year={2024}
        }
        ```
        ```
        @article{zhang2025lessons,
            title={The Lessons of Developing Process Reward Models in Mathematical Reasoning},
            author={Zhang, Zhenru and Zheng, Chujie and Wu, Yangzhen and Zhang, Beichen and others},
            journal={arXiv preprint arXiv:2501.07301},
            year={2025}
        }
        ```

    Examples:
        Two completions from the first of two steps:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.reason import ProcessLabels

        step = ProcessLabels(llm=LocalLLM(n_ctx=1024), n=2, max_new_tokens=16)
        step.load()
        chain = {"instruction": "2 + 2 + 1?", "steps": ["2 + 2 = 4.", "4 + 1 = 5."], "final_answer": "5", "answer": "5"}
        (row,) = next(step.process([chain]))
        step.unload()
        assert row["rollouts_drawn"] == [2, 1] and row["step_labels"][1]
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (_COMPLETE, _JUDGE)
    columns: ClassVar[Mapping[str, Any]] = {
        "steps": [],
        "step_labels": [],
        "step_scores": [],
        "first_error": -1,
        "rollouts_right": [],
        "rollouts_drawn": [],
        "rollouts_first_error": _NOBODY,
        "judge_first_error": _NOBODY,
        "judge_reason": "",
        "labelled_by": {"method": "", "model": "", "judge": ""},
    }

    llm: LLM
    judge: LLM | None = None
    method: Literal["rollouts", "judge", "consensus"] = "rollouts"
    n: int = Field(default=8, ge=1)
    gold_column: str = "answer"
    column: str = "chain"
    kind: AnswerKind = "math"
    most_steps: int = Field(default=50, ge=1)
    tolerance: float = Field(default=0.0, ge=0, lt=1)
    timeout: float = Field(default=5.0, gt=0)
    temperature: float = Field(default=0.7, ge=0)
    top_p: float = Field(default=1.0, gt=0, le=1)
    max_new_tokens: int = Field(default=512, ge=1)
    judge_max_new_tokens: int = Field(default=1024, ge=1)

    @model_validator(mode="after")
    def _has_an_answer_to_compare(self) -> "ProcessLabels":
        if self.kind == "code":
            raise InputError("kind='code': steps are labelled by final answers, which programs do not have")
        return self

    @property
    def inputs(self) -> dict[str, bool]:
        """The question, and what a chain may have."""
        optional = ("steps", self.column, self.gold_column, "final_answer")
        return {"instruction": True} | dict.fromkeys(optional, False)

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with a label for each of its steps.

        Raises:
            AskingError: there is no question, no step, too many of them, no gold answer, or no answer of a model.
        """
        steps = self._steps(row)
        estimated, verdict = await asyncio.gather(
            self._estimated(row, steps, asking), self._judged(row, steps, asking), return_exceptions=True
        )
        for outcome in (estimated, verdict):
            if isinstance(outcome, BaseException):
                raise outcome
        return [row | self._labelled(steps, estimated, verdict)]  # type: ignore[arg-type]

    def _steps(self, row: Row) -> list[str]:
        if not isinstance(row["instruction"], str) or not row["instruction"].strip():
            raise AskingError("no_text", "there is no question in instruction")
        told, text = row.get("steps"), row.get(self.column)
        steps = list(told) if isinstance(told, list) else split_steps(text) if isinstance(text, str) else []
        steps = steps or (split_steps(text) if isinstance(text, str) else [])
        if not steps or not all(isinstance(step, str) and step.strip() for step in steps):
            raise AskingError("no_steps", f"there are no steps, neither in steps nor in {self.column}")
        if len(steps) > self.most_steps:
            raise AskingError(
                "too_long", f"the chain has {len(steps)} steps, at most {self.most_steps} are labelled"
            )
        return steps

    async def _estimated(self, row: Row, steps: list[str], asking: Asking) -> _Estimate | None:
        if self.method == "judge":
            return None
        gold = row.get(self.gold_column)
        gold = str(gold).strip() if isinstance(gold, str | int | float) and not isinstance(gold, bool) else ""
        if not gold:
            raise AskingError("no_gold", f"there is no answer in {self.gold_column} to check completions by")
        ending = str(row.get("final_answer") or "").strip() or final_answer(steps[-1]) or ""
        counts = await asyncio.gather(
            *(
                self._counted(row, steps[: place + 1], gold, asking)
                for place in range(len(steps) - bool(ending))
            ),
            return_exceptions=True,
        )
        found: list[tuple[int, int]] = []
        for count in counts:
            if isinstance(count, BaseException):
                raise count
            found.append(count)
        if ending:
            found.append((await self._right([ending], gold), 1))
        return _Estimate([right for right, _ in found], [drawn for _, drawn in found])

    async def _counted(self, row: Row, prefix: list[str], gold: str, asking: Asking) -> tuple[int, int]:
        """Complete a solution from a step on, and return how many come to the answer, and of how many."""
        replies = await asking.sample(
            self.llm,
            _COMPLETE.chat(instruction=row["instruction"], steps=prefix, language=self.language),
            self.n,
            prompt=_COMPLETE,
            temperature=self.temperature,
            top_p=self.top_p,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, str(row.get("id") or self._id(row)), len(prefix)),
        )
        return await self._right([_ending(reply) for reply in replies], gold), len(replies)

    async def _right(self, answers: Sequence[str], gold: str) -> int:
        distinct = list(dict.fromkeys(answers))
        verdicts = await asyncio.gather(*(asyncio.to_thread(self._is_right, gold, one) for one in distinct))
        right = dict(zip(distinct, verdicts, strict=True))
        return sum(right[answer] for answer in answers)

    def _is_right(self, gold: str, answer: str) -> bool:
        if not answer:
            return False
        if self.kind == "math":
            return math_equal(gold, answer, tolerance=self.tolerance, timeout=self.timeout).equal
        return same_answer(final_answer(gold) or gold, answer, "text")

    async def _judged(self, row: Row, steps: list[str], asking: Asking) -> StepVerdict | None:
        if self.method == "rollouts":
            return None
        return await asking.read(
            self.judge or self.llm,
            _JUDGE.chat(instruction=row["instruction"], steps=steps, language=self.language),
            lambda text: read_step_verdict(text, len(steps)),
            prompt=_JUDGE,
            schema=step_verdict_schema(len(steps)),
            temperature=0.0,
            max_new_tokens=self.judge_max_new_tokens,
        )

    def _labelled(self, steps: list[str], estimated: _Estimate | None, verdict: StepVerdict | None) -> Row:
        by_rollouts = first_error(hard_labels(estimated.right)) if estimated else _NOBODY
        by_judge = verdict.first_error if verdict else _NOBODY
        labels = hard_labels(estimated.right) if estimated else labels_until(by_judge, len(steps))
        reason = consensus(by_rollouts, by_judge) if estimated and verdict else ""
        return {
            "steps": steps,
            "step_labels": labels,
            "step_scores": soft_labels(*estimated) if estimated else [float(label) for label in labels],
            "first_error": first_error(labels),
            "rollouts_right": estimated.right if estimated else [],
            "rollouts_drawn": estimated.drawn if estimated else [],
            "rollouts_first_error": by_rollouts,
            "judge_first_error": by_judge,
            "judge_reason": verdict.reason if verdict else "",
            "labelled_by": {
                "method": self.method,
                "model": self.llm.model_name if estimated else "",
                "judge": (self.judge or self.llm).model_name if verdict else "",
            },
            "keep": not reason,
            "drop_reason": reason,
        }


def _ending(reply: Reply) -> str:
    """What a completion comes to; one that was cut off has not come to anything."""
    return "" if reply.cut else read_chain(reply.text).final_answer
