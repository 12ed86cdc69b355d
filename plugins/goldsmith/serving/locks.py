"""Files that one process at a time may hold, and that the kernel frees when their holders die."""

import fcntl
import os
from pathlib import Path

__all__ = ["FileLock"]


class FileLock:
    """An advisory lock on `path` that child processes can hold on to after their parent is gone.

    The lock belongs to the open file: it is free only when every process that was given `fd` has closed it or died,
    however it died. Nothing on disk can therefore claim a process that no longer runs.
    """

    def __init__(self, path: Path) -> None:
        """Open, or create, the file at `path`; the lock is not yet taken."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def try_acquire(self) -> bool:
        """Take the lock if it is free and say whether it is ours now."""
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def acquire(self) -> None:
        """Wait until the lock is ours."""
        fcntl.flock(self.fd, fcntl.LOCK_EX)

    def close(self) -> None:
        """Let go of this process's hold; children that were given `fd` keep theirs."""
        os.close(self.fd)
