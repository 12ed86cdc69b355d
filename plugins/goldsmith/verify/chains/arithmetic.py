# ruff: noqa: RUF001, RUF002, SIM905 - signs and words of many languages
"""The sums that a text says it has done, checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from goldsmith.verify.chains.digits import ascii_digits
from goldsmith.verify.chains.expression import Expression, Reading
from goldsmith.verify.chains.find_expressions import first_expression, last_expression
from goldsmith.verify.math.plain import plain
from goldsmith.verify.math.units import unit_of, unit_words

__all__ = ["Sum", "sums"]

_LONGEST_LINE = 4000  # characters
_SIGN = re.compile(r"(?<![!<>=≅:~+\-*/^&|])[=≅](?![=>~<≅])")
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_BOLD = re.compile(r"(?<![\w)*])\*\*(?=\S)([^*\n]+)\*\*(?![\w(*])")
_LIST_MARK = re.compile(r"^\s*(?:[-*•+]\s+|\(?\w{1,3}[.)]\s+(?=\S))*")
_MINUS = re.compile(r"\s*[-−]\s*[\d(]")
_DASH = re.compile(r"(?<!\d) [—–] |[—–] (?!\d)|—")
_TIMES = re.compile(r"(?<=[\d)])\s*[xXхХ✕✖∗](?=\s*[\d($€£])")
_FRACTION = re.compile(r"\\frac\{([\d.,]+)\}\{([\d.,]+)\}")
_EXPONENT = re.compile(r"\^\{(-?\d+)\}")
_ANOTHER_ARITHMETIC = re.compile(r"^.{0,12}(?:\bmod\b|\\p?mod|\bbase\b|_)", re.IGNORECASE)
# What plain() would make ASCII marks of, some of which mean something else there.
_MARKS = str.maketrans({"，": "; ", "、": "; ", "。": "; ", "；": "; ", "：": " : ", "？": "? ", "！": "; ", "≈": "≅", "≒": "≅",
                        "≃": "≅", "٫": ".", "٬": ",", "٪": "%", "％": "%", "∶": ":", "،": "; ", "؛": "; ", "۔": "; ",
                        "।": "; ", "〜": "~"})  # fmt: skip
_SCALES = frozenset(
    "hundred hundreds thousand thousands million millions billion billions trillion dozen dozens score k m bn mn mio mrd lakh lakhs"
    " crore crores hundert tausend millionen milliarde milliarden dutzend cent mille milliard milliards douzaine douzaines cien"
    " ciento mil millón millones docena docenas cento mila milione milioni dozzina milhão milhões dúzia dúzias honderd duizend miljoen"
    " miljard dozijn sto tysiąc tysiące tysięcy milion miliony milionów tuzin тысяча тысячи тысяч тыс млн млрд миллион миллиона"
    " миллионов сотня сотни сотен дюжина дюжины тисяч тисячі мільйон yüz bin milyon milyar düzine مئة مائة ألف آلاف مليون هزار میلیون"
    " दर्जन हज़ार हजार लाख करोड़ 十 百 千 万 亿 億 萬 打 ダース 천 만 억 trăm nghìn ngàn triệu tỷ tá ratus ribu juta miliar lusin elfu"
    " milioni ร้อย พัน หมื่น แสน ล้าน โหล half halves percent pct".split()
)
_PERCENTS = (Fraction(1, 100), Fraction(1))
_READINGS: tuple[Reading, ...] = ("point", "comma", "list")


@dataclass(frozen=True)
class Sum:
    """A statement of arithmetic.

    Attributes:
        text: as it stands in the text, blanks and marks made plain.
        left: what is computed.
        true: whether it holds.
    """

    text: str
    left: str
    true: bool


def sums(text: str) -> list[Sum]:
    r"""Return the arithmetic statements of a text that can be decided, in their order.

    `3 * 4 = 13`, `12 : 4 = 3`, `\frac{1}{2} + \frac{1}{4} = \frac{3}{4}`, `$5 + $3 = $8`, `3个 × 4 = 12个`, with digits of any
    script, in either way to write decimals: a statement is false only if it is in every way that its numbers can be read.
    Values are exact. A result may be rounded to the decimals that it is written with, a quotient of whole numbers may be
    rounded down, and what stands after ≈ may differ by a twentieth. In `3 * 4 = 12 + 5 = 17` each sum goes on from the result before.

    What could be more than arithmetic is left alone: letters that may be variables, units that may have to be converted,
    functions, remainders, other bases, code, questions.

    >>> [(one.text, one.true) for one in sums("So 3 * 4 = 13, and 13 + 2 = 15.")]
    [('3 * 4 = 13', False), ('13 + 2 = 15', True)]
    >>> sums("2x + 3 = 7, and 5 km + 300 m = 5.3 km")
    []
    """
    return [one for line in _CODE.sub("\n", text).splitlines() for one in _of_line(line[:_LONGEST_LINE])]


def _of_line(line: str) -> Iterator[Sum]:
    if not any(sign in line for sign in "=＝≈≒≃≅") and "approx" not in line:
        return
    stated = list(_stated(_plain(_LIST_MARK.sub("", line))))
    if _MINUS.match(line):  # an item of a list, or a negative number: whichever makes it true
        signed = [one.true for one in _stated(_plain(line))]
        if len(signed) == len(stated):
            stated = [replace(one, true=one.true or true) for one, true in zip(stated, signed, strict=True)]
    yield from stated


def _stated(line: str) -> Iterator[Sum]:
    signs = list(_SIGN.finditer(line))
    edges = [0, *(sign.end() for sign in signs)], [*(sign.start() for sign in signs), len(line)]
    segments = [line[start:end] for start, end in zip(*edges, strict=True)]
    for left, sign, right in zip(segments, signs, segments[1:], strict=False):
        found = last_expression(left), first_expression(right)
        if found[0] is None or found[1] is None or _is_other(found[1], right):
            continue
        true = _holds(found[0], found[1], nearly=sign[0] == "≅")
        if true is not None:
            shown = left[found[0].start :].strip(), right[: found[1].end].strip()
            yield Sum(f"{shown[0]} {sign[0].replace('≅', '≈')} {shown[1]}", "".join(shown[0].split()), true)


def _plain(line: str) -> str:
    line = ascii_digits(line).translate(_MARKS).replace("\\approx", "≅").replace("\\simeq", "≅")
    line = plain(_BOLD.sub(r"\1", _DASH.sub(";", line)))
    line = _FRACTION.sub(r"((\1)/(\2))", line)
    line = _EXPONENT.sub(r"^(\1)", line)
    return _TIMES.sub(" * ", line)


def _is_other(result: Expression, segment: str) -> bool:
    rest = segment[result.end :]
    return rest.lstrip().startswith("?") or bool(_ANOTHER_ARITHMETIC.match(rest))


def _holds(left: Expression, right: Expression, *, nearly: bool) -> bool | None:
    if not left.operators and (not right.operators or any(left.units)):
        return None
    if not _comparable([*left.units, *right.units], left.operators + right.operators):
        return None
    verdicts = [
        _equal(left, right, reading, percent, nearly=nearly)
        for reading in _READINGS
        for percent in (_PERCENTS if "%" in (*left.units, *right.units) else _PERCENTS[1:])
    ]
    if True in verdicts:
        return True
    # A list of numbers is only ever a way out: it must not make a statement false by itself.
    return False if False in verdicts[: len(verdicts) * 2 // 3] else None


def _comparable(units: list[str], operators: str) -> bool:
    """Whether numbers with these units can be computed with as they are."""
    adds = "+" in operators or "-" in operators
    if "%" in units and adds:
        return set(units) == {"%"}
    named = [unit for unit in units if unit and unit != "%"]
    words = [part for unit in named for part in unit.split("/") if part]
    if any(len(word) == 1 and word.isalpha() and word < "\u0530" for word in words):
        return len(set(named)) == 1 and len(named) == len(units) and set(operators) <= {"+", "-"}
    if any(word in _SCALES for unit in words for word in unit.split()):
        return False
    strange = [pair for pair in combinations(dict.fromkeys(words), 2) if not _alike(*pair)]
    if any("/" in unit for unit in named):
        return not adds and _cancels(named)
    return not strange or not (adds or any(unit_of(unit) for pair in strange for unit in pair))


def _cancels(units: list[str]) -> bool:
    """Whether what each number counts per is what another one counts: 2 h * 30 km/h."""
    for place, unit in enumerate(units):
        _, _, per = unit.partition("/")
        others = [part for k, other in enumerate(units) if k != place for part in other.split("/") if part]
        if per and not any(_alike(per, other) for other in others):
            return False
    return True


def _alike(one: str, other: str) -> bool:
    """Whether two units are the same but for their endings, and for words around them."""
    pairs = [(a, b) for a in unit_words(one) for b in unit_words(other)]
    return any(a == b or _same_stem(a, b) for a, b in pairs)


def _same_stem(one: str, other: str) -> bool:
    shared = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    length = min(len(one), len(other)) if shared is None else shared
    if one[0] >= "\u0e00":  # scripts without blanks: the word goes on with the sentence
        return length > 0
    return length >= 3 and length >= 0.6 * min(len(one), len(other)) and not (unit_of(one) and unit_of(other))


def _equal(
    left: Expression, right: Expression, reading: Reading, percent: Fraction, *, nearly: bool
) -> bool | None:
    values = left.value(reading, percent=percent), right.value(reading, percent=percent)
    if values[0] is None or values[1] is None:
        return None
    if values[0] == values[1] or _goes_on_from(left, right, reading, percent):
        return True
    if nearly:
        return _near(values[0], values[1])
    if right.number is not None:
        return _rounds_to(left, values[0], values[1], _decimals(right, reading))
    if left.number is not None:
        return _rounds_to(right, values[1], values[0], _decimals(left, reading))
    return False


def _goes_on_from(left: Expression, right: Expression, reading: Reading, percent: Fraction) -> bool:
    """Whether the right side begins with the left one's result: 3 * 4 = 12 + 5."""
    return bool(right.operators) and right.first(reading, percent=percent) == left.value(
        reading, percent=percent
    )


def _near(left: Fraction, right: Fraction) -> bool:
    return abs(left - right) <= max(abs(left) / 20, Fraction(1, 2) if right.denominator == 1 else Fraction(0))


def _decimals(result: Expression, reading: Reading) -> int:
    token = result.number
    text = token.text if token else ""
    _, mark, after = text.rpartition("," if reading == "comma" else ".")
    return len(after) if mark else 0


def _rounds_to(sum_: Expression, exact: Fraction, written: Fraction, decimals: int) -> bool:
    difference = abs(exact - written)
    if exact.denominator == 1:
        return False
    if decimals:
        last = Fraction(1, 10**decimals)  # rounded, or the rest of the digits left out
        return difference <= last / 2 or 0 <= abs(exact) - abs(written) < last
    if sum_.operators == "/" and isinstance(sum_.tree, tuple):
        return written == exact.numerator // exact.denominator
    return difference <= Fraction(1, 2) and difference * 100 <= abs(exact)
