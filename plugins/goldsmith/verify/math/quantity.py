"""A number with its unit, read exactly."""

import re
from dataclasses import dataclass
from fractions import Fraction

from goldsmith.verify.math.units import unit_of

__all__ = ["Quantity", "quantity"]

_WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[ ]\d{3})+|\d+)(?!\d)"
_DECIMAL = rf"(?:{_WHOLE}(?:\.\d*)?(?:\\overline\{{\d{{1,30}}\}})?|\.\d+)"
_FORMS = re.compile(
    rf"""(?P<whole>\d+)\ ?(?:and\ )?\\frac\{{(?P<mtop>\d+)\}}\{{(?P<mbottom>\d+)\}}
    |(?P<whole2>\d+)\ (?:and\ )?(?P<mtop2>\d+)\ ?/\ ?(?P<mbottom2>\d+)
    |\\frac\{{(?P<top>-?{_DECIMAL})\}}\{{(?P<bottom>-?{_DECIMAL})\}}
    |(?P<top2>{_DECIMAL})\ ?/\ ?(?P<bottom2>{_DECIMAL})
    |(?:(?P<mantissa>{_DECIMAL})\ ?[*x]\ ?)?10\ ?\^\ ?\{{?(?P<power>-?\d{{1,3}})\}}?
    |(?P<decimal>{_DECIMAL})(?:[eE](?P<exponent>[+-]?\d{{1,3}})(?!\d))?""",
    re.VERBOSE | re.ASCII,
)
_FORM_START = re.compile(r"(?P<sign>[+-]?) ?(?P<money>[$€£¥₹]?) ?(?P<inner>-?)")
_SCALE = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SPELLED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_UNIT = re.compile(r"(?:[/%] ?)?[A-Za-z][A-Za-z'.-]*(?: ?[ /] ?[A-Za-z][A-Za-z'.-]*){0,5}", re.ASCII)
_NO_UNIT = frozenset({
    "is", "not", "or", "and", "but", "plus", "minus", "times", "squared", "cubed", "factorial", "over",
    "divided", "mod", "choose", "to", "if", "because", "sqrt", "sin", "cos", "tan", "log", "ln", "exp",
    "pi", "root", "in",
})  # fmt: skip


@dataclass(frozen=True)
class Quantity:
    """An exact value and the words of its unit, `""` where it names none."""

    value: Fraction
    unit: str


def quantity(text: str) -> Quantity | None:
    r"""Read the whole of a plain text as one number with a unit, or return None.

    Thousands separators, fractions, mixed numbers, scientific notation, repeating decimals written with `\overline`, scale
    words and currency are understood. Whatever is not certain to be a number is not one: `2x`, `10^{10^{10}}`.

    >>> quantity("-$1,234.50")
    Quantity(value=Fraction(-2469, 2), unit='$')
    >>> quantity(r"1\frac{1}{2} million people")
    Quantity(value=Fraction(1500000, 1), unit='people')
    >>> quantity(r"0.1\overline{6}").value
    Fraction(1, 6)
    """
    first, _, others = text.partition(" ")
    if first.casefold() in _SPELLED:
        text = f"{_SPELLED.index(first.casefold())} {others}".strip()
    start = _FORM_START.match(text)
    found = _FORMS.match(text, start.end()) if start else None
    if not start or not found or (start["sign"] and start["inner"]):
        return None
    value = _value(found)
    tail = _tail(text[found.end() :])
    if value is None or tail is None or (start["money"] and tail[1] and unit_of(tail[1]) is not None):
        return None
    sign = -1 if "-" in start["sign"] + start["inner"] else 1
    return Quantity(sign * value * 10 ** tail[0], f"{start['money']} {tail[1]}".strip())


def _value(found: re.Match[str]) -> Fraction | None:
    part = found.groupdict()
    if whole := part["whole"] or part["whole2"]:
        top, bottom = int(part["mtop"] or part["mtop2"]), int(part["mbottom"] or part["mbottom2"])
        return int(whole) + Fraction(top, bottom) if bottom else None
    if top_text := part["top"] or part["top2"]:
        below = _decimal(part["bottom"] or part["bottom2"])
        return _decimal(top_text) / below if below else None
    if power := part["power"]:
        return _decimal(part["mantissa"] or "1") * Fraction(10) ** int(power)
    return _decimal(part["decimal"]) * Fraction(10) ** int(part["exponent"] or 0)


def _decimal(text: str) -> Fraction:
    r"""Read digits with separators, and `\overline{...}` as the repeating part after the point."""
    digits, _, repeated = text.replace(",", "").replace(" ", "").partition(r"\overline{")
    value = Fraction(digits.rstrip("."))
    if not repeated:
        return value
    places, block = len(digits.partition(".")[2]), repeated.rstrip("}")
    rest = Fraction(int(block), (10 ** len(block) - 1) * 10**places)
    return value - rest if digits.startswith("-") else value + rest


def _tail(text: str) -> tuple[int, str] | None:
    """What follows a number: the power of ten of a scale word, and a unit; None when it is something else."""
    words = text.split(maxsplit=1)
    power = _SCALE.get(words[0].casefold(), 0) if words and text[0] == " " else 0
    rest = (words[1] if len(words) > 1 else "") if power else text.strip()
    if not rest or rest in {"%", "$", "€", "£", "¥", "₹", "¢"}:
        return power, rest
    # A letter stuck to a number is a variable: 5m is five times m, 5 m is five metres.
    if len(rest) == 1 and not text.startswith(" "):
        return None
    if unit_of(rest) is not None:
        return power, rest
    strange = set(rest.casefold().split()) & _NO_UNIT or len(rest) < 3
    return None if strange or not _UNIT.fullmatch(rest) else (power, rest)
