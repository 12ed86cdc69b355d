"""What the steps that have a model describe people share."""

from abc import ABC
from typing import Any

from distilabel.models.llms.base import LLM
from pydantic import Field

from goldsmith.generate import Persona, personas_schema, read_personas
from goldsmith_distilabel.pipeline.working.row_marks import marked_failed
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply, Row, RowByRow

__all__ = ["MakesPersonas"]


class MakesPersonas(RowByRow, ABC):
    """A step that asks for personas, one or more a request."""

    llm: LLM
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int | None = Field(default=None, ge=1)

    async def personas(
        self, prompt: Prompt, most: int, asking: Asking, *, relations: bool = False, seed: int, **values: Any
    ) -> list[tuple[Persona, str]]:
        """Return up to `most` personas, each with the reason for which it is dropped, "" if it is not.

        Raises:
            AskingError: there is none.
        """
        limit = self.max_new_tokens or 160 * most

        def read(reply: Reply) -> list[tuple[Persona, str]]:
            found = [(persona, "") for persona in read_personas(reply.text, most, relations=relations)]
            if reply.cut:
                found[-1] = (found[-1][0], f"persona: cut by the limit of {limit} tokens")
            return found

        return await asking.read_reply(
            self.llm,
            prompt.chat(most=most, language=self.language, **values),
            read,
            prompt=prompt,
            schema=personas_schema(most, relations=relations),
            temperature=self.temperature,
            max_new_tokens=limit,
            seed=seed,
        )

    def without_persona(self, row: Row, error: AskingError) -> Row:
        """Return a row for the persona that a model did not give."""
        marked = marked_failed(row, str(self.name), error.kind, error.message, error.raw)
        return marked | {"persona": "", "keep": False, "drop_reason": f"persona: {error}"}
