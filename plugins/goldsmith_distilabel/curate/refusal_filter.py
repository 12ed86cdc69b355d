"""Mark rows in which a model refuses, or speaks of being one."""

from dataclasses import asdict
from typing import Any, ClassVar

from pydantic import Field

from goldsmith.filters import REFUSAL_LANGUAGES, Refusal, find_refusal, refusal_reason
from goldsmith_distilabel.curate.noting_text_filter import NotingTextFilter

__all__ = ["RefusalFilter"]

_NONE = Refusal("none", "", 0, 0)


class RefusalFilter(NotingTextFilter):
    """Mark rows whose text refuses a request ("I'm sorry, but I can't help with that") or speaks as a model does
    ("As an AI language model, I").

    Refusals that are quoted or spoken of are none. The phrases are English, German, French, Spanish, Portuguese,
    Italian and Chinese; one worded in another way is missed.

    Attributes:
        column: the text to read.
        languages: ISO 639-1 codes of the phrases to look for.
        boilerplate: whether to mark what does not refuse and only speaks of being a model.

    Input columns:
        - text (`str`): the column named by `column`; a missing text refuses nothing.

    Output columns:
        - keep (`bool`): False where a refusal or boilerplate was found.
        - drop_reason (`str`): "refusal" or "boilerplate", the words found and their language.
        - refusal (`dict`): what was found: its `kind`, "refusal", "boilerplate" or "none", its `language`, and where it stands, from
            `start` to `end` in code points.

    Categories:
        - filtering

    Examples:
        Mark a refusal and keep one that is spoken of:

        ```python
        from goldsmith_distilabel.curate import RefusalFilter

        step = RefusalFilter()
        step.load()
        texts = ["Lo siento, pero no puedo ayudarte con eso.", 'The phrase "As an AI, I" is stale.']
        rows = next(step.process([{"text": text} for text in texts]))
        assert [row["keep"] for row in rows] == [False, True]
        ```
    """

    noted: ClassVar[list[str]] = ["refusal"]

    languages: list[str] = Field(default=list(REFUSAL_LANGUAGES), min_length=1)
    boilerplate: bool = True

    def load(self) -> None:
        """Refuse an unknown language before the first row."""
        super().load()
        find_refusal("", languages=self.languages)

    def _judged(self, text: str) -> tuple[str | None, dict[str, Any]]:
        found = find_refusal(text, languages=self.languages)
        meant = None if found and found.kind == "boilerplate" and not self.boilerplate else found
        return refusal_reason(meant, text), asdict(found or _NONE)
