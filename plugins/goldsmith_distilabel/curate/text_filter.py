"""What filters that judge one text at a time, and add no column of their own, have in common."""

from abc import ABC, abstractmethod

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput

from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["TextFilter"]


class TextFilter(Step, ABC):
    """Marks the rows whose text there is a reason to drop; a missing text reads as empty.

    Attributes:
        column: the text to judge.
    """

    column: str = "text"

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return MARKS

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield mark(rows, [self._reason(text) for text in readable(rows, self.column)])

    @abstractmethod
    def _reason(self, text: str) -> str | None:
        """Return why a text is to be dropped, None if it is kept."""
