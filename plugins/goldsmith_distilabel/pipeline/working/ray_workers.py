"""Steps in actors of a Ray cluster."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from goldsmith.errors import PipelineError
from goldsmith.extras import require
from goldsmith_distilabel.pipeline.working.ray_death import cause_of_death
from goldsmith_distilabel.pipeline.working.ray_placement import Needs, Placement, needs_of
from goldsmith_distilabel.pipeline.working.ray_step import RayStep
from goldsmith_distilabel.pipeline.working.step_runner import StepFailure
from goldsmith_distilabel.pipeline.working.worker import Answer

__all__ = ["RayWorker", "RayWorkers"]

_SECONDS_TO_LEAVE = 5.0


class RayWorker:
    """One replica of a step in an actor. At most one answer is due at a time.

    Attributes:
        step_name: the step.
        needs: what the cluster must have free for it.
        placed: whether it has its place in the cluster.
        due: the reference of the answer that is awaited, None if there is none.
    """

    def __init__(self, step: Any, replica: int, pipeline: tuple[str, str], options: dict[str, Any]) -> None:
        self._ray = require("ray", extra="ray")
        self.step_name = str(step.name)
        self.needs: Needs = needs_of(options)
        self.placed = False
        self.group = getattr(options.get("scheduling_strategy"), "placement_group", None)
        self.actor = self._ray.remote(RayStep).options(**options).remote()
        self.due: Any = self.actor.placed.remote()
        self._load = self._pickled(step), replica, pipeline

    def send(self, request: tuple[str, Any]) -> None:
        """Ask for something."""
        # pickled here: rows that Ray itself unpickles share its memory, their arrays cannot be written to
        self.due = self.actor.ask.remote(self._ray.cloudpickle.dumps(request))

    def answers(self) -> list[Answer]:
        """Return the answers that are there, once the awaited one is."""
        due, self.due = self.due, None
        try:
            told: list[Answer] = self._ray.get(due)
        except self._ray.exceptions.RayTaskError as err:
            return [("failed", StepFailure.of(err.cause or err))]
        except self._ray.exceptions.RayError as err:
            return [("died", cause_of_death(err))]
        if not self.placed:
            self.placed = True
            self.due = self.actor.load.remote(*self._load)
            self._load = b"", 0, ("", "")
        return told

    def end(self) -> None:
        """Take its place in the cluster away from it."""
        with suppress(
            self._ray.exceptions.RayError, ConnectionError
        ):  # then the cluster is gone, and all in it
            self._ray.kill(self.actor)
            if self.group is not None:
                self._ray.util.remove_placement_group(self.group)

    def _pickled(self, step: Any) -> bytes:
        twin = step.model_copy()
        twin.pipeline = None  # it does not pickle, and nobody needs it there
        try:
            return bytes(self._ray.cloudpickle.dumps(twin))
        except Exception as err:
            raise PipelineError(
                f"step {self.step_name!r} cannot be sent to the Ray cluster, it does not pickle: {err}. Create in load() "
                "what holds files, locks or connections."
            ) from err


class RayWorkers:
    """The actors of a run. They have no names, so that any number of runs can share a cluster.

    Args:
        pipeline: the pipeline's name and the run's id.
        options: returns Ray's options for an actor of a step; told whether it is the first, while there are no others.
        patience_s: the seconds that a worker may be without a place before somebody looks whether there can be one.
    """

    def __init__(
        self,
        pipeline: tuple[str, str],
        options: Callable[..., dict[str, Any]],
        patience_s: float,
    ) -> None:
        self._ray = require("ray", extra="ray")
        self._pipeline = pipeline
        self._options = options
        self._workers: list[RayWorker] = []
        self._placement = Placement(patience_s)

    def keep_away(self, file: Any) -> None:
        """Do nothing: an actor holds none of this process's files."""

    def start(self, step: Any, replica: int) -> RayWorker:
        """Start a worker; it tells when its step is loaded.

        Raises:
            PipelineError: the step cannot be sent to the cluster.
        """
        worker = RayWorker(step, replica, self._pipeline, self._options(step, first=not self._workers))
        self._workers.append(worker)
        self._placement.changed()
        return worker

    def wait(self, seconds: float) -> list[tuple[RayWorker, Answer]]:
        """Return what the workers say, after at most `seconds`; a worker that has died has ("died", why) to say.

        Raises:
            PipelineError: the cluster has no place for a worker and never will.
        """
        due = {worker.due: worker for worker in self._workers if worker.due is not None}
        if not due:
            time.sleep(seconds)
            return []
        ready, rest = self._ray.wait(list(due), timeout=seconds)
        if ready and rest:
            ready += self._ray.wait(rest, num_returns=len(rest), timeout=0)[0]
        told = [(due[ref], answer) for ref in ready for answer in due[ref].answers()]
        if ready:
            self._placement.changed()
        return told + self._placement.look(self._workers)

    def stop(self, workers: Sequence[RayWorker]) -> None:
        """Let workers that have nothing to do unload and leave."""
        leaving = [worker.actor.unload.remote() for worker in workers]
        if leaving:
            self._ray.wait(leaving, num_returns=len(leaving), timeout=_SECONDS_TO_LEAVE)
        self._end(workers)

    def close(self) -> None:
        """End all workers, whatever they do."""
        self._end(list(self._workers))

    def _end(self, workers: Sequence[RayWorker]) -> None:
        for worker in workers:
            worker.end()
            self._workers.remove(worker)
        self._placement.changed()
