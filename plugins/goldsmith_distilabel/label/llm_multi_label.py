"""Give texts any number of labels with a language model, and say how sure it is of each."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from distilabel.models.llms.base import LLM
from distilabel.steps.base import Step, StepInput
from pydantic import Field, PrivateAttr, ValidationInfo, field_validator

from goldsmith.errors import InputError
from goldsmith.labels.prompted import PromptedVotes, Settings, VotePrompt, ask_votes
from goldsmith.labels.prompted.vote_prompt import TEMPLATE_SHA256
from goldsmith_distilabel.label.live_rows import live_rows

__all__ = ["LLMMultiLabel"]

_ANSWERS = {"yes": 1, "no": 0}


class LLMMultiLabel(Step):
    """Ask, for each label, whether it applies to a text: none may, and several.

    A question a label is answered better than all at once, and each answer has a confidence of its own: the probability of "yes" and "no"
    by their tokens' log-probabilities, or, from a model that gives none, the share of sampled answers (`num_generations`).
    A text is only ever a turn of its own in the chat. A row with a label that cannot be decided has no labels and says why.

    Attributes:
        llm: the model.
        labels: each label -> what it means, in a few words.
        instruction: the task, in a sentence or two.
        examples: label -> texts it applies to, shown to the model as earlier turns; those of other labels alone are shown as ones it does not.
        calibrate: whether to divide by the content-free probabilities. Off, as "no" is the right answer to an empty text; a small model
            that always says yes needs it.
        num_generations: answers sampled for each question, besides the first, where more than 1.
        temperature: at which they are sampled.
        max_chars: a longer text loses its middle.
        template_sha256: the prompt template's hash; always the installed one's, so that a cache notices its change.

    Input columns:
        - text (`str`): The text to label.
        - keep (`bool`): A row that a filter dropped (False) is passed on unasked.

    Output columns:
        - llm_labels (`list[str]`): The labels that apply, None where one could not be decided.
        - llm_confidence (`float`): How sure the least sure decision is, in [0, 1]; None if the model tells none.
        - llm_scores (`dict[str, float]`): The probability that each label applies; None as above.
        - llm_error (`dict[str, str]`): `step`, `kind` and `raw`. `kind` is "" for a row that has labels, else "dropped", "no_text",
            "request_failed" or "no_label"; `raw` says of which label.
        - model_name (`str`): The model.

    Categories:
        - classification
        - scorer

    References:
        - [Language Models in the Loop: Incorporating Prompting into Weak Supervision](https://arxiv.org/abs/2205.02318)

    Citations:
        ```
        @misc{smith2022language,
            title={Language Models in the Loop: Incorporating Prompting into Weak Supervision},
            author={Smith, Ryan and Fries, Jason A. and Hancock, Braden and Bach, Stephen H.},
            year={2022},
            eprint={2205.02318},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        What a comment is about:

        ```python
        from goldsmith_distilabel.label import LLMMultiLabel
        from goldsmith_distilabel.llms import LocalLLM

        step = LLMMultiLabel(
            llm=LocalLLM(n_ctx=512),
            labels={"music": "it is about the song", "advertising": "it advertises something"},
        )
        step.load()
        (row,) = next(step.process([{"text": "Love the chorus!"}]))
        assert set(row["llm_scores"]) == {"music", "advertising"}
        step.unload()
        ```
    """

    llm: LLM
    labels: dict[str, str] = Field(min_length=1)
    instruction: str = "You label texts."
    examples: dict[str, list[str]] = Field(default_factory=dict)
    calibrate: bool = False
    num_generations: int = Field(default=1, ge=1)
    temperature: float = Field(default=0.7, ge=0)
    max_chars: int = Field(default=2000, ge=20)
    template_sha256: str = TEMPLATE_SHA256

    _prompts: list[VotePrompt] = PrivateAttr(default_factory=list)

    @field_validator("examples")
    @classmethod
    def _of_known_labels(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        if unknown := sorted(set(value) - set(info.data.get("labels", {}))):
            raise InputError(f"examples names {unknown}, which are no labels")
        return value

    @field_validator("template_sha256")
    @classmethod
    def _installed(cls, _: str) -> str:
        return TEMPLATE_SHA256

    @property
    def inputs(self) -> dict[str, bool]:
        """The text, and whether it is still wanted."""
        return {"text": True, "keep": False}

    @property
    def outputs(self) -> list[str]:
        """The labels and what is known about them."""
        return ["llm_labels", "llm_confidence", "llm_scores", "llm_error", "model_name"]

    def load(self) -> None:
        """Load the model."""
        super().load()
        self.llm.load()
        self._prompts = [self._prompt(label, meaning) for label, meaning in self.labels.items()]

    def unload(self) -> None:
        """Unload the model."""
        self.llm.unload()
        super().unload()

    def process(self, *inputs: StepInput) -> Iterator[list[dict[str, Any]]]:
        """Label a batch.

        Args:
            inputs: the batch.

        Yields:
            The batch with its labels, in the same order.
        """
        (rows,) = inputs
        live = live_rows(rows)
        settings = Settings(
            contextual=self.calibrate,
            num_generations=self.num_generations,
            temperature=self.temperature,
            max_chars=self.max_chars,
        )
        asked = ask_votes(self.llm, self._prompts, [rows[at]["text"] for at in live], 2, settings=settings)
        told = {at: self._told(asked, place) for place, at in enumerate(live)}
        yield [row | told.get(at, self._columns("dropped")) for at, row in enumerate(rows)]

    def _prompt(self, label: str, meaning: str) -> VotePrompt:
        own = self.examples.get(label, [])
        others = [
            text
            for name, texts in self.examples.items()
            if name != label
            for text in texts
            if text not in own
        ]
        examples = {"yes": own, "no": list(dict.fromkeys(others))[: max(1, len(own))]} if own else {}
        question = f"{self.instruction} Does this label apply to the text: {label} ({meaning})?"
        return VotePrompt(label, question, _ANSWERS, examples)

    def _told(self, asked: PromptedVotes, at: int) -> dict[str, Any]:
        votes, sure, reasons = asked.L[at], asked.confidence[at], asked.reasons[at]
        undecided = [f"{name}: {reason}" for name, reason in zip(asked.names, reasons, strict=True) if reason]
        kind = _kind(list(reasons))
        if undecided and kind != "no_text":
            self._logger.warning(
                "Step '%s': a row gets no labels (%s): %s", self.name, kind, undecided[0][:200]
            )
        found = self._columns(kind, "" if kind == "no_text" else "; ".join(undecided))
        if not undecided:
            found["llm_labels"] = [name for name, vote in zip(asked.names, votes, strict=True) if vote == 1]
            if not np.isnan(sure).any():
                found["llm_confidence"] = float(sure.min())
                applies = np.where(votes == 1, sure, 1 - sure)
                found["llm_scores"] = dict(zip(asked.names, applies.tolist(), strict=True))
        return found

    def _columns(self, kind: str, raw: str = "") -> dict[str, Any]:
        return {
            "llm_labels": None,
            "llm_confidence": None,
            "llm_scores": None,
            "llm_error": {"step": str(self.name), "kind": kind, "raw": raw},
            "model_name": self.llm.model_name,
        }


def _kind(reasons: list[str]) -> str:
    if "no_text" in reasons:
        return "no_text"
    if any(reason.startswith("request_failed") for reason in reasons):
        return "request_failed"
    return "no_label" if any(reasons) else ""
