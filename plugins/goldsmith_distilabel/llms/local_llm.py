"""A small instruct model on this machine's CPU, as a Distilabel LLM."""

import asyncio
import hashlib
import json
from typing import Any, ClassVar, Optional

from distilabel.mixins.runtime_parameters import RuntimeParameter
from distilabel.models.llms.base import AsyncLLM
from distilabel.typing import FormattedInput, GenerateOutput
from pydantic import BaseModel, Field, field_validator

from goldsmith.errors import InputError, ModelError
from goldsmith_distilabel.llms.engine_session import OnEngine

__all__ = ["LocalLLM"]

Chat = list[dict[str, Any]]


class LocalLLM(OnEngine, AsyncLLM):
    """Generate with a GGUF model through llama.cpp (xllamacpp) on this machine, many prompts at once.

    The default is SmolLM2-135M-Instruct: it needs no key and no network, and it is weak: good for plumbing,
    calibrated votes and trying things out, not as a judge or a solver. All steps and processes share one engine per
    host (see `goldsmith_distilabel.llms.engine`).

    The same prompt and seed give the same output, whatever else is in the batch. A prompt that fails (too long, say)
    gives None with a warning; `statistics["finish_reason"]` of each generation is "stop", "length" (the answer was
    cut), or "error: " and why. A system message is the model's own default unless the prompt has one.

    Attributes:
        model: the GGUF file: a path, `pkg:<import name>/<file>` or `hf:<owner>/<repo>/<file>`.
        n_ctx: tokens of a prompt and its answer together.
        n_parallel: prompts worked on at once.
        n_threads: threads to compute with; 0 takes one per usable CPU.
        timeout: seconds one request may take.
        seed: the seed that every prompt's own seed is derived from.
        structured_output: `{"format": "json", "schema": ...}` with a JSON schema or a pydantic model: every
            generation is then JSON of that schema, unless it is cut.

    Runtime parameters:
        - `model`: the GGUF file.
        - `seed`: the seed.
        - `structured_output`: the JSON schema.

    Examples:
        Generate text:

        ```python
        from goldsmith_distilabel.llms import LocalLLM

        llm = LocalLLM(seed=7)
        llm.load()
        outputs = llm.generate_outputs([[{"role": "user", "content": "Name a colour."}]], max_new_tokens=8)
        llm.unload()
        ```
    """

    continues_assistant: ClassVar[bool] = True
    """A prompt that ends in an assistant message is continued, rather than answered; the generation is what follows."""

    max_top_logprobs: ClassVar[int] = 500
    """How many tokens' log-probabilities may be asked for at each position."""

    seed: RuntimeParameter[int] = Field(
        default=0, ge=0, description="Every prompt's seed is derived from it."
    )
    # typing.Optional: Distilabel looks for typing.Union to tell an optional parameter from a required one.
    structured_output: Optional[RuntimeParameter[dict[str, Any]]] = Field(  # noqa: UP045
        default=None, description="The JSON schema of every generation."
    )

    @field_validator("structured_output", mode="before")
    @classmethod
    def _plain_schema(cls, value: Any) -> Any:
        return None if value is None else {"format": "json", "schema": _json_schema(value)}

    def load(self) -> None:
        """Find or start the shared engine."""
        super().load()
        self._connect()

    def unload(self) -> None:
        """Release the shared engine."""
        self._disconnect()
        super().unload()

    async def agenerate(  # type: ignore[override]
        self,
        input: FormattedInput,  # noqa: A002
        num_generations: int = 1,
        *,
        max_new_tokens: int = 128,
        temperature: float = 0.7,
        top_p: float = 0.95,
        top_k: int = 40,
        frequency_penalty: float = 0.0,
        presence_penalty: float = 0.0,
        stop: list[str] | None = None,
        logprobs: bool = False,
        top_logprobs: int = 1,
        seed: int | None = None,
        response_format: dict[str, Any] | None = None,
    ) -> GenerateOutput:
        """Generate for one prompt.

        Args:
            input: a chat, a chat with its structured output, or one user message.
            num_generations: how many generations, each with a seed of its own.
            max_new_tokens: the longest a generation may be, in tokens.
            temperature: 0 always takes the likeliest token.
            top_p: sample among the likeliest tokens that have this probability together.
            top_k: sample among this many tokens at most; 0 for all.
            frequency_penalty: lowers the log-odds of a token by this much each time it has occurred.
            presence_penalty: lowers the log-odds of a token that has occurred by this much.
            stop: texts that end the generation and are left out of it.
            logprobs: whether to return log-probabilities (of the model itself, before temperature and top_p).
            top_logprobs: how many tokens per position to return log-probabilities of.
            seed: added to the model's own, so that a prompt that is repeated may get another answer.
            response_format: as OpenAI's, `{"type": "json_schema", "json_schema": {"schema": ...}}`.

        Returns:
            Generations, statistics (`input_tokens`, `output_tokens`, `finish_reason`) and `logprobs` if wanted.
        """
        chat, schema = _parted(input, self.structured_output)
        request: dict[str, Any] = {
            "messages": chat,
            "max_tokens": max_new_tokens,
            "temperature": temperature,
            "top_p": top_p,
            "top_k": top_k,
            "frequency_penalty": frequency_penalty,
            "presence_penalty": presence_penalty,
            "stop": stop or [],
        }
        if logprobs:
            request |= {"logprobs": True, "top_logprobs": top_logprobs}
        if response_format or schema:
            request["response_format"] = response_format or {
                "type": "json_schema",
                "json_schema": {"schema": schema},
            }
        first = _prompt_seed((self.seed or 0) + (seed or 0), chat)
        answers = await asyncio.gather(
            *(self._generation(request | {"seed": (first + n) % 2**31}) for n in range(num_generations))
        )
        return _output(answers, logprobs, begun=_begun(chat))

    async def _generation(self, request: dict[str, Any]) -> dict[str, Any]:
        session = self.session
        loop = asyncio.get_running_loop()
        try:
            answer: dict[str, Any] = await loop.run_in_executor(
                session.threads, session.post, "/v1/chat/completions", request
            )
        except ModelError as err:
            self._logger.warning("A prompt got no answer and its row gets None: %s", err)
            return {
                "choices": [{"message": {"content": None}, "finish_reason": f"error: {err}"}],
                "usage": {},
            }
        return answer


