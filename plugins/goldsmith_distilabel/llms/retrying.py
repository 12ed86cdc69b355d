"""Which failures of a request are worth another attempt, when, and what to say of them."""

import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from json import JSONDecodeError
from typing import Any

from tenacity import RetryCallState, wait_random, wait_random_exponential

__all__ = [
    "LONGEST_WAIT",
    "EmptyAnswerError",
    "RefusedError",
    "back_off",
    "http_status",
    "is_worth_retrying",
    "reason",
    "retry_after",
]

LONGEST_WAIT = 600.0
"""Seconds: an endpoint that asks for more patience has refused the request."""

_TRANSIENT_STATUS = {408, 409, 429}
_UNREADABLE = (JSONDecodeError, UnicodeDecodeError, AttributeError, TypeError, KeyError, IndexError)
# Every client library has its own classes for a connection that fails; their names agree.
_TRANSIENT_NAMES = (
    *("Timeout", "Connection", "Disconnected", "Protocol", "Transport", "Network"),
    *("Payload", "IncompleteRead", "Decoding", "ResponseValidation"),
)
_jitter = wait_random_exponential(multiplier=0.5, max=30)


class EmptyAnswerError(Exception):
    """The model answered without an error and without a text."""


class RefusedError(Exception):
    """The model says itself why it has no answer."""


def http_status(err: BaseException) -> int | None:
    """Return the HTTP status (400 to 599) that `err` or what caused it carries, whatever the client library."""
    for link in _chain(err):
        response = getattr(link, "response", None)
        for holder, name in (
            (link, "status_code"),
            (link, "status"),
            (link, "code"),
            (response, "status_code"),
        ):
            status = getattr(holder, name, None)
            if isinstance(status, int) and 400 <= status < 600:
                return status
    return None


def retry_after(err: BaseException) -> float | None:
    """Return the seconds the endpoint asks to wait, from `retry-after-ms` or `Retry-After` (RFC 9110, 10.2.3)."""
    for link in _chain(err):
        headers = getattr(getattr(link, "response", None), "headers", None) or getattr(link, "headers", None)
        if headers is None:
            continue
        told = {str(name).lower(): str(value) for name, value in dict(headers).items()}
        wait = _seconds(told.get("retry-after-ms"), 1e-3)
        return _seconds(told.get("retry-after"), 1.0) if wait is None else wait
    return None


def is_worth_retrying(err: BaseException) -> bool:
    """Whether a later attempt may succeed.

    Yes: HTTP 408, 409, 429 and 5xx, time-outs, failed and cut connections, unreadable and empty answers. No: any
    other refusal (the next one costs as much and says the same), and every error that is not about the request.
    """
    if (retry_after(err) or 0) > LONGEST_WAIT:
        return False
    status = http_status(err)
    if status is not None:
        return status in _TRANSIENT_STATUS or status >= 500
    known = (TimeoutError, ConnectionError, EmptyAnswerError, *_UNREADABLE)
    return any(isinstance(link, known) or _sounds_transient(link) for link in _chain(err))


def back_off(state: RetryCallState) -> float:
    """Return how long to wait, in seconds: what the endpoint asks and up to a tenth more, or 0.5, 1, 2 ... 30 with jitter."""
    err = state.outcome.exception() if state.outcome else None
    asked = retry_after(err) if err else None
    return _jitter(state) if asked is None else asked + wait_random(0, asked / 10 + 0.01)(state)


def reason(err: BaseException) -> str:
    """Say in a line why there is no answer."""
    status = http_status(err)
    said = " ".join(str(err).split())[:500]
    if isinstance(err, EmptyAnswerError | RefusedError):
        return said
    if isinstance(err, TimeoutError) or "Timeout" in type(err).__name__:
        return f"no answer in time ({type(err).__name__})"
    if status:
        return f"HTTP {status}: {said}"
    if isinstance(err, _UNREADABLE):
        return f"the answer cannot be read ({type(err).__name__}: {said})"
    return f"{type(err).__name__}: {said}"


def _seconds(value: str | None, unit: float) -> float | None:
    if value is None:
        return None
    try:
        return max(0.0, float(value) * unit)
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _sounds_transient(err: BaseException) -> bool:
    return any(part in kind.__name__ for kind in type(err).__mro__ for part in _TRANSIENT_NAMES)


def _chain(err: BaseException) -> Iterator[Any]:
    link: BaseException | None = err
    for _ in range(5):  # a client wraps its transport's error, and a schema library the client's
        if link is None:
            return
        yield link
        link = link.__cause__
