"""Open the port a server listens on, before the server is there."""

import socket

from goldsmith.errors import ServerError

__all__ = ["address_of", "open_port"]


def open_port(host: str, wanted: int | None, default: int) -> socket.socket:
    """Listen on `wanted`; with none wanted, on `default` if that is free, else on a port the system picks.

    The server inherits the socket. Were it given a number only, another program could take the port in the seconds it
    needs to start, and be mistaken for it.

    Raises:
        ServerError: `wanted` is taken, or nothing can be opened at `host`.
    """
    if wanted is not None:
        if listener := _listening(host, wanted):
            return listener
        raise ServerError(
            f"Port {wanted} on {host} is in use. Stop what listens there, or choose another with port=... "
            "(leave it out to have a free one picked)."
        )
    if listener := _listening(host, default) or _listening(host, 0):
        return listener
    raise ServerError(f"No port can be opened on {host!r}. Is that an address of this machine?")


def address_of(listener: socket.socket) -> str:
    """Return the URL at which this machine itself reaches what `listener` listens to."""
    bound, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bound, str(bound))  # noqa: S104 - a key, nothing is bound here
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listening(host: str, port: int) -> socket.socket | None:
    """Return a socket that listens on `port` (0: any), or None when that is refused."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        return None
    return listener
