"""Rows that descend from others: what they say of where they come from, and of what became of them."""

from typing import Any, ClassVar, Literal

from distilabel.models.llms.base import LLM
from pydantic import Field

from goldsmith.data import derived_id
from goldsmith.generate import derived_seed
from goldsmith_distilabel.generate.evol_prompts import RESPOND
from goldsmith_distilabel.pipeline.working.row_marks import marked_failed
from goldsmith_distilabel.prompting import Asking, AskingError, AsksModels, Reply, Row

__all__ = ["LINEAGE", "KeepsLineage", "descendant", "response_columns", "seed_row"]

LINEAGE: dict[str, Any] = {
    "parent_id": "",
    "root_id": "",
    "epoch": 0,
    "operation": "",
    "verdict": "",
    "generation": "",
    "generation_cut": False,
}
"""The columns and their blanks."""


def seed_row(row: Row, row_id: str) -> Row:
    """Return a row that nothing was done to yet: epoch 0 of its line."""
    own = LINEAGE | {"root_id": row_id, "verdict": "seed", "generation": row.get("generation") or ""}
    return row | own | {"id": row_id, "keep": True, "drop_reason": ""}


def descendant(seed: Row, parent: Row, *, epoch: int, operation: str) -> Row:
    """Return a row for what comes of `parent`, before anything is known of it."""
    own = {"parent_id": parent["id"], "root_id": seed["id"], "epoch": epoch, "operation": operation}
    name = derived_id(seed["id"], parent["id"], f"epoch {epoch}", operation)
    return seed | LINEAGE | own | {"id": name, "instruction": "", "verdict": "accepted"}


def response_columns(reply: Reply) -> Row:
    """Return the columns that hold a response."""
    return {"generation": reply.text, "generation_cut": reply.cut}


class KeepsLineage(AsksModels):
    """Mixed into a step that evolves instructions: what it samples, and what becomes of the instruction it was given."""

    technique: ClassVar[str]

    llm: LLM
    keep_seed: Literal["answered", "as_it_is", "no"] = "answered"
    temperature: float = Field(default=1.0, ge=0)
    top_p: float = Field(default=0.95, gt=0, le=1)
    max_new_tokens: int = Field(default=1024, ge=1)
    max_response_tokens: int = Field(default=2048, ge=1)

    async def seeds(self, seed: Row, asking: Asking) -> list[Row]:
        """Return the row for the seed as `keep_seed` wants it, or none."""
        if self.keep_seed == "no":
            return []
        if self.keep_seed == "as_it_is" or seed["generation"]:
            return [seed]
        try:
            return [seed | response_columns(await self.respond(seed, asking))]
        except AskingError as error:
            return [self.failed(seed, error)]

    async def respond(self, row: Row, asking: Asking) -> Reply:
        """Return the response to a row's instruction.

        Raises:
            AskingError: there is none.
        """
        chat = RESPOND.chat(instruction=row["instruction"], language=self.language)
        told = self.sampling("respond", row)
        return await asking.ask(
            self.llm, chat, prompt=RESPOND, max_new_tokens=self.max_response_tokens, **told
        )

    def sampling(self, purpose: str, row: Row) -> dict[str, Any]:
        """Return the generation parameters for a row, with a seed of its own.

        A parent that stays is asked for again in the next epoch, perhaps in the same words.
        """
        seed = derived_seed(self.seed, row["root_id"], row["epoch"], purpose)
        return {"temperature": self.temperature, "top_p": self.top_p, "seed": seed}

    def eliminated(self, row: Row, verdict: str, reason: str) -> Row:
        """Return the row as one that does not count, and why."""
        told = f"{self.technique.lower()}: {reason}"
        return row | {"verdict": verdict, "keep": False, "drop_reason": told}

    def failed(self, row: Row, error: AskingError) -> Row:
        """Return the row as one that a model gave nothing for."""
        name = str(self.name)  # type: ignore[attr-defined]
        marked = marked_failed(row, name, error.kind, error.message, error.raw)
        return self.eliminated(marked, "failed", str(error))
