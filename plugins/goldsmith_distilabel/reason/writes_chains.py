"""What the steps that have a model write chains of thought share."""

import json
from abc import ABC
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem, StepColumns
from pydantic import Field, field_validator

from goldsmith.errors import InputError
from goldsmith.generate import derived_seed
from goldsmith.reason import AnswerKind, Chain, read_chain, split_steps, steps_schema, think_form
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply, Row, RowByRow, defused

__all__ = ["CHAIN_OF_THOUGHT", "WritesChains"]

_PACKAGE = "goldsmith_distilabel.reason"
CHAIN_OF_THOUGHT = {form: Prompt(_PACKAGE, f"chain_of_thought/{form}") for form in ("think", "steps")}
_EXAMPLE = {"instruction", "chain", "answer"}


class WritesChains(RowByRow, ABC):
    """A step that asks for a chain of thought, in one of two forms."""

    prompts: ClassVar[tuple[Prompt, ...]] = tuple(CHAIN_OF_THOUGHT.values())

    llm: LLM
    form: Literal["think", "steps"] = "think"
    kind: AnswerKind = "math"
    examples: list[dict[str, str]] = Field(default_factory=list)
    system_prompt: str = ""
    temperature: float = Field(default=0.7, ge=0)
    top_p: float = Field(default=1.0, gt=0, le=1)
    max_new_tokens: int = Field(default=1024, ge=1)

    @field_validator("examples")
    @classmethod
    def _whole(cls, value: list[dict[str, str]]) -> list[dict[str, str]]:
        for number, example in enumerate(value):
            if not all(example.get(name, "").strip() for name in _EXAMPLE):
                raise InputError(
                    f"example {number} needs an instruction, a chain and an answer, got {sorted(example)}"
                )
        return value

    @property
    def inputs(self) -> StepColumns:
        """The question."""
        return ["instruction"]

    def asked(
        self, row: Row, prompts: Mapping[str, Prompt] = CHAIN_OF_THOUGHT, **values: Any
    ) -> list[ChatItem]:
        """Return the chat that asks a row's question: system prompt, worked examples, the question.

        Raises:
            AskingError: there is no question.
        """
        if not isinstance(row["instruction"], str) or not row["instruction"].strip():
            got = (
                type(row["instruction"]).__name__ if not isinstance(row["instruction"], str) else "blank one"
            )
            raise AskingError("no_text", f"the instruction is a {got}, wanted a str that asks something")
        system = row.get("system_prompt") or self.system_prompt
        chat: list[ChatItem] = [{"role": "system", "content": defused(system)}] if system else []
        for example in self.examples:
            shown = CHAIN_OF_THOUGHT[self.form].chat(**self._values(example["instruction"]))
            chat += [*shown, {"role": "assistant", "content": self._worked(example)}]
        return chat + prompts[self.form].chat(**self._values(row["instruction"]), **values)

    def sampling(self, row: Row, prompts: Mapping[str, Prompt] = CHAIN_OF_THOUGHT) -> dict[str, Any]:
        """Return how an answer to it is asked for: prompt, form, generation parameters, the row's own seed."""
        return {
            "prompt": prompts[self.form],
            "schema": steps_schema() if self.form == "steps" else None,
            "begun": "<think>\n" if self.form == "think" else "",
            "temperature": self.temperature,
            "top_p": self.top_p,
            "max_new_tokens": self.max_new_tokens,
            "seed": derived_seed(self.seed, self.row_id(row)),
        }

    async def samples(self, row: Row, n: int, asking: Asking) -> list[tuple[Reply, Chain]]:
        """Return up to `n` answers to a row's question, those that failed left out.

        Raises:
            AskingError: there is no question, or no answer at all.
        """
        found = await asking.sample(self.llm, self.asked(row), n, **self.sampling(row))
        return [(reply, self.read(reply)) for reply in found]

    def read(self, reply: Reply) -> Chain:
        """Return the chain of an answer."""
        return read_chain(reply.text, code=self.kind == "code")

    def flaw(self, reply: Reply, found: Chain) -> str:
        """Return why an answer is no whole chain; "" if it is."""
        if reply.cut:
            return f"cut off after {self.max_new_tokens} tokens"
        return f"no chain: {found.problem}" if found.problem else ""

    def row_id(self, row: Row) -> str:
        """Return the id of a row, one made of its question if it has none."""
        return str(row.get("id") or self._id(row))

    def _values(self, instruction: str) -> dict[str, str]:
        return {"instruction": instruction, "kind": self.kind, "language": self.language}

    def _worked(self, example: Mapping[str, str]) -> str:
        chain, answer = defused(example["chain"]), defused(example["answer"])
        if self.form == "steps":
            return json.dumps({"steps": split_steps(chain), "answer": answer}, ensure_ascii=False)
        return think_form(chain, f"```python\n{answer}\n```" if self.kind == "code" else f"Answer: {answer}")
