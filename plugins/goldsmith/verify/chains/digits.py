# ruff: noqa: RUF002 - digits of many scripts
"""The digits of every script as ASCII ones."""

import unicodedata

__all__ = ["ascii_digits"]


def ascii_digits(text: str) -> str:
    """Return a text with its decimal digits in ASCII.

    >>> ascii_digits("٣ × ４ = १२")
    '3 × 4 = 12'
    """
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text)
