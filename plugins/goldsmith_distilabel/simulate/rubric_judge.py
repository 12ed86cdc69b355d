"""A response rated by the criteria of a rubric."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from distilabel.models.llms.base import LLM
from pydantic import Field, model_validator

from goldsmith.generate import Rating, Scale, rating_schema, read_ratings
from goldsmith.judging import PanelRating, rubric_score
from goldsmith.text import shortened
from goldsmith_distilabel.generate.all_done import each_part
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow
from goldsmith_distilabel.simulate.criterion import Criterion

__all__ = ["RubricJudge"]

RATE = Prompt("goldsmith_distilabel.simulate", "rubric_judge/rate")


class RubricJudge(RowByRow):
    """Rate a response by each criterion of a rubric, alone and on its own scale, with a rationale before each rating.

    A request per criterion, all of a row's at once, so that one criterion does not colour another. Up to three judges, of
    different makers at best, and several samples of each: a criterion's rating is then the mean over judges of the mean of what
    each said that could be read ("average pooling" of Verga et al. 2024). "N/A", a rating left out and a number
    off the scale are missing, never a number: a missing criterion is left out of the score with its weight
    (`goldsmith.judging.rubric_score`). A row none of whose criteria could be rated is dropped and says why; if no answer could be had or
    read at all, it fails.

    As in Prometheus the rubric describes every rating and a reference may show what the highest looks like; unlike there the scale may
    have two to ten ratings, there may be several criteria, and any model may judge.

    Attributes:
        llm: the judge.
        second_judge: another one, or None.
        third_judge: and another, or None.
        num_samples: how often each judge is asked for each criterion; more than once wants a temperature above 0.
        criteria: name -> `Criterion` (description, anchors, weight).
        min_score: rows whose score is below it are dropped; 0 keeps them all.
        max_chars: of the request, the response, the reference and the standing instructions each; a longer one loses its middle before
            it is shown.
        temperature: of the judges.
        max_new_tokens: the longest answer, for one criterion.
        language: of the rationales.
        seed: of the answers.

    Input columns:
        - instruction (`str`): What was asked for.
        - generation (`str`): The response.
        - system_prompt (`str`): What it was written under; may be missing.
        - reference (`str`): A response that would get the highest rating; may be missing.

    Output columns:
        - rubric_score (`float`): The weighted mean of the ratings as shares of their scales, in [0, 1]; NaN without any.
        - rubric_ratings (`dict[str, float]`): Each criterion's, from 1; NaN where it is missing.
        - rubric_rationales (`dict[str, str]`): Why, in the first judge's words that could be read.
        - rubric_spread (`dict[str, float]`): The standard deviation of what judges and samples gave; NaN below two ratings.
        - rubric_by_judge (`dict[str, dict[str, float]]`): Each judge's own ratings by criterion, the mean of its samples; NaN where there is none.
        - rubric_missing (`str`): Which ratings are missing and why, as "cites: N/A"; "" if none is.
        - keep (`bool`): Whether there is a score, not below `min_score`.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why there was no answer.
        - provenance (`dict`): Where the row comes from.
        - rated_by (`dict[str, str]`): The judges (`model`, with + between them) and the hash of the prompt (`template_sha256`).
        - model_name (`str`): The first judge.

    Categories:
        - evaluation
        - scorer

    References:
        - [Prometheus: Inducing Fine-grained Evaluation Capability in Language Models](https://arxiv.org/abs/2310.08491)
        - [Replacing Judges with Juries](https://arxiv.org/abs/2404.18796)

    Citations:
        ```
        @misc{kim2023prometheus,
            title={Prometheus: Inducing Fine-grained Evaluation Capability in Language Models},
            author={Kim, Seungone and Shin, Jamin and Cho, Yejin and Jang, Joel and others},
            year={2023},
            eprint={2310.08491},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        Rate an answer by two criteria, one of which counts double:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.simulate import Criterion, RubricJudge

        step = RubricJudge(
            llm=LocalLLM(n_ctx=1024),
            criteria={
                "right": Criterion(description="Whether it is true.", anchors=["false", "true"], weight=2),
                "brief": Criterion(description="Whether it is short.", anchors=["long", "fair", "short"]),
            },
            max_new_tokens=40,
        )
        step.load()
        (row,) = next(step.process([{"instruction": "Name a river.", "generation": "The Rhine."}]))
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (RATE,)
    columns: ClassVar[Mapping[str, Any]] = {
        "rubric_score": math.nan,
        "rubric_ratings": {},
        "rubric_rationales": {},
        "rubric_spread": {},
        "rubric_by_judge": {},
        "rubric_missing": "",
        "rated_by": {},
    }

    llm: LLM
    second_judge: LLM | None = None
    third_judge: LLM | None = None
    num_samples: int = Field(default=1, ge=1)
    criteria: dict[str, Criterion] = Field(min_length=1)
    min_score: float = Field(default=0.0, ge=0, le=1)
    max_chars: int = Field(default=20_000, ge=100)
    temperature: float = Field(default=0.0, ge=0)
    max_new_tokens: int = Field(default=512, ge=1)

    @model_validator(mode="after")
    def _samples_differ(self) -> Self:
        if self.num_samples > 1 and not self.temperature:
            raise ValueError(
                f"{self.num_samples} samples at temperature 0 are one: set a temperature, such as 0.7"
            )
        return self

    @property
    def inputs(self) -> dict[str, bool]:
        """What was asked and answered, and what else a row may have."""
        return {"instruction": True, "generation": True, "system_prompt": False, "reference": False}

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its ratings.

        Raises:
            AskingError: there is no response, or no criterion got a readable answer.
        """
        if not isinstance(row["generation"], str) or not isinstance(row["instruction"], str):
            raise AskingError("no_text", "wanted an instruction and a generation, both str")
        asked = [
            (name, judge, number)
            for name in self.criteria
            for judge in self._judges()
            for number in range(self.num_samples)
        ]
        said = await each_part(self._rated(row, *one, asking) for one in asked)
        given = defaultdict[str, defaultdict[str, list[Rating]]](lambda: defaultdict(list))
        for (name, judge, _), one in zip(asked, said, strict=True):
            given[name][judge].append(Rating(problem=str(one)) if isinstance(one, AskingError) else one)
        return [row | self._columns({name: PanelRating(given[name]) for name in self.criteria})]

    def finished(self, row: Row, asking: Asking | None = None) -> Row:
        """Return the row with all columns; where nothing was rated they have the same types."""
        unrated = self._columns(
            dict.fromkeys(self.criteria, PanelRating({name: [Rating()] for name in self._judges()}))
        )
        blank = {name: unrated[name] for name in self.columns} | {"rubric_missing": ""}
        return super().finished(blank | row, asking)

    async def _rated(self, row: Row, name: str, judge: str, number: int, asking: Asking) -> Rating:
        criterion = self.criteria[name]
        scale = Scale(1, len(criterion.anchors))
        chat = RATE.chat(
            instruction=self._shown(row["instruction"]),
            system_prompt=self._shown(row.get("system_prompt")),
            reference=self._shown(row.get("reference")),
            response=self._shown(row["generation"]),
            criterion=name,
            description=criterion.description,
            anchors=criterion.anchors,
            language=self.language,
        )
        return await asking.read(
            self._judges()[judge],
            chat,
            lambda text: read_ratings(text, 1, scale)[0],
            prompt=RATE,
            schema=rating_schema(scale),
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=self.seed + number,
        )

    def _shown(self, text: Any) -> str:
        return shortened(text, self.max_chars) if isinstance(text, str) else ""

    def _judges(self) -> dict[str, LLM]:
        """Return the judges by the names of their models; what is there twice is numbered."""
        found: dict[str, LLM] = {}
        for judge in self._models():
            name, number = judge.model_name, 2
            while name in found:
                name, number = f"{judge.model_name} {number}", number + 1
            found[name] = judge
        return found

    def _columns(self, ratings: Mapping[str, PanelRating]) -> Row:
        score = rubric_score(
            {name: rating.value for name, rating in ratings.items()},
            {name: len(criterion.anchors) for name, criterion in self.criteria.items()},
            {name: criterion.weight for name, criterion in self.criteria.items()},
        )
        missing = "; ".join(f"{name}: {one.problem}" for name, one in ratings.items() if one.value is None)
        reason = ""
        if score is None:
            reason = f"rubric: no criterion could be rated ({missing})"
        elif score < self.min_score:
            reason = f"rubric: score {score:.2f} below {self.min_score:g}"
        return {
            "rubric_score": math.nan if score is None else score,
            "rubric_ratings": {
                name: math.nan if one.value is None else one.value for name, one in ratings.items()
            },
            "rubric_rationales": {name: one.rationale for name, one in ratings.items()},
            "rubric_spread": {name: one.spread for name, one in ratings.items()},
            "rubric_by_judge": {
                judge: {name: one.by_judge[judge] for name, one in ratings.items()}
                for judge in self._judges()
            },
            "rubric_missing": missing,
            "rated_by": {"model": "+".join(self._judges()), "template_sha256": self.template_sha256},
            "keep": not reason,
            "drop_reason": reason,
        }
