"""What makes two requests the same, so that one answer serves both."""

import hashlib
import inspect
import json
from collections.abc import Mapping
from enum import Enum
from pathlib import PurePath
from typing import Any

from distilabel.models.llms.base import LLM
from distilabel.typing import FormattedInput
from pydantic import BaseModel, SecretStr

from goldsmith.errors import InputError
from goldsmith_distilabel.llms.asking.without_secrets import without_secrets

__all__ = ["effective_parameters", "identity", "request_keys"]

# How a model is reached and driven, which does not change what it answers. Everything else does, until known better: a
# field too many in the key costs a repeated request, one too few would return a wrong answer.
_OPERATION = {
    *(
        "api_key",
        "default_headers",
        "max_retries",
        "timeout",
        "max_concurrent_requests",
        "verbose",
        "client_name",
    ),
    *(
        "use_offline_batch_generation",
        "offline_batch_generation_block_until_done",
        "jobs_ids",
        "generation_kwargs",
    ),
    *("n_parallel", "n_threads", "cuda_devices", "disable_cuda_device_placement", "follow_redirects"),
}


def identity(llm: LLM) -> dict[str, Any]:
    """Return what `llm` is, as plain data without secrets: class, model, endpoint and every setting that matters."""
    fields = type(llm).model_fields
    settings = {
        name: identity(value) if isinstance(value := getattr(llm, name), LLM) else _each(value)
        for name, field in fields.items()
        if name not in _OPERATION and not field.exclude
    }
    return {"class": type(llm).__qualname__, "model": llm.model_name, "settings": without_secrets(settings)}


def effective_parameters(llm: LLM, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return `given` over the defaults of `llm`: saying a default aloud makes no other request.

    Raises:
        InputError: `llm` takes no such parameter.
    """
    known = {
        p.name: p for p in llm.generate_parameters if p.name not in {"input", "inputs", "num_generations"}
    }
    unknown = sorted(set(given) - set(known))
    if unknown and not any(p.kind is p.VAR_KEYWORD for p in known.values()):
        raise InputError(
            f"{type(llm).__name__} takes no {', '.join(unknown)}. It takes: {', '.join(sorted(known))}"
        )
    defaults = {name: p.default for name, p in known.items() if p.default is not inspect.Parameter.empty}
    return {**defaults, **given}


def request_keys(
    llm: Mapping[str, Any], asked: FormattedInput, parameters: Mapping[str, Any], samples: int
) -> tuple[str, ...]:
    """Return a key (64 hexadecimal digits) for each of `samples` answers to `asked`.

    Args:
        llm: the model's `identity`.
        asked: the formatted input, with its structured output if it has one.
        parameters: its `effective_parameters`.
        samples: how many generations are wanted.

    Raises:
        InputError: something in there has no stable plain form.

    >>> a, b = request_keys({"model": "m"}, "Hello", {"temperature": 1, "api_key": "s3cret"}, 2)
    >>> a == request_keys({"model": "m"}, "Hello", {"temperature": 1.0}, 1)[0], a == b
    (True, False)
    """
    said = [_plain(llm), _plain(asked), _plain(without_secrets(parameters))]
    base = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return tuple(hashlib.sha256(f"{sample}:{base}".encode()).hexdigest() for sample in range(samples))


def _each(value: Any) -> Any:
    if isinstance(value, list):
        return [identity(item) if isinstance(item, LLM) else _plain(item) for item in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _plain_object(value)


def _plain_object(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=json.dumps)
    if isinstance(value, SecretStr):
        return None
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, BaseModel):
        return _plain(value.model_dump())
    if isinstance(value, type) and issubclass(value, BaseModel):
        return _plain(value.model_json_schema())
    if callable(value):
        return getattr(value, "__qualname__", type(value).__qualname__)
    raise InputError(
        f"A request with a {type(value).__name__} in it cannot be told from another one. Use plain values."
    )
