"""Mark rows with personal data, or mask it."""

from dataclasses import asdict
from typing import Literal

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.filters import PII_KINDS, PiiSpan, PresidioPii, find_pii, mask_pii, pii_reason
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["PiiFilter"]


class PiiFilter(Step):
    """Mark rows whose text holds personal data, found by validated patterns, or put `<EMAIL>` and the like in its place.

    Names and places want a model: name one of spaCy's, and Presidio finds them (`pip install 'goldsmith[presidio]'`).

    Attributes:
        column: the text to read.
        mode: "drop" marks the row; "mask" keeps it and replaces what was found in `column`.
        kinds: what to look for, of `goldsmith.filters.PII_KINDS`.
        regions: ISO 3166-1 codes of the countries whose telephone numbers are known without +.
        model: a spaCy model that is installed, or its folder, for `entities`; none by default.
        language: of the texts and the model, ISO 639-1.
        entities: what Presidio looks for besides, by its names.
        threshold: the least score of these, in [0, 1].

    Input columns:
        - text (`str`): the column named by `column`; a missing text holds nothing.

    Output columns:
        - keep (`bool`): False where the text holds personal data and is not masked.
        - drop_reason (`str`): the kinds found and how many of each, never the data.
        - pii (`list[dict]`): `kind`, one of `kinds` or an entity in small letters, `start` and `end` of each, in code points of the text as it came.

    Categories:
        - filtering

    Examples:
        Mask an address:

        ```python
        from goldsmith_distilabel.curate import PiiFilter

        step = PiiFilter(mode="mask")
        step.load()
        rows = next(step.process([{"text": "Write to jo@example.org about order 4111111111111111"}]))
        assert rows[0]["text"] == "Write to <EMAIL> about order 4111111111111111"
        assert rows[0]["keep"] and rows[0]["pii"] == [{"start": 9, "end": 23, "kind": "email"}]
        ```
    """

    column: str = "text"
    mode: Literal["drop", "mask"] = "drop"
    kinds: list[str] = Field(default=list(PII_KINDS), min_length=1)
    regions: list[str] = Field(default=["US"])
    model: str | None = None
    language: str = "en"
    entities: list[str] = Field(default=["PERSON", "LOCATION"], min_length=1)
    threshold: float = Field(default=0.5, ge=0, le=1)
    _presidio: PresidioPii | None = PrivateAttr(default=None)

    def load(self) -> None:
        """Refuse an unknown kind, and a model that is not there, before the first row."""
        super().load()
        find_pii("", kinds=self.kinds)
        if self.model:
            self._presidio = PresidioPii(self.model, self.language, self.entities, self.threshold)

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "pii"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        texts = readable(rows, self.column)
        found = [self._found(text) for text in texts]
        masks = self.mode == "mask"
        marked = mark(rows, [None if masks else pii_reason(spans) for spans in found])
        yield [
            row
            | ({self.column: mask_pii(text, spans)} if masks and spans else {})
            | {"pii": [asdict(span) for span in spans]}
            for row, text, spans in zip(marked, texts, found, strict=True)
        ]

    def _found(self, text: str) -> list[PiiSpan]:
        found = find_pii(text, kinds=self.kinds, regions=self.regions)
        return self._presidio.find(text, found) if self._presidio else found
