"""Choose the port a server listens on."""

import socket

from goldsmith.errors import ServerError

__all__ = ["choose_port"]


def choose_port(host: str, wanted: int | None, default: int) -> int:
    """Return `wanted` if it is free; with none wanted, `default` if that is free, else one the system picks.

    Raises:
        ServerError: `wanted` is taken, or nothing can be bound at `host`.
    """
    if wanted is not None:
        if _bound(host, wanted) is None:
            raise ServerError(
                f"Port {wanted} on {host} is in use. Stop what listens there, or choose another with port=... "
                "(leave it out to have a free one picked)."
            )
        return wanted
    chosen = _bound(host, default) or _bound(host, 0)
    if chosen is None:
        raise ServerError(f"No port can be opened on {host!r}. Is that an address of this machine?")
    return chosen


def _bound(host: str, port: int) -> int | None:
    """Bind and release `port` (0: any), and return its number, or None when that is refused."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return None
        return int(probe.getsockname()[1])
