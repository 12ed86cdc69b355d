"""Length in characters and words."""

__all__ = ["length_reason"]


def length_reason(
    text: str, *, min_chars: int = 1, max_chars: int = 10_000, min_words: int = 1, max_words: int = 2_000
) -> str | None:
    """Return why `text` is too short or too long, or None when it fits. Bounds are inclusive.

    Characters are code points after stripping the ends; words are runs between white space, so that scripts written
    without blanks should be bounded by characters.

    >>> length_reason("ok", min_words=2)
    'length: 1 word, wanted at least 2'
    >>> length_reason("just right") is None
    True
    """
    stripped = text.strip().strip("\ufeff").strip()
    words = len(stripped.split())
    for count, unit, low, high in (
        (len(stripped), "character", min_chars, max_chars),
        (words, "word", min_words, max_words),
    ):
        plural = unit if count == 1 else f"{unit}s"
        if count < low:
            return f"length: {count} {plural}, wanted at least {low}"
        if count > high:
            return f"length: {count} {plural}, wanted at most {high}"
    return None
