"""The process behind the local models: one llama.cpp engine that leaves soon after its last user has.

Run as a script, so that it starts in a second instead of importing Distilabel. `engine.py` starts it and says how its
files are used. Whoever uses the engine holds a shared lock on its `users` file; the kernel drops the lock of a
process that dies, so nobody can keep an engine by crashing.
"""

import fcntl
import json
import os
import secrets
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO


def main() -> None:
    """Take the engine's lock, detach from the starter, serve until nobody has used the engine for `linger` seconds."""
    settings = json.loads(sys.argv[1])
    stem, linger = sys.argv[2], float(sys.argv[3])
    alive = _open(f"{stem}.engine")
    fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if os.fork():  # the starter waits for this process only; the lock lives on in the child
        os._exit(0)
    os.setsid()
    # Spinning threads collapse on a busy machine: 21 tokens/s instead of 112 on two shared cores.
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    key = secrets.token_hex(16)
    server = _serve(settings, key)
    _publish(Path(f"{stem}.json"), {"url": server.listening_address, "key": key, "pid": os.getpid()})
    # Named, so that both locks are held until the very end: who arrives meanwhile must not find an engine that is leaving.
    users, start = _open(f"{stem}.users"), _open(f"{stem}.start")
    _wait_until_unused(users, start, linger)
    Path(f"{stem}.json").unlink(missing_ok=True)
    alive.close()  # first: at a process's end the kernel may drop it last, and who arrives would wait for a dead engine
    os._exit(0)  # the engine's own threads never end by themselves


def _serve(settings: dict[str, Any], key: str) -> Any:
    xllamacpp: Any = import_module("xllamacpp")  # after OMP_WAIT_POLICY, which its OpenMP reads once
    params = xllamacpp.CommonParams()
    params.model.path = settings["path"]
    params.n_parallel = settings["n_parallel"]
    params.n_ctx = settings["n_ctx"] * settings["n_parallel"]  # llama.cpp divides it among its slots
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = settings["n_threads"]
    params.n_threads_http = settings["n_parallel"] * 2 + 2
    params.cache_ram_mib = (
        0  # the default keeps up to 8 GiB of old prompts; the slots' own prefixes are enough
    )
    # Flash attention and a half-precision cache make an answer depend on what else is in the batch: log-odds of a label
    # moved by 0.9 between runs of one prompt, and by at most 0.3, mostly 0, without them.
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    params.api_keys = [key]  # without one, every process of this machine could use the port
    params.ui = params.endpoint_slots = False
    params.verbosity = 1  # errors only, to the log
    if settings["embedding"]:
        params.embedding = True
        params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
        params.n_batch = params.n_ubatch = settings["n_ctx"]  # a pooled text must fit into one physical batch
    return xllamacpp.Server(params)


def _open(path: str) -> TextIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")


def _publish(path: Path, info: dict[str, Any]) -> None:
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(info, file)
    partial.replace(path)


def _wait_until_unused(users: TextIO, start: TextIO, linger: float) -> None:
    """Return once nobody held `users` for `linger` seconds, keeping both locks: who arrives now waits for our end."""
    idle_since = time.monotonic()
    while True:
        time.sleep(0.5)
        if not _lock(users):
            idle_since = time.monotonic()
        elif time.monotonic() - idle_since >= linger and _lock(start):
            return
        else:
            fcntl.flock(users, fcntl.LOCK_UN)


def _lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    main()
