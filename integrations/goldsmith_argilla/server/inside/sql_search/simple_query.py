"""Translate what a person types into Argilla's search box to an FTS5 expression or a PostgreSQL `tsquery`.

The language is Elasticsearch's `simple_query_string` with AND as the default operator: words, `"phrases"`, `prefix*`,
`+` and, `|` or, `-` not, `( )`, read from left to right without precedence. As there, anything else is text, never an
error; `~2` (fuzziness) is accepted and ignored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .tokens import words
from .ts_vector import LONGEST

__all__ = ["EVERY", "TooDeepError", "fts5_expression", "ts_query"]

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
    """A part of the query: kind "term" with its `words`, or "not", "and", "or" over `parts`."""

    kind: str
    words: tuple[str, ...] = ()
    prefix: bool = False
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
    tree = _group(_tokens(query), 0)
    return None if tree is None else _fts5(tree, f"{column} : " if column else "")


def ts_query(query: str) -> str | None:
    """Return `query` as a `tsquery` of PostgreSQL, or None when no word is in it.

    >>> ts_query("red wine -rose")
    "('red' & 'wine' & !'rose')"
    >>> ts_query('"dry red" | whi*')
    "(('dry' <-> 'red') | 'whi':*)"

    Raises:
        TooDeepError: it nests more than 24 levels deep.
    """
    tree = _group(_tokens(query), 0)
    return None if tree is None else _ts(tree)


def _tokens(query: str) -> Iterator[tuple[str, str | _Node]]:
    """Yield ("sign", one of | + ( )), ("not", "") and ("term", its node)."""
    for match in _TOKEN.finditer(query):
        if match["not"]:
            yield from [("not", "")] * len(match["not"])
        elif match["sign"]:
            yield "sign", match["sign"]
        elif match["phrase"] is not None:
            yield from _term(match["phrase"], prefix=bool(match["phrase_prefix"]))
        elif match["word"]:
            bare = match["word"].lstrip("-")
            yield from [("not", "")] * (len(match["word"]) - len(bare) if words(bare) else 0)
            unfuzzy = re.sub(r"(?<!\\)~\d*$", "", bare)
            yield from _term(unfuzzy, prefix=unfuzzy.endswith("*") and not unfuzzy.endswith(r"\*"))


def _term(text: str, *, prefix: bool) -> Iterator[tuple[str, _Node]]:
    if found := words(text):
        yield "term", _Node("term", words=tuple(found), prefix=prefix)


def _group(tokens: Iterator[tuple[str, str | _Node]], level: int) -> _Node | None:
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
        part = value if isinstance(value, _Node) else _group(tokens, level + 1)
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


def _fts5(node: _Node, column: str) -> str:
    if node.kind == "term":
        return f'{column}"{" ".join(node.words)}"{" *" if node.prefix else ""}'
    if node.kind == "or":
        return f"({' OR '.join(_fts5(part, column) for part in node.parts)})"
    parts = node.parts if node.kind == "and" else (node,)
    wanted = [_fts5(part, column) for part in parts if part.kind != "not"]
    unwanted = [_fts5(part.parts[0], column) for part in parts if part.kind == "not"]
    base = f"({' AND '.join(wanted)})" if len(wanted) > 1 else wanted[0] if wanted else f'every : "{EVERY}"'
    return f"({base} NOT {' NOT '.join(unwanted)})" if unwanted else base


def _ts(node: _Node) -> str:
    if node.kind == "term":  # no word holds a quotation mark or a backslash
        phrase = " <-> ".join(f"'{word[:LONGEST]}'" for word in node.words) + (":*" if node.prefix else "")
        return f"({phrase})" if len(node.words) > 1 else phrase
    if node.kind == "not":
        return f"!{_ts(node.parts[0])}"
    return f"({(' | ' if node.kind == 'or' else ' & ').join(map(_ts, node.parts))})"
