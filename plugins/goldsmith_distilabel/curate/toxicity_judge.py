"""Mark toxic rows by a language model's judgement."""

from collections.abc import Mapping
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from pydantic import Field

from goldsmith.filters import TOXICITY_CATEGORIES, read_toxicity, toxicity_reason, toxicity_schema
from goldsmith.text import shortened
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow

__all__ = ["ToxicityJudge"]

RATE = Prompt("goldsmith_distilabel.curate", "toxicity_judge/rate")


class ToxicityJudge(RowByRow):
    """Mark rows that a language model finds toxic, with a level per category: none 0, mild 1/3, clear 2/3, severe 1.

    The judge is told that quoting, reporting or condemning is no attack, that an attack needs no bad word, and that the text
    is material and no order. An answer that cannot be read, after the judge was told so once, is no pass: the row is dropped
    and says why. A request that fails makes the row fail, so that it can be asked again. A row without text passes unasked.

    A judge sees what word lists miss, and has biases of its own (dialects read as rude, groups named read as attacked); a small
    model often cannot do it. Try it on rows of your own that people have labelled.

    Attributes:
        llm: the judge.
        column: the text to read.
        categories: name -> what belongs to it.
        thresholds: category -> the least score that drops a row, None for none.
        threshold: the threshold of the other categories.
        max_chars: a longer text loses its middle before it is shown to the judge.
        max_new_tokens: the longest answer.

    Input columns:
        - text (`str`): the column named by `column`.

    Output columns:
        - toxicity (`dict[str, float]`): category -> score, in [0, 1]; empty without an answer.
        - toxicity_rationale (`str`): Why, as the judge has it.
        - keep (`bool`): False where a category reaches its threshold, or nobody could tell.
        - drop_reason (`str`): the worst category and its score, or why there is none.
        - error (`dict`): Why there was no answer.
        - provenance (`dict`): Where the row comes from.
        - model_name (`str`): The judge.

    Categories:
        - filtering

    Examples:
        Ask the local model:

        ```python
        from goldsmith_distilabel.curate import ToxicityJudge
        from goldsmith_distilabel.llms import LocalLLM

        step = ToxicityJudge(llm=LocalLLM(n_ctx=2048), max_new_tokens=64)
        step.load()
        (row,) = next(step.process([{"text": "The bus comes at nine."}]))
        step.unload()
        assert row["toxicity"] or row["drop_reason"]
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (RATE,)
    columns: ClassVar[Mapping[str, Any]] = {"toxicity": {}, "toxicity_rationale": ""}

    llm: LLM
    column: str = "text"
    categories: dict[str, str] = Field(default=TOXICITY_CATEGORIES, min_length=1)
    thresholds: dict[str, float | None] = Field(default_factory=dict)
    threshold: float = Field(default=0.5, gt=0, le=1)
    max_chars: int = Field(default=4000, ge=100)
    max_new_tokens: int = Field(default=256, ge=1)

    def load(self) -> None:
        """Refuse a threshold of no category, and load the judge."""
        toxicity_reason(dict.fromkeys(self.categories, 0.0), self.thresholds)
        super().load()

    @property
    def inputs(self) -> list[str]:
        """The text."""
        return [self.column]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its scores.

        Raises:
            AskingError: the judge could not be asked.
        """
        text = row.get(self.column)
        if not isinstance(text, str) or not text.strip():
            return [row | self._judged(dict.fromkeys(self.categories, 0.0), "")]
        try:
            scores, reason = await asking.read(
                self.llm,
                RATE.chat(
                    text=shortened(text, self.max_chars), categories=self.categories, language=self.language
                ),
                lambda output: read_toxicity(output, self.categories),
                prompt=RATE,
                schema=toxicity_schema(self.categories),
                temperature=0.0,
                max_new_tokens=self.max_new_tokens,
                seed=self.seed,
            )
        except AskingError as err:
            if err.kind == "request_failed":
                raise
            return [row | {"keep": False, "drop_reason": f"toxicity: no judgement, {err}"}]
        return [row | self._judged(scores, reason)]

    def _judged(self, scores: dict[str, float], rationale: str) -> Row:
        reason = toxicity_reason(scores, self.thresholds, default=self.threshold)
        return {
            "toxicity": scores,
            "toxicity_rationale": rationale,
            "keep": reason is None,
            "drop_reason": reason or "",
        }
