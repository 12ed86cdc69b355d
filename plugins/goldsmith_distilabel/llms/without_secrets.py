"""Keep keys and passwords out of what is saved, logged or said."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from distilabel.models.llms.base import LLM
from pydantic import SecretStr

__all__ = ["SecretFilter", "known_secrets", "nested_llms", "scrubbed", "without_secrets"]

# Outside headers "token" alone says nothing: think of eos_token and stop_token_ids.
_SECRET = re.compile(
    r"api[-_]?key|authorization|passw(or)?d|secret|credential|cookie|private[-_]?key|access[-_]?key|subscription[-_]?key"
    r"|(access|auth|api|bearer|session|hf|id)[-_]?token|^(key|token|auth|bearer)$",
    re.IGNORECASE,
)
_SECRET_HEADER = re.compile(r"key|token|auth|secret|cookie|passw|credential|signature", re.IGNORECASE)
_ADDRESS = re.compile(r"url|host|endpoint|proxy", re.IGNORECASE)
_HARMLESS_QUERY = {"api-version", "api_version"}
_TALKATIVE = ("httpx", "httpx2", "openai._base_client", "anthropic._base_client", "groq._base_client")
_SHORTEST = 4  # characters: a shorter "secret" would blank out half of a message


def without_secrets(value: Any, name: str = "", *, headers: bool = False) -> Any:
    """Return `value` without what its names or an address give away as secret.

    Args:
        value: anything; mappings and lists are looked into.
        name: what `value` is called.
        headers: whether `value` is a mapping of HTTP headers, which hold more secrets than other mappings.

    >>> without_secrets({"base_url": "https://me:pw@host/v1?key=k", "extra_headers": {"X-Auth": "s", "X-Title": "t"}})
    {'base_url': 'https://host/v1', 'extra_headers': {'X-Title': 't'}}
    """
    if isinstance(value, Mapping):
        secret = _SECRET_HEADER if headers else _SECRET
        return {
            key: without_secrets(item, str(key), headers=str(key).lower().endswith("headers"))
            for key, item in value.items()
            if not secret.search(str(key))
        }
    if isinstance(value, list | tuple):
        return [without_secrets(item, name, headers=headers) for item in value]
    if isinstance(value, str) and _ADDRESS.search(name):
        return _bare_address(value)
    return value


def known_secrets(llm: LLM) -> set[str]:
    """Return the secrets that `llm` and the models inside it were given."""
    found = {text for model in nested_llms(llm) for text in _secrets(dict(model))}
    return {text for text in found if len(text) >= _SHORTEST}


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """Return `text` with each of `secrets` blanked out.

    >>> scrubbed("key sk-12345 was refused", {"sk-12345"})
    'key *** was refused'
    """
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def nested_llms(llm: LLM) -> Iterator[LLM]:
    """Yield `llm` and every model inside it."""
    yield llm
    for name in type(llm).model_fields:
        value = getattr(llm, name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, LLM):
                yield from nested_llms(item)


class SecretFilter(logging.Filter):
    """Blanks secrets out of what client libraries log: the address of every request, and more when they debug."""

    def __init__(self, secrets: set[str]) -> None:
        """Blank out `secrets`."""
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's message."""
        said = record.getMessage()
        clean = scrubbed(said, self._secrets)
        if clean != said:
            record.msg, record.args = clean, ()
        return True

    def install(self) -> None:
        """Take effect."""
        for name in _TALKATIVE:
            logging.getLogger(name).addFilter(self)

    def remove(self) -> None:
        """Have no effect any more."""
        for name in _TALKATIVE:
            logging.getLogger(name).removeFilter(self)


def _bare_address(address: str) -> str:
    parts = urlsplit(address)
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if k in _HARMLESS_QUERY])
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def _secrets(value: Any, name: str = "", *, secret: bool = False, headers: bool = False) -> Iterator[str]:
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, Mapping):
        pattern = _SECRET_HEADER if headers else _SECRET
        for key, item in value.items():
            told = secret or bool(pattern.search(str(key)))
            yield from _secrets(item, str(key), secret=told, headers=str(key).lower().endswith("headers"))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _secrets(item, name, secret=secret, headers=headers)
    elif isinstance(value, str):
        if secret:
            yield value
            yield value.rpartition(" ")[2]  # of "Bearer ..."
        elif _ADDRESS.search(name):
            yield from _address_secrets(value)


def _address_secrets(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if "@" in parts.netloc:
        yield parts.netloc.rpartition("@")[0]
    if parts.password:
        yield parts.password
    yield from (value for key, value in parse_qsl(parts.query) if key not in _HARMLESS_QUERY)
