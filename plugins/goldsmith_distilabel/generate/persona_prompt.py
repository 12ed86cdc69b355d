"""What a persona would ask for, write or need."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, Self

from distilabel.models.llms.base import LLM
from pydantic import Field, model_validator

from goldsmith.errors import InputError, UnreadableError
from goldsmith.generate import (
    derived_seed,
    persona_prompt_reason,
    persona_words,
    read_constrained_instruction,
    read_persona_prompt,
    read_tool,
)
from goldsmith.generate.persona_prompts import PREFIXES, TOOL_SCHEMA, for_request
from goldsmith.text import is_english
from goldsmith.verify import (
    ANY_LANGUAGE_KINDS,
    CONSTRAINT_KINDS,
    Constraint,
    constraints_json,
    draw_constraints,
)
from goldsmith_distilabel.prompting import Asking, Prompt, Reply, Row, RowByRow

__all__ = ["PersonaPrompt"]

Kind = Literal["prompt", "math", "knowledge", "tool", "constraints"]
_COLUMNS: dict[Kind, str] = {
    "prompt": "instruction",
    "math": "instruction",
    "knowledge": "article",
    "tool": "tool",
    "constraints": "instruction",
}
_PROMPTS = {kind: Prompt("goldsmith_distilabel.generate", f"persona_prompt/{kind}") for kind in _COLUMNS}


class PersonaPrompt(RowByRow):
    """Write what a persona would ask for, write or need: the use of personas in PersonaHub, and Tulu 3's of constraints.

    A model that is asked for "a math problem" a thousand times repeats itself; asked for the problem of a thousand personas,
    it does not. What is asked for is one of five kinds:

    - "prompt": a prompt of the persona, as `instruction`, for a `TextGeneration` to answer.
    - "math": a challenging math problem, as `instruction`, without its solution: what follows "Solution:" is cut.
    - "knowledge": an article that teaches what the persona knows, as `article`.
    - "tool": the definition of a tool the persona needs, as JSON in `tool`; it is checked, and asked for again if wrong.
    - "constraints": an instruction, as `instruction`, with constraints on the response that `goldsmith.verify` checks. They
      are drawn by seed from IFEval's families and stand in `constraints`, as JSON; keywords are words of the persona.

    Each but "tool" begins with a fixed prefix, as in the papers ("User prompt:", "Math problem:", "Title:", "User
    instruction:"), which is taken off. What refuses, says little but the persona, repeats the prompt or an example, or
    holds several texts is dropped with its reason. That an instruction states its constraints is checked by their numbers
    and words, which Tulu 3 leaves to the model; one that lacks some is asked for once more.

    Attributes:
        llm: the model.
        kind: what to write.
        examples: texts of that kind to show (few-shot); none: zero-shot.
        example_personas: the persona of each example (persona-enhanced few-shot), or none.
        num_constraints: how many constraints an instruction has; fewer where no further one goes with the others.
        constraint_kinds: the families to draw from, of `goldsmith.verify.CONSTRAINT_KINDS`; []: all, and with a `language`
            other than English those that demand no English phrase, letter case or keyword.
        temperature: of the answers; the paper's is 0.7.
        max_new_tokens: the longest answer.
        language: of what is written, as "German"; "": that of the persona.
        seed: of the answers and of the constraints; every row derives its own.

    Input columns:
        - persona (`str`): Who somebody is; it stays on the row.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - instruction (`str`): What the persona asks for, of the kinds "prompt", "math" and "constraints".
        - article (`str`): What the persona writes, of the kind "knowledge".
        - tool (`str`): What the persona needs, of the kind "tool": JSON with name, description and parameters.
        - constraints (`str`): What a response to the instruction must meet, of the kind "constraints": JSON for
            `goldsmith.verify.read_constraints`.
        - keep (`bool`): Whether it is worth keeping.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why nothing could be read, and what the model said.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The model.

        A column that the kind does not fill stays as the row had it, or "".

    Categories:
        - text-generation

    References:
        - [Scaling Synthetic Data Creation with 1,000,000,000 Personas](https://arxiv.org/abs/2406.20094)
        - [Tulu 3: Pushing Frontiers in Open Language Model Post-Training](https://arxiv.org/abs/2411.15124)
        - [Instruction-Following Evaluation for Large Language Models](https://arxiv.org/abs/2311.07911)

    Citations:
        ```
        @misc{ge2024scaling,
            title={Scaling Synthetic Data Creation with 1,000,000,000 Personas},
            author={Ge, Tao and Chan, Xin and Wang, Xiaoyang and Yu, Dian and Mi, Haitao and Yu, Dong},
            year={2024},
            eprint={2406.20094},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        The prompt of a persona:

        ```python
        from goldsmith_distilabel.generate import PersonaPrompt
        from goldsmith_distilabel.llms import LocalLLM

        step = PersonaPrompt(llm=LocalLLM(n_ctx=1024), kind="prompt", max_new_tokens=60)
        step.load()
        (row,) = next(step.process([{"persona": "a retired lighthouse keeper who repairs barometers"}]))
        assert row["persona"] == "a retired lighthouse keeper who repairs barometers"
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = tuple(_PROMPTS.values())
    columns: ClassVar[Mapping[str, Any]] = {"instruction": "", "article": "", "tool": "", "constraints": ""}

    llm: LLM
    kind: Kind = "prompt"
    examples: list[str] = Field(default_factory=list)
    example_personas: list[str] = Field(default_factory=list)
    num_constraints: int = Field(default=2, ge=1, le=10)
    constraint_kinds: list[str] = Field(default_factory=list)
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int = Field(default=1024, ge=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.example_personas and len(self.example_personas) != len(self.examples):
            raise InputError(
                f"every example needs its persona, got {len(self.examples)} examples and "
                f"{len(self.example_personas)} example_personas; leave the latter out to show examples alone"
            )
        if unknown := sorted(set(self.constraint_kinds) - set(CONSTRAINT_KINDS)):
            raise InputError(f"no constraints of kind {unknown}, there are {list(CONSTRAINT_KINDS)}")
        return self

    @property
    def inputs(self) -> list[str]:
        """The persona."""
        return ["persona"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with what was written for its persona."""
        row = row | {"id": row.get("id") or self._id(row)}
        persona = row["persona"] if isinstance(row["persona"], str) else ""
        constraints = self._drawn(row["id"], persona) if self.kind == "constraints" else []
        missing = "no persona" if not persona.strip() else "no constraints go with it"
        if not persona.strip() or (self.kind == "constraints" and not constraints):
            return [row | {"keep": False, "drop_reason": f"persona prompt: {missing}"}]
        chat = self._chat(persona, constraints)
        text, cut = await asking.read_reply(
            self.llm,
            chat,
            self._reader(constraints),
            prompt=_PROMPTS[self.kind],
            schema=TOOL_SCHEMA if self.kind == "tool" else None,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, row["id"], self.kind),
        )
        reason = self._reason(text, persona, cut=cut, prompt=chat[0]["content"])
        return [row | self._written(row, text, constraints) | {"keep": not reason, "drop_reason": reason}]

    def _drawn(self, row_id: str, persona: str) -> list[Constraint]:
        english = not self.language.strip() or is_english(self.language)
        return draw_constraints(
            f"{self.seed} {row_id}",
            self.num_constraints,
            words=persona_words(persona),
            kinds=self.constraint_kinds or (CONSTRAINT_KINDS if english else ANY_LANGUAGE_KINDS),
        )

    def _chat(self, persona: str, constraints: list[Constraint]) -> Any:
        values = {"constraints": [constraint.text() for constraint in constraints]} if constraints else {}
        return _PROMPTS[self.kind].chat(
            persona=persona,
            examples=self.examples,
            example_personas=self.example_personas,
            language=self.language,
            **values,
        )

    def _reader(self, constraints: list[Constraint]) -> Callable[[Reply], tuple[str, bool]]:
        def read(reply: Reply) -> tuple[str, bool]:
            if self.kind == "tool":
                if reply.cut:
                    raise UnreadableError("the definition was cut off: write a shorter one")
                return read_tool(reply.text), False
            if self.kind == "constraints":
                text = read_constrained_instruction(reply.text, constraints)
            else:
                text = read_persona_prompt(reply.text, self.kind)
            # Where the cut is in a solution that was taken off, the problem is whole.
            return text, reply.cut and reply.text.rstrip().endswith(text[-20:])

        return read

    def _reason(self, text: str, persona: str, *, cut: bool, prompt: str) -> str:
        if cut:
            return f"persona prompt: cut off after {self.max_new_tokens} tokens"
        if self.kind not in PREFIXES:
            return ""
        found = persona_prompt_reason(text, persona, self.kind, prompt=prompt, examples=self.examples)
        return found or ""

    def _written(self, row: Row, text: str, constraints: list[Constraint]) -> Row:
        told = {"constraints": constraints_json(for_request(constraints, text))} if constraints else {}
        return {
            _COLUMNS[self.kind]: text,
            **told,
            "provenance": self.provenance(
                "Personas", operation=self.kind, parents=[row], prompt=_PROMPTS[self.kind], llm=self.llm
            ),
        }
