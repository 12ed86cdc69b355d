"""Every step that makes new rows of rows, in a state to run: what the tests of all of them go through."""

from tests.goldsmith_distilabel.augment.every_rewriting_step import REWRITING
from tests.goldsmith_distilabel.augment.every_word_step import CHANGING_WORDS
from tests.goldsmith_distilabel.generate.every_step import Case

from goldsmith_distilabel.augment import LabelPreserved

__all__ = ["CASES"]

_TEXTS = {"spam": ["win free money", "free money now"], "ham": ["see you at home", "see you soon"]}
_JUDGED = [
    {"id": text, "text": text, "label": label, "provenance": {"parents": [""]}, "operation": ""}
    for label, texts in _TEXTS.items()
    for text in texts
] + [
    {
        "id": f"of {parent}",
        "text": text,
        "label": "spam",
        "provenance": {"parents": [parent]},
        "operation": "any",
    }
    for parent, text in (("win free money", "win free cash"), ("gone", "free cash now"))
]

CASES: dict[str, Case] = {
    **REWRITING,
    **CHANGING_WORDS,
    "LabelPreserved": Case(make=lambda: LabelPreserved(name="label_preserved"), rows=_JUDGED),
}
