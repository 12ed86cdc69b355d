from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from json import JSONDecodeError
from types import SimpleNamespace
from typing import Any

import pytest
from tenacity import RetryCallState, Retrying

from goldsmith_distilabel.llms.retrying import (
    EmptyAnswerError,
    RefusedError,
    back_off,
    http_status,
    is_worth_retrying,
    reason,
    retry_after,
)


class ClientError(Exception):
    """As the clients of OpenAI, Anthropic, Groq and others raise it."""

    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__("no")
        self.status_code = status
        self.response: Any = SimpleNamespace(status_code=status, headers=headers or {})


class ServerDisconnectedError(Exception):
    """As aiohttp names it."""


def wrapped(cause: Exception) -> Exception:
    err = ValueError("schema")
    err.__cause__ = cause
    return err


@pytest.mark.parametrize(
    "err",
    [
        *(ClientError(status) for status in (408, 409, 429, 500, 502, 503, 504, 529)),
        TimeoutError(),
        ConnectionResetError(),
        ServerDisconnectedError(),
        JSONDecodeError("x", "y", 0),
        TypeError("'NoneType' object is not subscriptable"),
        EmptyAnswerError("nothing"),
        wrapped(ClientError(500)),
    ],
    ids=repr,
)
def test_what_may_pass_is_tried_again(err: Exception) -> None:
    assert is_worth_retrying(err)


@pytest.mark.parametrize(
    "err",
    [
        *(ClientError(status) for status in (400, 401, 403, 404, 413, 422)),
        RuntimeError("out of memory"),
        RefusedError("too long"),
        wrapped(ClientError(400)),
        ClientError(429, {"Retry-After": "86400"}),  # a day: the quota is used up
    ],
    ids=repr,
)
def test_what_will_not_pass_is_not(err: Exception) -> None:
    assert not is_worth_retrying(err)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "3"}, 3.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"Retry-After-Ms": "250", "Retry-After": "9"}, 0.25),
        ({"Retry-After": "-3"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"retry-after-ms": "?", "Retry-After": "2"}, 2.0),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_seconds(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(wrapped(ClientError(429, headers))) == seconds


def test_retry_after_may_be_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert retry_after(ClientError(503, {"Retry-After": date})) == pytest.approx(30, abs=3)
    past = format_datetime(datetime.now(UTC) - timedelta(days=3), usegmt=True)
    assert retry_after(ClientError(503, {"Retry-After": past})) == 0


@pytest.mark.parametrize(
    "err",
    [
        SimpleNamespace(status=500),
        SimpleNamespace(code=500),
        SimpleNamespace(response=SimpleNamespace(status_code=500)),
    ],
)
def test_the_status_is_found_wherever_a_client_keeps_it(err: Any) -> None:
    err.__cause__ = None
    assert http_status(err) == 500


def after(attempt: int, err: Exception) -> float:
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = attempt
    state.set_exception((type(err), err, None))
    return back_off(state)


def test_waits_grow_with_jitter_and_end_at_half_a_minute() -> None:
    waits = {attempt: [after(attempt, TimeoutError()) for _ in range(200)] for attempt in (1, 4, 12)}
    # Full jitter: uniform between 0 and 0.5 * 2^(attempt - 1), at most 30.
    for attempt, top in ((1, 0.5), (4, 4.0), (12, 30.0)):
        assert 0.8 * top < max(waits[attempt]) <= top
        assert min(waits[attempt]) < 0.2 * top


def test_an_endpoint_s_wish_is_at_least_fulfilled() -> None:
    waits = [after(1, ClientError(429, {"Retry-After": "20"})) for _ in range(50)]
    assert all(20 <= wait <= 22.1 for wait in waits)
    assert len(set(waits)) > 1


def test_reasons_are_one_line() -> None:
    assert reason(ClientError(404)) == "HTTP 404: no"
    assert reason(TimeoutError()) == "no answer in time (TimeoutError)"
    assert reason(ValueError("two\nlines")) == "ValueError: two lines"
    assert reason(EmptyAnswerError("no text")) == "no text"
