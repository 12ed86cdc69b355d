"""What assistants that are no language models have in common as Distilabel LLMs."""

import asyncio
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from distilabel.models.llms.base import AsyncLLM
from distilabel.models.llms.utils import prepare_output
from distilabel.typing import FormattedInput, GenerateOutput
from pydantic import Field, PrivateAttr

from goldsmith.errors import InputError
from goldsmith_distilabel.llms.live_state import LeavesLiveState

__all__ = ["AssistantLLM"]


class AssistantLLM(LeavesLiveState, AsyncLLM, ABC):
    """Something that answers a conversation, so many at once, and takes no generation parameters.

    Attributes:
        max_concurrency: answers that are asked for at once.
    """

    live_state: ClassVar[dict[str, Any]] = {"_event_loop": None, "_new_event_loop": False, "_room": None}

    max_concurrency: int = Field(default=8, ge=1)

    _room: asyncio.Semaphore | None = PrivateAttr(None)

    def load(self) -> None:
        """Get ready to ask."""
        super().load()
        self._room = asyncio.Semaphore(self.max_concurrency)

    async def agenerate(  # type: ignore[override]
        self,
        input: FormattedInput,  # noqa: A002 - Distilabel's name for it
        num_generations: int = 1,
    ) -> GenerateOutput:
        """Return what it answers, asked once for each generation."""
        if self._room is None:
            raise InputError(f"{self.model_name} is not loaded: call load() first")
        chat: Any = input[0] if isinstance(input, tuple) else input
        texts: list[str | None] = []
        for _ in range(num_generations):
            async with self._room:
                texts.append(await self.answer(chat))
        return prepare_output(texts, input_tokens=[0], output_tokens=[0] * num_generations)

    @abstractmethod
    async def answer(self, chat: Any) -> str:
        """Return the answer to a conversation; what it raises costs the request."""
