"""A model that is always equally sure of the same word."""

from math import log
from typing import Any

from distilabel.typing import FormattedInput, GenerateOutput
from tests.scripted_llm import ScriptedLLM

__all__ = ["ScoringLLM"]


class ScoringLLM(ScriptedLLM):
    """Answers `default`, with the log-probability of 0.8, and gives what is left to `other`."""

    other: str = "ham"

    async def agenerate(  # type: ignore[override]
        self,
        input: FormattedInput,  # noqa: A002
        num_generations: int = 1,
        *,
        max_new_tokens: int = 128,
        temperature: float = 1.0,
        logprobs: bool = False,
        top_logprobs: int = 0,
    ) -> GenerateOutput:
        parameters = {"max_new_tokens": max_new_tokens, "temperature": temperature, "logprobs": logprobs}
        output: Any = self.said(input, num_generations, parameters)
        first = [{"token": self.default, "logprob": log(0.8)}, {"token": self.other, "logprob": log(0.2)}]
        return output | {"logprobs": [[first[: top_logprobs or 2]]] * num_generations}
