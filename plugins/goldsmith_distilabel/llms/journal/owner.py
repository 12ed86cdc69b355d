"""Who holds a claim, and whether they still live."""

import os
import platform
import uuid
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Owner"]


def _host() -> str:
    """This boot of this machine, and on Linux this container: process ids mean nothing beyond."""
    parts = [platform.node()]
    boot, namespace = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")
    if boot.exists():
        parts += [boot.read_text().strip(), str(namespace.readlink())]
    return "/".join(parts)


def _born(pid: int) -> str:
    """When the process began, in clock ticks since boot; "" where that cannot be known."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


@dataclass(frozen=True)
class Owner:
    """A process by its id and its time of birth, so that a later process of the same id is not taken for it.

    Attributes:
        token: tells several users of a journal within one process apart.
    """

    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    host: str = field(default_factory=_host)
    pid: int = field(default_factory=os.getpid)
    born: str = field(default_factory=lambda: _born(os.getpid()))

    def knows_dead(self, host: str, pid: int, born: str) -> bool:
        """Whether that process is gone for certain; False on another machine.

        >>> me = Owner()
        >>> me.knows_dead(me.host, me.pid, me.born), me.knows_dead(me.host, me.pid, "an earlier birth")
        (False, True)
        """
        if host != self.host:
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:  # somebody else's, but alive
            pass
        return bool(born) and _born(pid) != born
