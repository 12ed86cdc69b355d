"""Language models that say what a test tells them to, for situations that a real one gets into once in a while."""

import re
from collections import Counter
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM, AsyncLLM
from distilabel.typing import FormattedInput, GenerateOutput
from pydantic import Field, PrivateAttr

from goldsmith_distilabel.llms.live_state import LeavesLiveState

__all__ = ["ScriptedLLM", "SyncScriptedLLM"]


class _Script(LeavesLiveState):
    """What is said to what.

    Attributes:
        rules: regular expression -> answer, or answers in turn (the last one is repeated). The first expression that is
            found in the chat, written as "role: content" lines, answers; its groups fill `\\1` in the answer. An answer
            may be None, or {"text": ..., "finish_reason": ...}.
        default: what is said to anything else.
    """

    live_state: ClassVar[dict[str, Any]] = {"_event_loop": None, "_new_event_loop": False}

    rules: dict[str, Any] = Field(default_factory=dict)
    default: Any = "ok"

    _asked: list[tuple[str, dict[str, Any]]] = PrivateAttr(default_factory=list)
    _turns: Counter[str] = PrivateAttr(default_factory=Counter)

    @property
    def model_name(self) -> str:
        return "scripted"

    @property
    def asked(self) -> list[tuple[str, dict[str, Any]]]:
        """The chats it saw, and the generation parameters of each."""
        return self._asked

    def said(self, asked: FormattedInput, n: int, parameters: dict[str, Any]) -> GenerateOutput:
        chat: Any = asked[0] if isinstance(asked, tuple) else asked
        text = (
            chat if isinstance(chat, str) else "\n".join(f"{one['role']}: {one['content']}" for one in chat)
        )
        self._asked.append((text, parameters))
        answers = [self._answer(text) for _ in range(n)]
        return {
            "generations": [answer["text"] for answer in answers],
            "statistics": {
                "input_tokens": [len(text.split())] * n,
                "output_tokens": [len((answer["text"] or "").split()) for answer in answers],
                "finish_reason": [answer.get("finish_reason", "stop") for answer in answers],
            },
        }

    def _answer(self, text: str) -> dict[str, Any]:
        for pattern, answers in self.rules.items():
            if match := re.search(pattern, text, re.DOTALL):
                turn = self._turns[pattern]
                self._turns[pattern] += 1
                answer = answers[min(turn, len(answers) - 1)] if isinstance(answers, list) else answers
                return _filled(answer, match)
        return _filled(self.default, None)


def _filled(answer: Any, match: re.Match[str] | None) -> dict[str, Any]:
    told = answer if isinstance(answer, dict) else {"text": answer}
    text = told["text"]
    if match and text is not None:
        text = re.sub(r"\\(\d)", lambda group: match.group(int(group.group(1))) or "", text)
    return {**told, "text": text}


class ScriptedLLM(_Script, AsyncLLM):
    """The script as a model that takes any number of requests at a time."""

    async def agenerate(  # type: ignore[override]
        self,
        input: FormattedInput,  # noqa: A002
        num_generations: int = 1,
        *,
        max_new_tokens: int = 128,
        temperature: float = 1.0,
        top_p: float = 1.0,
        presence_penalty: float = 0.0,
        stop: list[str] | None = None,
        seed: int | None = None,
        response_format: dict[str, Any] | None = None,
    ) -> GenerateOutput:
        parameters = {
            "max_new_tokens": max_new_tokens,
            "temperature": temperature,
            "top_p": top_p,
            "presence_penalty": presence_penalty,
            "stop": stop,
            "seed": seed,
            "response_format": response_format,
        }
        return self.said(input, num_generations, parameters)


class SyncScriptedLLM(_Script, LLM):
    """The script as a model that takes a batch and blocks."""

    live_state: ClassVar[dict[str, Any]] = {}

    _batches: list[int] = PrivateAttr(default_factory=list)

    @property
    def batches(self) -> list[int]:
        """The sizes of the batches it was given."""
        return self._batches

    def generate(  # type: ignore[override]
        self,
        inputs: list[FormattedInput],
        num_generations: int = 1,
        max_new_tokens: int = 128,
        temperature: float = 1.0,
    ) -> list[GenerateOutput]:
        self._batches.append(len(inputs))
        parameters = {"max_new_tokens": max_new_tokens, "temperature": temperature}
        return [self.said(one, num_generations, parameters) for one in inputs]
