"""A proxy before a real server that refuses, loses, cuts and delays requests, as networks and balancers do."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any, Self

import httpx
from tests.fault_proxy import QuietServer

from goldsmith.errors import ServerError

__all__ = ["FAULTS", "HOLD", "PATIENCE", "SpoiledServer", "by_chance", "in_the_end"]

FAULTS = ("refused", "failed", "cut", "hung", "late")
"""What happens to a request: 503 and it never arrived; 502 though it was done; the answer breaks off half-way; no answer
though it was done; it arrives only after the sender gave up and tried again."""

PATIENCE, HOLD = 1.0, 1.5
"""Seconds: of the client, and of a request that hangs. A slow machine meets more time-outs of its own, which is as good."""

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


def in_the_end(way: Any, adapter: Any, **what: Any) -> Any:
    """Push or pull until it ends well, with patience from the fourth time on."""
    for _ in range(3):
        adapter._service._client.timeout = httpx.Timeout(PATIENCE)
        try:
            return way(adapter=adapter, **what)
        except ServerError:
            continue
    adapter._service._client.timeout = httpx.Timeout(120)
    return way(adapter=adapter, **what)


def by_chance(share: float, seed: int) -> Iterator[str]:
    """Yield a fault for `share` of the requests, "" for the others."""
    dice = random.Random(seed)
    while True:
        yield dice.choice(FAULTS) if dice.random() < share else ""


class SpoiledServer:
    """The server at `upstream` behind a free port.

    Args:
        faults: what happens to each request in turn; "" is nothing, and so is the end.
        hold: seconds for which a request hangs; longer than the client waits.

    Attributes:
        met: how often each fault happened.
    """

    def __init__(self, upstream: str, faults: Iterator[str], *, hold: float) -> None:
        self.met: Counter[str] = Counter()
        self._faults, self._hold = faults, hold
        self._upstream = httpx.Client(base_url=upstream, timeout=600, trust_env=False)
        self._changed = threading.Condition()
        self._now = 0
        self._closing = threading.Event()
        self._server = QuietServer(("127.0.0.1", 0), _handler(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def quiet(self) -> None:
        """Wait until no request is on its way, late ones included."""
        with self._changed:
            self._changed.wait_for(lambda: self._now == 0)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        if len(body) < length:  # who sent it was killed before its end
            handler.close_connection = True
            return
        with self._changed:
            self._now += 1
            fault = next(self._faults, "")
            self.met[fault or "none"] += 1
        try:
            self._spoil(handler, fault, body)
        finally:
            with self._changed:
                self._now -= 1
                self._changed.notify_all()

    def _spoil(self, handler: BaseHTTPRequestHandler, fault: str, body: bytes) -> None:
        if fault == "late":
            self._closing.wait(self._hold)
        answer = (
            httpx.Response(503, content=b"refused") if fault == "refused" else self._passed_on(handler, body)
        )
        if fault == "hung":
            self._closing.wait(self._hold)
        if fault in {"hung", "late"}:
            handler.close_connection = True
        else:
            failed = httpx.Response(502, content=b"failed")
            _send(handler, failed if fault == "failed" else answer, cut=fault == "cut")

    def _passed_on(self, handler: BaseHTTPRequestHandler, body: bytes) -> httpx.Response:
        headers = [(name, value) for name, value in handler.headers.items() if name.lower() not in _HOP]
        request = self._upstream.build_request(handler.command, handler.path, headers=headers, content=body)
        try:
            return self._upstream.send(request)
        except httpx.TransportError:  # the server itself is down
            time.sleep(0.2)
            return httpx.Response(502, content=b"down")


def _send(handler: BaseHTTPRequestHandler, answer: httpx.Response, *, cut: bool) -> None:
    body = answer.content
    handler.send_response_only(answer.status_code)
    for name, value in answer.headers.multi_items():
        if name.lower() not in _HOP | {"content-encoding"}:
            handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2] if cut else body)
    handler.wfile.flush()
    handler.close_connection = cut


def _handler(server: SpoiledServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def answer(self) -> None:
            server.handle(self)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler
