"""OpenAI-compatible endpoints over loopback that do what a test says, and a proxy that spoils a real one's answers."""

import json
import random
import select
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import httpx

FAULTS = ("429", "500", "time-out", "cut", "invalid JSON", "empty")


def completion(*texts: str | None, tokens: tuple[int, int] = (7, 2)) -> bytes:
    """A chat completion as OpenAI's API words it."""
    choices = [
        {"index": n, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        for n, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    head = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
    return json.dumps(head | {"choices": choices, "usage": usage}).encode()


@dataclass(frozen=True)
class Reaction:
    """What an endpoint does with a request: `kind` is "ok" for a good answer, delivered whole."""

    body: bytes = b""
    kind: str = "ok"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


class Endpoint:
    """A server on a free port; `react` gets a request's body and how often that body was sent before.

    Attributes:
        seen: for each body, what happened to it, in order.
        most: the most requests that were there at once.
    """

    def __init__(self, react: Callable[[bytes, int], Reaction]) -> None:
        self.react = react
        self.seen: dict[bytes, list[str]] = defaultdict(list)
        self.times: list[float] = []
        self.paths: set[str] = set()
        self.most = self._now = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = QuietServer(("127.0.0.1", 0), _handler(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def said(self) -> list[str]:
        """The last message of each request that was answered well, in no order."""
        return [prompt(body) for body, kinds in self.seen.items() for kind in kinds if kind == "ok"]

    def asked(self) -> list[str]:
        """The last message of each request, whatever became of it."""
        return [prompt(body) for body, kinds in self.seen.items() for _ in kinds]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers["Content-Length"])
        body = handler.rfile.read(length)
        if len(body) < length:  # who sent it was killed before the end: nothing was asked
            handler.close_connection = True
            return
        with self._lock:
            before = len(self.seen[body])
            self.seen[body].append("begun")
            self.times.append(time.monotonic())
            self.paths.add(handler.path)
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            reaction = self.react(body, before)
            self.seen[body][before] = "begun" if reaction.kind == "ok" else reaction.kind
            self._closing.wait(reaction.delay)
            if reaction.kind == "time-out":
                handler.close_connection = True
            elif _hung_up(handler):
                raise ConnectionResetError
            else:
                _send(handler, reaction)
                self.seen[body][before] = reaction.kind
        except OSError:
            self.seen[body][before] = "gone"
        finally:
            with self._lock:
                self._now -= 1


class FaultProxy(Endpoint):
    """Passes requests to `upstream`, and spoils a share of the answers in six ways.

    Which ones, depends on the seed, the prompt and how often it came only: not on the order of arrival.
    """

    def __init__(self, upstream: str, key: str, *, share: float, seed: int, hold: float) -> None:
        super().__init__(self._react)
        self._client = httpx.Client(trust_env=False, timeout=60, headers={"Authorization": f"Bearer {key}"})
        self._upstream, self._share, self._seed, self._hold = upstream, share, seed, hold

    def _react(self, body: bytes, before: int) -> Reaction:
        dice = random.Random(f"{self._seed} {before} {prompt(body)}")
        kind = dice.choice(FAULTS) if dice.random() < self._share else "ok"
        if kind == "429":
            headers = dice.choice([{"Retry-After": "1"}, {"retry-after-ms": "50"}, {}])
            return Reaction(b'{"error": {"message": "slow down"}}', kind, 429, headers)
        if kind == "500":
            return Reaction(b"oh", kind, 500)
        if kind == "time-out":
            return Reaction(kind=kind, delay=self._hold)
        answer = self._client.post(
            f"{self._upstream}/chat/completions", content=body, headers={"Content-Type": "application/json"}
        )
        spoiled = {
            "empty": dice.choice([b"", completion(), completion(""), completion(None)]),
            "invalid JSON": answer.content[:-9],
        }
        return Reaction(spoiled.get(kind, answer.content), kind, answer.status_code)


def prompt(body: bytes) -> str:
    return str(json.loads(body)["messages"][-1]["content"])


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the test."""


def _hung_up(handler: BaseHTTPRequestHandler) -> bool:
    readable, _, _ = select.select([handler.connection], [], [], 0)
    return bool(readable) and not handler.connection.recv(1, socket.MSG_PEEK)


def _send(handler: BaseHTTPRequestHandler, reaction: Reaction) -> None:
    handler.send_response(reaction.status)
    for name, value in {"Content-Type": "application/json", **reaction.headers}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(reaction.body)))
    handler.end_headers()
    cut = reaction.kind == "cut"
    handler.wfile.write(reaction.body[: len(reaction.body) // 2] if cut else reaction.body)
    handler.wfile.flush()
    handler.close_connection = cut


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            endpoint.handle(self)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler
