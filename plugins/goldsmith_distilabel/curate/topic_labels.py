"""A language model is asked which of some topics a text is about."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from distilabel.models.llms.base import LLM

from goldsmith.labels.label_answer import LabelAnswer, label_answers
from goldsmith.text import shortened
from goldsmith_distilabel.label.label_prompt import LabelPrompt

__all__ = ["NONE_OF_THESE", "TopicLabels"]

NONE_OF_THESE = "none"


@dataclass(frozen=True)
class TopicLabels:
    """The question, in the words of `LLMLabel`.

    Attributes:
        topics: topic -> what belongs to it.
        instruction: what the model is told to do.
        max_chars: a longer text loses its middle.
    """

    topics: Mapping[str, str]
    instruction: str
    max_chars: int

    def asked(self, llm: LLM, texts: Sequence[str]) -> list[tuple[str | None, float, str]]:
        """Return for each text the topic (None for none of these), its probability (NaN if not told) and what went wrong."""
        meanings = {name: meaning or name for name, meaning in self.topics.items()}
        meanings[NONE_OF_THESE] = "about none of these"
        prompt = LabelPrompt(instruction=self.instruction, meanings=meanings)
        chats = [prompt.chat(shortened(text, self.max_chars)) for text in texts]
        return [_read(answer) for answer in label_answers(llm, chats, list(meanings))]


def _read(answer: LabelAnswer) -> tuple[str | None, float, str]:
    word, score = answer.word, math.nan
    if answer.scores:
        word = max(answer.scores, key=answer.scores.__getitem__)
        score = answer.scores[word]
    if word is None:
        problem = answer.error or f"none of the topics in {answer.text[:80]!r}"
        return None, math.nan, problem
    return (None if word == NONE_OF_THESE else word), score, ""
