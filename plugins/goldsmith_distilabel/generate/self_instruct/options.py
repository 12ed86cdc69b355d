"""How SelfInstructLoop is set up, and what follows from it."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from goldsmith.dedup.rouge_l import Words
from goldsmith.generate.self_instruct import InstructionRules
from goldsmith.text import is_english
from goldsmith_distilabel.generate.self_instruct.rounds import Limits

__all__ = ["SelfInstructOptions"]

_MOSTLY = 0.95  # of the seeds are ASCII in English: some name a café


class SelfInstructOptions(BaseModel):
    """The fields of `SelfInstructLoop`, which explains them; the defaults are the paper's."""

    seeds: list[dict[str, Any]] | None = None
    seeds_path: str | None = None
    num_instructions: int = Field(default=100, ge=1)
    max_rounds: int | None = Field(default=None, ge=1)
    patience: int = Field(default=30, ge=1)
    max_failed_rounds: int = Field(default=8, ge=1)
    num_demonstrations: int = Field(default=8, ge=1)
    max_machine_demonstrations: int = Field(default=2, ge=0)
    num_new: int = Field(default=8, ge=1)
    rouge_threshold: float = Field(default=0.7, ge=0, le=1)
    rouge_words: Literal["auto", "rouge", "unicode"] = "auto"
    min_words: int = Field(default=4, ge=1)
    max_words: int = Field(default=150, ge=1)
    blocked_words: list[str] | None = None
    blocked_starts: list[str] | None = None
    ascii_start: bool | None = None
    keep_cut: bool = False
    instances: bool = True
    max_instances: int = Field(default=5, ge=1)
    temperature: float = Field(default=0.7, ge=0)
    top_p: float = Field(default=0.5, gt=0, le=1)
    presence_penalty: float = 2.0
    instance_presence_penalty: float = 1.5
    max_new_tokens: int = Field(default=1024, ge=1)
    instance_max_new_tokens: int = Field(default=1024, ge=1)
    concurrency: int = Field(default=16, ge=1)
    rounds_path: str | None = None

    @property
    def limits(self) -> Limits:
        """When to stop."""
        return Limits(
            self.num_instructions, self.patience, self.max_rounds, self.max_failed_rounds, self.concurrency
        )

    @property
    def asked_for_instructions(self) -> dict[str, Any]:
        """The generation parameters of a round."""
        return {
            "temperature": self.temperature,
            "top_p": self.top_p,
            "presence_penalty": self.presence_penalty,
            "max_new_tokens": self.max_new_tokens,
        }

    @property
    def asked_for_instances(self) -> dict[str, Any]:
        """The generation parameters of instances."""
        return {
            "temperature": 0.0,
            "presence_penalty": self.instance_presence_penalty,
            "max_new_tokens": self.instance_max_new_tokens,
        }

    @property
    def deciding(self) -> dict[str, Any]:
        """The options that the rows depend on."""
        told = self.model_dump(include=set(SelfInstructOptions.model_fields))
        return {
            name: value for name, value in told.items() if name not in {"rounds_path", "seeds_path", "seeds"}
        }

    def is_english(self, tasks: Sequence[dict[str, Any]]) -> bool:
        """Whether the new tasks will be in English: so it is said, or nothing is and the seeds are in ASCII."""
        language: str = getattr(self, "language", "")
        if language:
            return is_english(language)
        ascii_only = [task for task in tasks if task["instruction"].isascii()]
        return len(ascii_only) >= _MOSTLY * len(tasks)

    def rules_for(self, *, english: bool) -> InstructionRules:
        """Return the rules of an instruction."""
        usual = InstructionRules() if english else InstructionRules(blocked_words=(), blocked_starts=())
        words, starts = self.blocked_words, self.blocked_starts
        return InstructionRules(
            min_words=self.min_words,
            max_words=self.max_words,
            blocked_words=usual.blocked_words if words is None else tuple(words),
            blocked_starts=usual.blocked_starts if starts is None else tuple(starts),
            ascii_start=english if self.ascii_start is None else self.ascii_start,
        )

    def words_for(self, *, english: bool) -> Words:
        """Return the words that are compared."""
        if self.rouge_words == "auto":
            return "rouge" if english else "unicode"
        return self.rouge_words
