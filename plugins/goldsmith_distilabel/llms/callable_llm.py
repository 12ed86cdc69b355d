"""A Python function as a Distilabel LLM."""

import copy
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from goldsmith.errors import UnreadableError
from goldsmith.named_function import named_function
from goldsmith_distilabel.llms.assistant_llm import AssistantLLM
from goldsmith_distilabel.llms.called_in_thread import called_in_thread

__all__ = ["CallableLLM"]


class CallableLLM(AssistantLLM):
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

    function: str
    timeout_s: float = Field(default=120.0, gt=0)

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

    async def answer(self, chat: Any) -> str:
        """Return the answer; see `AssistantLLM.answer`."""
        answer = await called_in_thread(
            named_function(self.function), copy.deepcopy(chat), self.timeout_s, self.function
        )
        text = answer.get("content") if isinstance(answer, Mapping) else answer
        if not isinstance(text, str):
            raise UnreadableError(
                f"{self.function} returned a {type(answer).__name__}, expected a string or a mapping with `content`"
            )
        return text
