"""Mark rows that are not in the format that was asked for."""

from typing import Any, Literal

from goldsmith.filters import fences_reason, json_reason, python_reason
from goldsmith_distilabel.curate.text_filter import TextFilter

__all__ = ["FormatFilter"]


class FormatFilter(TextFilter):
    """Mark rows whose text is no valid JSON, no Python that parses, or leaves a code fence open.

    Attributes:
        column: the text to read.
        format: "json" and "python" read the fenced blocks of that language, or all of the text where there is none;
            "fences" only sees whether each block is closed.
        json_schema: a JSON schema that the JSON must fit, or None. References elsewhere are not fetched.

    Input columns:
        - text (`str`): the column named by `column`; a missing text is no JSON.

    Output columns:
        - keep (`bool`): False where the text is not in the format.
        - drop_reason (`str`): the parser's message and where.

    Categories:
        - filtering

    Examples:
        Ask for a list of numbers:

        ```python
        from goldsmith_distilabel.curate import FormatFilter

        step = FormatFilter(format="json", json_schema={"type": "array", "items": {"type": "number"}})
        step.load()
        rows = next(step.process([{"text": "[1, 2]"}, {"text": '[1, "two"]'}]))
        assert rows[0]["keep"]
        assert rows[1]["drop_reason"] == "format: json: 'two' is not of type 'number' at $[1]"
        ```
    """

    format: Literal["json", "python", "fences"]
    json_schema: dict[str, Any] | None = None

    def load(self) -> None:
        """Refuse a broken schema before the first row."""
        super().load()
        if self.json_schema is not None:
            json_reason("null", self.json_schema)

    def _reason(self, text: str) -> str | None:
        if self.format == "json":
            return json_reason(text, self.json_schema)
        return python_reason(text) if self.format == "python" else fences_reason(text)
