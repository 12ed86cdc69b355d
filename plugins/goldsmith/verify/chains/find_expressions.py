# ruff: noqa: RUF001 - the signs of many scripts
"""The arithmetic that a text begins or ends with."""

from goldsmith.verify.chains.expression import Expression, Token, tokens_of
from goldsmith.verify.chains.parser import Parser

__all__ = ["first_expression", "last_expression"]

_MOST_TOKENS = 60  # in one expression
# After these a number is no beginning of a sum: half of 3 + 5, sin 30 + 1.
_PARTS = frozenset(
    "half third quarter fourth fifth tenth thirds quarters fourths fifths tenths average mean sum".split()  # noqa: SIM905
)
_TAKES_A_NUMBER = frozenset(
    "sin cos tan cot sec log ln lg exp sqrt abs max min gcd lcm mod det floor ceil".split()  # noqa: SIM905
)


def first_expression(segment: str) -> Expression | None:
    """Return the expression that a text begins with, None if it begins with none or something goes on with it."""
    tokens = tokens_of(segment)[: _MOST_TOKENS + 1]
    parser = Parser(tokens)
    tree = parser.sum()
    if tree is None or (parser.at < len(tokens) and _goes_on(tokens, parser.at)):
        return None
    return parser.expression(tree, 0)


def last_expression(segment: str) -> Expression | None:
    """Return the longest expression that a text ends with, None if there is none or it may be part of a formula."""
    tokens = tokens_of(segment)
    for start in range(max(0, len(tokens) - _MOST_TOKENS), len(tokens)):
        if tokens[start].kind in {"word", "close", "percent", "other"}:
            continue
        parser = Parser(tokens[start:])
        tree = parser.sum()
        if tree is not None and parser.at == len(tokens) - start:
            return parser.expression(tree, start) if _may_begin(tokens, start) else None
    return None


def _may_begin(tokens: list[Token], start: int) -> bool:
    if start == 0:
        return True
    before, first = tokens[start - 1], tokens[start]
    if before.kind == "word":
        return first.kind != "operator" and not _takes_number(tokens[:start], spaced=first.spaced)
    return (
        before.kind == "other"
        and before.text in ".,:;!?=≅→⇒>\"'»«“”„`#&…。，"
        and not (before.text in ".," and not first.spaced)
    )


def _takes_number(before: list[Token], *, spaced: bool) -> bool:
    """Whether the word before a sum may belong to it: 10 % of 50 + 5, sin 30 + 1, x 3."""
    word = before[-1].text.lower()
    earlier = before[-2] if len(before) > 1 else None
    if word in _TAKES_A_NUMBER or not (spaced or _unspaced(word)) or (len(word) == 1 and word.isascii()):
        return True
    if earlier is None or len(word) > 3:
        return False
    return earlier.kind in {"number", "percent"} or (word == "of" and earlier.text.lower() in _PARTS)


def _unspaced(word: str) -> bool:
    return word[-1] >= "\u0e00"  # from Thai on there are scripts without blanks


def _goes_on(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if token.kind in {"number", "currency"}:
        return tokens[at - 1].kind != "word"
    if token.kind == "operator":
        return True
    if token.kind in {"word", "open"}:
        return not token.spaced
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text == ":":
        return following is not None and following.kind == "number" and not following.spaced
    if token.text == "!":
        return False
    return token.text in {"^", "_", "\\", "{", "|", "√"}
