"""A model from one word: what recipes and the command line take."""

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from distilabel.models.llms.base import LLM

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith_distilabel.llms.callable_llm import CallableLLM
from goldsmith_distilabel.llms.generation_parameters import generation_parameters
from goldsmith_distilabel.llms.json_endpoint_llm import JsonEndpointLLM
from goldsmith_distilabel.llms.local_llm import LocalLLM

__all__ = ["llm_from"]

_OLLAMA = "http://127.0.0.1:11434/v1"
_FORMS = """\
    local                      SmolLM2-135M on this machine
    local:model.gguf           a GGUF file (also local:pkg:<package>/<file> and local:hf:<owner>/<repo>/<file>)
    openai:<model>             OpenAI, with the key in OPENAI_API_KEY
    ollama:<model>             Ollama on this machine
    http://host/v1#<model>     any OpenAI-compatible endpoint (https too), with the key, if any, in GOLDSMITH_LLM_KEY
    python:package.module:fn   a function that takes messages and returns a text
    json:http://host/chat      a service that takes {"messages": [...]} and returns {"content": "..."}"""


def llm_from(spec: str | None = None, **generation_kwargs: Any) -> LLM:
    """Return the model that `spec` names, not loaded yet.

    Args:
        spec: "local", "local:PATH.gguf", "openai:MODEL", "ollama:MODEL", "http(s)://host/v1#MODEL",
            "python:PACKAGE.MODULE:FUNCTION" or "json:http(s)://host/path". By default the environment variable GOLDSMITH_LLM, or else "local".
        generation_kwargs: what every generation is made with: `max_new_tokens`, `temperature`, ...

    Raises:
        InputError: `spec` has none of these forms, or the model does not take one of `generation_kwargs`.
        MissingExtraError: the client for an endpoint is not installed.

    >>> llm_from("local", max_new_tokens=5).model_name
    'SmolLM2-135M-Instruct.Q4_1'
    """
    spec = (spec or os.environ.get("GOLDSMITH_LLM") or "local").strip()
    kind, _, rest = spec.partition(":")
    if spec == "local":
        llm: LLM = LocalLLM()
    elif kind in _MAKERS and rest:
        llm = _MAKERS[kind](rest)
    else:
        raise InputError(f"Cannot tell which model {_without_secrets(spec)!r} names. Give one of:\n{_FORMS}")
    known = generation_parameters(llm)
    unknown = sorted(set(generation_kwargs) - set(known))
    if unknown:
        raise InputError(
            f"{type(llm).__name__} takes no {', '.join(unknown)}. It takes: {', '.join(sorted(known))}"
        )
    llm.generation_kwargs = generation_kwargs
    return llm


def _openai(model: str) -> LLM:
    require("openai", extra="distilabel")
    from distilabel.models.llms.openai import OpenAILLM

    return OpenAILLM(model=model)


def _endpoint(base_url: str, model: str) -> LLM:
    require("openai", extra="distilabel")
    from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM

    return EndpointLLM(model=model, base_url=base_url)


def _url(scheme: str) -> Callable[[str], LLM]:
    def make(rest: str) -> LLM:
        address, _, model = f"{scheme}:{rest}".partition("#")
        parts = urlsplit(address)
        if not parts.hostname or not model:
            raise InputError(
                f"Expected http://host/v1#model, got {_without_secrets(address)!r} and model {model!r}"
            )
        _refuse_secrets(parts)
        return _endpoint(address.rstrip("/"), model)

    return make


def _json_endpoint(url: str) -> LLM:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"Expected json:http://host/path, got {_without_secrets(url)!r}")
    _refuse_secrets(parts)
    return JsonEndpointLLM(
        url=url, key_variable="GOLDSMITH_LLM_KEY" if os.environ.get("GOLDSMITH_LLM_KEY") else ""
    )


def _refuse_secrets(parts: SplitResult) -> None:
    if parts.username or parts.password or parts.query:
        raise InputError(
            "Leave user, password and query out of the address: put the key into GOLDSMITH_LLM_KEY"
        )


def _without_secrets(spec: str) -> str:
    _, at, host = spec.partition("@")
    return f"...@{host}" if at else spec.partition("?")[0]


_MAKERS: dict[str, Callable[[str], LLM]] = {
    "local": lambda path: LocalLLM(model=path),
    "openai": _openai,
    "ollama": lambda model: _endpoint(_OLLAMA, model),
    "python": lambda name: CallableLLM(function=name),
    "json": _json_endpoint,
    "http": _url("http"),
    "https": _url("https"),
}
