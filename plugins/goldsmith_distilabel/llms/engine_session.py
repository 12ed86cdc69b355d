"""A model's connection to its engine: requests, plain errors, and the fields every local model has."""

import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import httpx
from distilabel.mixins.runtime_parameters import RuntimeParameter
from pydantic import Field, PrivateAttr

from goldsmith.errors import ModelError
from goldsmith_distilabel.llms.engine import Engine, EngineSettings, acquire
from goldsmith_distilabel.llms.gguf import SMOLLM2, find_gguf
from goldsmith_distilabel.llms.live_state import LeavesLiveState

__all__ = ["EngineSession", "OnEngine"]

_DYING = 30.0  # seconds that a dying engine may hold its lock after its socket is gone


class EngineSession:
    """Requests to the engine for `settings`, which is started when need be and again if it dies.

    Threads carry the requests: they belong to no event loop, and as many as can be useful run at once, so that a
    request's time limit does not run while it queues.
    """

    def __init__(self, settings: EngineSettings, timeout: float) -> None:
        """Find or start the engine; `timeout` in seconds holds for one request."""
        self._settings = settings
        self._connecting = threading.Lock()
        # No proxy from the environment: the engine is on this machine.
        self._http = httpx.Client(timeout=timeout, trust_env=False, limits=httpx.Limits(max_connections=None))
        self.threads = ThreadPoolExecutor(settings.n_parallel * 2, thread_name_prefix="engine")
        self.engine = acquire(settings)

    def post(self, path: str, payload: dict[str, Any]) -> Any:
        """Return the engine's answer to `payload`.

        Raises:
            ModelError: the engine refuses the request, takes too long, or dies twice over it.
        """
        engine = self.engine
        try:
            response = self._send(engine.url, engine.key, path, payload)
        except httpx.TransportError as err:
            if isinstance(err, httpx.TimeoutException):
                raise ModelError(
                    f"The local model took longer than {self._http.timeout.read} s to answer"
                ) from err
            response = self._send_again(engine, path, payload)
        if response.is_success:
            return response.json()
        raise ModelError(f"The local model refuses the request: {_reason(response)}")

    def close(self) -> None:
        """Release our share in the engine."""
        self.threads.shutdown(cancel_futures=True)
        self._http.close()
        self.engine.release()

    def _send(self, url: str, key: str, path: str, payload: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        # A lone surrogate, which no JSON parser takes, becomes a question mark.
        body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
        return self._http.post(url + path, content=body, headers=headers)

    def _send_again(self, suspect: Engine, path: str, payload: dict[str, Any]) -> httpx.Response:
        with self._connecting:
            if self.engine is suspect:
                self.engine = self._answering(suspect)
                suspect.release()
        try:
            return self._send(self.engine.url, self.engine.key, path, payload)
        except httpx.TransportError as err:
            raise ModelError(f"The local model's engine died twice over this request: {err}") from err

    def _answering(self, suspect: Engine) -> Engine:
        deadline = time.monotonic() + _DYING
        while True:
            engine = acquire(self._settings)
            if engine.pid != suspect.pid or self._answers(engine) or time.monotonic() > deadline:
                return engine
            engine.release()
            time.sleep(0.02)

    def _answers(self, engine: Engine) -> bool:
        try:
            self._http.get(f"{engine.url}/health")
        except httpx.TransportError:
            return False
        return True


def _reason(response: httpx.Response) -> str:
    try:
        return str(response.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {response.status_code} {response.text[:500]}"


class OnEngine(LeavesLiveState):
    """The fields and the life of a model that runs on the host's shared engine."""

    live_state: ClassVar[dict[str, Any]] = {"_session": None, "_event_loop": None, "_new_event_loop": False}
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"n_threads", "timeout"})

    model: RuntimeParameter[str] = Field(
        default=SMOLLM2,
        description="GGUF file: a path, `pkg:<import name>/<file>` or `hf:<owner>/<repo>/<file>`.",
    )
    n_ctx: int = Field(default=2048, ge=64, description="Tokens of a prompt and its answer together.")
    n_parallel: int = Field(default=8, ge=1, le=64, description="Prompts worked on at once.")
    n_threads: int = Field(default=0, ge=0, description="Threads to compute with; 0: one per usable CPU.")
    timeout: float = Field(default=600, gt=0, description="Seconds one request may take.")

    _session: EngineSession | None = PrivateAttr(default=None)
    _embedding: bool = PrivateAttr(default=False)

    @property
    def model_name(self) -> str:
        """The model file's name without its ending."""
        return str(self.model).rpartition("/")[2].removesuffix(".gguf")

    @property
    def session(self) -> EngineSession:
        """The connection that `load` made."""
        if self._session is None:
            raise ModelError(f"{self.model_name} is not loaded: call load() first")
        return self._session

    def _connect(self) -> None:
        if self._session is None:
            settings = EngineSettings(
                path=str(find_gguf(str(self.model))),
                n_ctx=self.n_ctx,
                n_parallel=self.n_parallel,
                n_threads=self.n_threads or _usable_cpus(),
                embedding=self._embedding,
            )
            self._session = EngineSession(settings, self.timeout)

    def _disconnect(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


def _usable_cpus() -> int:
    if hasattr(os, "sched_getaffinity"):  # fewer than the machine's in a container or under taskset
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
