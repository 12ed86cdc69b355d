"""The model that prompts are put to: made, journaled and loaded once, whoever asks it."""

import os
from pathlib import Path
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

from goldsmith.extras import require

__all__ = ["AskedModel", "Journal", "asked_model"]

Journal: TypeAlias = str | os.PathLike[str] | None


class AskedModel:
    """A Distilabel LLM that is loaded when first asked.

    Attributes:
        llm: the model, or the word that names it, as `goldsmith_distilabel.llms.llm_from` takes.
        journal: where its answers are kept, so that none is paid for twice; None for nowhere.
    """

    def __init__(self, llm: Any, journal: Journal = None) -> None:
        """Take a model; nothing is loaded yet."""
        self.llm = llm
        self.journal = journal
        self._loaded: Any = None

    @property
    def is_ours(self) -> bool:
        """Whether it was made here, and not by who handed it in."""
        return isinstance(self.llm, str) or self.journal is not None

    def loaded(self) -> Any:
        """Return the loaded model.

        Raises:
            MissingExtraError: a word or a journal is given, and Distilabel is not installed.
            InputError: the word names no model.
        """
        if self._loaded is None:
            llm = _made(self.llm, self.journal)
            llm.load()
            self._loaded = llm
        return self._loaded

    def close(self) -> None:
        """Unload the model if it was made here; another one is its owner's to unload."""
        llm, self._loaded = self._loaded, None
        if llm is not None and self.is_ours:
            llm.unload()

    def __getstate__(self) -> dict[str, Any]:
        """Leave the loaded model behind: the copy loads its own."""
        return {**self.__dict__, "_loaded": None}


_shared: "WeakValueDictionary[tuple[Any, str], AskedModel]" = WeakValueDictionary()


def asked_model(llm: Any, journal: Journal = None) -> AskedModel:
    """Return the one `AskedModel` of this model and journal in the process, as long as somebody holds it."""
    key = (llm if isinstance(llm, str) else id(llm), "" if journal is None else str(Path(journal).absolute()))
    found = _shared.get(key)
    if found is None:
        found = _shared[key] = AskedModel(llm, journal)
    return found


def _made(llm: Any, journal: Journal) -> Any:
    if not isinstance(llm, str) and journal is None:
        return llm
    # Only for who names a model by a word, or wants a journal: without them this package knows no other shell.
    require("distilabel", extra="distilabel")
    llms = require("goldsmith_distilabel.llms", extra="distilabel")
    model = llms.llm_from(llm) if isinstance(llm, str) else llm
    return model if journal is None else llms.JournaledLLM(llm=model, path=str(journal))
