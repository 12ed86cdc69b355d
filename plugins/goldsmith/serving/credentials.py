"""Generated credentials, kept in files only their owner can read."""

import ipaddress
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from goldsmith.errors import ServerError

__all__ = ["Credentials", "check_exposure", "is_loopback", "read_private", "write_private"]

_SHORTEST_PASSWORD = 12


def read_private(path: Path) -> Any:
    """Return the JSON value kept at `path`, or None when there is no such file.

    Raises:
        ServerError: the file is there but is not JSON.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as err:
        raise ServerError(f"{path} is not valid JSON ({err}). Move it away to have it made anew.") from err


def write_private(path: Path, value: Any) -> None:
    """Keep `value` as JSON at `path`, mode 0600; a reader sees the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
    fresh.replace(path)


@dataclass(frozen=True)
class Credentials:
    """The owner of a server: `username` and `password` for its page, `api_key` for its API, `secret` for sessions."""

    username: str
    password: str = field(repr=False)
    api_key: str = field(repr=False)
    secret: str = field(repr=False)

    @classmethod
    def of(cls, data: Path, username: str, password: str | None = None) -> Self:
        """Return the credentials kept in `data`, made with `secrets` when there are none.

        A `password` given here replaces the kept one.
        """
        path = data / "credentials.json"
        kept = read_private(path) or {
            "username": username,
            "password": secrets.token_urlsafe(18),
            "api_key": secrets.token_hex(20),
            "secret": secrets.token_hex(32),
        }
        credentials = cls(**(kept | ({"password": password} if password else {})))
        write_private(path, asdict(credentials))
        return credentials


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach `host`.

    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_exposure(host: str, password: str | None) -> None:
    """Refuse to open a server to a network behind a password nobody chose, or a short one.

    Raises:
        ServerError: `host` is not loopback and `password` is missing or shorter than 12 characters; or any password
            given is shorter than 8, which both servers refuse.
    """
    if not is_loopback(host) and len(password or "") < _SHORTEST_PASSWORD:
        raise ServerError(
            f"Listening on {host} opens the server to the network: pass a password of at least "
            f"{_SHORTEST_PASSWORD} characters, or stay on 127.0.0.1."
        )
    if password is not None and len(password) < 8:
        raise ServerError(f"The password has {len(password)} characters; the server wants at least 8.")
