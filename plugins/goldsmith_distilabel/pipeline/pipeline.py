"""A drop-in for Distilabel's Pipeline."""

from typing import Any

from distilabel.pipeline import Pipeline as DistilabelPipeline
from distilabel.utils.ray import script_executed_in_ray_cluster

from goldsmith_distilabel.pipeline.conducting.workers import Workers
from goldsmith_distilabel.pipeline.ray_pipeline import RayPipeline
from goldsmith_distilabel.pipeline.running import RunningPipeline
from goldsmith_distilabel.pipeline.working.worker_processes import WorkerProcesses

__all__ = ["Pipeline"]


class Pipeline(RunningPipeline, DistilabelPipeline):
    """Distilabel's `Pipeline` with an outcome that can be trusted: change the import, nothing else.

    - It resumes: after kill -9, Ctrl-C or a power cut the same script goes on where it was, to the dataset of an
      uninterrupted run. Changed code, prompts, data or parameters are noticed, and only what depends on them is redone.
    - It never hangs and never returns part of the data as if it were all: a step that cannot go on raises `PipelineError`.
    - It tells the truth: one bad row does not harm its batch, and every row that did not come through is in
      `set_aside` with its reason; `report` counts them.
    - It costs next to nothing: a batch is written once, nothing is written twice, nobody sleeps.

    Each step works in a process of its own, as Distilabel's do. In a job of a Ray cluster steps work in the cluster's actors.
    """

    def _workers(self, run_id: str) -> Workers:
        if script_executed_in_ray_cluster():
            return self.ray()._workers(run_id)  # noqa: SLF001 - ours
        return WorkerProcesses((self.name, run_id))

    def ray(
        self, ray_head_node_url: str | None = None, ray_init_kwargs: dict[str, Any] | None = None
    ) -> RayPipeline:
        """Return this pipeline for a Ray cluster."""
        twin = RayPipeline(
            name=self.name,
            description=self.description,
            cache_dir=self._cache_dir,
            enable_metadata=self._enable_metadata,
            requirements=self.requirements,
            ray_head_node_url=ray_head_node_url,
            ray_init_kwargs=ray_init_kwargs,
        )
        twin.dag = self.dag
        twin.console = self.console
        return twin
