"""The protocol over HTTP, with the standard library's threaded server."""

import base64
import binascii
import hmac
import json
import logging
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import urlsplit

from goldsmith.errors import GoldsmithError, InputError
from goldsmith_label_studio.backend.protocol import Protocol

__all__ = ["BackendServer"]

_log = logging.getLogger(__name__)
_LARGEST = 256 * 2**20


class BackendServer(ThreadingHTTPServer):
    """Serves `protocol` on an open socket; with a `token`, to those who know it only."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, protocol: Protocol, token: str | None) -> None:
        super().__init__(listener.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.protocol, self.token = protocol, token

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Log a connection that broke off; the server goes on."""
        _log.debug("a request from %s broke off", client_address, exc_info=True)


class _Refusal(Exception):  # noqa: N818 - an answer, not an error of ours
    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    server_version = "goldsmith"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        _log.debug(format, *args)

    @property
    def _backend(self) -> BackendServer:
        return cast("BackendServer", self.server)

    def _answer(self) -> None:
        try:
            status, body, said = HTTPStatus.OK, self._called(), ""
        except _Refusal as refusal:
            status, body, said = refusal.status, {"error": str(refusal)}, str(refusal)
        except InputError as err:
            status, body, said = HTTPStatus.BAD_REQUEST, {"error": str(err)}, str(err)
        except (ConnectionError, TimeoutError):
            raise
        except Exception as err:  # noqa: BLE001 - a request may fail, the server may not
            _log.exception("%s %s failed", self.command, self.path)
            told = str(err) if isinstance(err, GoldsmithError) else "see the log of the backend"
            status, body, said = HTTPStatus.INTERNAL_SERVER_ERROR, {"error": told}, told
        self._send(status, json.dumps(body).encode(), said)

    def _send(self, status: HTTPStatus, body: bytes, said: str) -> None:
        # Label Studio shows its users the reason phrase of a refusal and nothing else of it.
        phrase = " ".join(said.split()).encode("ascii", "replace").decode()[:300] if said else status.phrase
        self.send_response(status, phrase)
        if status == HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", 'Basic realm="goldsmith"')
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _called(self) -> dict[str, Any]:
        self._authorize()
        path = urlsplit(self.path).path.rstrip("/") or "/"
        call = self._backend.protocol.calls.get((self.command, path))
        if call is None:
            there = ", ".join(sorted({f"{method} {name}" for method, name in self._backend.protocol.calls}))
            raise _Refusal(HTTPStatus.NOT_FOUND, f"no {self.command} {path[:100]} here; there are: {there}")
        return call(self._body() if self.command == "POST" else {})

    def _authorize(self) -> None:
        wanted = self._backend.token
        if wanted is not None and not hmac.compare_digest(self._token().encode(), wanted.encode()):
            raise _Refusal(
                HTTPStatus.UNAUTHORIZED, "wanted the token, as a Bearer or as the password of Basic"
            )

    def _token(self) -> str:
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "basic":
            return given
        try:
            return base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""

    def _body(self) -> dict[str, Any]:
        # A web page can send other types to this machine without asking first.
        if self.headers.get_content_type() != "application/json":
            raise _Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "wanted Content-Type: application/json")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise _Refusal(HTTPStatus.LENGTH_REQUIRED, "wanted a Content-Length")
        if int(length) > _LARGEST:
            raise _Refusal(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"{length} bytes are more than {_LARGEST}: send fewer tasks",
            )
        try:
            body = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError) as err:
            raise InputError(f"the body is not JSON: {type(err).__name__}"[:200]) from err
        if not isinstance(body, dict):
            raise InputError(f"wanted a JSON object, got {type(body).__name__}")
        return body
