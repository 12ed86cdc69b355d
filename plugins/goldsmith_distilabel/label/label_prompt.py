"""The prompt of `LLMLabel`: a system message, examples as earlier turns, and the text as a turn of its own."""

import hashlib
from dataclasses import dataclass, field
from importlib.resources import files

from distilabel.typing import ChatItem
from jinja2 import Environment, StrictUndefined

from goldsmith.labels.alternating import alternating
from goldsmith.text import defused

__all__ = ["TEMPLATE", "TEMPLATE_SHA256", "LabelPrompt"]

TEMPLATE = "llm_label.jinja2"
_SOURCE = files("goldsmith_distilabel.label").joinpath("templates", TEMPLATE).read_text(encoding="utf-8")
TEMPLATE_SHA256 = hashlib.sha256(_SOURCE.encode()).hexdigest()
_TEMPLATE = Environment(undefined=StrictUndefined, autoescape=False).from_string(_SOURCE)  # noqa: S701 - not HTML


@dataclass(frozen=True)
class LabelPrompt:
    """How a text is put to a model.

    Attributes:
        instruction: the task, in a sentence.
        meanings: the word to answer -> what it stands for.
        examples: the word to answer -> texts it is right for, shown as earlier turns.
    """

    instruction: str
    meanings: dict[str, str]
    examples: dict[str, list[str]] = field(default_factory=dict)

    def chat(self, text: str) -> list[ChatItem]:
        """Return the messages that ask for the word for `text`."""
        system = _TEMPLATE.render(instruction=self.instruction, meanings=self.meanings)
        chat: list[ChatItem] = [{"role": "system", "content": system}]
        for word, example in alternating(self.examples):
            chat.append({"role": "user", "content": defused(example)})
            chat.append({"role": "assistant", "content": word})
        chat.append({"role": "user", "content": defused(text)})
        return chat
