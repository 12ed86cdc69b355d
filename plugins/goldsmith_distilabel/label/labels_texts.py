"""What every step that has a model label texts shares."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from distilabel.steps.base import Step, StepInput
from pydantic import BaseModel, Field, ValidationInfo, field_validator

from goldsmith.errors import InputError
from goldsmith_distilabel.label.live_rows import live_rows

__all__ = ["AsksForLabels", "LabelsTexts", "Row"]

Row = dict[str, Any]


class LabelsTexts(BaseModel):
    """Mixed into a step whose model knows some labels, whatever it is asked about them.

    Attributes:
        llm: the model.
        labels: each label -> what it means, in a few words.
        instruction: the task, in a sentence or two.
        num_generations: how many answers are drawn.
        max_chars: of a longer text the model sees a part.
    """

    llm: LLM
    labels: dict[str, str] = Field(min_length=1)
    instruction: str = "You label texts."
    num_generations: int = Field(default=1, ge=1)
    max_chars: int = Field(default=2000, ge=20)

    @field_validator("examples", "words", check_fields=False)
    @classmethod
    def _of_known_labels(cls, value: Any, info: ValidationInfo) -> Any:
        labels = info.data.get("labels", {})
        if unknown := sorted(set(cls._named(value)) - set(labels)):
            raise InputError(
                f"{info.field_name} names {unknown}, which are no labels; the labels are {list(labels)}"
            )
        return value

    @classmethod
    def _named(cls, value: Any) -> Collection[str]:
        """Return the labels that examples, or words, speak of."""
        names: Collection[str] = value
        return names


class AsksForLabels(LabelsTexts, Step, ABC):
    """A step that labels the texts of a batch together; a row that cannot be labelled keeps its place and says why.

    Attributes:
        examples: label -> texts it is right for, shown to the model as earlier turns.
        temperature: at which several answers are sampled; the 0.7 of self-consistency.
        template_sha256: the prompt template's hash; always the installed one's, so that a cache notices its change.
    """

    installed_sha256: ClassVar[str] = ""

    examples: dict[str, list[str]] = Field(default_factory=dict)
    temperature: float = Field(default=0.7, ge=0)
    template_sha256: str = Field(default="", validate_default=True)

    @field_validator("template_sha256")
    @classmethod
    def _installed(cls, _: str) -> str:
        return cls.installed_sha256

    @property
    def inputs(self) -> dict[str, bool]:
        """The text, and whether it is still wanted."""
        return {"text": True, "keep": False}

    def load(self) -> None:
        """Load the step and its model."""
        super().load()
        self.llm.load()

    def unload(self) -> None:
        """Unload the model."""
        self.llm.unload()
        super().unload()

    def process(self, *inputs: StepInput) -> Iterator[list[Row]]:
        """Label a batch.

        Args:
            inputs: the batch.

        Yields:
            The batch with its labels, in the same order.
        """
        (rows,) = inputs
        live = set(live_rows(rows))
        readable = [at for at in sorted(live) if isinstance(rows[at]["text"], str)]
        asked = self.asked([rows[at] for at in readable])
        told = dict(zip(readable, asked, strict=True))
        yield [
            told[at] if at in told else self.unasked(row, "no_text" if at in live else "dropped")
            for at, row in enumerate(rows)
        ]

    @abstractmethod
    def asked(self, rows: list[Row]) -> list[Row]:
        """Return rows that have a text with their labels, in the same order."""

    @abstractmethod
    def unasked(self, row: Row, kind: str) -> Row:
        """Return a row that the model was not asked about, for the reason `kind`: "dropped" or "no_text"."""
