"""A drop-in for Distilabel's RayPipeline."""

import logging
import threading
from typing import Any

from distilabel.models.llms.vllm import vLLM
from distilabel.pipeline.ray import RayPipeline as DistilabelRayPipeline
from distilabel.utils.serialization import TYPE_INFO_KEY

from goldsmith.errors import PipelineError
from goldsmith.extras import require
from goldsmith_distilabel.pipeline.conducting.workers import Workers
from goldsmith_distilabel.pipeline.running import RunningPipeline
from goldsmith_distilabel.pipeline.working.ray_workers import RayWorkers

__all__ = ["RayPipeline"]

_starting = threading.Lock()
_QUIET = {"log_to_driver": False, "logging_level": logging.WARNING}


class RayPipeline(RunningPipeline, DistilabelRayPipeline):
    """Distilabel's `RayPipeline` with the guarantees of our `Pipeline`: each replica of a step works in an actor.

    - The journals of finished batches are on the driver's disk. A run that was begun with `Pipeline` can be gone on with
      here, and the other way round.
    - Any number of pipelines can run in one Ray session, one after the other or at once.
    - An actor that dies, or one for which the cluster has no place, ends the run with a `PipelineError` that says so.
    - `load_groups`, `logging_handlers` and batch APIs (`use_offline_batch_generation`) work as on one machine.

    A Ray session that is up is used, else one is started on this machine or joined (`ray_head_node_url`, or an `address` in
    `ray_init_kwargs`). It stays up when the run ends, for the next pipeline; `ray.shutdown()` or the end of the program
    ends it. Ctrl-C and errors end the actors of the run, and so does Ray itself when the driver is killed. What steps
    print stays in Ray's logs unless `ray_init_kwargs` has `log_to_driver`; what they log comes to the driver.

    Nodes need goldsmith, every module that steps come from (but for the script or notebook itself) and the environment
    variables that steps read. Files that steps write, as to `artifacts_directory`, lie on the node: they reach the dataset
    and later runs only where nodes share the cache directory.

    Attributes:
        patience_s: the seconds a worker may be without a place in the cluster before the run looks for the reason and
            says it, and ends where the cluster as it is can never have room. A cluster that adds nodes on demand needs
            longer than a node takes to join.
    """

    patience_s: float = 30.0

    def _workers(self, run_id: str) -> Workers:
        self._init_ray()
        return RayWorkers((self.name, run_id), self._actor_options, self.patience_s)

    def _init_ray(self) -> None:
        ray = require("ray", extra="ray")
        with _starting:
            if ray.is_initialized():
                self._ray_node_ids = self._get_ray_gpus_per_node()
                return
            given, self._ray_init_kwargs = self._ray_init_kwargs, {**_QUIET, **self._ray_init_kwargs}
            try:
                super()._init_ray()
            except Exception as err:
                raise PipelineError(f"Ray cannot be started or reached: {err}") from err
            finally:
                self._ray_init_kwargs = given

    def _actor_options(self, step: Any, *, first: bool) -> dict[str, Any]:
        if first:
            self._ray_node_ids = (
                self._get_ray_gpus_per_node()
            )  # what earlier stages had of the GPUs is free again
        if isinstance(getattr(step, "llm", None), vLLM):
            return {"scheduling_strategy": self._group_for(step)}
        told = step.resources
        options = {
            "num_cpus": told.cpus,
            "num_gpus": told.gpus,
            "memory": told.memory,
            "resources": told.resources,
        }
        return {name: value for name, value in options.items() if value is not None}

    def _group_for(self, step: Any) -> Any:
        try:
            return self._create_vllm_placement_group(step)
        except ValueError as err:
            raise PipelineError(f"step {step.name!r} has no place in the Ray cluster: {err}") from err

    def outline(self) -> dict[str, Any]:
        """Return the pipeline without its data; it is loaded again as a `Pipeline`, whose `ray()` is for a cluster."""
        from goldsmith_distilabel.pipeline.pipeline import Pipeline

        told = super().outline()
        told["pipeline"][TYPE_INFO_KEY] = {"module": Pipeline.__module__, "name": Pipeline.__name__}
        return told
