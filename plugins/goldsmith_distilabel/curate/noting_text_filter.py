"""What filters that judge one text at a time, and note what they measured, have in common."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput

from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["NotingTextFilter"]


class NotingTextFilter(Step, ABC):
    """Marks the rows whose text there is a reason to drop, and notes what was measured; a missing text reads as empty.

    Attributes:
        column: the text to judge.
        noted: the columns it writes besides `keep` and `drop_reason`.
    """

    noted: ClassVar[list[str]] = []

    column: str = "text"

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, *self.noted]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        judged = [self._judged(text) for text in readable(rows, self.column)]
        marked = mark(rows, [reason for reason, *_ in judged])
        yield [
            row | dict(zip(self.noted, values, strict=True))
            for row, (_, *values) in zip(marked, judged, strict=True)
        ]

    @abstractmethod
    def _judged(self, text: str) -> tuple[str | None, *tuple[Any, ...]]:
        """Return why a text is to be dropped, None if it is kept, and the values of `noted`."""
