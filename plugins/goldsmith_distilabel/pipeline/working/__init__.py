"""The steps at work: in processes of this machine or in a Ray cluster, and what becomes of each row."""

from goldsmith_distilabel.pipeline.working.step_runner import BatchResult, StepFailure, StepRunner
from goldsmith_distilabel.pipeline.working.worker_processes import WorkerProcesses

__all__ = ["BatchResult", "StepFailure", "StepRunner", "WorkerProcesses"]
