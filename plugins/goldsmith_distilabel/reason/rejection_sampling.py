"""Answer a question many times, and keep the chains of thought that come to the right answer."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, NamedTuple

from pydantic import Field

from goldsmith.data import derived_id
from goldsmith.reason import AnswerClusters, Chain, answer_clusters, majority, rejected_samples, same_answer
from goldsmith_distilabel.prompting import Asking, Reply, Row
from goldsmith_distilabel.reason.chain_columns import CHAIN_COLUMNS, chain_columns
from goldsmith_distilabel.reason.checks_answers import Checked, ChecksAnswers
from goldsmith_distilabel.reason.writes_chains import CHAIN_OF_THOUGHT

__all__ = ["RejectionSampling"]

Samples = list[tuple[Reply, Chain]]


class _Outcome(NamedTuple):
    """Which samples of a question are right, and by what."""

    checked: list[Checked]
    source: str
    answer: str


class RejectionSampling(ChecksAnswers):
    """Sample many chains of thought, and keep those whose answer is right, no two alike, at most so many a question.

    Right is what equals the gold answer, or for programs what passes its tests in the sandbox. A question without a gold
    answer gets that of the majority, if it has half of the samples and no other as many (OpenMathInstruct-2; its authors' code
    has the same half), and `answer_source` says so. Each sample becomes a row, the rejected ones with the reason, so that
    right and wrong chains of a question can be seen and paired.

    The distinct chains of Yuan et al. differ in their equations; here they differ in their normalised text. That paper draws
    100 samples at temperature 0.7 and keeps all that are distinct: raise `n` and `max_kept` for that.

    Attributes:
        llm: the model.
        n: how many chains to sample.
        max_kept: how many to keep of a question, the first sampled.
        gold_column: the answer known to be right, or a solution that ends on it.
        min_share: of all samples that a majority must have to stand in for a missing gold answer, in [0, 1].
        pass_unsolved: whether, of a question whose answer is known and whose samples are all wrong, the first goes on
            unverified, as for `Rationalize`.
        kind: how an answer is checked: "math" by `goldsmith.verify.math_equal`, "text" by normalised text, "code" by tests.
        tests_column: for programs, Python source of the tests, or a list of sources, each one test.
        tolerance: the relative difference allowed between numbers; by default none.
        timeout: seconds until a comparison or a program is given up.
        memory_mb: MiB of memory a program may have.
        packages: installed packages that a program may import.
        form: "think" for `<think>` tags, "steps" for a list of steps (held to a JSON schema where the model can be).
        examples: worked examples shown as earlier turns, each with `instruction`, `chain` and `answer`.
        system_prompt: what answers are written under, unless the row has its own.
        temperature: of the samples.
        top_p: of the samples.
        max_new_tokens: the longest chain and answer together.
        language: to think and answer in.
        seed: of the samples; every row derives its own.

    Input columns:
        - instruction (`str`): The question.
        - answer (`str`, optional): the column named by `gold_column`.
        - tests (`str` or `list[str]`, optional): the column named by `tests_column`.
        - system_prompt (`str`, optional): What to answer it under.
        - id (`str`, optional): The question's stable id.

    Output columns:
        - generation, chain, steps, response, final_answer, finish_reason: As of `ChainOfThought`.
        - verified (`bool`): Whether the answer is right.
        - verdict_rule (`str`): The rule that decided; "majority" without a gold answer, "none" where none could.
        - verdict_reason (`str`): Why, in a sentence.
        - answer (`str`): The column named by `gold_column`; the majority's answer where there was none.
        - answer_source (`str`): "gold", "tests", "majority", or "none" if nothing says what is right.
        - question_id (`str`): The id of the question; `id` is the sample's own.
        - sample (`int`): The place of the sample, from 0.
        - samples (`int`): How many samples the question has.
        - pass_rate (`float`): The share of them that are right, in [0, 1]; one that is cut off or has no answer is wrong.
        - keep, drop_reason, error: whether the chain is kept, and why not; the row's failure.
        - provenance (`dict`): Where the row comes from.

    Categories:
        - text-generation
        - filtering

    References:
        - [Scaling Relationship on Learning Mathematical Reasoning with Large Language Models](https://arxiv.org/abs/2308.01825)
        - [OpenMathInstruct-2](https://arxiv.org/abs/2410.01560)

    Citations:
        ```
        @article{yuan2023scaling,
            title={Scaling Relationship on Learning Mathematical Reasoning with Large Language Models},
            author={Yuan, Zheng and Yuan, Hongyi and Li, Chengpeng and Dong, Guanting and others},
            journal={arXiv preprint arXiv:2308.01825},
            year={2023}
        }
        ```

    Examples:
        Two samples, each a row:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.reason import RejectionSampling

        step = RejectionSampling(llm=LocalLLM(n_ctx=1024), n=2, max_new_tokens=32)
        step.load()
        rows = next(step.process([{"instruction": "What is 2 + 2?", "answer": "4"}]))
        step.unload()
        assert [row["sample"] for row in rows] == [0, 1]
        assert all(row["verified"] for row in rows if row["keep"])
        ```
    """

    n: int = Field(default=16, ge=1)
    max_kept: int = Field(default=4, ge=1)
    min_share: float = Field(default=0.5, ge=0, le=1)
    pass_unsolved: bool = False

    columns: ClassVar[Mapping[str, Any]] = {
        **CHAIN_COLUMNS,
        "verified": False,
        "verdict_rule": "",
        "verdict_reason": "",
        "answer_source": "",
        "question_id": "",
        "sample": 0,
        "samples": 0,
        "pass_rate": 0.0,
    }

    @property
    def outputs(self) -> list[str]:
        """The step's columns, the gold answer among them, as it may be filled."""
        return [*super().outputs, *([] if self.kind == "code" else [self.gold_column])]

    def finished(self, row: Row, asking: Asking | None = None) -> Row:
        """Return the row with every column that the step promises, the gold answer as a text."""
        gold = {} if self.kind == "code" else {self.gold_column: self.gold(row)}
        return super().finished(row | gold, asking)

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return a row for each sample.

        Raises:
            AskingError: there is no question, or no answer at all.
        """
        samples = await self.samples(row, self.n, asking)
        found = await self._outcome(row, samples)
        flaws = [
            self.flaw(*sample) or ("" if checked.right else f"unverified: {checked.why}")
            for sample, checked in zip(samples, found.checked, strict=True)
        ]
        reasons = rejected_samples(flaws, [chain.chain for _, chain in samples], self.max_kept)
        if self.pass_unsolved and all(flaws) and found.source != "none":
            reasons[0] = ""
        rows = [
            self._row(row, number, samples[number], found.checked[number], reason)
            for number, reason in enumerate(reasons)
        ]
        right = sum(one["verified"] for one in rows)
        told = {
            "answer_source": found.source,
            "samples": len(rows),
            "pass_rate": right / len(rows),
        }
        filled = {self.gold_column: found.answer} if found.source == "majority" else {}
        return [one | told | filled for one in rows]

    async def _outcome(self, row: Row, samples: Samples) -> _Outcome:
        gold = self.gold(row)
        if self.kind == "code" or gold:
            checked = await self.checked(row, [chain for _, chain in samples])
            untested = self.kind == "code" and not row.get(self.tests_column)
            source = "none" if untested else "tests" if self.kind == "code" else "gold"
            return _Outcome(checked, source, gold)
        answers = ["" if self.flaw(*sample) else sample[1].final_answer for sample in samples]
        same = partial(same_answer, kind=self.kind, timeout=self.timeout)
        return self._elected(await asyncio.to_thread(answer_clusters, answers, same))

    def _elected(self, clusters: AnswerClusters) -> _Outcome:
        vote = majority(clusters, min_share=self.min_share)
        why = f"no answer is known, and {vote.tied} have as many votes" if vote.tied > 1 else vote.reason
        if why:
            return _Outcome([Checked(False, "none", why)] * len(clusters.of), "none", "")
        told = f"{vote.votes} of {len(clusters.of)} samples come to {clusters.answers[0]}"
        checked = [
            Checked(of == 0, "majority", f"{told}{'' if of == 0 else ', this one does not'}")
            for of in clusters.of
        ]
        return _Outcome(checked, "majority", clusters.answers[0])

    def _row(self, row: Row, number: int, sample: tuple[Reply, Chain], checked: Checked, reason: str) -> Row:
        question = self.row_id(row)
        right = checked.right and not sample[0].cut
        return row | {
            **chain_columns(*sample),
            "id": derived_id(question, str(number)),
            "question_id": question,
            "sample": number,
            "verified": right,
            "verdict_rule": checked.rule,
            "verdict_reason": checked.why,
            "keep": not reason,
            "drop_reason": reason,
            "model_name": self.llm.model_name,
            "provenance": self.provenance(
                "rejection sampling",
                operation=self.form,
                parents=[row],
                prompt=CHAIN_OF_THOUGHT[self.form],
                llm=self.llm,
            ),
        }
