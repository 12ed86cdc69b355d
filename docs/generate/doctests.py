"""Docstrings as Markdown: examples become blocks of code, and the shape `[n][k]` no link."""

import re
from itertools import groupby
from typing import Any

from griffe import Extension, Object

__all__ = ["Doctests", "as_markdown"]

_CODE = re.compile(r"(`[^`\n]*`)")


class Doctests(Extension):
    """Rewrites every docstring that mkdocstrings reads."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Rewrite an object's docstring."""
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)


def as_markdown(text: str) -> str:
    """Return a docstring whose paragraphs that begin with a prompt stand in a block of their own."""
    paragraphs = [
        list(lines)
        for blank, lines in groupby(text.split("\n"), key=lambda line: not line.strip())
        if not blank
    ]
    fenced, told = False, []
    for lines in paragraphs:
        if lines[0].lstrip().startswith(">>>"):
            indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
            told.append([f"{indent}```pycon", *lines, f"{indent}```"])
            continue
        told.append([])
        for line in lines:
            fenced ^= line.lstrip().startswith("```")
            told[-1].append(line if fenced else _unlinked(line))
    return "\n\n".join("\n".join(lines) for lines in told)


def _unlinked(line: str) -> str:
    return "".join(part if part.startswith("`") else part.replace("][", "]\\[") for part in _CODE.split(line))
