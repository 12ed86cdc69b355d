# ruff: noqa: RUF001 - the look-alikes are what this file is about
r"""One plain form for what LaTeX and Unicode write in many ways."""

import re
import unicodedata

__all__ = ["plain"]

_SYMBOLS = {
    "−": "-", "–": "-", "—": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "⁄": "/", "∕": "/", "π": " pi ", "∞": "oo",
    "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≠": "!=", "∪": " U ", "∈": " in ", "∅": "{}", "±": "+-",
    "≈": " = ", "°": " degrees", "“": '"', "”": '"', "’": "'", "…": "...",
}  # fmt: skip
_COMMANDS = {
    "cdot": "*", "times": "*", "div": "/", "pi": " pi ", "infty": "oo", "le": "<=", "leq": "<=", "leqslant": "<=",
    "ge": ">=", "geq": ">=", "geqslant": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=", "cup": " U ",
    "in": " in ", "emptyset": "{}", "varnothing": "{}", "pm": "+-", "degree": " degrees", "lbrace": "{", "rbrace": "}",
    "lbrack": "[", "rbrack": "]", "dots": "...", "ldots": "...", "dfrac": r"\frac", "tfrac": r"\frac",
    "cfrac": r"\frac", "approx": " = ", "euro": "€", "pounds": "£", "quad": " ", "qquad": " ", "left": "", "right": "", "bigl": "",
    "bigr": "", "Bigl": "", "Bigr": "", "big": "", "Big": "", "displaystyle": "", "textstyle": "", "thinspace": " ",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_WORDS = re.compile(
    r"\\(?:text|textbf|textit|textrm|textnormal|mathrm|mathbf|mathit|mbox|operatorname)\s*\{([^{}]*)\}"
)
_FRACTION = re.compile(r"\\frac\s*(\{[^{}]*\}|\d)\s*(\{[^{}]*\}|\d)")
_WRAPPERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"), ("**", "**"), (r"\boxed{", "}"))


def plain(text: str) -> str:
    r"""Return `text` without decoration: delimiters, spacing, text commands, Unicode variants, a final full stop.

    >>> plain(r"$\left(\dfrac12,\ 1{,}000\text{ km}\right)$.")
    '(\\frac{1}{2}, 1,000 km )'
    >>> plain("3½ ≤ x²")
    '3 1/2 <= x^{2}'
    """
    text = _unwrapped(_ascii(text).strip())
    text = _WORDS.sub(r" \1 ", _WORDS.sub(r" \1 ", text))
    text = re.sub(r"\^\s*\{?\s*\\circ\s*\}?", " degrees", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda m: _COMMANDS.get(m[1], m[0]), text)
    text = _FRACTION.sub(
        lambda m: rf"\frac{{{m[1].strip('{}').strip()}}}{{{m[2].strip('{}').strip()}}}", text
    )
    # A backslash pair ends a matrix row; it must not be read as an escaped blank.
    text = re.sub(r"(?<!\\)\\[,;: ]|~", " ", re.sub(r"\\!\s*", "", text))
    text = re.sub(r"(?<!\\)\\([{}%$#&_])", r"\1", text.replace("{,}", ",")).replace("**", "^")
    return re.sub(r" +(?=\^)", "", " ".join(text.split())).rstrip(".,; ").lstrip("= ")


def _ascii(text: str) -> str:
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: "^{" + m[0].translate(_SUPERSCRIPTS) + "}", text)
    text = re.sub("[¼-¾⅐-⅞]", lambda m: " " + unicodedata.normalize("NFKC", m[0]), text)
    text = re.sub(r"√\s*(?:\(([^()]*)\)|(\w+))", lambda m: rf"\sqrt{{{m[1] or m[2] or ''}}}", text)
    text = "".join(_SYMBOLS.get(c, c) for c in text)
    text = "".join(_SYMBOLS.get(c, c) for c in unicodedata.normalize("NFKC", text))
    return "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    )


def _unwrapped(text: str) -> str:
    """Take off delimiters around the whole; a single dollar sign is money."""
    for _ in range(len(_WRAPPERS)):
        text = text.rstrip(".,; ") if not text.endswith((r"\,", r"\;")) else text
        for left, right in _WRAPPERS:
            inner = text[len(left) : -len(right)]
            if (
                text.startswith(left)
                and text.endswith(right)
                and len(text) > len(left + right)
                and "$" not in inner.replace(r"\$", "").replace("$", "", left == right == "")
            ):
                text = inner.strip()
    if "$" in text.replace(r"\$", "") and text.replace(r"\$", "").count("$") % 2 == 0:
        text = re.sub(r"(?<!\\)\$", "", text)
    return text
