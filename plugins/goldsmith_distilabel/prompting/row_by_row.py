"""A step whose rows are worked on at the same time, each by a coroutine of its own."""

from abc import ABC, abstractmethod

from distilabel.steps import Step, StepInput
from distilabel.typing import StepOutput

from goldsmith.errors import ModelError
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside, marked_failed
from goldsmith_distilabel.prompting.answers import AskingError
from goldsmith_distilabel.prompting.asking import Asking
from goldsmith_distilabel.prompting.asks_models import AsksModels, Row
from goldsmith_distilabel.prompting.awaiting import await_all

__all__ = ["RowByRow"]

_ENOUGH = 5  # rows of a batch that all failed, after which it is not the rows


class RowByRow(AsksModels, Step, ABC):
    """A step that gives a coroutine each row of a batch and runs them all at once.

    A model that takes many requests at a time is never idle while one row waits for its next answer; a model that takes
    batches gets the requests that wait together. A row that fails comes out once and says why in `error`; a row that
    is set aside already passes by. When every row of a batch fails by exception, the first one's is raised.
    """

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        askings = [Asking() for _ in rows]
        works = [self._worked_on(row, asking) for row, asking in zip(rows, askings, strict=True)]
        results = await_all(self.loop, works)
        self._raise_if_none_works(rows, results)
        yield [
            self.finished(one, asking if number == 0 else None)  # what was asked counts once
            for row, result, asking in zip(rows, results, askings, strict=True)
            for number, one in enumerate(self._told(row, result))
        ]

    @abstractmethod
    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the rows that come of one row.

        Raises:
            AskingError: a model gives nothing that could be used; the row says so.
        """

    async def _worked_on(self, row: Row, asking: Asking) -> list[Row]:
        return [row] if is_set_aside(row) else await self.rows_of(row, asking)

    def _told(self, row: Row, result: list[Row] | Exception) -> list[Row]:
        if not isinstance(result, Exception):
            return result
        kind, message, raw = type(result).__name__, str(result), ""
        if isinstance(result, AskingError):
            kind, message, raw = result.kind, result.message, result.raw
        self._logger.warning("Step '%s': a row failed (%s): %s", self.name, kind, message[:200])
        return [marked_failed(row, str(self.name), kind, message, raw)]

    def _raise_if_none_works(self, rows: list[Row], results: list[list[Row] | Exception]) -> None:
        asked = [result for row, result in zip(rows, results, strict=True) if not is_set_aside(row)]
        raised = [
            result
            for result in asked
            if isinstance(result, Exception)
            and not (isinstance(result, AskingError) and result.kind != "request_failed")
        ]
        if len(raised) < _ENOUGH or len(raised) < len(asked):
            return
        if isinstance(raised[0], AskingError):
            raise ModelError(f"all {len(raised)} rows of a batch failed: {raised[0].message}") from raised[0]
        raise raised[0]
