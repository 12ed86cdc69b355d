# ruff: noqa: RUF002 - the signs of many scripts
"""The scripts that a text is written in."""

import re
import unicodedata
from collections import Counter

__all__ = ["script_words"]

# Scripts that are written together count as one: kana with Han.
_RANGES = {
    "Latin": r"A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff", "Greek": r"\u0370-\u03ff\u1f00-\u1fff",
    "Cyrillic": r"\u0400-\u052f", "Armenian": r"\u0531-\u0587", "Hebrew": r"\u05d0-\u05f2",
    "Arabic": r"\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Devanagari": r"\u0900-\u0963\u0971-\u097f", "Bengali": r"\u0980-\u09e3", "Gurmukhi": r"\u0a00-\u0a65\u0a70-\u0a75",
    "Gujarati": r"\u0a80-\u0ae3", "Tamil": r"\u0b80-\u0bd7", "Telugu": r"\u0c00-\u0c63", "Kannada": r"\u0c80-\u0ce3",
    "Malayalam": r"\u0d00-\u0d63", "Sinhala": r"\u0d80-\u0ddf", "Thai": r"\u0e01-\u0e3a\u0e40-\u0e4e", "Lao": r"\u0e80-\u0ecd",
    "Tibetan": r"\u0f40-\u0fbc", "Myanmar": r"\u1000-\u103f", "Georgian": r"\u10a0-\u10ff", "Ethiopic": r"\u1200-\u135f",
    "Khmer": r"\u1780-\u17d3", "Kana": r"\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f",
    "Han": r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", "Hangul": r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
}  # fmt: skip
_UNSPACED = frozenset({"Thai", "Lao", "Khmer", "Myanmar", "Tibetan", "Kana", "Han"})
_RUN = re.compile("|".join(f"(?P<{name}>[{chars}]+)" for name, chars in _RANGES.items()))
_PER_WORD = 2  # letters of a script without blanks that count as a word


def script_words(text: str, known: str = "") -> tuple[Counter[str], dict[str, str]]:
    """Return how many words each script has in a text, and the first run of each.

    Runs of letters that stand in `known` are passed over. In scripts without blanks two letters are a word. A word of one letter is a symbol and not counted, but for those.

    >>> script_words("x ist die 答案, also α")[0]
    Counter({'Latin': 3, 'Han': 1})
    """
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for run in _RUN.finditer(unicodedata.normalize("NFC", text)):
        script, letters = str(run.lastgroup), len(run[0])
        if run[0] in known:
            continue
        if script in _UNSPACED:
            counts[script] += -(-letters // _PER_WORD)
        elif letters > 1:
            counts[script] += 1
        else:
            continue
        first.setdefault(script, run[0])
    return counts, first
