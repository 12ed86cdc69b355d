"""Mark rows that are too short or too long."""

from pydantic import Field

from goldsmith.filters import length_reason
from goldsmith_distilabel.curate.text_filter import TextFilter

__all__ = ["LengthFilter"]


class LengthFilter(TextFilter):
    """Mark rows whose text is shorter or longer than wanted, in characters and in words.

    Attributes:
        column: the text to measure.
        min_chars: fewest code points, inclusive, white space at the ends not counted.
        max_chars: most code points, inclusive.
        min_words: fewest words between white space, inclusive.
        max_words: most words, inclusive.

    Input columns:
        - text (`str`): the column named by `column`; a missing text has length 0.

    Output columns:
        - keep (`bool`): False where the text does not fit.
        - drop_reason (`str`): the measure and the bound it broke.

    Categories:
        - filtering

    Examples:
        Mark a one-word answer:

        ```python
        from goldsmith_distilabel.curate import LengthFilter

        step = LengthFilter(min_words=2)
        step.load()
        rows = next(step.process([{"text": "ok"}]))
        assert rows[0]["drop_reason"] == "length: 1 word, wanted at least 2"
        ```
    """

    min_chars: int = Field(default=1, ge=0)
    max_chars: int = Field(default=10_000, ge=1)
    min_words: int = Field(default=1, ge=0)
    max_words: int = Field(default=2_000, ge=1)

    def _reason(self, text: str) -> str | None:
        return length_reason(
            text,
            min_chars=self.min_chars,
            max_chars=self.max_chars,
            min_words=self.min_words,
            max_words=self.max_words,
        )
