"""A model's yes or no."""

import re

from goldsmith.errors import UnreadableError

__all__ = ["read_yes_or_no"]

_WORD = re.compile(r"[^\W_]+")


def read_yes_or_no(text: str) -> bool:
    r"""Return whether `text` says yes: its first word does, or of yes and no it has only this one in its first line.

    >>> read_yes_or_no("**No**, because the answer is free text."), read_yes_or_no("Is it classification? Yes")
    (False, True)

    Raises:
        UnreadableError: it says neither, or both.
    """
    line = text.strip().partition("\n")[0]
    words: list[str] = _WORD.findall(line.lower())
    if words and words[0] in {"yes", "no"}:
        return words[0] == "yes"
    said = {"yes", "no"}.intersection(words)
    if len(said) != 1:
        raise UnreadableError("Yes or No was asked for, and the answer is neither")
    return said == {"yes"}
