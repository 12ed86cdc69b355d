# ruff: noqa: RUF001 - letters that look like Latin ones are what these tables are about
"""Letters of other scripts in Latin ones, by published standards."""

__all__ = ["ARABIC", "CYRILLIC", "DEVANAGARI_CONSONANTS", "DEVANAGARI_SIGNS", "DEVANAGARI_VOWELS"]

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "ë", "ж": "ž", "з": "z", "и": "i", "й": "j", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c",
    "ч": "č", "ш": "š", "щ": "ŝ", "ы": "y", "э": "è", "ю": "û", "я": "â",
    "ґ": "g\u0300", "є": "ê", "і": "ì", "ї": "ï", "ў": "ŭ",
    "ђ": "đ", "ј": "ǰ", "љ": "l\u0302", "њ": "n\u0302", "ћ": "ć", "џ": "d\u0302", "ѓ": "ǵ", "ѕ": "ẑ", "ќ": "ḱ",
}  # fmt: skip

CYRILLIC = (
    _CYRILLIC
    | {one.upper(): other.upper() for one, other in _CYRILLIC.items()}
    | {"ъ": "\u02ba", "ь": "\u02b9", "Ъ": "\u02ba\u0332", "Ь": "\u02b9\u0332"}
)
"""ISO 9:1995, one letter for one, of the Slavic languages. Other than there, the capital signs carry a line below, so that they can be told apart."""

ARABIC = {
    "ء": "'", "آ": "|", "أ": ">", "ؤ": "&", "إ": "<", "ئ": "}", "ا": "A", "ب": "b", "ة": "p", "ت": "t", "ث": "v", "ج": "j",
    "ح": "H", "خ": "x", "د": "d", "ذ": "*", "ر": "r", "ز": "z", "س": "s", "ش": "$", "ص": "S", "ض": "D", "ط": "T", "ظ": "Z",
    "ع": "E", "غ": "g", "ـ": "_", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ى": "Y",
    "ي": "y", "\u064b": "F", "\u064c": "N", "\u064d": "K", "\u064e": "a", "\u064f": "u", "\u0650": "i", "\u0651": "~",
    "\u0652": "o", "\u0670": "`", "ٱ": "{",
}  # fmt: skip
"""Buckwalter's, one ASCII sign for one letter or mark."""

DEVANAGARI_CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "ṅ", "च": "c", "छ": "ch", "ज": "j", "झ": "jh", "ञ": "ñ", "ट": "ṭ",
    "ठ": "ṭh", "ड": "ḍ", "ढ": "ḍh", "ण": "ṇ", "त": "t", "थ": "th", "द": "d", "ध": "dh", "न": "n", "प": "p", "फ": "ph",
    "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r", "ल": "l", "ळ": "ḷ", "व": "v", "श": "ś", "ष": "ṣ", "स": "s", "ह": "h",
    "क\u093c": "q", "ख\u093c": "k\u035fh", "ग\u093c": "ġ", "ज\u093c": "z", "ड\u093c": "ṛ", "ढ\u093c": "ṛh", "फ\u093c": "f",
}  # fmt: skip
"""ISO 15919, without the vowel that a consonant carries."""

DEVANAGARI_VOWELS = {
    "अ": ("", "a"), "आ": ("ा", "ā"), "इ": ("ि", "i"), "ई": ("ी", "ī"), "उ": ("ु", "u"), "ऊ": ("ू", "ū"), "ऋ": ("ृ", "r\u0325"),
    "ए": ("े", "ē"), "ऐ": ("ै", "ai"), "ओ": ("ो", "ō"), "औ": ("ौ", "au"),
}  # fmt: skip
"""ISO 15919: the letter -> its sign behind a consonant, and the Latin letters."""

DEVANAGARI_SIGNS = {"ं": "ṁ", "ः": "ḥ", "ँ": "m\u0310", "ऽ": "\u2019"}
