"""Mark rows that do not read like prose."""

from collections.abc import Iterator
from typing import Any

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.filters import (
    STOP_WORDS,
    TERMINAL,
    C4Lines,
    QualityRules,
    quality_reason,
    quality_scores,
)
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["TextQualityFilter"]


class TextQualityFilter(Step):
    """Mark rows whose text breaks Gopher's or C4's rules for prose.

    The published thresholds were made for web pages: rows of a few sentences want `min_words` and `min_sentences`
    off, rows with code `max_curly_brackets`. Two rules know English alone and hold for no other language unless it is
    added to `stop_words` and `terminal`.

    Attributes:
        column: the text to read.
        language: the texts' language, ISO 639-1.
        language_column: a column that says it for each row, as `LanguageFilter` writes it, or None.
        rules: the least and most of each score; None switches a rule off.
        lines: what a line must be to count towards C4's sentences.
        stop_words: by language, the words of which `min_stop_words` must occur.
        terminal: by language, the marks in which a line of C4 must end; none given: however it ends.

    Input columns:
        - text (`str`): the column named by `column`; a missing text has no words.

    Output columns:
        - keep (`bool`): False where the text breaks a rule.
        - drop_reason (`str`): the first rule broken, the score and the bound.
        - quality_scores (`dict`): every score; None where the rule says nothing about the text.

    Categories:
        - filtering

    References:
        - [Scaling Language Models: Methods, Analysis & Insights from Training Gopher](https://arxiv.org/abs/2112.11446)
        - [Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer](https://jmlr.org/papers/v21/20-074.html)

    Citations:
        ```
        @article{raffel2020exploring,
            title={Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer},
            author={Raffel, Colin and Shazeer, Noam and Roberts, Adam and others},
            journal={Journal of Machine Learning Research},
            volume={21},
            number={140},
            year={2020}
        }
        ```

    Examples:
        Mark what is no prose among short texts:

        ```python
        from goldsmith.filters import QualityRules
        from goldsmith_distilabel.curate import TextQualityFilter

        step = TextQualityFilter(rules=QualityRules(min_words=None, min_sentences=None))
        step.load()
        rows = next(step.process([{"text": "#win #love #cat 4 u"}, {"text": "The cat and the dog."}]))
        assert rows[0]["drop_reason"] == "quality: hashes_per_word 0.6, at most 0.1"
        assert rows[1]["keep"]
        ```
    """

    column: str = "text"
    language: str = "en"
    language_column: str | None = None
    rules: QualityRules = QualityRules()
    lines: C4Lines = C4Lines()
    stop_words: dict[str, list[str]] = Field(default={"en": list(STOP_WORDS["en"])})
    terminal: dict[str, list[str]] = Field(default={"en": list(TERMINAL["en"])})

    @property
    def inputs(self) -> StepColumns:
        return [self.column, *([self.language_column] if self.language_column else [])]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "quality_scores"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        scores = list(self._scores(rows))
        marked = mark(rows, [quality_reason(found, self.rules) for found in scores])
        yield [row | {"quality_scores": found} for row, found in zip(marked, scores, strict=True)]

    def _scores(self, rows: list[dict[str, Any]]) -> Iterator[dict[str, float | None]]:
        for row, text in zip(rows, readable(rows, self.column), strict=True):
            language = row.get(self.language_column) if self.language_column else None
            yield quality_scores(
                text,
                language=language or self.language,
                stop_words=self.stop_words,
                terminal=self.terminal,
                lines=self.lines,
            )