def _parted(given: FormattedInput, default: dict[str, Any] | None) -> tuple[Chat, dict[str, Any] | None]:
    chat, structured = given if isinstance(given, tuple) else (given, None)
    messages: Any = [{"role": "user", "content": chat}] if isinstance(chat, str) else chat
    wanted = structured or default
    return messages, _json_schema(wanted) if wanted else None


def _json_schema(structured_output: Any) -> dict[str, Any]:
    schema = structured_output.get("schema") if isinstance(structured_output, dict) else None
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        return schema.model_json_schema()
    if isinstance(schema, str) and structured_output.get("format") != "regex":
        schema = json.loads(schema)
    if not isinstance(schema, dict):
        raise InputError(
            "LocalLLM takes structured_output={'format': 'json', 'schema': <JSON schema or pydantic model>},"
            f" got {structured_output!r}"
        )
    return schema


def _prompt_seed(seed: int, chat: Chat) -> int:
    said = json.dumps([seed, chat], sort_keys=True)
    return int(hashlib.sha256(said.encode()).hexdigest()[:7], 16)


def _begun(chat: Chat) -> str:
    return str(chat[-1]["content"]) if chat and chat[-1]["role"] == "assistant" else ""


def _output(answers: list[dict[str, Any]], with_logprobs: bool, begun: str) -> GenerateOutput:
    choices = [answer["choices"][0] for answer in answers]
    contents = [choice["message"]["content"] for choice in choices]
    output: GenerateOutput = {
        # The engine repeats what an answer begins with.
        "generations": [content and content.removeprefix(begun) for content in contents],
        "statistics": {
            "input_tokens": [answer["usage"].get("prompt_tokens", 0) for answer in answers],
            "output_tokens": [answer["usage"].get("completion_tokens", 0) for answer in answers],
            "finish_reason": [choice["finish_reason"] for choice in choices],
        },
    }
    if with_logprobs:
        output["logprobs"] = [_positions(choice) for choice in choices]
    return output


def _positions(choice: dict[str, Any]) -> list[list[Any]]:
    positions = (choice.get("logprobs") or {}).get("content") or []
    return [
        [{"token": token["token"], "logprob": token["logprob"]} for token in position["top_logprobs"]]
        for position in positions
    ]
