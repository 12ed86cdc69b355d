"""A Python function as a Distilabel LLM."""

import asyncio
import copy
from collections.abc import Mapping
from typing import Any, ClassVar

from distilabel.models.llms.base import AsyncLLM
from distilabel.models.llms.utils import prepare_output
from distilabel.typing import FormattedInput, GenerateOutput
from pydantic import Field, PrivateAttr

from goldsmith.errors import InputError, UnreadableError
from goldsmith.named_function import named_function
from goldsmith_distilabel.llms.called_in_thread import called_in_thread
from goldsmith_distilabel.llms.live_state import LeavesLiveState

__all__ = ["CallableLLM"]


class CallableLLM(LeavesLiveState, AsyncLLM):
    """Ask a Python function: an agent, a chain, anything that takes messages and returns a text.

    The function gets a list of {"role": ..., "content": ...}, its own copy, and returns a string or a mapping with a
    string `content`. It may be async; one that is not runs in a thread of its own, so that it blocks nobody. What it
    raises costs the request. A thread cannot be stopped: a function that is still busy after `timeout_s` goes on unheard.

    Attributes:
        function: its import name, "package.module:function": what a saved pipeline can hold.
        timeout_s: seconds an answer may take, counted from when the function is called.
        max_concurrency: calls at once.

    Examples:
        A function of the standard library that repeats what it is told:

        ```python
        from goldsmith_distilabel.llms import CallableLLM

        llm = CallableLLM(function="json:dumps")
        llm.load()
        (output,) = llm.generate_outputs([[{"role": "user", "content": "Hi"}]])
        assert output["generations"] == ['[{"role": "user", "content": "Hi"}]']
        ```
    """

    live_state: ClassVar[dict[str, Any]] = {
        "_event_loop": None,
        "_new_event_loop": False,
        "_room": None,
    }

    function: str
    timeout_s: float = Field(default=120.0, gt=0)
    max_concurrency: int = Field(default=8, ge=1)

    _room: asyncio.Semaphore | None = PrivateAttr(None)

    @property
    def model_name(self) -> str:
        """The function's import name."""
        return self.function

    def load(self) -> None:
        """Import the function.

        Raises:
            InputError: it cannot be imported, or is none.
        """
        super().load()
        named_function(self.function)
        self._room = asyncio.Semaphore(self.max_concurrency)

    async def agenerate(  # type: ignore[override]
        self,
        input: FormattedInput,  # noqa: A002 - Distilabel's name for it
        num_generations: int = 1,
    ) -> GenerateOutput:
        """Return what the function answers, called once for each generation."""
        if self._room is None:
            raise InputError(f"{self.function} is not loaded: call load() first")
        chat: Any = input[0] if isinstance(input, tuple) else input
        texts: list[str | None] = []
        for _ in range(num_generations):
            async with self._room:
                texts.append(await self._answer(chat))
        return prepare_output(texts, input_tokens=[0], output_tokens=[0] * num_generations)

    async def _answer(self, chat: Any) -> str:
        answer = await called_in_thread(
            named_function(self.function), copy.deepcopy(chat), self.timeout_s, self.function
        )
        text = answer.get("content") if isinstance(answer, Mapping) else answer
        if not isinstance(text, str):
            raise UnreadableError(
                f"{self.function} returned a {type(answer).__name__}, expected a string or a mapping with `content`"
            )
        return text
