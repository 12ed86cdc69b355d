"""HTTP to a review server: time-outs, careful retries, and errors that say what to do."""

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from goldsmith.errors import AuthError, InputError, ReviewError, ServerError

__all__ = ["Service", "TransientError"]

_log = logging.getLogger(__name__)
_REPLAYABLE = {"GET", "PUT", "PATCH", "DELETE"}
_BUSY = {429, 500, 502, 503, 504}


class TransientError(ServerError):
    """The server could not be reached or failed; whether it did what was asked is not known."""


class Service:
    """A review server behind one base URL, used with one set of credentials.

    Args:
        name: of the tool, for messages.
        url: base URL, a sub-path included.
        start: the command that starts such a server, for messages.

    Raises:
        InputError: `url` is not http(s).
    """

    def __init__(
        self,
        name: str,
        url: str,
        *,
        start: str,
        auth: httpx.Auth | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.url = url.rstrip("/")
        self._start = start
        self.clock: datetime = datetime.min.replace(tzinfo=UTC)
        if not self.url.startswith(("http://", "https://")):
            raise InputError(f"{name} URL {url!r}: expected http://host:port or https://host")
        timeout = httpx.Timeout(120, connect=10)
        self._client = httpx.Client(
            base_url=self.url, auth=auth, headers=headers, timeout=timeout, trust_env=False
        )

    def json(self, method: str, path: str, *, replay: bool | None = None, **request: Any) -> Any:
        """Make a request and return its parsed JSON; the arguments are those of `send`."""
        response = self.send(method, path, replay=replay, **request)
        try:
            return response.json()
        except ValueError as err:
            raise ServerError(
                f"{self.url} answered {method} {path} with {response.headers.get('content-type', 'no type')}, expected"
                f" JSON. Is this the address of {self.name}?"
            ) from err

    def find(self, path: str, **request: Any) -> Any | None:
        """GET JSON, or None where the server has nothing under that path (404)."""
        try:
            return self.json("GET", path, **request)
        except _MissingError:
            return None

    def delete(self, path: str) -> None:
        """DELETE; what is gone already, perhaps by an attempt of ours whose answer was lost, is as good."""
        try:
            self.send("DELETE", path)
        except _MissingError:
            _log.debug("%s%s is gone already", self.url, path)

    def send(self, method: str, path: str, *, replay: bool | None = None, **request: Any) -> httpx.Response:
        """Make a request; on failures that may pass, try up to 4 times where a replay is safe.

        Args:
            replay: whether the request may reach the server twice; by default all but POST may.

        Raises:
            TransientError: unreachable, timed out or 5xx (a ServerError).
            AuthError: 401 or 403.
            ReviewError: any other refusal, in the server's words.
        """
        safe = method in _REPLAYABLE if replay is None else replay
        retrying = Retrying(
            stop=stop_after_attempt(4 if safe else 1),
            wait=wait_random_exponential(multiplier=0.3, max=5),
            retry=retry_if_exception(lambda err: isinstance(err, TransientError)),
            reraise=True,
        )
        return retrying(self._once, method, path, **request)

    def _once(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            response = self._client.request(method, path, **request)
        except httpx.ConnectError as err:
            raise TransientError(
                f"{self.name} at {self.url} cannot be reached ({err}). Is it running? Start one with: {self._start}"
            ) from err
        except httpx.TransportError as err:
            raise TransientError(
                f"{self.name} at {self.url} broke off {method} {path} ({type(err).__name__}: {err}). Is it overloaded or"
                " stopping? Running the same command again continues where it ended"
            ) from err
        if date := response.headers.get("date"):
            self.clock = parsedate_to_datetime(date)
        if response.is_success:
            return response
        raise self._refusal(response, method, path)

    def _refusal(self, response: httpx.Response, method: str, path: str) -> Exception:
        said = f"{self.name} at {self.url} answered {method} {path} with {response.status_code}: {response.text[:500]}"
        _log.debug("%s", said)
        if response.status_code in _BUSY:
            return TransientError(
                f"{said}. Look at the server's log; running the same command again continues"
            )
        if response.status_code in {401, 403}:
            return AuthError(
                f"{self.name} at {self.url} rejects the API key for {method} {path} ({response.status_code}). Copy a"
                " current key of a user with the needed role from the server's account page"
            )
        if response.status_code == 404:
            return _MissingError(said)
        return ReviewError(said)

    def as_user(self, headers: dict[str, str] | None = None, auth: httpx.Auth | None = None) -> "Service":
        """Return the same server, used with other credentials."""
        return Service(self.name, self.url, start=self._start, auth=auth, headers=headers)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class _MissingError(ReviewError):
    """The server has nothing under that path."""
