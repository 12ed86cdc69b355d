# ruff: noqa: RUF001 - the sign of a ratio
"""Tokens as arithmetic."""

from collections.abc import Callable

from goldsmith.verify.chains.expression import Expression, Token, Tree

__all__ = ["Parser"]


class Parser:
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
