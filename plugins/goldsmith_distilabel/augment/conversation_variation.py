"""Rows of conversations in which some turns say the same in other words."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.augment import Augmented, aeda, character_noise, eda, varied_turns
from goldsmith.data import derived_id, provenance
from goldsmith.errors import InputError
from goldsmith_distilabel.augment.augment_step import AUGMENTED, given_row, is_augmented

__all__ = ["ConversationVariation"]

Technique = Literal["character noise", "punctuation", "synonyms"]


class ConversationVariation(Step):
    """Vary what users say in conversations, and leave the answers as they are.

    The answers fit what was asked, so only words and letters change: slips of fingers, marks, or synonyms (English). A conversation of which
    nothing could be made leaves a row that says why; rows set aside earlier and rows made by another augmentation only pass.

    Attributes:
        technique: "character noise", "punctuation" (AEDA) or "synonyms" (EDA's replacement).
        rate: the share of letters with a slip, or of words replaced; punctuation has its paper's.
        n: variants to make of each.
        roles: whose turns change.
        column: the conversation.
        keep_originals: whether the given rows come out too.
        seed: of the random choices.

    Input columns:
        - conversation (`list[dict[str, str]]`): Turns of `role` and `content`; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - conversation (`list[dict[str, str]]`): The new one; the original where there is none.
        - id (`str`): Its own.
        - operation (`str`): The technique; "" in a given row.
        - keep (`bool`): Whether there is a new one.
        - drop_reason (`str`): Why not; else "".
        - provenance (`dict`): Technique, operation, parent and seed.

    Categories:
        - text-manipulation

    Examples:
        A slip of a user's finger:

        ```python
        from goldsmith_distilabel.augment import ConversationVariation

        step = ConversationVariation(keep_originals=False)
        step.load()
        turns = [{"role": "user", "content": "Where is my parcel?"}, {"role": "assistant", "content": "In Rome."}]
        rows = next(step.process([{"conversation": turns}]))
        said, answered = rows[0]["conversation"]
        assert said["content"] != turns[0]["content"] and answered == turns[1]
        ```
    """

    name_of: ClassVar[str] = "Conversation variation"

    technique: Technique = "character noise"
    rate: float = Field(default=0.1, gt=0, le=1)
    n: int = Field(default=1, ge=1, le=20)
    roles: list[str] = Field(default_factory=lambda: ["user"], min_length=1)
    column: str = "conversation"
    keep_originals: bool = True
    seed: int = Field(default=0, ge=0)

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return AUGMENTED

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield [made for row in rows for made in self._rows_of(row)]

    def _rows_of(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        row = given_row(row)
        if row["keep"] is False or is_augmented(row):
            yield row
            return
        turns = row.get(self.column) or []
        row["id"] = str(row.get("id") or derived_id(repr(turns)))
        if self.keep_originals:
            yield row
        seen: list[Any] = [turns]
        for number in range(self.n):
            made, reason = self._made(turns, number)
            if not reason and made in seen:
                continue
            seen.append(made)
            yield row | {
                self.column: made,
                "id": derived_id(row["id"], self.technique, str(number)),
                "keep": not reason,
                "drop_reason": f"{self.name_of}: {reason}" if reason else "",
                "operation": self.technique,
                "provenance": provenance(
                    self.name_of, operation=self.technique, parents=[row], seed=self.seed
                ),
            }
            if reason:
                return

    def _made(self, turns: Any, number: int) -> tuple[Any, str]:
        try:
            return varied_turns(turns, lambda text: self._varied(text, number), roles=self.roles)
        except (InputError, TypeError) as err:
            return turns, f"no conversation: {err}"

    def _varied(self, text: str, number: int) -> list[Augmented]:
        seed = self.seed * 1000 + number
        if self.technique == "character noise":
            return character_noise(text, self.rate, seed=seed)
        if self.technique == "punctuation":
            return aeda(text, seed=seed)
        return eda(text, self.rate, 1, operations=["synonym replacement"], seed=seed)
