"""Rate several responses to an instruction, aspect by aspect."""

import asyncio
import math
from collections.abc import Mapping
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from distilabel.typing import StepColumns
from pydantic import Field, field_validator, model_validator

from goldsmith.errors import InputError
from goldsmith.generate.preferences import Rating, mean_rating, shuffled_order
from goldsmith_distilabel.generate.aspect_judge import AspectJudge, Judgement
from goldsmith_distilabel.generate.rubric import Rubric
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow

__all__ = ["ASPECTS", "AspectRatings"]

ASPECTS = ("instruction_following", "honesty", "truthfulness", "helpfulness")
_PROMPTS = {name: Prompt("goldsmith_distilabel.generate", f"preferences/{name}") for name in ASPECTS}
_RUBRIC = Prompt("goldsmith_distilabel.generate", "preferences/rubric")


class AspectRatings(RowByRow):
    """Rate each response from 1 to 5 on each of several aspects, with a rationale.

    A request per aspect, all of a row's at once, shows all responses in an order shuffled by a seed of its own
    (UltraFeedback). "N/A", a rating left out and a number off the scale are missing, never a number: NaN, which no mean
    takes for a rating by accident. An aspect whose answer stays unreadable after one repair is missing for its row; if
    all are, the row fails and says why.

    Two things differ from the paper: the rationale comes before its rating, so that it decides it, and one form of
    answer serves all aspects, where the paper asks truthfulness and helpfulness for a type as well.

    Attributes:
        llm: the judge.
        aspects: which of the four of UltraFeedback to rate: instruction_following, honesty, truthfulness, helpfulness.
        rubrics: aspects of your own beside them: name -> `Rubric` (description and five anchors).
        both_orders: ask in the reverse order too; a rating is then the mean of the two.
        temperature: of the judge.
        max_new_tokens: the longest answer, for one aspect of all responses.
        language: of the rationales.
        seed: of the orders; every row and aspect derives its own.

    Input columns:
        - instruction (`str`): What was asked for.
        - generations (`list[str]`): At least two responses; None or empty ones are not rated.
        - system_prompt (`str`, optional): What the responses were written under.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - ratings (`list[dict[str, float]]`): Per response, each aspect's rating in [1, 5]; NaN where it is missing.
        - rationales (`list[dict[str, str]]`): Per response, each aspect's rationale.
        - scores (`list[float]`): Per response, the mean over the aspects that have a rating; NaN without any.
        - missing (`str`): Which ratings are missing and why, as "honesty of 2: N/A"; "" if none is.
        - order (`dict[str, list[int]]`): Per aspect, the positions of the responses in the order the judge saw them.
        - disagreements (`list[dict[str, float]]`): Per response and aspect, how far apart the two orders' ratings are;
            NaN where there are not two.
        - rated_by (`dict[str, str]`): The judge (`model`) and the hash of the step's prompts (`template_sha256`).
        - keep, drop_reason, error: False and why, with fewer than two responses; the row's failure.

    Categories:
        - preference
        - scorer

    References:
        - [UltraFeedback: Boosting Language Models with Scaled AI Feedback](https://arxiv.org/abs/2310.01377)
        - [Tulu 3: Pushing Frontiers in Open Language Model Post-Training](https://arxiv.org/abs/2411.15124)

    Citations:
        ```
        @article{cui2023ultrafeedback,
            title={UltraFeedback: Boosting Language Models with Scaled AI Feedback},
            author={Cui, Ganqu and Yuan, Lifan and Ding, Ning and Yao, Guanming and others},
            journal={arXiv preprint arXiv:2310.01377},
            year={2023}
        }
        ```

    Examples:
        Rate two answers on one aspect of your own:

        ```python
        from goldsmith_distilabel.generate import AspectRatings, Rubric
        from goldsmith_distilabel.llms import LocalLLM

        brevity = Rubric(
            description="Whether it says no more than it must.",
            anchors=["rambling", "long", "some padding", "short", "not a word too many"],
        )
        step = AspectRatings(
            llm=LocalLLM(n_ctx=1024), aspects=[], rubrics={"brevity": brevity}, max_new_tokens=60
        )
        step.load()
        row = {"instruction": "Say hello.", "generations": ["Hello!", "Well, hello there, my dear friend."]}
        (rated,) = next(step.process([row]))
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (*_PROMPTS.values(), _RUBRIC)
    columns: ClassVar[Mapping[str, Any]] = {
        "ratings": [],
        "rationales": [],
        "scores": [],
        "missing": "",
        "order": {},
        "disagreements": [],
        "rated_by": {},
    }

    llm: LLM
    aspects: list[str] = Field(default_factory=lambda: list(ASPECTS))
    rubrics: dict[str, Rubric] = Field(default_factory=dict)
    both_orders: bool = False
    temperature: float = Field(default=0.0, ge=0)
    max_new_tokens: int = Field(default=1024, ge=1)

    @field_validator("aspects")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        if set(value) - set(ASPECTS) or len(set(value)) < len(value):
            raise InputError(
                f"aspects must be different ones of {list(ASPECTS)}, got {value}; give your own as rubrics"
            )
        return value

    @model_validator(mode="after")
    def _something_to_rate(self) -> "AspectRatings":
        if not self.aspects and not self.rubrics:
            raise InputError("there is no aspect to rate: name some in aspects, or give rubrics")
        if set(self.rubrics) & set(ASPECTS):
            raise InputError(f"rubrics need names other than {list(ASPECTS)}, got {list(self.rubrics)}")
        return self

    @property
    def inputs(self) -> StepColumns:
        """What was asked and answered."""
        return ["instruction", "generations"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its ratings.

        Raises:
            AskingError: no aspect got a readable answer, or the row has no list of generations.
        """
        texts = _texts(row)
        there = [place for place, text in enumerate(texts) if text.strip()]
        if len(there) < 2:
            reason = f"aspect ratings: {len(there)} responses to compare, at least 2 wanted"
            return [row | {"keep": False, "drop_reason": reason}]
        orders = {aspect: self._order(row, aspect, len(there)) for aspect in self._names()}
        judgements = await asyncio.gather(
            *(
                self._judged(row, [texts[k] for k in there], aspect, orders[aspect], asking)
                for aspect in orders
            )
        )
        failures = [judgement.failure for judgement in judgements if judgement.failure]
        if len(failures) == len(orders):
            raise failures[0]
        shown = {aspect: [there[k] for k in order] for aspect, order in orders.items()}
        found = dict(zip(orders, judgements, strict=True))
        return [row | self._columns(found, there, len(texts)) | {"order": shown}]

    def finished(self, row: Row, asking: Asking | None = None) -> Row:
        """Return the row with all columns; where nothing was rated they have the same types."""
        names = self._names()
        unrated = self._columns({name: Judgement([], []) for name in names}, [], 1) | {"missing": ""}
        return super().finished(unrated | {"order": {key: [-1] for key in names}} | row, asking)

    def _names(self) -> list[str]:
        return [*self.aspects, *self.rubrics]

    def _order(self, row: Row, aspect: str, n: int) -> list[int]:
        return shuffled_order(n, self.seed, row.get("id") or self._id(row), aspect)

    async def _judged(
        self, row: Row, texts: list[str], aspect: str, order: list[int], asking: Asking
    ) -> Judgement:
        values = {
            "instruction": row["instruction"],
            "system_prompt": row.get("system_prompt") or "",
            "language": self.language,
        }
        if rubric := self.rubrics.get(aspect):
            values |= {"aspect": aspect, "description": rubric.description, "anchors": rubric.anchors}
        parameters = {"temperature": self.temperature, "max_new_tokens": self.max_new_tokens}
        judge = AspectJudge(self.llm, asking, _PROMPTS.get(aspect, _RUBRIC), values, parameters)
        return await judge.judged(texts, order, both_orders=self.both_orders)

    def _columns(self, found: dict[str, Judgement], there: list[int], n: int) -> Row:
        said = {
            aspect: dict(zip(there, zip(judgement.ratings, judgement.apart, strict=True), strict=True))
            for aspect, judgement in found.items()
        }
        nothing = (Rating(problem="no text"), None)
        each = [{aspect: of.get(place, nothing) for aspect, of in said.items()} for place in range(n)]
        missing = [
            f"{aspect} of {place + 1}: {rating.problem}"
            for place, one in enumerate(each)
            for aspect, (rating, _) in one.items()
            if rating.value is None
        ]
        scores = [mean_rating({aspect: rating.value for aspect, (rating, _) in one.items()}) for one in each]
        return {
            "ratings": [{aspect: _or_nan(said[0].value) for aspect, said in one.items()} for one in each],
            "rationales": [{aspect: said[0].rationale for aspect, said in one.items()} for one in each],
            "scores": [_or_nan(score) for score in scores],
            "missing": "; ".join(missing),
            "disagreements": [{aspect: _or_nan(said[1]) for aspect, said in one.items()} for one in each],
            "rated_by": {"model": self.llm.model_name, "template_sha256": self.template_sha256},
        }


def _texts(row: Row) -> list[str]:
    generations = row.get("generations")
    if not isinstance(generations, list) or not isinstance(row.get("instruction"), str):
        raise AskingError("no_text", "wanted an instruction (str) and generations (a list of str)")
    return [text if isinstance(text, str) else "" for text in generations]


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else float(value)
