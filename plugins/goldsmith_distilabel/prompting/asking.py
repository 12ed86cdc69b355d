"""What is asked for one row, and what it took."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem

from goldsmith.errors import UnreadableError
from goldsmith.text import defused, shortened
from goldsmith_distilabel.prompting.answers import AskingError, Reply, replies
from goldsmith_distilabel.prompting.prompt import Prompt

__all__ = ["Asking"]

T = TypeVar("T")

_MOST_SHOWN = 20_000  # characters of an unreadable answer that its model is shown again

_REPAIR = Prompt("goldsmith_distilabel.prompting", "repair")


class Asking:
    """Asks models for one row, and notes every answer. Any number of requests of a row may run at once."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self._noted: list[tuple[str, Reply]] = []

    async def ask(
        self,
        llm: LLM,
        chat: Sequence[ChatItem],
        *,
        prompt: Prompt,
        schema: Mapping[str, Any] | None = None,
        begun: str = "",
        **parameters: Any,
    ) -> Reply:
        """Return the model's answer.

        Args:
            llm: the model.
            chat: the messages.
            prompt: the prompt they come from, for the record.
            schema: a JSON schema for a model that can be held to one.
            begun: what the answer begins with, for a model that goes on with one (`continues_assistant`); it is then
                part of the reply. Other models, and those held to a schema, begin by themselves.
            parameters: generation parameters; those that the model does not know, or that are None, are left out.

        Raises:
            AskingError: there is no answer.
            ModelError, PipelineError: no request will fare better.
        """
        found = await self.sample(llm, chat, 1, prompt=prompt, schema=schema, begun=begun, **parameters)
        return found[0]

    async def sample(
        self,
        llm: LLM,
        chat: Sequence[ChatItem],
        n: int,
        *,
        prompt: Prompt,
        schema: Mapping[str, Any] | None = None,
        begun: str = "",
        **parameters: Any,
    ) -> list[Reply]:
        """Return up to `n` answers to the same messages, those that failed left out; raises as `ask` does."""
        if not schema and begun and getattr(llm, "continues_assistant", False):
            chat = [*chat, {"role": "assistant", "content": begun}]
            rest = await replies(llm, chat, n, None, parameters)
            found = [replace(reply, text=begun + reply.text) for reply in rest]
        else:
            found = await replies(llm, chat, n, schema, parameters)
        self._noted += [(prompt.name, reply) for reply in found]
        return found

    async def read(
        self,
        llm: LLM,
        chat: Sequence[ChatItem],
        parse: Callable[[str], T],
        *,
        prompt: Prompt,
        schema: Mapping[str, Any] | None = None,
        repair: bool = True,
        begun: str = "",
        **parameters: Any,
    ) -> T:
        """Return what `parse` makes of the answer; if it cannot, the model is told why and answers once more.

        Raises:
            AskingError: there is no answer, or `parse` raises `UnreadableError` of both.
            ModelError, PipelineError: no request will fare better.
        """

        def of_text(reply: Reply) -> T:
            return parse(reply.text)

        return await self.read_reply(
            llm, chat, of_text, prompt=prompt, schema=schema, repair=repair, begun=begun, **parameters
        )

    async def read_reply(
        self,
        llm: LLM,
        chat: Sequence[ChatItem],
        parse: Callable[[Reply], T],
        *,
        prompt: Prompt,
        schema: Mapping[str, Any] | None = None,
        repair: bool = True,
        begun: str = "",
        **parameters: Any,
    ) -> T:
        """Do as `read` does, for a `parse` that must know whether the answer was cut."""
        parameters |= {"schema": schema, "begun": begun}
        reply = await self.ask(llm, chat, prompt=prompt, **parameters)
        try:
            return parse(reply)
        except UnreadableError as err:
            if not repair:
                raise AskingError("unreadable", str(err), reply.text) from err
            problem = str(err)
        again: list[ChatItem] = [
            *chat,
            {"role": "assistant", "content": defused(shortened(reply.text, _MOST_SHOWN)) or " "},
            *_REPAIR.chat(problem=problem),
        ]
        second = await self.ask(llm, again, prompt=_REPAIR, **parameters)
        try:
            return parse(second)
        except UnreadableError as err:
            raise AskingError("unreadable", str(err), second.text or reply.text) from err

    def metadata(self, step: str) -> dict[str, Any]:
        """Return what Distilabel keeps beside a row: every answer as JSON, and the tokens."""
        asked = [{"prompt": name, "output": reply.text} for name, reply in self._noted]
        statistics = {
            "input_tokens": sum(reply.input_tokens for _, reply in self._noted),
            "output_tokens": sum(reply.output_tokens for _, reply in self._noted),
        }
        return {f"asked_{step}": json.dumps(asked, ensure_ascii=False), f"statistics_{step}": statistics}
