"""One request to any Distilabel LLM, and what came of it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from distilabel.models.llms.base import LLM, AsyncLLM
from distilabel.typing import ChatItem

from goldsmith.errors import ModelError, PipelineError
from goldsmith_distilabel.llms.generation_parameters import generation_parameters
from goldsmith_distilabel.prompting.waiting_requests import waiting_requests

__all__ = ["AskingError", "Reply", "replies"]


class AskingError(Exception):
    """A row gets nothing from a model.

    Attributes:
        kind: "request_failed" (the model cannot be reached or refuses), "no_answer", "unreadable", or a step's own.
        message: what was wrong.
        raw: what the model said, "" if nothing.
    """

    def __init__(self, kind: str, message: str, raw: str = "") -> None:
        super().__init__(kind, message, raw)
        self.kind, self.message, self.raw = kind, message, raw

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


@dataclass(frozen=True)
class Reply:
    """An answer of a model.

    Attributes:
        text: the answer.
        cut: whether the length limit ended it.
        input_tokens: the tokens of the prompt, counted once a request.
        output_tokens: the tokens of the answer.
    """

    text: str
    cut: bool = False
    input_tokens: int = 0
    output_tokens: int = 0


async def replies(
    llm: LLM,
    chat: Sequence[ChatItem],
    n: int,
    schema: Mapping[str, Any] | None,
    parameters: Mapping[str, Any],
) -> list[Reply]:
    """Return up to `n` answers; what the model does not know of `parameters` is left out.

    A JSON schema is sent to a model that takes one. If that request fails, it is sent once more without the schema: not
    every endpoint that speaks OpenAI's protocol can hold a model to one.

    Raises:
        AskingError: there is no answer at all.
        ModelError, PipelineError: no request will fare better.
    """
    known = generation_parameters(llm)
    told = {name: value for name, value in parameters.items() if name in known and value is not None}
    if "seed" not in known and parameters.get("seed") is not None and "extra_body" in known:
        told["extra_body"] = _extra_body(llm) | {"seed": parameters["seed"]}
    wanted = _with_schema(llm, told, schema, known)
    try:
        return await _answered(llm, chat, n, wanted)
    except AskingError:
        if wanted == told:
            raise
        return await _answered(llm, chat, n, told)


def _extra_body(llm: LLM) -> dict[str, Any]:
    # What the user has sent along stays; ours is added to it.
    return dict((llm.get_generation_kwargs() or {}).get("extra_body") or {})


def _with_schema(
    llm: LLM, told: dict[str, Any], schema: Mapping[str, Any] | None, known: Sequence[str]
) -> dict[str, Any]:
    if schema is None:
        return told
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(schema)}}
    if "extra_body" in known:  # Distilabel's OpenAI classes refuse a nested `response_format`
        return told | {"extra_body": (told.get("extra_body") or _extra_body(llm)) | {"response_format": form}}
    return told | {"response_format": form} if "response_format" in known else told


async def _answered(llm: LLM, chat: Sequence[ChatItem], n: int, told: dict[str, Any]) -> list[Reply]:
    # What the user set for the model holds where the step says nothing.
    kwargs = {**(llm.get_generation_kwargs() or {}), **told}
    output = await _generated(llm, list(chat), n, kwargs)
    longest = kwargs.get("max_new_tokens")
    texts, statistics = output["generations"], output.get("statistics") or {}
    found = [
        _reply(text, number, statistics, longest) for number, text in enumerate(texts) if text is not None
    ]
    if not found:
        reasons = [str(reason) for reason in statistics.get("finish_reason") or [] if reason]
        raise AskingError("no_answer", reasons[0] if reasons else f"{llm.model_name} gave no answer")
    return found


async def _generated(llm: LLM, chat: list[ChatItem], n: int, kwargs: dict[str, Any]) -> Any:
    try:
        if isinstance(llm, AsyncLLM):
            # Not `agenerate`, which MixtureOfAgentsLLM does not have.
            (output,) = await llm._agenerate([chat], num_generations=n, **kwargs)  # noqa: SLF001
            return output
        return await waiting_requests(llm, asyncio.get_running_loop()).output(chat, n, kwargs)
    except (ModelError, PipelineError):
        raise
    except Exception as err:
        raise AskingError("request_failed", f"{type(err).__name__}: {err}") from err


def _reply(text: str, number: int, statistics: Mapping[str, Any], longest: int | None) -> Reply:
    def told(name: str) -> Any:
        values = statistics.get(name) or []
        return values[number] if number < len(values) else None

    written = int(told("output_tokens") or 0)
    reason = told("finish_reason")
    cut = reason == "length" if reason else bool(longest and written >= longest)
    return Reply(text, cut, int(told("input_tokens") or 0), written)
