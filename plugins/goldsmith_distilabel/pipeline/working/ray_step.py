"""What a Ray actor does: load one step, then answer one request after another."""

import pickle
from typing import Any

from goldsmith_distilabel.pipeline.working.step_runner import StepFailure, StepRunner
from goldsmith_distilabel.pipeline.working.worker import (
    Answer,
    answer_to,
    log_to,
    prepare,
)

__all__ = ["RayStep"]


class RayStep:
    """A step in an actor. What it logs comes back with the next answer.

    The step comes to `load`, not to the actor's constructor: what goes wrong when it is unpickled on another machine,
    as where a module of the user's is not there, is then told like any other failure to load.
    """

    def __init__(self) -> None:
        self._told: list[Answer] = []
        self._runner: StepRunner | None = None

    def placed(self) -> list[Answer]:
        """Answer as soon as the actor has its place in the cluster."""
        return []

    def load(self, step: bytes, replica: int, pipeline: tuple[str, str]) -> list[Answer]:
        """Load a step.

        Args:
            step: the step, pickled by cloudpickle.
            replica: which of its replicas this is.
            pipeline: the pipeline's name and the run's id.
        """
        log_to(self._told.append)
        try:
            self._runner = prepare(pickle.loads(step), replica, pipeline, ray=True)  # noqa: S301 - the driver's
            self._runner.load()
        except StepFailure as err:
            return self._with_logs(("failed", err))
        except Exception as err:  # noqa: BLE001 - unpickling runs a user's code
            return self._with_logs(("failed", StepFailure.of(err)))
        return self._with_logs(("loaded", None))

    def ask(self, request: bytes) -> list[Answer]:
        """Do what is asked: ("process", parts) or ("generate", offset), pickled."""
        asked: tuple[str, Any] = pickle.loads(request)  # noqa: S301 - the driver's
        if self._runner is None:
            raise RuntimeError("the actor was asked for rows before its step was loaded")
        return self._with_logs(answer_to(self._runner, asked))

    def unload(self) -> None:
        """Let the step free what it holds."""
        if self._runner is not None:
            self._runner.unload()

    def _with_logs(self, answer: Answer) -> list[Answer]:
        told = [*self._told, answer]
        del self._told[: len(told) - 1]  # a thread of the step may have logged meanwhile
        return told
