# ruff: noqa: RUF001 - the signs of many scripts
"""Arithmetic expressions with units, read from tokens and evaluated exactly under each way to read numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = ["Expression", "Reading", "Token", "first_expression", "last_expression", "tokens_of"]

Reading = Literal["point", "comma", "list"]
"""What parts a number's digits: "point" 1,234.5, "comma" 1.234,5, "list": a comma without a blank ends the number."""

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,'’]\d+)*(?:[ '’]\d{3}(?!\d))*|(?<!\w)\.\d+)"
    r"|(?P<word>[^\W\d_]{2,}(?:-[^\W\d_]{2,})+|[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<currency>[$€£¥₹₽₩₺₫₴₪])"
    r"|(?P<percent>%)|(?P<operator>[-+*/^])|(?P<open>[(\[])|(?P<close>[)\]])|(?P<other>\S)"
)
_POINT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d+)?|\.\d+")
_COMMA = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")
_LONGEST_NUMBER = 40  # digits
_MOST_TOKENS = 60  # in one expression
_HIGHEST_POWER = 64
# After these a number is no beginning of a sum: half of 3 + 5, sin 30 + 1.
_PARTS = frozenset(
    "half third quarter fourth fifth tenth thirds quarters fourths fifths tenths average mean sum".split()  # noqa: SIM905
)
_TAKES_A_NUMBER = frozenset(
    "sin cos tan cot sec log ln lg exp sqrt abs max min gcd lcm mod det floor ceil".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Token:
    """A piece of a line: its kind, text and place, and whether a blank stands before it."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


@dataclass(frozen=True)
class Expression:
    """Part of a line that is arithmetic.

    Attributes:
        tree: nested (operator, left, right), or a token.
        start: where it begins in the line.
        end: where it ends.
        rest: the first token after it, None at the line's end.
        units: of each number, "" where it has none.
        operators: all that are in it.
        whole: whether nothing else is in the segment.
    """

    tree: "Tree"
    start: int
    end: int
    rest: Token | None
    units: tuple[str, ...]
    operators: str
    whole: bool

    @property
    def number(self) -> Token | None:
        """The only number, where nothing is computed."""
        tree = self.tree[1] if isinstance(self.tree, tuple) and self.tree[0] == "%" else self.tree
        return tree if isinstance(tree, Token) else None

    def value(self, reading: Reading, *, percent: Fraction) -> Fraction | None:
        """Return the value; None where a number cannot be read so, or nothing can be computed."""
        return _value(self.tree, reading, percent)

    def first(self, reading: Reading, *, percent: Fraction) -> Fraction | None:
        """Return the value of the first number."""
        tree = self.tree
        while isinstance(tree, tuple) and tree[0] != "%":
            tree = tree[1]
        return _value(tree, reading, percent)


Tree = Token | tuple[str, "Tree", "Tree"] | tuple[str, "Tree"]


def tokens_of(segment: str) -> list[Token]:
    """Return the tokens of a text.

    >>> [token.kind for token in tokens_of("$1,200 + 5%")]
    ['currency', 'number', 'operator', 'number', 'percent']
    """
    return [
        Token(
            str(found.lastgroup),
            found[0],
            found.start(),
            found.end(),
            found.start() == 0 or segment[found.start() - 1] == " ",
        )
        for found in _TOKEN.finditer(segment)
    ]


def first_expression(segment: str) -> Expression | None:
    """Return the expression that a text begins with, None if it begins with none or something goes on with it."""
    tokens = tokens_of(segment)[: _MOST_TOKENS + 1]
    parser = _Parser(tokens)
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
        parser = _Parser(tokens[start:])
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


class _Parser:
    """Reads tokens by precedence; what is no arithmetic ends it."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self.at = tokens, 0
        self._units: list[str] = []
        self._operators = ""

    def expression(self, tree: Tree, start: int) -> Expression:
        last = self._tokens[self.at - 1]
        rest = self._tokens[self.at] if self.at < len(self._tokens) else None
        return Expression(
            tree,
            self._tokens[0].start,
            last.end,
            rest,
            tuple(self._units),
            self._operators,
            start == 0 and rest is None,
        )

    def sum(self) -> Tree | None:
        return self._level("+-", self._product)

    def _product(self) -> Tree | None:
        return self._level("*/", self._power)

    def _level(self, operators: str, below: Callable[[], "Tree | None"]) -> Tree | None:
        tree = below()
        while tree is not None and (sign := self._operator(operators)):
            right = self._fraction() if sign == "/" and self._tokens[self.at - 1].spaced else None
            right = right or below()
            tree = None if right is None else (sign, tree, right)
        return tree

    def _operator(self, wanted: str) -> str:
        token = self._peek()
        if token is None:
            return ""
        if token.kind == "operator" and token.text in wanted:
            sign = token.text
        elif token.text in ":∶" and "/" in wanted and self._is_division(token):
            sign = "/"
        elif token.kind == "open" and "*" in wanted and not token.spaced and token.text == "(":
            self._operators += "*"
            return "*"
        else:
            return ""
        self.at += 1
        self._operators += sign
        return sign

    def _is_division(self, token: Token) -> bool:
        following = self._tokens[self.at + 1] if self.at + 1 < len(self._tokens) else None
        return token.spaced and following is not None and following.spaced and following.kind == "number"

    def _power(self) -> Tree | None:
        if self._operator("+-"):
            sign = self._operators[-1]
            self._operators = self._operators[:-1]
            inner = self._power()
            return inner if sign == "+" or inner is None else ("neg", inner)
        base = self._primary()
        if base is not None and self._operator("^"):
            exponent = self._power()
            return None if exponent is None else ("^", base, exponent)
        return base

    def _primary(self) -> Tree | None:
        token = self._peek()
        if token is None:
            return None
        if token.kind == "open":
            self.at += 1
            inner = self.sum()
            closed = self._peek()
            if inner is None or closed is None or closed.kind != "close":
                return None
            self.at += 1
            return inner
        currency = ""
        if token.kind == "currency":
            currency, self.at = token.text, self.at + 1
            token = self._peek()
        if token is None or token.kind != "number":
            return None
        self.at += 1
        return self._with_unit(self._mixed(token), currency)

    def _mixed(self, token: Token) -> Tree:
        """Read 3 1/2 as three and a half."""
        rest = self._tokens[self.at : self.at + 3]
        if (
            [one.kind for one in rest] == ["number", "operator", "number"]
            and rest[1].text == "/"
            and rest[0].spaced
            and all(one.text.isdigit() for one in (token, rest[0], rest[2]))
            and 0 < len(rest[0].text) <= len(rest[2].text)
        ):
            self.at += 3
            return ("+", token, ("/", rest[0], rest[2]))
        return token

    def _fraction(self) -> Tree | None:
        """Read the 1/2 of 3 / 1/2 as one number."""
        rest = self._tokens[self.at : self.at + 3]
        if (
            [one.kind for one in rest] == ["number", "operator", "number"]
            and rest[1].text == "/"
            and not rest[1].spaced
        ):
            self.at += 3
            self._units.append("")
            return ("/", rest[0], rest[2])
        return None

    def _with_unit(self, tree: Tree, currency: str) -> Tree:
        token = self._peek()
        if token is not None and token.kind == "percent":
            self.at += 1
            self._units.append(currency or "%")
            return ("%", tree)
        if token is not None and token.kind == "currency" and not currency:
            self.at += 1
            currency = token.text
        words = self._words()
        following = self._tokens[self.at : self.at + 2]
        if [one.text for one in following[:1]] == ["/"] and [one.kind for one in following[1:]] == ["word"]:
            self.at += 1
            per = self._words()
            self._units.append(f"{currency or words}/{per}")
        else:
            self._units.append(currency or words)
        return tree

    def _words(self) -> str:
        words: list[str] = []
        while len(words) < 3 and (token := self._peek()) is not None and token.kind == "word":
            words.append(token.text.casefold())
            self.at += 1
        return " ".join(words)

    def _peek(self) -> Token | None:
        return self._tokens[self.at] if self.at < len(self._tokens) else None


def _value(tree: Tree, reading: Reading, percent: Fraction) -> Fraction | None:
    if isinstance(tree, Token):
        return _number(tree.text, reading)
    parts = [_value(part, reading, percent) for part in tree[1:]]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    if tree[0] == "%":
        return found[0] * percent
    if tree[0] == "neg":
        return -found[0]
    return _computed(tree[0], found[0], found[1])


def _computed(operator: str, left: Fraction, right: Fraction) -> Fraction | None:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left / right if right else None
    if right.denominator != 1 or abs(right) > _HIGHEST_POWER or (not left and right < 0):
        return None
    return left ** int(right)


def _number(text: str, reading: Reading) -> Fraction | None:
    if len(text) > _LONGEST_NUMBER:
        return None
    bare = re.sub(r"[ '’](?=\d{3})", "", text)
    if reading == "list" and not _POINT.fullmatch(bare):
        bare = bare.partition(",")[0]
    if not (_COMMA if reading == "comma" else _POINT).fullmatch(bare):
        return None
    plain = bare.replace(".", "").replace(",", ".") if reading == "comma" else bare.replace(",", "")
    return Fraction(plain)
