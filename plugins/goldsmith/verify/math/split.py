"""Splitting at the top level, outside all brackets."""

__all__ = ["balanced", "split"]

_OPEN, _CLOSE = "([{", ")]}"


def split(text: str, separator: str) -> list[str]:
    """Split `text` at each `separator` outside brackets of any kind.

    A comma without a blank is a thousands separator where other commas have one.

    >>> split("(1,2), 3,000", ",")
    ['(1,2)', '3,000']
    """
    parts, depth, start, i = [], 0, 0, 0
    spaced = separator == "," and ", " in text
    while i < len(text):
        depth += (text[i] in _OPEN) - (text[i] in _CLOSE)
        if depth == 0 and text.startswith(separator, i) and not (spaced and _thousands(text, i)):
            parts.append(text[start:i].strip())
            start = i + len(separator)
            i = start - 1
        i += 1
    return [*parts, text[start:].strip()]


def balanced(text: str) -> bool:
    """Whether the first bracket of `text` is closed by its last character; the kinds need not match: `[0, 1)`."""
    if len(text) < 2 or text[0] not in _OPEN or text[-1] not in _CLOSE:
        return False
    depth = 0
    for i, c in enumerate(text):
        depth += (c in _OPEN) - (c in _CLOSE)
        if depth <= 0 and i < len(text) - 1:
            return False
    return depth == 0


def _thousands(text: str, comma: int) -> bool:
    after = text[comma + 1 : comma + 4]
    return (
        comma > 0
        and text[comma - 1].isdigit()
        and len(after) == 3
        and after.isascii()
        and after.isdigit()
        and not text[comma + 4 : comma + 5].isdigit()
    )
