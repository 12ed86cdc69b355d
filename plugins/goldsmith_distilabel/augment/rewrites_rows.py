"""What steps have in common that have a text written anew as a whole, by a model or a translator."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from distilabel.models.embeddings.base import Embeddings
from distilabel.typing import StepColumns
from pydantic import Field

from goldsmith.augment import Augmented, Bounds, Similarity, Span, unchanged
from goldsmith.data import derived_id
from goldsmith.text import well_formed
from goldsmith_distilabel.augment.augment_step import AUGMENTED, is_augmented, new_row, spans_of
from goldsmith_distilabel.prompting import Asking, Prompt, Row, RowByRow

__all__ = ["RewritesRows", "told_of"]


class RewritesRows(RowByRow, ABC):
    """Lets the rows pass, and behind each puts those written anew; what cannot be used is a row that says why.

    Rows set aside earlier, and rows that another augmentation made, only pass.

    Attributes:
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        text_language: ISO 639-1, of the texts: which denials and number words are compared.
        max_overlap: above it a text is a copy, see `goldsmith.augment.overlap`.
        embeddings: compare the vectors too; None: not.
        min_similarity: the least cosine then.
        max_chars: a longer text is not asked for.
        temperature: of the answers.
        max_new_tokens: the longest answer.
    """

    technique: ClassVar[str]
    """Its name in `provenance`."""

    column: str = "text"
    spans_column: str = ""
    keep_originals: bool = True
    text_language: str = "en"
    max_overlap: float = Field(default=0.9, ge=0, le=1)
    embeddings: Embeddings | None = None
    min_similarity: float = Field(default=0.7, ge=-1, le=1)
    max_chars: int = Field(default=8000, ge=1)
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int = Field(default=1024, ge=1)

    @property
    def inputs(self) -> StepColumns:
        """The text, and its spans."""
        return [self.column, self.spans_column] if self.spans_column else [self.column]

    @property
    def outputs(self) -> list[str]:
        """What every augmentation writes, and what every step that asks models does."""
        return list(dict.fromkeys([*AUGMENTED, *super().outputs]))

    def load(self) -> None:
        """Load the models, and the embeddings if there are any."""
        super().load()
        if self.embeddings is not None:
            self.embeddings.load()

    def unload(self) -> None:
        """Let them go."""
        if self.embeddings is not None:
            self.embeddings.unload()
        super().unload()

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row, and those made of it.

        Raises:
            AskingError: there is no answer.
        """
        if row.get("keep") is False or is_augmented(row):
            return [row]
        given = self._given(row)
        text, spans = well_formed(given[self.column]), spans_of(given, self.spans_column)
        if not text.strip():
            made = [unchanged(text, self.technique.lower(), "no text", spans)]
        elif len(text) > self.max_chars:
            reason = f"{len(text)} characters, at most {self.max_chars} are asked for"
            made = [unchanged(text, self.technique.lower(), reason, spans)]
        else:
            made = await self.texts_of(text, spans, given, asking)
        new = [self._new(given, one, number) for number, one in enumerate(made)]
        return [given, *new] if self.keep_originals else new

    @abstractmethod
    async def texts_of(self, text: str, spans: list[Span], row: Row, asking: Asking) -> list[Augmented]:
        """Return the texts made of one, at least one, those that are none to keep with their reason.

        Raises:
            AskingError: there is no answer.
        """

    def finished(self, row: Row, asking: Asking | None = None) -> Row:
        """Return the row with every column, none of them None."""
        return super().finished({"operation": ""} | row, asking)

    def bounds(self) -> Bounds:
        """Return what a new text must keep to."""
        return Bounds(self.text_language, self.max_overlap, self.min_similarity)

    def similarity(self) -> Similarity | None:
        """Return what compares vectors, None where they are not compared."""
        embeddings = self.embeddings
        if embeddings is None:
            return None

        def cosines(text: str, others: Sequence[str]) -> list[float]:
            first, *rest = (_unit(vector) for vector in embeddings.encode([text, *others]))
            return [sum(x * y for x, y in zip(first, one, strict=True)) for one in rest]

        return cosines

    def told(self) -> dict[str, Any]:
        """Return what `provenance` tells of the prompt, the model and the seed."""
        return told_of(self.prompts[0], self._model_name(), self.seed)

    def _given(self, row: Row) -> Row:
        text = row.get(self.column)
        text = text if isinstance(text, str) else ""
        row = {"keep": True, "operation": ""} | row | {self.column: text}
        return row | {"id": str(row.get("id") or derived_id(text))}

    def _new(self, row: Row, made: Augmented, number: int) -> Row:
        return new_row(
            row,
            made,
            number,
            self.technique,
            column=self.column,
            spans_column=self.spans_column,
            **self.told(),
        )

    def _told(self, row: Row, result: list[Row] | Exception) -> list[Row]:
        if not isinstance(result, Exception):
            return result
        # What could not be written anew is no worse for it: the original stays, beside a row that says why it is alone.
        given = self._given(row)
        (failed,) = super()._told(given, result)
        reason = f"{failed['error']['kind']}: {failed['error']['message']}"
        made = unchanged(given[self.column], self.technique.lower(), reason)
        new = self._new(given, made, 0) | {"error": failed["error"]}
        return [given, new] if self.keep_originals else [new]


def told_of(prompt: Prompt, model: str, seed: int) -> dict[str, Any]:
    """Return what `provenance` tells of a prompt, a model and a seed."""
    return {"prompt": prompt.name, "prompt_sha256": prompt.sha256, "model": model, "seed": seed}


def _unit(vector: Sequence[int | float]) -> list[float]:
    length = sum(x * x for x in vector) ** 0.5 or 1.0
    return [x / length for x in vector]
