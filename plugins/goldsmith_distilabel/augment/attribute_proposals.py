"""Attributes that a model proposes for the texts of some labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from distilabel.models.llms.base import LLM

from goldsmith.augment import own_values, proposal_schema, read_proposal, read_values, values_schema
from goldsmith.generate import derived_seed
from goldsmith_distilabel.prompting import Asking, Prompt

__all__ = ["PROPOSE", "VALUES", "AttributeProposals"]

PROPOSE = Prompt("goldsmith_distilabel.augment", "attribute_variation/propose")
VALUES = Prompt("goldsmith_distilabel.augment", "attribute_variation/values")


@dataclass(frozen=True)
class AttributeProposals:
    """Asks a model once for dimensions, and for each label once for the values of those that depend on it.

    Attributes:
        llm: the model.
        asking: what asks it.
        what: what the texts are.
        labels: label -> what it means.
        num_dimensions: asked for, the same for all labels.
        num_label_dimensions: asked for, with values of each label's own.
        num_values: of each dimension.
        language: to write in, or "".
        seed: of the answers.
    """

    llm: LLM
    asking: Asking
    what: str
    labels: Mapping[str, str]
    num_dimensions: int
    num_label_dimensions: int
    num_values: int
    language: str
    seed: int

    async def dimensions(self) -> dict[str, dict[str, list[str]]]:
        """Return each label's dimensions with their values; a value proposed for two labels is neither's.

        Raises:
            AskingError: there is no answer, or none that can be read.
        """
        shared, names = await self._asked(
            PROPOSE,
            lambda output: read_proposal(output, self.num_values),
            proposal_schema(),
            most_dimensions=self.num_dimensions,
            most_label_dimensions=self.num_label_dimensions,
        )
        shared = dict(list(shared.items())[: self.num_dimensions])
        found = {label: dict(shared) for label in self.labels}
        for name in names[: self.num_label_dimensions]:
            proposed = {label: await self._values(name, label) for label in self.labels}
            for label, values in own_values(proposed).items():
                if values:
                    found[label][name] = values
        return found

    async def _values(self, dimension: str, label: str) -> list[str]:
        found: list[str] = await self._asked(
            VALUES,
            lambda output: read_values(output, self.num_values),
            values_schema(),
            dimension=dimension,
            label=label,
        )
        return found

    async def _asked(self, prompt: Prompt, read: Any, schema: dict[str, Any], **values: Any) -> Any:
        chat = prompt.chat(
            what=self.what,
            labels=dict(self.labels),
            most_values=self.num_values,
            language=self.language,
            **values,
        )
        return await self.asking.read(
            self.llm,
            chat,
            read,
            prompt=prompt,
            schema=schema,
            temperature=0.0,
            max_new_tokens=1024,
            seed=derived_seed(self.seed, prompt.name, *values.values()),
        )
