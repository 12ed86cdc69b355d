"""Mark rows that are too short or too long."""

from collections.abc import Callable
from typing import ClassVar

from pydantic import Field, PrivateAttr

from goldsmith.errors import InputError
from goldsmith.filters import measured_length, token_counter
from goldsmith_distilabel.curate.noting_text_filter import NotingTextFilter

__all__ = ["LengthFilter"]


class LengthFilter(NotingTextFilter):
    """Mark rows whose text is shorter or longer than wanted, in characters, in words and in a tokenizer's tokens.

    Attributes:
        column: the text to measure.
        min_chars: fewest code points, inclusive, white space at the ends not counted.
        max_chars: most code points, inclusive.
        min_words: fewest words between white space, inclusive.
        max_words: most words, inclusive.
        tokenizer: what counts tokens: a `tokenizer.json`, the folder of a model that has one, or "package.module:function" of a function
            from a text to its tokens; None counts none.
        min_tokens: fewest tokens, inclusive.
        max_tokens: most tokens, inclusive; None for any number.

    Input columns:
        - text (`str`): the column named by `column`; a missing text has length 0.

    Output columns:
        - keep (`bool`): False where the text does not fit.
        - drop_reason (`str`): the measure and the bound it broke.
        - text_length (`dict`): its `chars`, `words` and, with a tokenizer, `tokens`, which are not counted where the others are too many.

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

    noted: ClassVar[list[str]] = ["text_length"]
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_tokens"})  # made by `load`

    min_chars: int = Field(default=1, ge=0)
    max_chars: int = Field(default=10_000, ge=1)
    min_words: int = Field(default=1, ge=0)
    max_words: int = Field(default=2_000, ge=1)
    tokenizer: str | None = None
    min_tokens: int = Field(default=0, ge=0)
    max_tokens: int | None = Field(default=None, ge=1)

    _tokens: Callable[[str], int] | None = PrivateAttr(default=None)

    def load(self) -> None:
        """Read the tokenizer.

        Raises:
            InputError: there is none, or tokens are bounded and nothing counts them.
            MissingExtraError: tokenizers is not installed.
        """
        super().load()
        if self.tokenizer is not None:
            self._tokens = token_counter(self.tokenizer)
        elif self.min_tokens or self.max_tokens is not None:
            raise InputError("min_tokens and max_tokens want a tokenizer to count with: give one")

    def unload(self) -> None:
        """Let the tokenizer go."""
        self._tokens = None
        super().unload()

    def _judged(self, text: str) -> tuple[str | None, dict[str, int | None]]:
        found = measured_length(
            text,
            min_chars=self.min_chars,
            max_chars=self.max_chars,
            min_words=self.min_words,
            max_words=self.max_words,
            min_tokens=self.min_tokens,
            max_tokens=self.max_tokens,
            tokens=self._tokens,
        )
        length: dict[str, int | None] = {"chars": found.chars, "words": found.words}
        return found.reason, length if self._tokens is None else length | {"tokens": found.tokens}
