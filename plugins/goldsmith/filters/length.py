"""Length in characters, words and tokens."""

from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["TextLength", "length_reason", "measured_length"]


class TextLength(NamedTuple):
    """How long a text is, and why that does not fit.

    Attributes:
        chars: code points after stripping the ends.
        words: runs between white space.
        tokens: None where nothing counted them, or it is too long already.
        reason: the bound it broke, or None.
    """

    chars: int
    words: int
    tokens: int | None
    reason: str | None


def length_reason(text: str, **bounds: Any) -> str | None:
    """Return why `text` is too short or too long, or None when it fits; the bounds are those of `measured_length`.

    >>> length_reason("ok", min_words=2)
    'length: 1 word, wanted at least 2'
    >>> length_reason("just right", tokens=len, max_tokens=9)
    'length: 10 tokens, wanted at most 9'
    >>> length_reason("just right") is None
    True
    """
    return measured_length(text, **bounds).reason


def measured_length(
    text: str,
    *,
    min_chars: int = 1,
    max_chars: int = 10_000,
    min_words: int = 1,
    max_words: int = 2_000,
    min_tokens: int = 0,
    max_tokens: int | None = None,
    tokens: Callable[[str], int] | None = None,
) -> TextLength:
    """Return how long `text` is, and why it is too short or too long. Bounds are inclusive.

    Characters are code points after stripping the ends; words are runs between white space, so that scripts written
    without blanks should be bounded by characters or tokens.

    Args:
        text: to measure.
        min_chars: fewest characters; so the others.
        max_chars: most.
        min_words: fewest words.
        max_words: most.
        min_tokens: fewest tokens, where `tokens` counts them.
        max_tokens: most, None for any number.
        tokens: counts the tokens of a text as it is, see `token_counter`; a text that is too long by characters or words is not given to it.

    >>> measured_length("just right", tokens=len, max_tokens=9)
    TextLength(chars=10, words=2, tokens=10, reason='length: 10 tokens, wanted at most 9')
    """
    stripped = text.strip().strip("\ufeff").strip()
    chars, words = len(stripped), len(stripped.split())
    reason = _out_of_bounds(chars, "character", min_chars, max_chars) or _out_of_bounds(
        words, "word", min_words, max_words
    )
    if reason or tokens is None:
        return TextLength(chars, words, None, reason)
    counted = tokens(text)
    return TextLength(chars, words, counted, _out_of_bounds(counted, "token", min_tokens, max_tokens))


def _out_of_bounds(count: int, unit: str, low: int, high: int | None) -> str | None:
    plural = unit if count == 1 else f"{unit}s"
    if count < low:
        return f"length: {count} {plural}, wanted at least {low}"
    if high is not None and count > high:
        return f"length: {count} {plural}, wanted at most {high}"
    return None
