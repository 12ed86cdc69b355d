"""Mark rows in another language than wanted."""

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.filters import LanguageVerdict, detect_languages, language_reason
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["LanguageFilter"]


class LanguageFilter(Step):
    """Mark rows that are surely in another language than those allowed, judged offline.

    Attributes:
        column: the text to read.
        allow: ISO 639-1 codes of the languages to keep.
        min_probability: a less sure verdict drops nothing.
        min_letters: a verdict on fewer letters drops nothing.

    Input columns:
        - text (`str`): the column named by `column`.

    Output columns:
        - keep (`bool`): False where the text is surely in another language.
        - drop_reason (`str`): the language found and its probability.
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

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "language", "language_probability"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        verdicts = detect_languages(readable(rows, self.column))
        marked = mark(rows, [self._reason(verdict) for verdict in verdicts])
        yield [
            row | {"language": verdict.language, "language_probability": verdict.probability}
            for row, verdict in zip(marked, verdicts, strict=True)
        ]

    def _reason(self, verdict: LanguageVerdict) -> str | None:
        return language_reason(
            verdict, self.allow, min_probability=self.min_probability, min_letters=self.min_letters
        )
