"""Where steps work, as the conductor sees it."""

from collections.abc import Sequence
from typing import Any, Protocol

__all__ = ["Workers"]


class Workers(Protocol):
    """Where steps work: processes of this machine, or a cluster's actors."""

    def start(self, step: Any, replica: int) -> Any:
        """Start a worker with `step_name` and `send(request)`; it tells when its step is loaded."""

    def wait(self, seconds: float) -> list[tuple[Any, tuple[str, Any]]]:
        """Return what workers say, after at most `seconds`: a worker's answer, or ("died", why)."""
        ...

    def stop(self, workers: Sequence[Any]) -> None:
        """Let workers unload and leave."""

    def keep_away(self, file: Any) -> None:
        """Have workers on this machine close their copy of a file that this process holds open."""

    def close(self) -> None:
        """End all workers, whatever they do."""
