"""Strings that UTF-8 can carry."""

__all__ = ["well_formed"]


def well_formed(text: str) -> str:
    r"""Return `text` with every lone surrogate replaced by U+FFFD; a pair of them becomes the character it encodes.

    JSON escapes can smuggle lone surrogates into a string; Arrow, SQLite and HTTP all refuse them later.

    >>> well_formed("ok \ud83d\ude00 \ud83d!")
    'ok 😀 �!'
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
