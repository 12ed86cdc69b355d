"""What steps have in common that make new rows of rows."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.augment import Augmented, Span
from goldsmith.data import derived_id, provenance
from goldsmith.errors import InputError

__all__ = ["AUGMENTED", "AugmentStep", "given_row", "is_augmented", "new_row", "spans_of"]

AUGMENTED = ["id", "keep", "drop_reason", "operation", "provenance"]


class AugmentStep(Step):
    """Lets the rows pass, and behind each puts those made of it; a text of which nothing could be made leaves a row that says why.

    Rows set aside earlier, and rows that another augmentation made, only pass: of one original, steps in a row make
    independent variants.

    Attributes:
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        seed: of the random choices.
    """

    technique: ClassVar[str]
    """Its name in `provenance`."""

    column: str = "text"
    spans_column: str = ""
    keep_originals: bool = True
    seed: int = Field(default=0, ge=0)

    @property
    def inputs(self) -> StepColumns:
        return [self.column, self.spans_column] if self.spans_column else [self.column]

    @property
    def outputs(self) -> StepColumns:
        return AUGMENTED

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield [made for row in rows for made in self._rows_of(row)]

    def _rows_of(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        row = given_row(row)
        if row["keep"] is False or is_augmented(row):
            yield row
            return
        text = row.get(self.column)
        text = text if isinstance(text, str) else ""
        row["id"] = str(row.get("id") or derived_id(text))
        if self.keep_originals:
            yield row
        for number, made in enumerate(self._augmented(text, spans_of(row, self.spans_column), row)):
            yield new_row(
                row,
                made,
                number,
                self.technique,
                column=self.column,
                spans_column=self.spans_column,
                seed=self.seed,
            )

    @abstractmethod
    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:
        """Return the texts made of one, or one `Augmented` with the reason why there is none."""


def given_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with all columns of augmented ones, as one that was given where they are missing or None."""
    whole = {"keep": True, "drop_reason": "", "operation": "", "provenance": provenance("given")}
    return row | {name: value for name, value in whole.items() if row.get(name) is None}


def is_augmented(row: dict[str, Any]) -> bool:
    """Return whether a row was made of another by a step of this package."""
    return bool(row.get("operation"))


def spans_of(row: dict[str, Any], column: str) -> list[Span]:
    """Return the labelled spans of a row, none where `column` is "".

    Raises:
        InputError: it is no list of mappings with `start` and `end`.
    """
    told = (row.get(column) or []) if column else []
    try:
        return [Span(int(one["start"]), int(one["end"]), str(one.get("label", ""))) for one in told]
    except (TypeError, KeyError, ValueError, AttributeError) as err:
        raise InputError(
            f'{column} must be a list of {{"start", "end", "label"}}, got {told!r:.200} in row {row.get("id")!r}'
        ) from err


def new_row(
    row: dict[str, Any],
    made: Augmented,
    number: int,
    technique: str,
    *,
    column: str,
    spans_column: str = "",
    **told: Any,
) -> dict[str, Any]:
    """Return the row of an augmented text: the original's columns, with its own id, provenance and reason.

    Args:
        row: the original, with its id.
        made: the text.
        number: which of the texts made of this row by this technique it is.
        technique: as in `provenance`.
        column: the text's.
        spans_column: the spans', if there are any.
        told: more for `provenance`: a prompt, a model, a seed.
    """
    spans = {spans_column: [span._asdict() for span in made.spans]} if spans_column else {}
    return (
        row
        | spans
        | {
            column: made.text,
            "id": derived_id(row["id"], technique, made.operation, str(number), made.text),
            "keep": not made.reason,
            "drop_reason": f"{technique}: {made.reason}" if made.reason else "",
            "operation": made.operation,
            "provenance": provenance(technique, operation=made.operation, parents=[row], **told),
        }
    )
