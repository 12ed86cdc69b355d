"""A server's own virtual environment, built once and used by every later start."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from goldsmith.errors import ServerError
from goldsmith.serving.home import home
from goldsmith.serving.locks import FileLock
from goldsmith.serving.progress import working

__all__ = ["Environment"]

_TELLING = ("Collecting ", "Building ", "Installing ")  # of pip's lines, those that say how far it is
_TETHER = Path(__file__).with_name("tether.py")
_UNREACHABLE = (
    "The package index cannot be reached: check the network (and pip's settings), then start again."
)
_REMEDIES = {
    "No space left on device": "The disk is full: free some space (or point GOLDSMITH_HOME elsewhere) and start again.",
    "Temporary failure in name resolution": _UNREACHABLE,
    "Name or service not known": _UNREACHABLE,
    "Failed to establish a new connection": _UNREACHABLE,
    "No matching distribution found": "The package index lacks a version that is needed, or cannot be reached: "
    "check the network (and pip's settings), then start again.",
}


def remedy(log: str) -> str:
    """Return what to do about the failure that pip's output tells of.

    >>> remedy("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device")
    'The disk is full: free some space (or point GOLDSMITH_HOME elsewhere) and start again.'
    """
    return next(
        (cure for sign, cure in _REMEDIES.items() if sign in log), "Mend what it names and start again."
    )


@dataclass(frozen=True)
class Environment:
    """The packages a server runs on, apart from ours: `requirements` pinned by the `constraints` file.

    It lives in `home()/envs/<name>-<hash>`, where the hash covers the requirements, the constraints and the Python
    version. A build in progress holds a lock that pip holds too, and only a finished one carries the file `complete`:
    whatever is killed, and when, a folder without it is thrown away and built again.
    """

    name: str
    constraints: Path
    requirements: tuple[str, ...]

    @property
    def path(self) -> Path:
        """The environment's folder; it may not exist yet."""
        recipe = [*self.requirements, self.constraints.read_text("utf-8"), sys.version.split()[0]]
        return home() / "envs" / f"{self.name}-{hashlib.sha256(json.dumps(recipe).encode()).hexdigest()[:12]}"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.path / "bin" / "python"

    @property
    def complete(self) -> bool:
        """Whether it was built to the end, and the interpreter it was built on is still there."""
        return (self.path / "complete").is_file() and self.python.exists()

    def build(self) -> Path:
        """Build it unless it is complete, and return its interpreter. A second builder waits for the first.

        Raises:
            ServerError: pip or venv failed; the message carries the end of the log, its path and, for a full disk or
                an unreachable package index, the remedy.
        """
        if self.complete:
            return self.python
        try:
            lock = FileLock(self.path.with_suffix(".lock"))
        except OSError as err:
            raise ServerError(
                f"Nothing can be kept in {home()}: {err}. Point GOLDSMITH_HOME elsewhere."
            ) from err
        try:
            if not lock.try_acquire():
                with working(f"Waiting for another process that builds the {self.name} environment"):
                    lock.acquire()
            if not self.complete:
                with working(f"Building the {self.name} environment (once, in {self.path})") as show:
                    self._build(lock, show)
        finally:
            lock.close()
        return self.python

    def _build(self, lock: FileLock, show: Callable[[str], None]) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        log = self.path.with_suffix(".log")
        # Most of what is installed is never imported: Python compiles what is, when it is.
        quiet = ("--no-input", "--no-compile", "--disable-pip-version-check", "--progress-bar=off")
        install = ["-m", "pip", "install", *quiet]
        try:
            log.write_bytes(b"")
            self._run([sys.executable, "-m", "venv", str(self.path)], lock, log, show)
            tether = [str(self.python), str(_TETHER), str(os.getpid())]
            self._run([*tether, *install, "-c", str(self.constraints), *self.requirements], lock, log, show)
            (self.path / "complete").write_text(json.dumps({"requirements": self.requirements}), "utf-8")
        except OSError as err:
            raise ServerError(f"The {self.name} environment cannot be built in {self.path}: {err}.") from err

    def _run(self, command: list[str], lock: FileLock, log: Path, show: Callable[[str], None]) -> None:
        """Run one step of the build, each line of its output to `log` and `show`; nothing of it outlives us."""
        quiet = os.environ | {"PYTHONNOUSERSITE": "1", "PIP_REQUIRE_VIRTUALENV": "0"}
        quiet.pop("PYTHONPATH", None)
        with (
            log.open("a", encoding="utf-8") as file,
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                env=quiet,
                start_new_session=True,
                pass_fds=(lock.fd,),
            ) as process,
        ):
            try:
                for line in process.stdout or ():
                    file.write(line)
                    if line.startswith(_TELLING):
                        show(" ".join(line.split()[:2]))
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                raise
        if process.returncode:
            raise ServerError(self._failure(log))

    def _failure(self, log: Path) -> str:
        text = log.read_text("utf-8", errors="replace")
        tail = "\n".join(text.splitlines()[-15:])
        return f"The {self.name} environment could not be built. {remedy(text)}\nThe log ({log}) ends with:\n{tail}"
