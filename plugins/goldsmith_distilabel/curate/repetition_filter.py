"""Mark rows that repeat themselves."""

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.filters import RepetitionLimits, repetition_reason, repetition_scores
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["RepetitionFilter"]


class RepetitionFilter(Step):
    """Mark rows whose text repeats lines, paragraphs or runs of words, by Gopher's thresholds in any language.

    Attributes:
        column: the text to read.
        limits: the largest share of the text that may be repetition, per rule; None switches a rule off.
        min_occurrences: how often the commonest n-gram must occur to count.

    Input columns:
        - text (`str`): the column named by `column`; a missing text repeats nothing.

    Output columns:
        - keep (`bool`): False where the text breaks a rule.
        - drop_reason (`str`): the first rule broken and its share.
        - repetition_scores (`dict`): the share of every rule, in [0, 1].

    Categories:
        - filtering

    References:
        - [Scaling Language Models: Methods, Analysis & Insights from Training Gopher](https://arxiv.org/abs/2112.11446)

    Citations:
        ```
        @article{rae2021scaling,
            title={Scaling Language Models: Methods, Analysis and Insights from Training Gopher},
            author={Rae, Jack W. and Borgeaud, Sebastian and Cai, Trevor and others},
            journal={arXiv preprint arXiv:2112.11446},
            year={2021}
        }
        ```

    Examples:
        Mark a loop:

        ```python
        from goldsmith_distilabel.curate import RepetitionFilter

        step = RepetitionFilter()
        step.load()
        rows = next(step.process([{"text": "and so on " * 30}]))
        assert rows[0]["drop_reason"] == "repetition: top_2gram_characters 0.71, at most 0.20"
        ```
    """

    column: str = "text"
    limits: RepetitionLimits = RepetitionLimits()
    min_occurrences: int = Field(default=3, ge=2)

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "repetition_scores"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        texts = readable(rows, self.column)
        scores = [repetition_scores(text, min_occurrences=self.min_occurrences) for text in texts]
        marked = mark(rows, [repetition_reason(found, self.limits) for found in scores])
        yield [row | {"repetition_scores": found} for row, found in zip(marked, scores, strict=True)]
