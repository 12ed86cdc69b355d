# ruff: noqa: RUF001 - the full stops of many scripts
"""The sentences of a text in any script."""

import re

__all__ = ["ends_a_sentence", "sentences"]

_STOP = "。！？｡।॥۔؟።፧།၊။។៕"
_END = re.compile(rf"\n+|(?<=[{_STOP}])[\"'”’»」』）)*\s]*|(?<=[.!?…])[\"'”’»)*]*(?:\s+|$)")
_CLOSED = re.compile(rf"(?:[.!?…{_STOP}]|\$\$|```|\\\]|\}}\$?)[\s\"'”’»」』）)\]*_`✓✅☑■□]*\Z")
_MARK_ONLY = re.compile(r"[\W\d_]*\Z")


def sentences(text: str) -> list[str]:
    r"""Return the sentences of a text, lines being sentences too; a number of a list goes with what follows it.

    >>> sentences("1. Three times 4 is 12. Done?\n答案是12。好的。")
    ['1. Three times 4 is 12.', 'Done?', '答案是12。', '好的。']
    """
    parts: list[str] = []
    begun = ""
    for part in _parts(text):
        whole = f"{begun} {part}" if begun else part
        begun = whole if re.fullmatch(r"\W*\d{1,3}[.)]", whole) else ""
        if not begun:
            parts.append(whole)
    return [*parts, begun] if begun else parts


def ends_a_sentence(text: str) -> bool:
    """Whether a text ends where a sentence, a formula or a block does.

    >>> ends_a_sentence("It is 12."), ends_a_sentence("So it"), ends_a_sentence("सही है।")
    (True, False, True)
    """
    return bool(_CLOSED.search(text[-80:]))


def _parts(text: str) -> list[str]:
    places = [(found.start(), found.end()) for found in _END.finditer(text)]
    starts = [0, *(end for _, end in places)]
    ends = [*(end for _, end in places), len(text)]
    return [part for start, end in zip(starts, ends, strict=True) if (part := text[start:end].strip())]
