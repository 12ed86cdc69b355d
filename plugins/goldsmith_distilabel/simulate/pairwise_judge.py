"""Which of two models' responses is better, asked in both orders."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from distilabel.steps import StepInput
from distilabel.typing import StepOutput
from pydantic import Field

from goldsmith.data import derived_id
from goldsmith.judging import PREFERENCE_SCHEMA, Judgement, pairwise_verdicts, read_preference
from goldsmith_distilabel.generate.all_done import outcomes
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow

__all__ = ["PairwiseJudge"]

COMPARE = Prompt("goldsmith_distilabel.simulate", "pairwise_judge/compare")
_PREFERRED = {1.0: "a", 0.0: "b", 0.5: "tie"}


class PairwiseJudge(RowByRow):
    """Compare the responses of several models to one instruction in pairs, each pair in both orders.

    A row for every pair of models, or with a `baseline` for every other model and that one. Both orders are asked at the same time;
    only who is preferred in both has won, disagreement is a tie (`goldsmith.judging.pairwise_verdicts`). The judge sees "Response 1" and
    "Response 2" and never a model's name. Responses that say the same are a tie without being asked about, as in AlpacaEval. A
    pair with an order that has no readable answer, after one repair, has no verdict: the row is dropped, says why, and
    `goldsmith.judging.leaderboard(matches_of(rows))` counts it among the errors.

    The judge gives its reason before its verdict, where MT-Bench's explains it in prose; the answer is JSON in place of "[[A]]". A preference
    weighted by the verdict's log-probability, as AlpacaEval 2 has it, is not offered: after a reason it is nearly always 0 or 1.

    Attributes:
        llm: the judge.
        baseline: the model that all others are compared with; "": every pair.
        models: the models' names in the order of a row's responses, where the row has none.
        criteria: what makes a response the better one, in place of the packaged text.
        temperature: of the judge.
        max_new_tokens: the longest answer.
        language: of the reasons.
        seed: of the answers.

    Input columns:
        - instruction (`str`): What was asked for.
        - generations (`list[str]`): At least two responses; None where a model failed.
        - generation_models (`list[str]`): Whose each is; may be missing, see `models`.
        - system_prompt (`str`): What they were written under; may be missing.
        - reference (`str`): A response known to be good; may be missing.

    Output columns:
        - prompt_id (`str`): The id of the row that was given.
        - model_a (`str`): A model.
        - model_b (`str`): Another; the baseline, if there is one.
        - response_a (`str`): Its response.
        - response_b (`str`): The other's.
        - preferred (`str`): "a" or "b", "tie", or "" where there is no verdict.
        - verdict (`float`): 1, 0 and 0.5 for these, NaN where there is none.
        - preferences (`list[str]`): The *position* preferred where a was shown first, and where b was: "1", "2", "tie" or "".
        - reasons (`list[str]`): The judge's, in the same order.
        - flipped (`bool`): Whether each order named another winner.
        - length_a (`int`): Of a's response, in characters.
        - length_b (`int`): Of b's.
        - keep (`bool`): Whether there is a verdict.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why not, where neither order has a readable answer.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The judge.

    Categories:
        - evaluation

    References:
        - [Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena](https://arxiv.org/abs/2306.05685)
        - [Length-Controlled AlpacaEval](https://arxiv.org/abs/2404.04475)

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
        Compare two responses:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.simulate import PairwiseJudge

        step = PairwiseJudge(llm=LocalLLM(n_ctx=1024), models=["old", "new"], max_new_tokens=40)
        step.load()
        row = {"instruction": "Name a river.", "generations": ["A river.", "The Rhine."]}
        (pair,) = next(step.process([row]))
        step.unload()
        assert (pair["model_a"], pair["model_b"]) == ("old", "new")
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (COMPARE,)
    columns: ClassVar[Mapping[str, Any]] = {
        "prompt_id": "",
        "model_a": "",
        "model_b": "",
        "response_a": "",
        "response_b": "",
        "preferred": "",
        "verdict": math.nan,
        "preferences": ["", ""],
        "reasons": ["", ""],
        "flipped": False,
        "length_a": 0,
        "length_b": 0,
    }

    llm: LLM
    baseline: str = ""
    models: list[str] = Field(default_factory=list)
    criteria: str = ""
    temperature: float = Field(default=0.0, ge=0)
    max_new_tokens: int = Field(default=512, ge=1)

    @property
    def inputs(self) -> dict[str, bool]:
        """What was asked and answered, and what else a row may have."""
        optional = ["generation_models", "system_prompt", "reference"]
        return {"instruction": True, "generations": True} | dict.fromkeys(optional, False)

    def process(self, *inputs: StepInput) -> StepOutput:
        """Judge all pairs of all rows of a batch at the same time."""
        (rows,) = inputs
        yield from super().process([pair for row in rows for pair in self._pairs(row)])

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row of one pair with its verdict.

        Raises:
            AskingError: neither order has a readable answer.
        """
        a, b = row["response_a"], row["response_b"]
        if a.strip() == b.strip():
            return [row | self._verdict(row, [("tie", "Both say the same.")] * 2)]
        said = await outcomes(self._preference(row, a, b, asking), self._preference(row, b, a, asking))
        failures = [one for one in said if isinstance(one, AskingError)]
        if len(failures) == len(said):
            raise failures[0]
        answers = [("", str(one)) if isinstance(one, AskingError) else one for one in said]
        return [row | self._verdict(row, answers)]

    def _pairs(self, row: Row) -> Iterator[Row]:
        """Yield a row for each pair of responses, or the row itself where there is none."""
        if is_set_aside(row):
            yield row
            return
        row = row | {"id": row.get("id") or self._id(row)}
        texts = row["generations"] if isinstance(row["generations"], list) else []
        names = [str(name) for name in row.get("generation_models") or self.models]
        names = names or [f"model {number}" for number in range(1, len(texts) + 1)]
        if problem := self._problem(texts, names):
            yield row | {"keep": False, "drop_reason": f"pairwise judge: {problem}"}
            return
        responses = dict(zip(names, texts, strict=True))
        others = [(name, self.baseline) for name in names if name != self.baseline]
        for a, b in others if self.baseline else combinations(names, 2):
            yield self._pair(row, a, b, responses)

    def _problem(self, texts: list[Any], names: list[str]) -> str:
        if len(texts) < 2:
            return f"{len(texts)} responses to compare, at least 2 wanted"
        if len(names) != len(texts):
            return f"{len(texts)} responses of {len(names)} models"
        if name := next((name for name, count in Counter(names).items() if count > 1), ""):
            return f"two responses are of {name}: every model needs a name of its own"
        if self.baseline and self.baseline not in names:
            return f"the baseline {self.baseline} is none of {', '.join(names)}"
        return ""

    def _pair(self, row: Row, a: str, b: str, responses: Mapping[str, Any]) -> Row:
        pair: Row = {
            **row,
            "id": derived_id(str(row["id"]), a, b),
            "prompt_id": str(row["id"]),
            "model_a": a,
            "model_b": b,
            "provenance": self.provenance(
                "Pairwise judging", operation=f"{a} / {b}", parents=[row], prompt=COMPARE, llm=self.llm
            ),
        }
        for side, name in (("a", a), ("b", b)):
            text = responses[name]
            pair[f"response_{side}"] = text if isinstance(text, str) else ""
            pair[f"length_{side}"] = len(pair[f"response_{side}"])
        if failed := [name for name in (a, b) if not isinstance(responses[name], str)]:
            pair |= {"keep": False, "drop_reason": f"pairwise judge: no response of {', '.join(failed)}"}
        return pair

    async def _preference(self, row: Row, first: str, second: str, asking: Asking) -> tuple[str, str]:
        chat = COMPARE.chat(
            instruction=row["instruction"],
            system_prompt=row.get("system_prompt") or "",
            reference=row.get("reference") or "",
            first=first,
            second=second,
            criteria=self.criteria,
            language=self.language,
        )
        said, reason = await asking.read(
            self.llm,
            chat,
            read_preference,
            prompt=COMPARE,
            schema=PREFERENCE_SCHEMA,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=self.seed,
        )
        return str(said), reason

    def _verdict(self, row: Row, answers: list[tuple[str, str]]) -> Row:
        read: dict[str, Any] = {"1": 1, "2": 2, "tie": "tie", "": None}
        item = str(row["id"])
        merged = pairwise_verdicts(
            Judgement(item, bool(place), read[said]) for place, (said, _) in enumerate(answers)
        )
        verdict = merged.verdicts.get(item, math.nan)
        unread = [
            f"with {side} first, {reason}"
            for side, (said, reason) in zip("ab", answers, strict=True)
            if not said
        ]
        return {
            "preferred": _PREFERRED.get(verdict, ""),
            "verdict": verdict,
            "preferences": [said for said, _ in answers],
            "reasons": [reason for _, reason in answers],
            "flipped": bool(merged.flips),
            "keep": not unread,
            "drop_reason": f"pairwise judge: {unread[0]}" if unread else "",
        }
