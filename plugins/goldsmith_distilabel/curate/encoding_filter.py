"""Mark rows that were decoded wrongly somewhere, or mend them."""

from dataclasses import asdict
from typing import Literal

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput

from goldsmith.filters import encoding_damage, encoding_reason, mend_encoding
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["EncodingFilter"]


class EncodingFilter(Step):
    """Mark rows with mojibake, replacement characters, control characters or lone surrogates, or mend what can be.

    Attributes:
        column: the text to read.
        mode: "drop" marks damaged rows; "mend" writes the mended text to `column` and marks those still damaged.

    Input columns:
        - text (`str`): the column named by `column`; a missing text is sound.

    Output columns:
        - keep (`bool`): False where the text is damaged (mode "mend": and cannot be mended).
        - drop_reason (`str`): what is wrong and how often.
        - encoding_damage (`dict`): what was wrong with the text as it came.

    Categories:
        - filtering

    References:
        - [ftfy: fixes text for you](https://ftfy.readthedocs.io)

    Citations:
        ```
        @misc{speer2019ftfy,
            title={ftfy},
            author={Speer, Robyn},
            howpublished={Zenodo},
            doi={10.5281/zenodo.2591652},
            year={2019}
        }
        ```

    Examples:
        Mend a line:

        ```python
        from goldsmith_distilabel.curate import EncodingFilter

        step = EncodingFilter(mode="mend")
        step.load()
        rows = next(step.process([{"text": "La cafÃ©tÃ©ria est fermÃ©e"}]))
        assert rows[0]["keep"] and rows[0]["text"] == "La cafétéria est fermée"
        ```
    """

    column: str = "text"
    mode: Literal["drop", "mend"] = "drop"

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "encoding_damage"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        texts = readable(rows, self.column)
        damage = [encoding_damage(text) for text in texts]
        if self.mode == "mend":
            texts = [mend_encoding(text) for text in texts]
            marked = mark(rows, [encoding_reason(encoding_damage(text)) for text in texts])
        else:
            marked = mark(rows, [encoding_reason(found) for found in damage])
        yield [
            row
            | ({self.column: text} if text != (row.get(self.column) or "") else {})
            | {"encoding_damage": asdict(found)}
            for row, text, found in zip(marked, texts, damage, strict=True)
        ]
