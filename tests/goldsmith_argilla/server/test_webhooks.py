"""Webhooks go out from the thread that stands in for Argilla's worker and its Redis."""

import base64
import hashlib
import hmac
import json
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import argilla as rg
import httpx
import pytest

from goldsmith.serving import Server


class Listener(ThreadingHTTPServer):
    """Refuses the first delivery, as an endpoint that was down for a moment does; keeps the others."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.refused = 0
        self.heard: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        first = self.server.refused == 0
        self.server.refused += first
        self.send_response(503 if first else 200)
        self.end_headers()
        if not first:
            self.server.heard.put((dict(self.headers), body))

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_webhook_is_delivered_signed_and_again_when_the_first_attempt_failed(
    argilla_server: Server, listener: Listener
) -> None:
    headers = {"X-Argilla-Api-Key": argilla_server.api_key}
    owner = rg.Argilla(api_url=argilla_server.url, api_key=argilla_server.api_key)
    with httpx.Client(base_url=f"{argilla_server.url}/api/v1", headers=headers, timeout=60) as http:
        url = f"http://127.0.0.1:{listener.server_port}/hook"
        hook = http.post(
            "/webhooks", json={"url": url, "events": ["record.created"], "description": "test"}
        ).json()
        settings = rg.Settings(fields=[rg.TextField("text")], questions=[rg.TextQuestion("note")])
        dataset = rg.Dataset("heard", workspace="goldsmith", settings=settings, client=owner).create()
        dataset.records.log([{"id": "1", "text": "one"}, {"id": "2", "text": "two"}])
        # Argilla tries a delivery again after 10 seconds.
        deliveries = [listener.heard.get(timeout=30) for _ in range(2)]
        http.delete(f"/webhooks/{hook['id']}")
    assert listener.refused == 1
    events = [json.loads(body) for _, body in deliveries]
    assert sorted(event["data"]["external_id"] for event in events) == ["1", "2"]
    assert {event["type"] for event in events} == {"record.created"}
    for sent, body in deliveries:
        assert sent["webhook-signature"] == signature(hook["secret"], sent, body)


def signature(secret: str, headers: dict[str, str], body: bytes) -> str:
    """Standard Webhooks 1.0: base64 of HMAC-SHA256 over "id.timestamp.body", the key being base64 in the secret."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
