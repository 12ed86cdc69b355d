"""Which review tool a step talks to, in a form that a saved pipeline can hold."""

import os
from typing import Any

from distilabel.mixins.runtime_parameters import RuntimeParameter
from pydantic import BaseModel, Field, PrivateAttr, field_validator

from goldsmith.errors import InputError
from goldsmith.named_function import named_function
from goldsmith.review import Ledger, ReviewAdapter, ReviewSchema, load_schema, save_schema
from goldsmith.review.drift import refuse_drift

__all__ = ["ReviewDesk"]


class ReviewDesk(BaseModel):
    """The tool, the run and what is asked; a step that mixes it in calls `open_desk` when it is loaded.

    No key is a field, so that none is saved: `api_key_env` names the environment variable that holds it.
    """

    tool: str
    url: RuntimeParameter[str] = Field(description="where the review tool is")
    api_key_env: str = ""
    options: dict[str, Any] = Field(default_factory=dict)
    run: str
    review_schema: dict[str, Any]
    ledger: str

    _adapter: ReviewAdapter = PrivateAttr()
    _ledger: Ledger = PrivateAttr()

    @field_validator("review_schema", mode="before")
    @classmethod
    def _as_data(cls, given: Any) -> Any:
        return save_schema(given) if isinstance(given, ReviewSchema) else save_schema(load_schema(given))

    @property
    def asked(self) -> ReviewSchema:
        """What is asked, read anew from `review_schema` each time."""
        return load_schema(self.review_schema)

    def open_desk(self) -> None:
        """Reach the tool and open the ledger.

        Raises:
            InputError: `tool` cannot be imported, or `api_key_env` names no variable that is set.
            ServerError: the tool cannot be reached.
            AuthError: it refuses the key.
            SchemaDriftError: the run's project asks something else.
        """
        self._adapter = named_function(self.tool)(self.url, *self._key(), **self.options)
        self._ledger = Ledger(self.ledger)
        if project := self._adapter.project(self.run):
            refuse_drift(self.run, self.asked.asked, project.asked, where=project.url)

    def _key(self) -> list[str]:
        if not self.api_key_env:
            return []
        if not (key := os.environ.get(self.api_key_env)):
            raise InputError(
                f"api_key_env={self.api_key_env!r}: that environment variable is not set, expected it to hold the key of {self.url}"
            )
        return [key]
