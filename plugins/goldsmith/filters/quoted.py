# ruff: noqa: RUF001 (quotation marks of several scripts)
"""What a text says itself, apart from what it quotes."""

import re

__all__ = ["without_code", "without_quotes"]

_FENCE = re.compile(r"^[ \t]{0,3}(```|~~~).*?(?:^[ \t]{0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`[^`\n]{1,300}`(?!`)")
_QUOTES = re.compile(
    r'"[^"\n]{1,400}"|“[^”\n]{1,400}”|„[^“”"\n]{1,400}[“”"]|«[^»\n]{1,400}»|»[^«\n]{1,400}«|‹[^›\n]{1,400}›'
    r"|「[^」\n]{1,400}」|『[^』\n]{1,400}』|《[^》\n]{1,400}》"
    r"|(?<![\w'])'(?=\S)[^'\n]{0,200}(?:'(?=\w)[^'\n]{0,200}){0,20}(?<=\S)'(?!\w)"
    r"|(?<!\w)‘(?=\S)[^‘\n]{1,400}?’(?!\w)"
)


def without_code(text: str) -> str:
    r"""Return `text` with fenced and inline code blanked out, every other character where it was.

    >>> without_code("use `[INST]` here")
    'use          here'
    """
    if "`" not in text and "~~~" not in text:
        return text
    return _INLINE.sub(_blank, _FENCE.sub(_blank, text))


def without_quotes(text: str) -> str:
    """Return `text` with what stands between quotation marks blanked out, unless that is all of it.

    >>> without_quotes('The phrase "As an AI" is stale.')
    'The phrase            is stale.'
    >>> without_quotes('"As an AI, I cannot."')
    '"As an AI, I cannot."'
    """
    outer = _QUOTES.fullmatch(text.strip())
    return text if outer else _QUOTES.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
