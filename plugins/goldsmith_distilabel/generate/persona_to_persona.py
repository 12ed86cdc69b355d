"""The people around a person, and the people around those."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, model_validator

from goldsmith.data import derived_id
from goldsmith.generate import Persona, derived_seed
from goldsmith.text import letters_and_digits
from goldsmith_distilabel.generate.all_done import outcomes
from goldsmith_distilabel.generate.makes_personas import MakesPersonas
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row

__all__ = ["PersonaToPersona"]

ASK = Prompt("goldsmith_distilabel.generate", "persona_to_persona/ask")
_MOST = 10_000  # personas that may come of one


class PersonaToPersona(MakesPersonas):
    """Describe who is close to a person, then who is close to them, and so on: PersonaHub's Persona-to-Persona.

    It finds people that hardly write or are written about: a child, a beggar, those behind the scenes. What the paper does
    (section 2.2): ask "Who is in close relationship with the given persona?", and expand each persona of Text-to-Persona
    in six rounds, after the six degrees of separation. What it leaves open is ours: how many relations are followed from
    each person a round (`width`, 1: a chain), that the relation is named, and that a repeat ends its chain.

    The row it was given comes out first, as round 0, then a row for every new persona. A persona that was in the same row's
    chains before (case, white space and punctuation aside) is dropped with its reason and not asked about again; nor is
    one that the token limit cut. Where the model gives none, that chain ends with a row that says why, and all other rows
    stay. If the very first request cannot be sent, there is no chain: the given row says so.

    Attributes:
        llm: the model.
        rounds: how often the personas of the last round are expanded; requests of one row's chain follow each other.
        width: the relations followed from each person: `width` + `width`^2 + ... + `width`^`rounds` personas come of a row, at
            most 10,000.
        temperature: of the answers.
        max_new_tokens: the longest answer, with all its personas; None: 160 for each.
        language: of the personas, as "German"; "": that of the given one.
        seed: of the answers.

    Input columns:
        - persona (`str`): Who somebody is.

    Output columns:
        - persona (`str`): Who it is, in a sentence or two; "" if the model gave none.
        - relation (`str`): What the person is to the one before, in the model's words; in round 0 what the given row
            says, "" if nothing.
        - round (`int`): How many relations away from the given persona, which is 0.
        - parent_id (`str`): The `id` of the row of the person before, "" in round 0; `provenance` names it too.
        - keep (`bool`): Whether the persona is new and whole.
        - drop_reason (`str`): Why not.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The model.

    Categories:
        - text-generation
        - data-generation

    References:
        - [Scaling Synthetic Data Creation with 1,000,000,000 Personas](https://arxiv.org/abs/2406.20094)

    Citations:
        ```
        @misc{ge2024scaling,
            title={Scaling Synthetic Data Creation with 1,000,000,000 Personas},
            author={Tao Ge and Xin Chan and Xiaoyang Wang and Dian Yu and Haitao Mi and Dong Yu},
            year={2024},
            eprint={2406.20094},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        One person close to a nurse:

        ```python
        from goldsmith_distilabel.generate import PersonaToPersona
        from goldsmith_distilabel.llms import LocalLLM

        step = PersonaToPersona(llm=LocalLLM(n_ctx=1024), rounds=1, max_new_tokens=60)
        step.load()
        given, near = next(step.process([{"persona": "A nurse at a children's hospital."}]))
        step.unload()
        assert (given["round"], near["round"], near["parent_id"]) == (0, 1, given["id"])
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (ASK,)
    columns: ClassVar[Mapping[str, Any]] = {"persona": "", "relation": "", "round": 0, "parent_id": ""}

    rounds: int = Field(default=6, ge=1)
    width: int = Field(default=1, ge=1, le=50)

    @model_validator(mode="after")
    def _can_be_done(self) -> "PersonaToPersona":
        personas = 0
        for number in range(1, self.rounds + 1):
            personas += self.width**number
            if personas > _MOST:
                raise ValueError(
                    f"{self.rounds} rounds of width {self.width} make more than {_MOST:,} personas of each row:"
                    " lower one of them"
                )
        return self

    @property
    def inputs(self) -> list[str]:
        """The person."""
        return ["persona"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the given row and those of its chains.

        Raises:
            AskingError: the first request fails.
        """
        persona = row["persona"] or ""
        root = row | {"id": row.get("id") or self._id(row), "round": 0, "parent_id": ""}
        if not letters_and_digits(persona):
            return [root | {"keep": False, "drop_reason": "persona: none given"}]
        rows, last, seen = [root], [root], {letters_and_digits(persona)}
        for number in range(1, self.rounds + 1):
            parts = await outcomes(*(self._near(parent, number, asking) for parent in last))
            if number == 1 and isinstance(parts[0], AskingError) and parts[0].kind == "request_failed":
                raise parts[0]
            new = [
                child
                for parent, part in zip(last, parts, strict=True)
                for child in self._children(root, parent, part, number, seen)
            ]
            rows += new
            last = [child for child in new if child["keep"]]
        return rows

    async def _near(self, parent: Row, number: int, asking: Asking) -> list[tuple[Persona, str]]:
        return await self.personas(
            ASK,
            self.width,
            asking,
            relations=True,
            seed=derived_seed(self.seed, parent["id"], number),
            persona=parent["persona"],
        )

    def _children(
        self,
        root: Row,
        parent: Row,
        part: list[tuple[Persona, str]] | AskingError,
        number: int,
        seen: set[str],
    ) -> list[Row]:
        at = root | {
            "id": derived_id(parent["id"], f"round {number}"),
            "relation": "",
            "round": number,
            "parent_id": parent["id"],
            "provenance": self.provenance(
                "PersonaHub", operation="persona to persona", parents=[parent], prompt=ASK, llm=self.llm
            ),
        }
        if isinstance(part, AskingError):
            return [self.without_persona(at, part)]
        return [self._child(at, place, *told, seen) for place, told in enumerate(part)]

    def _child(self, at: Row, place: int, persona: Persona, reason: str, seen: set[str]) -> Row:
        key = letters_and_digits(persona.description)
        if not reason and key in seen:
            reason = "persona: was in this chain before"
        seen.add(key)
        return at | {
            "id": derived_id(at["id"], str(place), persona.description),
            "persona": persona.description,
            "relation": persona.relation,
            "keep": not reason,
            "drop_reason": reason,
        }
