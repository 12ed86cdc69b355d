"""What steps that begin with pieces of real code have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from goldsmith.data import derived_id
from goldsmith.generate.code import Snippet, document_problem
from goldsmith_distilabel.generate.all_done import each_part
from goldsmith_distilabel.pipeline.working.row_marks import marked_failed
from goldsmith_distilabel.prompting import Asking, AskingError, Row, RowByRow

__all__ = ["FromSnippets"]


class FromSnippets(RowByRow, ABC):
    """A step that draws snippets from the code document of a row, and makes a row of each; all of them at once.

    Attributes:
        column: the code document.
    """

    snippet_columns: ClassVar[Mapping[str, Any]] = {
        "snippet": "",
        "snippet_first_line": 0,
        "snippet_lines": 0,
        "snippet_seed": 0,
    }

    column: str = "document"

    @property
    def inputs(self) -> list[str]:
        """The code document."""
        return [self.column]

    @abstractmethod
    def snippets_of(self, row: Row, document: str) -> list[Snippet] | str:
        """Return the snippets of a document, or why there are none."""

    @abstractmethod
    async def row_of(self, row: Row, document: Row, asking: Asking) -> Row:
        """Return what becomes of a snippet's row.

        Args:
            row: the snippet's, with an id of its own.
            document: the row that it was drawn from.
            asking: asks models.

        Raises:
            AskingError: a model gives nothing that could be used; the row says so.
        """

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return a row for each snippet, or the row with the reason for which there is none.

        Raises:
            AskingError: no model can be reached.
        """
        row = row | {"id": row.get("id") or self._id(row)}
        document = row[self.column]
        problem = document_problem(document)
        drawn = problem or self.snippets_of(row, document)
        if isinstance(drawn, str):
            return [row | {"keep": False, "drop_reason": drawn}]
        given = [row | _columns(row, number, snippet) for number, snippet in enumerate(drawn)]
        parts = await each_part(self._part(one, row, asking) for one in given)
        return [
            self._failed(one, part) if isinstance(part, AskingError) else part
            for one, part in zip(given, parts, strict=True)
        ]

    async def _part(self, row: Row, document: Row, asking: Asking) -> Row:
        try:
            return await self.row_of(row, document, asking)
        except AskingError as err:
            if err.kind == "request_failed":
                raise
            return self._failed(row, err)

    def _failed(self, row: Row, error: AskingError) -> Row:
        return marked_failed(row, str(self.name), error.kind, error.message, error.raw)


def _columns(document: Row, number: int, snippet: Snippet) -> Row:
    return {
        "id": derived_id(str(document["id"]), f"snippet {number}", snippet.text),
        "snippet": snippet.text,
        "snippet_first_line": snippet.first_line,
        "snippet_lines": snippet.lines,
        "snippet_seed": snippet.seed,
    }
