"""What steps that run code have in common: a sandbox while they are loaded."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

from pydantic import BaseModel, Field, PrivateAttr

from goldsmith.verify import CodeJob, CodeLimits, CodeSandbox, CodeVerdict

__all__ = ["RunsCode"]


class RunsCode(BaseModel):
    """Mixed into a step that runs code.

    Attributes:
        seconds: how long one run may take.
        cpu_seconds: how much processor time it may use.
        memory_mb: MiB of memory it may have.
        packages: names of installed packages that the code may import beside Python's library.
        workers: how many runs at a time; one for each processor if None.
    """

    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_sandbox", "_threads", "_loop", "workers"})

    seconds: float = Field(default=5.0, gt=0)
    cpu_seconds: float = Field(default=5.0, gt=0)
    memory_mb: int = Field(default=512, ge=64)
    packages: list[str] = Field(default_factory=list)
    workers: int | None = Field(default=None, ge=1)

    _sandbox: CodeSandbox | None = PrivateAttr(default=None)
    _threads: ThreadPoolExecutor | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any, /) -> None:
        """Hand on to the step's own, which puts it into its pipeline: pydantic's for private attributes would not."""
        super().model_post_init(context)

    @property
    def sandbox(self) -> CodeSandbox:
        """The sandbox; a step that was not loaded has none."""
        if self._sandbox is None:
            raise RuntimeError(f"step {self.name} must be loaded before it processes rows")  # type: ignore[attr-defined]
        return self._sandbox

    def load(self) -> None:
        """Load the step, and start the sandbox or say why none holds here."""
        super().load()  # type: ignore[misc]
        limits = CodeLimits(self.seconds, self.cpu_seconds, self.memory_mb << 20)
        self._sandbox = CodeSandbox(self.workers, limits, self.packages)
        self._sandbox.__enter__()
        self._threads = ThreadPoolExecutor(self._sandbox.workers, thread_name_prefix="runs-code")

    def unload(self) -> None:
        """End the sandbox, and unload the step."""
        if self._threads:
            self._threads.shutdown(cancel_futures=True)
            self._threads = None
        if self._sandbox:
            self._sandbox.close()
            self._sandbox = None
        super().unload()  # type: ignore[misc]

    async def run_code(self, job: CodeJob) -> CodeVerdict:
        """Return the verdict on a job, while others go on."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.sandbox.run, job)
