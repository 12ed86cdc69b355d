"""What steps have in common that translate: with a language model, or with any translator that is a function."""

from abc import ABC
from typing import Any, ClassVar, Self

from distilabel.models.llms.base import LLM
from pydantic import PrivateAttr, model_validator

from goldsmith.augment import read_texts, texts_schema
from goldsmith.errors import InputError
from goldsmith.generate import derived_seed
from goldsmith.named_function import named_function
from goldsmith.text import well_formed
from goldsmith_distilabel.augment.rewrites_rows import RewritesRows
from goldsmith_distilabel.augment.translations import Translations
from goldsmith_distilabel.prompting import Asking, Prompt, Row

__all__ = ["TRANSLATE", "TranslatesRows"]

TRANSLATE = Prompt("goldsmith_distilabel.augment", "translation/translate")
_NAMES = {
    "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "sw": "Swahili", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


class TranslatesRows(RewritesRows, ABC):
    """Translates by a language model or by a function.

    Attributes:
        llm: the model; None: a function translates.
        function: "package.module:function", which takes a list of texts and the codes of the source and target language, and
            returns as many texts.
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (TRANSLATE,)
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_loop", "_translations"})

    llm: LLM | None = None
    function: str = ""

    _translations: Translations | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _one_translates(self) -> Self:
        if (self.llm is None) != bool(self.function):
            raise InputError("give either an llm or the import name of a function that translates")
        return self

    def load(self) -> None:
        """Load the model, or import the function.

        Raises:
            InputError: the function cannot be imported.
        """
        super().load()
        if self.function:
            self._translations = Translations(named_function(self.function), self.function)

    def unload(self) -> None:
        """Let them go."""
        self._translations = None
        super().unload()

    async def translated(
        self, text: str, source: str, target: str, row: Row, asking: Asking, *, markers: bool = False
    ) -> str:
        """Return the translation.

        Raises:
            AskingError: there is none.
        """
        if self._translations is not None:
            return well_formed(await self._translations.translated(text, source, target))
        assert self.llm is not None  # noqa: S101 - one of both translates
        chat = TRANSLATE.chat(
            text=text,
            source=_NAMES.get(source, source),
            target=_NAMES.get(target, target),
            markers=markers,
        )
        found = await asking.read(
            self.llm,
            chat,
            lambda output: read_texts(output, 1),
            prompt=TRANSLATE,
            schema=texts_schema(1),
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, row["id"], source, target),
        )
        return found[0]

    def told(self) -> dict[str, Any]:
        """Return what `provenance` tells of the prompt, the translator and the seed."""
        return super().told() | ({"prompt": "", "prompt_sha256": ""} if self.function else {})

    def _model_name(self) -> str:
        return self.function or super()._model_name()
