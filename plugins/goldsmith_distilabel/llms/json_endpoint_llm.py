"""A plain JSON endpoint as a Distilabel LLM."""

import asyncio
import os
import ssl
from typing import Any, ClassVar

import httpx
from pydantic import Field, PrivateAttr

from goldsmith.errors import InputError, UnreadableError
from goldsmith_distilabel.llms.assistant_llm import AssistantLLM

__all__ = ["JsonEndpointLLM"]


class JsonEndpointLLM(AssistantLLM):
    """Ask a service that is no language model's: a chat assistant behind a URL.

    The request is a POST of `{"messages": [{"role": "user", "content": "..."}, ...]}`, the whole conversation each time,
    with a system message first where there is one. The answer is a status of 2xx and `{"content": "..."}`; other fields
    are ignored. Any other status or body, no connection, or no whole answer in time costs the request. It is not sent
    again: wrap it in `JournaledLLM` for waits and retries, or let the step ask again.

    For endpoints that speak OpenAI's protocol take `EndpointLLM`.

    Attributes:
        url: the address that is posted to.
        timeout_s: seconds an answer may take in all, counted from when the request is sent.
        max_concurrency: requests at once.
        key_variable: the environment variable that holds a bearer token; "": none is sent. The token itself is never
            saved.

    Examples:
        An assistant on this machine:

        ```python
        from goldsmith_distilabel.llms import JsonEndpointLLM

        llm = JsonEndpointLLM(url="http://localhost:8080/chat", timeout_s=30)
        ```
    """

    live_state: ClassVar[dict[str, Any]] = AssistantLLM.live_state | {"_certificates": None}

    url: str = Field(pattern=r"^https?://")
    timeout_s: float = Field(default=60.0, gt=0)
    key_variable: str = ""

    _certificates: ssl.SSLContext | None = PrivateAttr(None)

    @property
    def model_name(self) -> str:
        """The address, without user, password and query."""
        parts = httpx.URL(self.url)
        return str(parts.copy_with(query=None, username=None, password=None))

    def load(self) -> None:
        """Get ready to send.

        Raises:
            InputError: `key_variable` names a variable that is not set.
        """
        super().load()
        if self.key_variable and not os.environ.get(self.key_variable):
            raise InputError(
                f"the environment variable {self.key_variable} is not set: it should hold the token"
            )
        self._certificates = httpx.create_ssl_context()

    async def answer(self, chat: Any) -> str:
        """Return the answer; see `AssistantLLM.answer`."""
        key = os.environ.get(self.key_variable, "") if self.key_variable else ""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            # httpx's own limit is for each read: a server that sends a byte now and then would never reach it.
            async with (
                asyncio.timeout(self.timeout_s),
                httpx.AsyncClient(timeout=self.timeout_s, verify=self._certificates or True) as client,
            ):
                response = await client.post(self.url, json={"messages": chat}, headers=headers)
        except (TimeoutError, httpx.TimeoutException) as err:
            raise TimeoutError(f"{self.model_name} gave no answer within {self.timeout_s:g} s") from err
        except httpx.TransportError as err:
            raise ConnectionError(f"{self.model_name} cannot be reached ({err})") from err
        return _content(response, self.model_name)


def _content(response: httpx.Response, name: str) -> str:
    if not response.is_success:
        raise UnreadableError(f"{name} answered HTTP {response.status_code}: {response.text[:200]}")
    try:
        body = response.json()
    except ValueError as err:  # not JSON, or not even text
        raise UnreadableError(f"{name}: expected JSON, got {response.text[:200]!r}") from err
    content = body.get("content") if isinstance(body, dict) else None
    if not isinstance(content, str):
        raise UnreadableError(f'{name}: expected {{"content": "..."}}, got {response.text[:200]!r}')
    return content
