"""Translate what a person types into Argilla's search box to an FTS5 expression.

The language is Elasticsearch's `simple_query_string` with AND as the default operator: words, `"phrases"`, `prefix*`,
`+` and, `|` or, `-` not, `( )`, read from left to right without precedence. As there, anything else is text, never an
error; `~2` (fuzziness) is accepted and ignored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .tokens import words

__all__ = ["EVERY", "TooDeepError", "fts5_expression"]

EVERY = "\ue000"
"""A word no text contains, in the column `every` of each row: FTS5 has no unary NOT, "every row but these" needs it."""

_DEEPEST = 24
_TOKEN = re.compile(
    r'(?P<not>-+(?=["(]))|"(?P<phrase>(?:\\.|[^"\\])*)"(?:~\d+)?(?P<phrase_prefix>\*)?|(?P<sign>[|+()])'
    r'|(?P<word>(?:\\.|[^\s"|+()\\])+)|[\s"\\]',
    re.DOTALL,
)


class TooDeepError(ValueError):
    """The query changes between and, or and brackets more often than FTS5 can follow."""


@dataclass(frozen=True)
class _Node:
    """A part of the query: kind "term" with its FTS5 `text`, or "not", "and", "or" over `parts`."""

    kind: str
    text: str = ""
    parts: tuple["_Node", ...] = ()
    depth: int = 0


def fts5_expression(query: str, column: str | None = None) -> str | None:
    """Return `query` as an FTS5 expression over `column` (default: all), or None when no word is in it.

    >>> fts5_expression("red wine -rose")
    '(("red" AND "wine") NOT "rose")'
    >>> fts5_expression('"dry red" | whi*')
    '("dry red" OR "whi" *)'
    >>> fts5_expression("wine", column="f_1")
    'f_1 : "wine"'
    >>> fts5_expression("- + ( !") is None
    True

    Raises:
        TooDeepError: it nests more than 24 levels deep.
    """
    tree = _group(_tokens(query, f"{column} : " if column else ""), 0)
    return None if tree is None else _render(tree)


def _tokens(query: str, column: str) -> Iterator[tuple[str, str]]:
    """Yield ("sign", one of | + ( )), ("not", "") and ("term", an FTS5 phrase)."""
    for match in _TOKEN.finditer(query):
        if match["not"]:
            yield from [("not", "")] * len(match["not"])
        elif match["sign"]:
            yield "sign", match["sign"]
        elif match["phrase"] is not None:
            yield from _term(match["phrase"], column, prefix=bool(match["phrase_prefix"]))
        elif match["word"]:
            bare = match["word"].lstrip("-")
            yield from [("not", "")] * (len(match["word"]) - len(bare) if words(bare) else 0)
            unfuzzy = re.sub(r"(?<!\\)~\d*$", "", bare)
            yield from _term(unfuzzy, column, prefix=unfuzzy.endswith("*") and not unfuzzy.endswith(r"\*"))


def _term(text: str, column: str, *, prefix: bool) -> Iterator[tuple[str, str]]:
    if found := words(text):
        yield "term", f'{column}"{" ".join(found)}"{" *" if prefix else ""}'


def _group(tokens: Iterator[tuple[str, str]], level: int) -> _Node | None:
    """Read up to the closing bracket of this level, or to the end."""
    if level > _DEEPEST:
        raise TooDeepError(f"The query has brackets more than {_DEEPEST} levels deep; write it with fewer.")
    left: _Node | None = None
    kind, negated = "and", False
    for name, value in tokens:
        if name == "not":
            negated = not negated
            continue
        if name == "sign" and value == ")":
            if level:
                break
            continue
        if name == "sign" and value != "(":
            kind = "or" if value == "|" else "and"
            continue
        part = _group(tokens, level + 1) if name == "sign" else _Node("term", value)
        if part is not None:
            part = _Node("not", parts=(part,), depth=part.depth + 1) if negated else part
            left = part if left is None else _join(kind, left, part)
        kind, negated = "and", False
    return left


def _join(kind: str, left: _Node, part: _Node) -> _Node:
    if left.kind == kind:
        parts, depth = (*left.parts, part), max(left.depth, part.depth + 1)
    else:
        parts, depth = (left, part), max(left.depth, part.depth) + 1
    if depth > 2 * _DEEPEST:
        raise TooDeepError(
            "The query alternates between and, or and not too often; write it with fewer changes."
        )
    return _Node(kind, parts=parts, depth=depth)


def _render(node: _Node) -> str:
    if node.kind == "term":
        return node.text
    if node.kind == "or":
        return f"({' OR '.join(map(_render, node.parts))})"
    parts = node.parts if node.kind == "and" else (node,)
    wanted = [_render(part) for part in parts if part.kind != "not"]
    unwanted = [_render(part.parts[0]) for part in parts if part.kind == "not"]
    base = f"({' AND '.join(wanted)})" if len(wanted) > 1 else wanted[0] if wanted else f'every : "{EVERY}"'
    return f"({base} NOT {' NOT '.join(unwanted)})" if unwanted else base
