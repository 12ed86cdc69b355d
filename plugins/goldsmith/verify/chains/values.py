"""The numbers that a sentence comes to."""

from fractions import Fraction
from itertools import pairwise

from goldsmith.verify.chains.digits import ascii_digits
from goldsmith.verify.chains.expression import Expression, Reading, tokens_of
from goldsmith.verify.chains.find_expressions import first_expression, last_expression
from goldsmith.verify.math.plain import plain
from goldsmith.verify.math.quantity import quantity

__all__ = ["numbers_in", "results_in", "same_value", "value_of"]

_READINGS: tuple[Reading, ...] = ("point", "comma", "list")
_ONE, _HUNDREDTH = Fraction(1), Fraction(1, 100)


def value_of(answer: str) -> Fraction | None:
    r"""Return the number that an answer is, None if it is none.

    >>> value_of("$18"), value_of(r"\frac{1}{2}"), value_of("x = 5"), value_of("Paris")
    (Fraction(18, 1), Fraction(1, 2), Fraction(5, 1), None)
    """
    text = plain(ascii_digits(answer)).rpartition("=")[2].strip()
    found = quantity(text)
    if found:
        return found.value
    whole = first_expression(text)
    if whole is None or whole.rest is not None or len(text) > 60:
        return None
    return next(
        (value for reading in _READINGS if (value := whole.value(reading, percent=_ONE)) is not None), None
    )


def numbers_in(text: str) -> set[Fraction]:
    """Return every number of a text, in every way that it can be read.

    >>> sorted(numbers_in("3 und 1,5"))
    [Fraction(1, 1), Fraction(3, 2), Fraction(3, 1)]
    """
    found: set[Fraction] = set()
    tokens = tokens_of(plain(ascii_digits(text)))
    for place, token in enumerate(tokens):
        if token.kind != "number":
            continue
        value = Expression(token, 0, 0, None, (), "", whole=False)
        found |= _readings(value)
        rest = tokens[place + 1 : place + 3]
        if [one.text for one in rest[:1]] == ["/"] and [one.kind for one in rest[1:]] == ["number"]:
            found |= _readings(Expression(("/", token, rest[1]), 0, 0, None, (), "", whole=False))
    return found


def results_in(sentence: str) -> set[Fraction]:
    """Return the numbers that a sentence comes to: the last one computed, and those that names are said to equal.

    Without any equals sign they are all its numbers.

    >>> results_in("9 * 2 = 18, and 18 + 4 = 22"), results_in("x = 3 and y = 5") == {3, 5}
    ({Fraction(22, 1)}, True)
    """
    parts = ascii_digits(sentence).replace("≈", "=").replace("\\approx", "=").split("=")
    if len(parts) == 1:
        return numbers_in(sentence)
    found: set[Fraction] = set()
    for place, (left, right) in enumerate(pairwise(parts), start=2):
        computed = last_expression(plain(left))
        if place < len(parts) and computed is not None:
            continue
        begun = first_expression(plain(right))
        found |= _readings(begun) if begun is not None else numbers_in(right)
    rest = parts[-1]
    begun = first_expression(plain(rest))
    return found | (numbers_in(plain(rest)[begun.end :]) if begun is not None else set())


def same_value(one: Fraction, other: Fraction) -> bool:
    """Whether two numbers are the same, a percentage counting as its value too, or one is the other rounded.

    >>> same_value(Fraction(1, 2), Fraction(50)), same_value(Fraction(10, 3), Fraction("3.33"))
    (True, True)
    """
    return any(_rounded(one, other * factor) for factor in (_ONE, _HUNDREDTH, Fraction(100)))


def _rounded(one: Fraction, other: Fraction) -> bool:
    if one == other:
        return True
    if one.denominator == other.denominator == 1:
        return False
    return abs(one - other) * 1000 <= max(abs(one), abs(other)) or abs(one - other) < Fraction(1, 200)


def _readings(expression: Expression) -> set[Fraction]:
    values = (expression.value(reading, percent=_ONE) for reading in _READINGS)
    return {value for value in values if value is not None}
