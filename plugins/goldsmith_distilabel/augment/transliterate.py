"""Rows in Latin letters."""

from typing import Any, ClassVar

from pydantic import Field

from goldsmith.augment import Augmented, Span, Standard, transliterated
from goldsmith_distilabel.augment.augment_step import AugmentStep

__all__ = ["Transliterate"]


class Transliterate(AugmentStep):
    """Write the words of a script in Latin letters, as people do who have no keyboard for it, though seldom by a standard.

    `goldsmith.augment.transliterated` has the standards: "ISO 9" for Cyrillic, "ICAO 9303" for Russian, "Ukrainian 2010", "Gaj" for
    Serbian, "ELOT 743" for Greek, "Buckwalter" for Arabic, "ISO 15919" for Devanagari, "Revised Romanization" for Hangul. Numbers, addresses,
    placeholders, code, other scripts and what is protected stay; spans cover the same words.

    Attributes:
        standard: one of these.
        protect: words and phrases that stay, in whatever case.
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        seed: nothing here is drawn.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The new text; the original's where there is none.
        - id (`str`): Its own.
        - operation (`str`): "transliteration"; "" in a given row.
        - keep (`bool`): Whether there is a new text.
        - drop_reason (`str`): Why not; else "".
        - provenance (`dict`): Technique, operation, parent and seed.

    Categories:
        - text-manipulation

    Examples:
        A Russian text for readers of Latin letters:

        ```python
        from goldsmith_distilabel.augment import Transliterate

        step = Transliterate(standard="ISO 9", keep_originals=False)
        step.load()
        rows = next(step.process([{"text": "Щука плывёт"}]))
        assert rows[0]["text"] == "Ŝuka plyvët"
        ```
    """

    technique: ClassVar[str] = "Transliteration"

    standard: Standard
    protect: list[str] = Field(default_factory=list)

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:
        del row
        return [transliterated(text, self.standard, spans, self.protect)]
