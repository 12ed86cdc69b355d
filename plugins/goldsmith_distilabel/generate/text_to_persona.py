"""The people who would write, read, like or dislike a text."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from goldsmith.data import derived_id
from goldsmith.generate import Persona, derived_seed
from goldsmith_distilabel.generate.all_done import each_part
from goldsmith_distilabel.generate.makes_personas import MakesPersonas
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row

__all__ = ["TextToPersona"]

Relation = Literal["any", "write", "read", "like", "dislike"]
_ANY: list[Relation] = ["any"]
ASK = Prompt("goldsmith_distilabel.generate", "text_to_persona/ask")


class TextToPersona(MakesPersonas):
    """Describe who is likely to write, read, like or dislike a text: PersonaHub's Text-to-Persona.

    Any text tells of somebody, so that personas are as varied as the texts they come from; and the more a text goes into
    detail, the finer they are. As in the paper (section 2.1) a model is asked for them, as specific as possible. Asking
    one question for each relation, and for more than one persona, is ours: the paper names the relations in one question.
    Every persona comes out as a row of its own with its text; a relation that gives none is a row that says why.

    Attributes:
        llm: the model.
        relations: what the person does with the text: "write", "read", "like" or "dislike", one request each; "any": all
            four in one question.
        num_personas: how many personas are asked for in a request.
        max_chars: a longer text is shown to the model up to here only; the row keeps all of it.
        temperature: of the answers.
        max_new_tokens: the longest answer, with all its personas; None: 160 for each. What it cuts is dropped.
        language: of the personas, as "German"; "": that of the text.
        seed: of the answers.

    Input columns:
        - text (`str`): The text.

    Output columns:
        - persona (`str`): Who it is, in a sentence or two; "" if the model gave none.
        - relation (`str`): What the person does with the text, one of `relations`.
        - keep (`bool`): Whether there is a persona, and a whole one.
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
        Who would write this, and who would not like it:

        ```python
        from goldsmith_distilabel.generate import TextToPersona
        from goldsmith_distilabel.llms import LocalLLM

        step = TextToPersona(llm=LocalLLM(n_ctx=1024), relations=["write", "dislike"], max_new_tokens=60)
        step.load()
        rows = next(step.process([{"text": "Bread rises because yeast turns sugar into gas."}]))
        step.unload()
        assert [row["relation"] for row in rows] == ["write", "dislike"]
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (ASK,)
    columns: ClassVar[Mapping[str, Any]] = {"persona": "", "relation": ""}

    relations: list[Relation] = Field(default=_ANY, min_length=1)
    num_personas: int = Field(default=1, ge=1, le=50)
    max_chars: int = Field(default=8000, ge=50)

    @field_validator("relations")
    @classmethod
    def _are_different(cls, relations: list[str]) -> list[str]:
        if len(set(relations)) < len(relations):
            raise ValueError(f"relations must be different from each other, got {relations}")
        return relations

    @property
    def inputs(self) -> list[str]:
        """The text."""
        return ["text"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return a row for each persona, and for each relation without one.

        Raises:
            AskingError: no relation gives any.
        """
        text = row["text"] or ""
        row = row | {"id": row.get("id") or self._id(row)}
        if not text.strip():
            return [row | {"keep": False, "drop_reason": "persona: no text"}]
        parts = await each_part(self._people(row, text, relation, asking) for relation in self.relations)
        rows = []
        for relation, part in zip(self.relations, parts, strict=True):
            at = row | {"relation": relation}
            if isinstance(part, AskingError):
                rows.append(self.without_persona(at | {"id": derived_id(row["id"], relation)}, part))
                continue
            rows += [self._row(at, row, number, *told) for number, told in enumerate(part)]
        return rows

    async def _people(self, row: Row, text: str, relation: str, asking: Asking) -> list[tuple[Persona, str]]:
        return await self.personas(
            ASK,
            self.num_personas,
            asking,
            seed=derived_seed(self.seed, row["id"], relation),
            text=text[: self.max_chars],
            relation=relation,
        )

    def _row(self, at: Row, source: Row, number: int, persona: Persona, reason: str) -> Row:
        return at | {
            "id": derived_id(source["id"], f"{at['relation']} {number}", persona.description),
            "persona": persona.description,
            "keep": not reason,
            "drop_reason": reason,
            "provenance": self.provenance(
                "PersonaHub", operation="text to persona", parents=[source], prompt=ASK, llm=self.llm
            ),
        }
