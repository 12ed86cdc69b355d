"""Give texts any number of labels with a language model, and say how sure it is of each."""

from typing import Any, ClassVar

import numpy as np
from pydantic import PrivateAttr

from goldsmith.labels.prompted import PromptedVotes, Settings, VotePrompt, ask_votes
from goldsmith.labels.prompted.vote_prompt import TEMPLATE_SHA256
from goldsmith_distilabel.label.labels_texts import AsksForLabels, Row

__all__ = ["LLMMultiLabel"]

_ANSWERS = {"yes": 1, "no": 0}


class LLMMultiLabel(AsksForLabels):
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

    installed_sha256: ClassVar[str] = TEMPLATE_SHA256

    calibrate: bool = False

    _prompts: list[VotePrompt] = PrivateAttr(default_factory=list)

    @property
    def outputs(self) -> list[str]:
        """The labels and what is known about them."""
        return ["llm_labels", "llm_confidence", "llm_scores", "llm_error", "model_name"]

    def load(self) -> None:
        """Load the model."""
        super().load()
        self._prompts = [self._prompt(label, meaning) for label, meaning in self.labels.items()]

    def asked(self, rows: list[Row]) -> list[Row]:
        """Return rows with their labels."""
        settings = Settings(
            contextual=self.calibrate,
            num_generations=self.num_generations,
            temperature=self.temperature,
            max_chars=self.max_chars,
        )
        votes = ask_votes(self.llm, self._prompts, [row["text"] for row in rows], 2, settings=settings)
        return [row | self._told(votes, at) for at, row in enumerate(rows)]

    def unasked(self, row: Row, kind: str) -> Row:
        """Return a row without labels, which says why."""
        return row | self._columns(kind)

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
        if undecided:
            self._logger.warning(
                "Step '%s': a row gets no labels (%s): %s", self.name, kind, undecided[0][:200]
            )
        found = self._columns(kind, "; ".join(undecided))
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
    if any(reason.startswith("request_failed") for reason in reasons):
        return "request_failed"
    return "no_label" if any(reasons) else ""
