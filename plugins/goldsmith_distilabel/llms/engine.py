"""One llama.cpp engine per host and setting, shared by every step, process and run of this user.

Files in the runtime folder (0700), one stem per setting:

    <stem>.users    shared lock: held by everybody who uses the engine; gone with the process, also after kill -9
    <stem>.engine   exclusive lock: held by the engine as long as it lives
    <stem>.start    exclusive lock: held by whoever is starting or stopping the engine
    <stem>.json     address, API key and process id of the engine (0600)
    <stem>.log      what the engine said since its start

The locks are the truth: an information file without a living engine is stale and replaced.
Needs POSIX file locks (Linux, macOS).
"""

import fcntl
import hashlib
import json
import logging
import os
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from goldsmith.errors import ModelError
from goldsmith.extras import require

__all__ = ["Engine", "EngineSettings", "acquire", "runtime_folder"]

logger = logging.getLogger(__name__)

_SERVER = Path(__file__).with_name("engine_server.py")
_LINGER = "20"  # seconds: longer than a pipeline takes to bring up its next step
_START_LIMIT = 600.0  # seconds: a large model on a slow disk


@dataclass(frozen=True)
class EngineSettings:
    """What makes two engines different.

    Attributes:
        path: the GGUF file.
        n_ctx: tokens a prompt and its answer may have together, per slot.
        n_parallel: slots, that is, how many prompts are worked on at once.
        n_threads: threads to compute with.
        embedding: whether the engine embeds texts (mean pooling) rather than generating.
    """

    path: str
    n_ctx: int
    n_parallel: int
    n_threads: int
    embedding: bool = False

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with any setting, the model file and the engine's version."""
        file = Path(self.path).stat()
        version = require("xllamacpp", extra="local").__version__
        said = json.dumps([asdict(self), file.st_size, file.st_mtime_ns, version], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass
class Engine:
    """A running engine, and our share in it."""

    url: str
    key: str
    pid: int
    lease: TextIO

    def release(self) -> None:
        """Give up our share; the engine leaves some seconds after the last one."""
        self.lease.close()


def acquire(settings: EngineSettings) -> Engine:
    """Find the engine for `settings` on this host, or start it.

    `GOLDSMITH_ENGINE_LINGER` sets how many seconds a newly started engine outlives its last user (20).

    Raises:
        ModelError: it does not start; the message ends with what the engine said.
        MissingExtraError: xllamacpp is not installed.
    """
    stem = runtime_folder() / settings.fingerprint
    users = _open(stem.with_suffix(".users"))
    fcntl.flock(users, fcntl.LOCK_SH)
    try:
        with _open(stem.with_suffix(".start")) as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            if not _is_alive(stem):
                _launch(settings, stem)
            return Engine(**_information(stem), lease=users)
    except BaseException:
        users.close()
        raise


def runtime_folder() -> Path:
    """Return the folder engines are found through, made if need be.

    `GOLDSMITH_RUNTIME_DIR`, or `goldsmith` in `XDG_RUNTIME_DIR`, or `goldsmith-<user id>` in the temporary folder.

    Raises:
        ModelError: it belongs to somebody else or others may read it: they could read the key or plant an engine.
    """
    owner = os.getuid()
    named, session = os.environ.get("GOLDSMITH_RUNTIME_DIR"), os.environ.get("XDG_RUNTIME_DIR")
    if named:
        folder = Path(named)
    elif session and os.access(session, os.W_OK):
        folder = Path(session, "goldsmith")
    else:
        folder = Path(tempfile.gettempdir(), f"goldsmith-{owner}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise ModelError(
            f"{folder} must be a folder that belongs to you and that nobody else may enter. Mend it with"
            f" `chmod 700 {folder}`, or set GOLDSMITH_RUNTIME_DIR to another folder."
        )
    return folder


def _launch(settings: EngineSettings, stem: Path) -> None:
    stem.with_suffix(".json").unlink(missing_ok=True)
    log = stem.with_suffix(".log")
    logger.info("Starting the local model engine for %s", settings.path)
    linger = os.environ.get("GOLDSMITH_ENGINE_LINGER", _LINGER)
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        subprocess.run(
            [sys.executable, "-P", str(_SERVER), json.dumps(asdict(settings)), str(stem), linger],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,  # a launcher that failed has left no engine, which is looked at next
        )


def _information(stem: Path) -> dict[str, Any]:  # of a living engine, which may still be loading
    path = stem.with_suffix(".json")
    deadline = time.monotonic() + _START_LIMIT
    while time.monotonic() < deadline:
        alive = _is_alive(stem)
        with suppress(FileNotFoundError):
            information: dict[str, Any] = json.loads(path.read_text())
            return information
        if not alive:
            break
        time.sleep(0.05)
    said = stem.with_suffix(".log").read_text(errors="replace").strip()[-2000:] or "nothing"
    raise ModelError(
        "The local model engine did not start. Check that the file is a GGUF model this machine has the memory"
        f" for. The engine said:\n{said}"
    )


def _is_alive(stem: Path) -> bool:
    with _open(stem.with_suffix(".engine")) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _open(path: Path) -> TextIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
