"""Units of measure with exact factors."""

import re
from fractions import Fraction

__all__ = ["unit_of", "unit_words"]

_F = Fraction
# dimension -> {names: how many of the dimension's base unit one is}
_TABLE: dict[str, dict[str, Fraction]] = {
    "length": {
        "mm millimeter millimetre": _F(1, 1000), "cm centimeter centimetre": _F(1, 100), "m meter metre": _F(1),
        "km kilometer kilometre": _F(1000), "in inch inche": _F(254, 10000), "ft foot feet": _F(3048, 10000),
        "yd yard": _F(9144, 10000), "mi mile": _F(1609344, 1000),
    },
    "mass": {
        "mg milligram": _F(1, 1000), "g gram": _F(1), "kg kilogram": _F(1000),
        "oz ounce": _F(28349523125, 10**9), "lb pound": _F(45359237, 100000),
    },
    "time": {
        "s sec second": _F(1), "min minute": _F(60), "h hr hour": _F(3600), "day": _F(86400), "week": _F(604800),
    },
    "calendar": {"month": _F(1), "yr year": _F(12)},
    "volume": {"ml milliliter millilitre": _F(1, 1000), "l liter litre": _F(1)},
    "kitchen": {"cup": _F(1), "pint": _F(2), "quart": _F(4), "gallon": _F(16)},
    "dollars": {"$ usd dollar": _F(1), "cent ¢": _F(1, 100)},
    "euros": {"€ eur euro": _F(1)}, "pounds sterling": {"£ gbp": _F(1)}, "yen": {"¥ jpy yen": _F(1)},
    "rupees": {"₹ inr rupee": _F(1)}, "angle": {"degree deg": _F(1)}, "percent": {"% percent pct": _F(1)},
}  # fmt: skip
_UNITS = {
    name: (dimension, factor)
    for dimension, units in _TABLE.items()
    for names, factor in units.items()
    for name in names.split()
}
_SIGNS = {"$": "dollar", "€": "euro", "£": "gbp", "¥": "yen", "₹": "rupee", "%": "percent", "/": "per"}
_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}


def unit_words(text: str) -> list[str]:
    """Split a unit into words without plural endings, articles or abbreviations' stops.

    >>> unit_words("square feet"), unit_words("red Apples.")
    (['square', 'feet'], ['red', 'apple'])
    """
    words = re.sub(r"[.\s]+", " ", text.casefold()).split()
    words = [_SIGNS.get(word, word) for word in re.sub("([$€£¥₹%/])", r" \1 ", " ".join(words)).split()]
    return [w[:-1] if len(w) > 2 and w.endswith("s") and not w.endswith("ss") else w for w in words]


def unit_of(text: str) -> tuple[str, Fraction] | None:
    """Return the dimension of a unit and how many base units it is, or None for one not in the table.

    >>> unit_of("km"), unit_of("square feet"), unit_of("apples")
    (('length', Fraction(1000, 1)), ('length^2', Fraction(145161, 1562500)), None)
    """
    words, power = unit_words(text), 1
    if len(words) == 2 and words[0] in _POWERS:
        power, words = _POWERS[words[0]], words[1:]
    elif len(words) == 1 and (raised := re.fullmatch(r"([a-z]+)\^\{?([23])\}?", words[0])):
        power, words = int(raised[2]), unit_words(raised[1])
    found = _UNITS.get(words[0]) if len(words) == 1 else None
    if not found:
        return None
    return (found[0] if power == 1 else f"{found[0]}^{power}"), found[1] ** power
