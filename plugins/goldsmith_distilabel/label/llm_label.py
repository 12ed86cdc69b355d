"""Label texts with a language model, and say how sure it is."""

from typing import Any, ClassVar

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator

from goldsmith.errors import InputError, ModelError
from goldsmith.labels import calibrated, content_free_prior
from goldsmith.labels.label_answer import LabelAnswer, by_agreement, label_answers, sampled_texts
from goldsmith.text import shortened
from goldsmith_distilabel.label.label_prompt import TEMPLATE, TEMPLATE_SHA256, LabelPrompt
from goldsmith_distilabel.label.labels_texts import AsksForLabels, Row
from goldsmith_distilabel.prompting.metadata import metadata_with

__all__ = ["LLMLabel"]

_CONTENT_FREE = ("N/A", "", "[MASK]")
_SAMPLED_TOKENS = 8


class LLMLabel(AsksForLabels):
    """Classify a text by a language model's probabilities for the labels.

    The model is asked for one word. The confidence is not asked for: it is read from the log-probabilities of the
    words' tokens, and corrected for what the prompt alone suggests (contextual calibration with "N/A", "" and
    "[MASK]", once per load). From a model without log-probabilities several answers may be sampled (`num_generations`): the commonest word
    is the label, its share the confidence; with one answer there is none. A text is only ever a turn of its own in the chat. A row that
    fails keeps its place and says why; the others are not touched.

    Attributes:
        llm: the model.
        labels: each label -> what it means, in a few words.
        instruction: the task, in a sentence or two.
        examples: label -> texts it is right for, shown to the model as earlier turns. A very small model needs some.
        words: label -> the word to answer for it, where the label itself is not a good one to ask for.
        calibrate: whether to divide by the content-free probabilities.
        num_generations: answers sampled of a model that gives no log-probabilities, where more than 1.
        temperature: at which they are sampled; the 0.7 of self-consistency.
        max_chars: a longer text loses its middle.
        template_sha256: the prompt template's hash; always the installed one's, so that a cache notices its change.

    Input columns:
        - text (`str`): The text to label.
        - keep (`bool`): A row that a filter dropped (False) is passed on unasked.

    Output columns:
        - llm_label (`str`): The likeliest label, None if there is none.
        - llm_confidence (`float`): Its probability among the labels, in [0, 1]; None without log-probabilities and samples.
        - llm_scores (`dict[str, float]`): The probability of each label, summing to 1; None as above.
        - llm_error (`dict[str, str]`): `step`, `kind` and `raw`. `kind` is "" for a row that has a label, else
            "dropped", "no_text", "request_failed", "no_label" or "tie" (of the samples); `raw` says more. Never None: Distilabel cannot save a column
            that is None for its first 50 rows and then is not.
        - model_name (`str`): The model.

    Categories:
        - classification
        - scorer

    References:
        - [Calibrate Before Use: Improving Few-Shot Performance of Language Models](https://arxiv.org/abs/2102.09690)

    Citations:
        ```
        @inproceedings{zhao2021calibrate,
            title={Calibrate Before Use: Improving Few-Shot Performance of Language Models},
            author={Zhao, Tony Z. and Wallace, Eric and Feng, Shi and Klein, Dan and Singh, Sameer},
            booktitle={International Conference on Machine Learning},
            year={2021}
        }
        ```

    Examples:
        Label a comment with the local model:

        ```python
        from goldsmith_distilabel.label import LLMLabel
        from goldsmith_distilabel.llms import LocalLLM

        step = LLMLabel(
            llm=LocalLLM(),
            instruction="You label film reviews.",
            labels={"positive": "the writer liked the film", "negative": "the writer did not like it"},
        )
        step.load()
        rows = next(step.process([{"text": "What a wonderful evening."}]))
        step.unload()
        ```
    """

    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_prompt", "_prior"})  # made by `load`

    installed_sha256: ClassVar[str] = TEMPLATE_SHA256

    labels: dict[str, str] = Field(min_length=2)
    words: dict[str, str] = Field(default_factory=dict)
    calibrate: bool = True

    _prompt: LabelPrompt = PrivateAttr()
    _prior: dict[str, float] | None = PrivateAttr(default=None)

    @field_validator("words")
    @classmethod
    def _told_apart(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        labels: dict[str, str] = info.data.get("labels", {})
        spoken = [value.get(label, label).strip().lower() for label in labels]
        if "" in spoken or len(set(spoken)) < len(spoken):
            raise InputError(f"Each label needs a word of its own, whatever its case, got {spoken}")
        return value

    @property
    def outputs(self) -> list[str]:
        """The label and what is known about it."""
        return ["llm_label", "llm_confidence", "llm_scores", "llm_error", "model_name"]

    def load(self) -> None:
        """Load the model and ask it about nothing.

        Raises:
            ModelError: it does not answer.
        """
        super().load()
        word = self._words()
        self._prompt = LabelPrompt(
            instruction=self.instruction,
            meanings={word[label]: meaning for label, meaning in self.labels.items()},
            examples={word[label]: texts for label, texts in self.examples.items()},
        )
        self._prior = self._content_free() if self.calibrate else None

    def asked(self, rows: list[Row]) -> list[Row]:
        """Return rows with their labels."""
        answers = self._answers([row["text"] for row in rows])
        return [self._labelled(row, answer) for row, answer in zip(rows, answers, strict=True)]

    def unasked(self, row: Row, kind: str) -> Row:
        """Return a row without a label, which says why."""
        return self._labelled(row, None, kind)

    def _words(self) -> dict[str, str]:
        return {label: self.words.get(label, label).strip() for label in self.labels}

    def _ask(self, texts: list[str]) -> list[LabelAnswer]:
        chats = [self._prompt.chat(shortened(text, self.max_chars)) for text in texts]
        return label_answers(self.llm, chats, list(self._words().values()))

    def _answers(self, texts: list[str]) -> list[LabelAnswer]:
        """Return the answers, by the agreement of samples where they come without log-probabilities."""
        answers = self._ask(texts)
        if self.num_generations == 1:
            return answers
        without = [at for at, answer in enumerate(answers) if answer.scores is None and not answer.error]
        chats = [self._prompt.chat(shortened(texts[at], self.max_chars)) for at in without]
        wanted = {"temperature": self.temperature, "max_new_tokens": _SAMPLED_TOKENS}
        told = sampled_texts(self.llm, chats, self.num_generations, wanted)
        for at, samples in zip(without, told, strict=True):
            answers[at] = by_agreement(answers[at], samples, list(self._words().values()))
        return answers

    def _content_free(self) -> dict[str, float] | None:
        answers = self._ask(list(_CONTENT_FREE))
        failed = [answer.error for answer in answers if answer.error]
        if failed:
            raise ModelError(f"{self.llm.model_name} cannot be calibrated, it does not answer: {failed[0]}")
        scores = [answer.scores for answer in answers if answer.scores]
        if not scores:
            self._logger.warning(
                "%s gives no log-probabilities: labels come without confidence", self.llm.model_name
            )
            return None
        return content_free_prior(scores)

    def _labelled(self, row: Row, answer: LabelAnswer | None, kind: str = "") -> Row:
        label, scores = (None, None) if answer is None else self._decision(answer)
        kind, raw = (kind, "") if answer is None else _complaint(answer, label)
        if kind and kind != "dropped":
            self._logger.warning("Step '%s': a row gets no label (%s): %s", self.name, kind, raw[:200])
        return row | {
            "llm_label": label,
            "llm_confidence": scores[label] if scores and label else None,
            "llm_scores": scores,
            "llm_error": {"step": str(self.name), "kind": kind, "raw": raw},
            "model_name": self.llm.model_name,
            "distilabel_metadata": metadata_with(row, self._metadata(row["text"], answer)),
        }

    def _decision(self, answer: LabelAnswer) -> tuple[str | None, dict[str, float] | None]:
        word = self._words()
        if answer.scores is None or answer.sampled:
            spoken = {spoken: label for label, spoken in word.items()}
            shares = {label: answer.scores[word[label]] for label in self.labels} if answer.scores else None
            return (spoken[answer.word] if answer.word else None), shares
        fair = calibrated(answer.scores, self._prior) if self._prior else answer.scores
        scores = {label: fair[word[label]] for label in self.labels}
        return max(scores, key=scores.__getitem__), scores

    def _metadata(self, text: Any, answer: LabelAnswer | None) -> dict[str, Any]:
        truncated = isinstance(text, str) and len(text) > self.max_chars
        prompt = {"template": TEMPLATE, "sha256": self.template_sha256, "truncated": truncated}
        metadata: dict[str, Any] = {f"prompt_{self.name}": prompt}
        metadata[f"raw_output_{self.name}"] = answer.text if answer else ""
        if answer and answer.statistics:
            metadata[f"statistics_{self.name}"] = answer.statistics
        return metadata


def _complaint(answer: LabelAnswer, label: str | None) -> tuple[str, str]:
    if answer.error:
        return "request_failed", answer.error
    return ("", "") if label else ("tie" if answer.sampled else "no_label", answer.text)
