"""The fenced blocks of a text."""

import re
from dataclasses import dataclass

__all__ = ["CodeBlock", "code_blocks", "python_blocks"]

_BLOCK = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n]*\n(.*?)(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_PYTHON = ("python", "python3", "py", "")


@dataclass(frozen=True)
class CodeBlock:
    """A fenced block.

    Attributes:
        language: as its fence names it, in lower case; "" if it names none.
        source: what stands between the fences.
        start: where the opening fence begins in the text.
        end: where the closing one ends.
    """

    language: str
    source: str
    start: int
    end: int


def code_blocks(text: str) -> list[CodeBlock]:
    r"""Return the fenced blocks of a text, in order; one that is not closed goes to the end.

    >>> [(block.language, block.source) for block in code_blocks("So:\n```sh\nls\n```\nand\n~~~\nx")]
    [('sh', 'ls\n'), ('', 'x')]
    """
    return [CodeBlock(found[2].lower(), found[3], *found.span()) for found in _BLOCK.finditer(text)]


def python_blocks(text: str) -> list[CodeBlock]:
    r"""Return the blocks that are marked as Python, or not marked at all, and are not empty.

    >>> [block.source for block in python_blocks("```sh\nls\n```\n```py\nx = 1\n```\n```\n\n```")]
    ['x = 1\n']
    """
    return [block for block in code_blocks(text) if block.language in _PYTHON and block.source.strip()]
