"""Answer an instruction several times and keep the answer that a judge likes best."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem, StepColumns
from pydantic import Field

from goldsmith.generate import Rating, Scale, derived_seed, rating_schema, read_ratings
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply, Row, RowByRow, defused

__all__ = ["BestOfN"]

_ANSWER = Prompt("goldsmith_distilabel.generate", "best_of_n/answer")
_JUDGE = Prompt("goldsmith_distilabel.generate", "best_of_n/judge")
_TEN = Scale(1, 10)
_SCHEMA = rating_schema(_TEN, not_applicable=False)


class BestOfN(RowByRow):
    """Sample several answers to an instruction, have each judged by itself from 1 to 10, and keep all of them.

    `generation` is the one with the highest score, of several such the first sampled. Answers that say the same are judged
    once. An answer the judge does not score is kept without a score; a row none of whose answers has one is dropped with
    the reason, since nothing says which is best.

    Attributes:
        llm: writes the answers.
        judge: scores them, at temperature 0; `llm` itself if None.
        n: how many answers to sample.
        temperatures: of the answers, taken in turn: two of them and n = 4 make two answers at each.
        top_p: of the answers.
        max_new_tokens: the longest answer.
        judge_max_new_tokens: the longest judgement.
        system_prompt: what answers are written under, unless the row has its own.
        language: of the judge's rationales.
        seed: of the answers.

    Input columns:
        - instruction (`str`): What to answer.
        - system_prompt (`str`, optional): What to answer it under.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - generation (`str`): The best answer; "" if none could be scored.
        - generations (`list[str]`): Every answer, in the order in which they were sampled.
        - scores (`list[float]`): The score of each, in [1, 10]; NaN where the judge gave none.
        - rationales (`list[str]`): The judge's reason for each.
        - temperatures (`list[float]`): The temperature of each.
        - generation_models (`list[str]`): The model of each.
        - best (`int`): The position of the best; -1 if there is none.
        - tied (`int`): How many answers have the highest score, those that say the same counted once.
        - problems (`str`): Which answers failed, were cut off, or have no score, and why; "" if none.
        - keep, drop_reason, error: whether there is a best answer, and why not.
        - provenance (`dict`): Where the row comes from.

    Categories:
        - text-generation
        - preference

    References:
        - [Learning to summarize from human feedback](https://arxiv.org/abs/2009.01325)
        - [Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena](https://arxiv.org/abs/2306.05685)

    Citations:
        ```
        @inproceedings{zheng2023judging,
            title={Judging {LLM}-as-a-Judge with {MT}-Bench and {Chatbot Arena}},
            author={Zheng, Lianmin and Chiang, Wei-Lin and Sheng, Ying and Zhuang, Siyuan and others},
            booktitle={Advances in Neural Information Processing Systems},
            year={2023}
        }
        ```

    Examples:
        Two answers, one of them at a higher temperature:

        ```python
        from goldsmith_distilabel.generate import BestOfN
        from goldsmith_distilabel.llms import LocalLLM

        step = BestOfN(
            llm=LocalLLM(n_ctx=1024), n=2, temperatures=[0.3, 1.0], max_new_tokens=12, judge_max_new_tokens=60
        )
        step.load()
        (row,) = next(step.process([{"instruction": "Name a colour."}]))
        step.unload()
        assert len(row["generations"]) == len(row["scores"]) == 2
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (_ANSWER, _JUDGE)
    columns: ClassVar[Mapping[str, Any]] = {
        "generation": "",
        "generations": [""],
        "scores": [math.nan],
        "rationales": [""],
        "temperatures": [0.0],
        "generation_models": [""],
        "best": -1,
        "tied": 0,
        "problems": "",
    }

    llm: LLM
    judge: LLM | None = None
    n: int = Field(default=4, ge=1)
    temperatures: list[float] = Field(default_factory=lambda: [0.7], min_length=1)
    top_p: float = Field(default=0.95, gt=0, le=1)
    max_new_tokens: int = Field(default=512, ge=1)
    judge_max_new_tokens: int = Field(default=512, ge=1)
    system_prompt: str = ""

    @property
    def inputs(self) -> StepColumns:
        """What to answer."""
        return ["instruction"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its answers.

        Raises:
            AskingError: there is no instruction, or no answer at all.
        """
        if not isinstance(row["instruction"], str):
            raise AskingError(
                "no_text", f"the instruction is a {type(row['instruction']).__name__}, wanted a str"
            )
        system = row.get("system_prompt") or self.system_prompt
        answers, problems = await self._answers(row, system, asking)
        distinct = list(dict.fromkeys(reply.text.strip() for _, reply in answers))
        ratings = await asyncio.gather(*(self._judged(row, system, text, asking) for text in distinct))
        rated = dict(zip(distinct, ratings, strict=True))
        return [row | self._columns(row, answers, rated, problems)]

    async def _answers(
        self, row: Row, system: str, asking: Asking
    ) -> tuple[list[tuple[float, Reply]], list[str]]:
        wanted = [self.temperatures[place % len(self.temperatures)] for place in range(self.n)]
        counts = {temperature: wanted.count(temperature) for temperature in wanted}
        samples = await asyncio.gather(
            *(self._sampled(row, system, t, count, asking) for t, count in counts.items())
        )
        failures = [sample for sample in samples if isinstance(sample, AskingError)]
        if len(failures) == len(samples):
            raise failures[0]
        problems = [str(failure) for failure in failures]
        waiting = {
            t: list(sample) if not isinstance(sample, AskingError) else []
            for t, sample in zip(counts, samples, strict=True)
        }
        answers = [(t, waiting[t].pop(0)) for t in wanted if waiting[t]]
        if len(answers) < self.n:
            problems.insert(0, f"{self.n - len(answers)} of {self.n} answers failed")
        return answers, problems

    async def _sampled(
        self, row: Row, system: str, temperature: float, count: int, asking: Asking
    ) -> Sequence[Reply] | AskingError:
        first: list[ChatItem] = [{"role": "system", "content": defused(system)}] if system else []
        try:
            return await asking.sample(
                self.llm,
                [*first, *_ANSWER.chat(instruction=row["instruction"])],
                count,
                prompt=_ANSWER,
                temperature=temperature,
                top_p=self.top_p,
                max_new_tokens=self.max_new_tokens,
                seed=derived_seed(self.seed, row.get("id") or self._id(row), temperature),
            )
        except AskingError as err:
            return err

    async def _judged(self, row: Row, system: str, text: str, asking: Asking) -> Rating:
        if not text:
            return Rating(problem="empty")
        values = {"instruction": row["instruction"], "system_prompt": system, "candidate": text}
        try:
            return await asking.read(
                self.judge or self.llm,
                _JUDGE.chat(**values, language=self.language),
                lambda answer: read_ratings(answer, 1, _TEN)[0],
                prompt=_JUDGE,
                schema=_SCHEMA,
                temperature=0.0,
                max_new_tokens=self.judge_max_new_tokens,
            )
        except AskingError as err:
            return Rating(problem=str(err))

    def _columns(
        self, row: Row, answers: list[tuple[float, Reply]], rated: dict[str, Rating], problems: list[str]
    ) -> Row:
        texts = [reply.text for _, reply in answers]
        ratings = [rated[text.strip()] for text in texts]
        values = [rating.value for rating in ratings]
        highest = max((value for value in values if value is not None), default=None)
        best = -1 if highest is None else values.index(highest)
        cut = [f"answer {k}: cut off" for k, (_, reply) in enumerate(answers, start=1) if reply.cut]
        unscored = [f"answer {k}: {one.problem}" for k, one in enumerate(ratings, start=1) if one.problem]
        told = "; ".join([*problems, *cut, *unscored])
        reason = f"best of n: none of {len(texts)} answers could be scored ({told})" if best < 0 else ""
        return {
            "generation": texts[best] if best >= 0 else "",
            "generations": texts,
            "scores": [math.nan if value is None else value for value in values],
            "rationales": [rating.rationale for rating in ratings],
            "temperatures": [temperature for temperature, _ in answers],
            "generation_models": [self.llm.model_name] * len(texts),
            "best": best,
            "tied": 0 if best < 0 else sum(rating.value == highest for rating in rated.values()),
            "problems": told,
            "keep": not reason,
            "drop_reason": reason,
            "model_name": self.llm.model_name,
            "provenance": self.provenance("best of n", parents=[row], prompt=_JUDGE, llm=self.llm),
        }
