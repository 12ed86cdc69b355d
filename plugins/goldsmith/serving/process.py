"""One server process: started, waited for, watched, stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import httpx

from goldsmith.errors import ServerError
from goldsmith.serving.credentials import read_private, write_private
from goldsmith.serving.locks import FileLock
from goldsmith.serving.ports import address_of

__all__ = ["ServerProcess"]

_TETHER = Path(__file__).with_name("tether.py")
_PASSED_ON = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH")


class ServerProcess:
    """A server that keeps its data in one folder, of which at most one runs at a time.

    The process holds a lock on `<data>/server.lock` as long as it lives, so "is it running?" is asked of the kernel and
    never of a file that may be stale; `<data>/server.json` only says where. Its output goes to `<data>/server.log`.
    It dies with the process that started it, `kill -9` included, unless started with `detached=True`.
    """

    def __init__(self, name: str, data: Path) -> None:
        """Describe the server called `name` that keeps its data in `data`; nothing is started."""
        self.name = name
        self.data = data
        self.log = data / "server.log"
        self.url = ""
        self._child: subprocess.Popen[bytes] | None = None
        self._lock: FileLock | None = None

    def claim(self, health: str, timeout: float) -> bool:
        """Take the data folder for a server to be started, or find the one that runs on it (its `url` is then known).

        Returns:
            True when the folder is ours: `start` or `release` must follow. False when a healthy server was found.

        Raises:
            ServerError: a server holds the folder but does not answer at `health` within `timeout` seconds.
        """
        lock = FileLock(self.data / "server.lock")
        deadline = time.monotonic() + timeout
        while not lock.try_acquire():
            state = read_private(self.data / "server.json")
            if state and _healthy(state["url"] + health):
                lock.close()
                self.url = state["url"]
                return False
            if time.monotonic() > deadline:
                lock.close()
                raise ServerError(
                    f"Another {self.name} holds {self.data} but does not answer after {timeout:.0f} s. "
                    f"See {self.log}, or end process {state['pid'] if state else 'that holds server.lock'}."
                )
            time.sleep(0.3)
        (self.data / "server.json").unlink(missing_ok=True)
        self._lock = lock
        return True

    def release(self) -> None:
        """Give the data folder back; a server that was started keeps its own hold on it."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def start(
        self,
        command: Sequence[str],
        listener: socket.socket,
        health: str,
        variables: Mapping[str, str],
        *,
        timeout: float = 300.0,
        detached: bool = False,
    ) -> Self:
        """Run `command` (a Python interpreter, then a script and its arguments) and wait until it is healthy.

        Args:
            command: the interpreter and what it runs.
            listener: the socket it serves, whose number it finds in GOLDSMITH_SOCKET; ours is closed.
            health: the path that answers 200 once the server is ready.
            variables: environment variables for it; of ours, only a few such as PATH and HOME are passed on.
            timeout: seconds until it must be healthy.
            detached: let it outlive this process.

        Raises:
            ServerError: the folder is not claimed, or the server died early or was not healthy in time; with the end
                of its log.
        """
        if self._lock is None:
            raise ServerError(f"{self.data} is not claimed for {self.name}: call claim() first.")
        self.url = address_of(listener)
        try:
            with listener:
                handed_on = (self._lock.fd, listener.fileno())
                given = dict(variables) | {"GOLDSMITH_SOCKET": str(listener.fileno())}
                self._child = self._spawn(command, given, handed_on, detached)
            write_private(self.data / "server.json", {"pid": self._child.pid, "url": self.url})
            self.release()
            self._await_health(self.url + health, timeout)
        except BaseException:
            self.stop()
            raise
        return self

    def wait(self) -> None:
        """Block until the server ends, which it should not do on its own.

        Raises:
            ServerError: it ended; with the end of its log.
        """
        if self._child:
            # A wait without end would not notice a Ctrl-C that comes in the moment before it begins.
            while self._child.poll() is None:
                time.sleep(0.2)
            raise self._died()

    def stop(self, grace: float = 15.0) -> None:
        """Ask the server to stop, kill its process group after `grace` seconds, and forget where it was."""
        child, self._child = self._child, None
        if child is None:
            return
        (self.data / "server.json").unlink(missing_ok=True)
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(grace)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def _spawn(
        self, command: Sequence[str], variables: Mapping[str, str], handed_on: tuple[int, ...], detached: bool
    ) -> subprocess.Popen[bytes]:
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        python, *rest = command
        inherited = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [python, str(_TETHER), "0" if detached else str(os.getpid()), *rest],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.data,
                env=inherited | {"PYTHONUNBUFFERED": "1", "PYTHONNOUSERSITE": "1"} | dict(variables),
                start_new_session=True,
                pass_fds=handed_on,
            )

    def _await_health(self, address: str, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not _healthy(address):
            if self._child and self._child.poll() is not None:
                raise self._died()
            if time.monotonic() > deadline:
                raise ServerError(
                    f"{self.name} did not answer at {address} within {timeout:.0f} s.\n{self._log_end()}"
                )
            time.sleep(0.3)

    def _died(self) -> ServerError:
        status = self._child.returncode if self._child else None
        return ServerError(f"{self.name} ended with exit status {status}.\n{self._log_end()}")

    def _log_end(self) -> str:
        tail = "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-15:])
        return f"Its log ({self.log}) ends with:\n{tail}"


def _healthy(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2.0, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
