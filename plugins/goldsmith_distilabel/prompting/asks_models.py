"""What every step that asks models has: its models' life, its prompts' hash, its rows' provenance."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM, AsyncLLM
from pydantic import BaseModel, Field, PrivateAttr, field_validator

from goldsmith.data import derived_id, provenance
from goldsmith_distilabel.pipeline.working.row_marks import no_failure
from goldsmith_distilabel.prompting.asking import Asking
from goldsmith_distilabel.prompting.metadata import metadata_with
from goldsmith_distilabel.prompting.prompt import Prompt

__all__ = ["AsksModels", "Row"]

Row = dict[str, Any]


class AsksModels(BaseModel):
    """Mixed into a Distilabel step that asks models; every field of the step that holds an LLM is loaded and unloaded.

    Attributes:
        language: the language to write in, as "German"; "" for the language of the material.
        seed: of every random choice, and of the prompts that are repeated.
        template_sha256: the hash of the step's prompts; always that of the installed ones, so that a cache notices a
            change.
        prompts: the step's prompts.
        columns: the columns the step writes, and what stands there in a row that it could do nothing with.
    """

    prompts: ClassVar[tuple[Prompt, ...]] = ()
    columns: ClassVar[Mapping[str, Any]] = {}
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_loop"})

    language: str = ""
    seed: int = Field(default=0, ge=0)
    template_sha256: str = Field(default="", validate_default=True)

    _loop: asyncio.AbstractEventLoop | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any, /) -> None:
        """Hand on to the step's own, which puts it into its pipeline: pydantic's for private attributes would not."""
        super().model_post_init(context)

    @field_validator("template_sha256")
    @classmethod
    def _installed(cls, _: str) -> str:
        return hashlib.sha256("".join(prompt.sha256 for prompt in cls.prompts).encode()).hexdigest()

    @property
    def outputs(self) -> list[str]:
        """The step's own columns, and those that every such step writes."""
        return [*self.columns, "id", "provenance", *_marks(""), "model_name"]

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop that the step's requests run on: that of its first model, if it has one."""
        if self._loop is None:
            own = [llm.event_loop for llm in self._models() if isinstance(llm, AsyncLLM)]
            self._loop = own[0] if own else asyncio.new_event_loop()
        return self._loop

    def load(self) -> None:
        """Load the step and its models."""
        super().load()  # type: ignore[misc]
        for llm in self._models():
            llm.load()

    def unload(self) -> None:
        """Unload the models and the step."""
        for llm in self._models():
            llm.unload()
        self._loop = None
        super().unload()  # type: ignore[misc]

    def asking(self) -> Asking:
        """Return what asks models for one row."""
        return Asking()

    def provenance(
        self,
        technique: str,
        *,
        prompt: Prompt,
        llm: LLM,
        operation: str = "",
        parents: Sequence[Mapping[str, Any]] = (),
    ) -> dict[str, Any]:
        """Return where a row comes from; see `goldsmith.data.provenance`."""
        return provenance(
            technique,
            operation=operation,
            parents=parents,
            prompt=prompt.name,
            prompt_sha256=prompt.sha256,
            model=llm.model_name,
            seed=self.seed,
        )

    def finished(self, row: Row, asking: Asking | None = None) -> Row:
        """Return the row with every column that the step promises, none of them None.

        Distilabel cannot save a column that is None for its first fifty rows and then is not.
        """
        name = str(self.name)  # type: ignore[attr-defined]
        given = {key: value for key, value in row.items() if value is not None or key not in self.outputs}
        whole = {
            "provenance": provenance("given"),
            **_marks(name),
            **self.columns,
            "model_name": self._model_name(),
        }
        whole |= {"id": self._id(row)} | given
        noted = (asking or Asking()).metadata(name)
        return whole | {"distilabel_metadata": metadata_with(row, noted)}

    def _id(self, row: Row) -> str:
        return derived_id(*(str(row.get(name)) for name in getattr(self, "inputs", [])))

    def _models(self) -> list[LLM]:
        values = [getattr(self, name) for name in type(self).model_fields]
        return [value for value in values if isinstance(value, LLM)]

    def _model_name(self) -> str:
        models = self._models()
        return models[0].model_name if models else ""


def _marks(step: str) -> dict[str, Any]:
    return {"keep": True, "drop_reason": "", "error": no_failure(step)}
