"""Retries and errors, against a real HTTP server that fails on purpose."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from goldsmith.errors import AuthError, InputError, ReviewError, ServerError
from goldsmith.review.service import Service


class Faulty(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.script: list[int] = []
        self.seen: list[str] = []


class Answer(BaseHTTPRequestHandler):
    def do(self) -> None:
        server: Any = self.server
        server.seen.append(self.command)
        code = server.script.pop(0) if server.script else 200
        if code == 0:
            self.connection.close()
            return
        body = b'{"ok": true}' if code == 200 else b"why not"
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    with Faulty() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def service(faulty: Faulty) -> Service:
    return Service("Thing", f"http://127.0.0.1:{faulty.server_port}", start="goldsmith serve thing")


@pytest.mark.parametrize("fault", [500, 503, 429, 0])
def test_a_passing_fault_is_retried_where_a_replay_is_safe(faulty: Faulty, fault: int) -> None:
    faulty.script = [fault, fault]
    assert service(faulty).json("PUT", "/x") == {"ok": True}
    assert faulty.seen == ["PUT"] * 3


def test_a_post_is_sent_once_unless_its_caller_says_that_a_replay_is_safe(faulty: Faulty) -> None:
    faulty.script = [503]
    with pytest.raises(ServerError, match="503"):
        service(faulty).json("POST", "/x")
    assert faulty.seen == ["POST"]
    faulty.script = [503]
    assert service(faulty).json("POST", "/x", replay=True) == {"ok": True}


def test_a_lasting_fault_ends_after_four_tries(faulty: Faulty) -> None:
    faulty.script = [502] * 9
    with pytest.raises(ServerError, match="running the same command again continues"):
        service(faulty).json("GET", "/x")
    assert len(faulty.seen) == 4


@pytest.mark.parametrize(
    ("code", "error"), [(401, AuthError), (403, AuthError), (422, ReviewError), (404, ReviewError)]
)
def test_a_refusal_is_not_retried(faulty: Faulty, code: int, error: type[Exception]) -> None:
    faulty.script = [code]
    with pytest.raises(error, match=str(code)):
        service(faulty).json("GET", "/x")
    assert len(faulty.seen) == 1


def test_a_server_that_is_down_is_named_with_the_way_to_start_it() -> None:
    with pytest.raises(
        ServerError, match=r"Thing at http://127.0.0.1:9 cannot be reached.*goldsmith serve thing"
    ):
        Service("Thing", "http://127.0.0.1:9", start="goldsmith serve thing").json("GET", "/x")


def test_an_address_without_a_scheme_is_refused() -> None:
    with pytest.raises(InputError, match="expected http://host:port"):
        Service("Thing", "localhost:6900", start="")
