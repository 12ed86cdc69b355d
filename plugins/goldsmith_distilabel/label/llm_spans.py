"""Mark passages of texts with a language model."""

from collections.abc import Collection, Mapping
from math import nan
from typing import Any, ClassVar

from pydantic import Field

from goldsmith.generate import derived_seed
from goldsmith.labels.asked_spans import AskedSpans, agreed_spans, spans_schema
from goldsmith_distilabel.label.labels_texts import LabelsTexts
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow

__all__ = ["LLMSpans"]

ASK = Prompt("goldsmith_distilabel.label", "llm_spans")


class LLMSpans(LabelsTexts, RowByRow):
    """Mark the passages of a text that have one of some labels: names, symptoms, claims.

    The model quotes; the places are found here, so that a span is always in the text and no offset is the model's. A passage that is not
    in the text is left out and named. With several answers (`num_generations`) a span stays if half of them have it or
    more, and its share is its confidence (self-consistency, span by span). A row of which no answer can be read says so in `error`.

    The spans are those of a `SpanQuestion`: in order, none overlapping another.

    Attributes:
        llm: the model.
        labels: each label -> what it means, in a few words.
        instruction: the task, in a sentence or two.
        examples: {"text": ..., "spans": [{"text": ..., "label": ...}, ...]}, shown in the prompt.
        num_generations: how often each text is asked about.
        temperature: of the answers; None is 0 for one answer, and the paper's 0.7 for several.
        max_chars: a longer text is shown to the model up to here only.
        max_new_tokens: the longest answer.
        language: unused: passages are quoted as they are.
        seed: of the answers.

    Input columns:
        - text (`str`): The text.

    Output columns:
        - llm_spans (`list[dict]`): `start`, `end` (exclusive, in characters) and `label` of each span.
        - llm_agreement (`list[float]`): The share of answers with each span, in (0, 1].
        - llm_confidence (`float`): The mean of those; without a span, the share of answers that mark nothing. NaN for one answer.
        - llm_problems (`list[str]`): What could not be read or placed, and of which answer.
        - keep (`bool`): False for a row without text.
        - drop_reason (`str`): Why.
        - error (`dict`): `step`, `kind` and more; `kind` "" for a row that was read.
        - model_name (`str`): The model.

    Categories:
        - classification

    References:
        - [Self-Consistency Improves Chain of Thought Reasoning in Language Models](https://arxiv.org/abs/2203.11171)

    Citations:
        ```
        @inproceedings{wang2023selfconsistency,
            title={Self-Consistency Improves Chain of Thought Reasoning in Language Models},
            author={Wang, Xuezhi and Wei, Jason and Schuurmans, Dale and others},
            booktitle={International Conference on Learning Representations},
            year={2023}
        }
        ```

    Examples:
        Mark names, three answers a text:

        ```python
        from goldsmith_distilabel.label import LLMSpans
        from goldsmith_distilabel.llms import LocalLLM

        step = LLMSpans(
            llm=LocalLLM(n_ctx=1024),
            labels={"person": "the name of a person"},
            num_generations=3,
            max_new_tokens=64,
        )
        step.load()
        (row,) = next(step.process([{"text": "Ada wrote to Charles."}]))
        assert all(row["text"][one["start"] : one["end"]] for one in row["llm_spans"])
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (ASK,)
    columns: ClassVar[Mapping[str, Any]] = {
        "llm_spans": [],
        "llm_agreement": [],
        "llm_confidence": nan,
        "llm_problems": [],
    }

    instruction: str = "Mark passages of a text."
    examples: list[dict[str, Any]] = Field(default_factory=list)
    temperature: float | None = Field(default=None, ge=0)
    max_chars: int = Field(default=8000, ge=20)
    max_new_tokens: int = Field(default=512, ge=1)

    @property
    def inputs(self) -> list[str]:
        """The text."""
        return ["text"]

    @classmethod
    def _named(cls, value: list[dict[str, Any]]) -> Collection[str]:
        return {span.get("label", "") for example in value for span in example.get("spans", ())}

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its spans."""
        text = row["text"]
        if not isinstance(text, str) or not text.strip():
            return [row | {"keep": False, "drop_reason": "spans: no text"}]
        chat = ASK.chat(
            instruction=self.instruction,
            labels=self.labels,
            examples=self.examples,
            text=text[: self.max_chars],
        )
        several = 0.7 if self.num_generations > 1 else 0.0
        answers = await asking.sample(
            self.llm,
            chat,
            self.num_generations,
            prompt=ASK,
            schema=spans_schema(list(self.labels)),
            temperature=several if self.temperature is None else self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, text),
        )
        found = agreed_spans([answer.text for answer in answers], text, list(self.labels))
        if not found.answers:
            raise AskingError("unreadable", "; ".join(found.problems), answers[0].text)
        return [
            row
            | {
                "llm_spans": found.spans,
                "llm_agreement": found.agreement,
                "llm_confidence": _confidence(found),
                "llm_problems": found.problems,
            }
        ]


def _confidence(found: AskedSpans) -> float:
    if found.answers < 2:
        return nan
    if not found.spans:
        return found.unmarked
    return sum(found.agreement) / len(found.agreement)
