"""A text that fits."""

__all__ = ["shortened"]

_ELLIPSIS = " ... "


def shortened(text: str, max_chars: int) -> str:
    """Return `text` cut in its middle to `max_chars` characters, or as it is if it is no longer.

    >>> shortened("abcdefghijklmnop", 11)
    'abc ... nop'
    """
    if len(text) <= max_chars:
        return text
    kept = max_chars - len(_ELLIPSIS)
    head = kept - kept // 2
    return text[:head] + _ELLIPSIS + text[len(text) - kept // 2 :]
