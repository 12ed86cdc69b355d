"""Mark rows in another language than wanted."""

from typing import Any

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.filters import (
    LanguageVerdict,
    detect_languages,
    foreign_reason,
    language_reason,
    language_shares,
)
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["LanguageFilter"]


class LanguageFilter(Step):
    """Mark rows that are surely in another language than those allowed, judged offline.

    Attributes:
        column: the text to read.
        allow: ISO 639-1 codes of the languages to keep.
        min_probability: a less sure verdict drops nothing.
        min_letters: a verdict on fewer letters drops nothing.
        max_foreign: the largest share of a text's letters that may stand in passages surely in languages not allowed; None judges a text
            as a whole, by the language of most of it.

    Input columns:
        - text (`str`): the column named by `column`.

    Output columns:
        - keep (`bool`): False where the text is surely in another language.
        - drop_reason (`str`): the language found and its probability, or the share in other languages.
        - language (`str`): the likeliest language; "und" without letters.
        - language_probability (`float`): its probability in [0, 1].

    Categories:
        - filtering

    References:
        - [langid.py: An Off-the-shelf Language Identification Tool](https://aclanthology.org/P12-3005/)

    Citations:
        ```
        @inproceedings{lui2012langid,
            title={langid.py: An Off-the-shelf Language Identification Tool},
            author={Lui, Marco and Baldwin, Timothy},
            booktitle={Proceedings of the ACL 2012 System Demonstrations},
            year={2012}
        }
        ```

    Examples:
        Keep English:

        ```python
        from goldsmith_distilabel.curate import LanguageFilter

        step = LanguageFilter(allow=["en"])
        step.load()
        rows = next(step.process([{"text": "Essa música é a melhor que eu já ouvi na minha vida inteira"}]))
        assert rows[0]["language"] == "pt" and not rows[0]["keep"]
        ```
    """

    column: str = "text"
    allow: list[str] = Field(default=["en"], min_length=1)
    min_probability: float = Field(default=0.9, ge=0, le=1)
    min_letters: int = Field(default=40, ge=0)
    max_foreign: float | None = Field(default=None, ge=0, lt=1)

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "language", "language_probability"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        texts = readable(rows, self.column)
        verdicts = detect_languages(texts)
        marked = mark(rows, [self._reason(*pair) for pair in zip(texts, verdicts, strict=True)])
        yield [
            row | {"language": verdict.language, "language_probability": verdict.probability}
            for row, verdict in zip(marked, verdicts, strict=True)
        ]

    def _reason(self, text: str, verdict: LanguageVerdict) -> str | None:
        least: dict[str, Any] = {"min_probability": self.min_probability, "min_letters": self.min_letters}
        reason = language_reason(verdict, self.allow, **least)
        if reason is not None or self.max_foreign is None:
            return reason
        return foreign_reason(language_shares(text, **least), self.allow, self.max_foreign)
