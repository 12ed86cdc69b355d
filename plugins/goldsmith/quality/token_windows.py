"""A long text as the windows in which a model scores it."""

from goldsmith.errors import InputError

__all__ = ["token_windows"]


def token_windows(tokens: int, window: int, stride: int) -> list[tuple[int, int, int]]:
    """Return (begin, end, first) for each window: its tokens, and the first of them that is scored in it.

    The sliding window of Hugging Face's "Perplexity of fixed-length models": each window begins `stride` tokens after the last, and
    scores what that one did not. So every token but a text's first is scored once, with at least `window - stride` before it where the
    text has so many.

    Args:
        tokens: of the text.
        window: tokens that the model reads at once.
        stride: tokens from one window to the next.

    Raises:
        InputError: not 1 <= stride < window: at `stride == window` the first token of each window would have nothing before it.

    >>> token_windows(10, window=6, stride=3)
    [(0, 6, 1), (3, 9, 6), (6, 10, 9)]
    >>> token_windows(1, window=6, stride=3)
    []
    """
    if not 1 <= stride < window:
        raise InputError(f"expected 1 <= stride < window, got a stride of {stride} and a window of {window}")
    found: list[tuple[int, int, int]] = []
    begin, first = 0, 1
    while first < tokens:
        end = min(begin + window, tokens)
        found.append((begin, end, first))
        begin, first = begin + stride, end
    return found
