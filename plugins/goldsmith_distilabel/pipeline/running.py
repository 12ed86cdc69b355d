"""How our pipelines run, whatever the place where their steps work."""

import tempfile
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging import Handler
from pathlib import Path
from typing import Any

from distilabel.constants import STEP_ATTR_NAME
from distilabel.distiset import Distiset
from distilabel.models.llms.base import LLM
from distilabel.pipeline._dag import DAG
from distilabel.pipeline.base import BasePipeline
from distilabel.steps import LoadDataFromDicts
from rich.console import Console

from goldsmith.errors import InputError
from goldsmith_distilabel.llms.asking.without_secrets import without_secrets
from goldsmith_distilabel.pipeline.conducting.plan import plan
from goldsmith_distilabel.pipeline.conducting.run import Run
from goldsmith_distilabel.pipeline.conducting.workers import Workers
from goldsmith_distilabel.pipeline.reporting.preview_table import preview_table
from goldsmith_distilabel.pipeline.reporting.run_report import RunReport

__all__ = ["RunningPipeline"]


class RunningPipeline(BasePipeline):
    """What `Pipeline` and `RayPipeline` have in common: everything but where steps work.

    Attributes:
        console: where progress and the report of a run are shown; `Console(quiet=True)` silences them.
        report: what the last run came to, step by step; None before the first.
        set_aside: the rows that did not come through in the last run: each has `error`, or `keep` and `drop_reason`.
    """

    console: Console | None = None
    report: RunReport | None = None
    set_aside: Sequence[dict[str, Any]] = ()

    def run(  # noqa: PLR0917 - Distilabel's signature
        self,
        parameters: dict[str, dict[str, Any]] | None = None,
        load_groups: Any = None,
        use_cache: bool = True,
        storage_parameters: dict[str, Any] | None = None,  # noqa: ARG002 - rows need no storage to get to a step
        use_fs_to_pass_data: bool = False,  # noqa: ARG002 - as above
        dataset: Any = None,
        dataset_batch_size: int = 50,
        logging_handlers: list[Handler] | None = None,
    ) -> Distiset:
        """Run, or go on where an earlier run was interrupted, or return what a complete one made.

        Args:
            parameters: step -> runtime parameter -> value.
            load_groups: steps to load together, as for Distilabel.
            use_cache: whether finished batches of earlier runs may be used; without, this pipeline's are forgotten.
            storage_parameters: accepted as Distilabel's are; rows are never passed through storage here.
            use_fs_to_pass_data: as above.
            dataset: rows, a `Dataset` or a `DataFrame` for the first step to take.
            dataset_batch_size: how many of them it is given at a time.
            logging_handlers: are told what the steps log.

        Returns:
            The rows that came through, a configuration a leaf step; the others are in `set_aside`.

        Raises:
            PipelineError: a step failed; the message names the step, the row and the cause. Or another run of this
                pipeline is going on.
            InputError: a loader was given no rows.
        """
        self._set_runtime_parameters(parameters or {})
        with self._one_run(dataset, dataset_batch_size), self._at_work(load_groups) as run:
            if not use_cache:
                run.forget()
            run.go(logging_handlers or [])
            return run.distiset(metadata=self._enable_metadata)

    def dry_run(
        self, parameters: dict[str, dict[str, Any]] | None = None, batch_size: int = 1, dataset: Any = None
    ) -> Distiset:
        """Run `batch_size` rows through the pipeline, leaving no trace; `preview` also shows them."""
        return self.preview(batch_size, parameters=parameters, dataset=dataset, show=False)

    def preview(
        self,
        n: int = 5,
        *,
        parameters: dict[str, dict[str, Any]] | None = None,
        dataset: Any = None,
        show: bool = True,
    ) -> Distiset:
        """Run the first `n` rows of each generator and show what becomes of them.

        Nothing is kept on disk, and no parameter that was given. `report` and `set_aside` are those of the preview until
        the next run.

        Raises:
            PipelineError: as for `run`.
        """
        cache = self._cache_dir
        try:
            with self._one_run(dataset, max(n, 1), copied=True), tempfile.TemporaryDirectory() as folder:
                self._cache_dir = Path(folder)
                self._set_runtime_parameters(parameters or {})
                with self._at_work(None, row_limit=n) as run:
                    run.go([])
                    distiset = run.distiset(metadata=self._enable_metadata, in_memory=True)
                if show:
                    self._show(distiset)
                return distiset
        finally:
            self._cache_dir = cache

    def dump(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ARG002 - Distilabel ignores them too
        """Return the pipeline as YAML and JSON can carry it, the rows of a `LoadDataFromDicts` included.

        Distilabel leaves them out, so that its `pipeline run --config` fails on the file.
        """
        told = self.outline()
        for entry in told["pipeline"]["steps"]:
            step = self.dag.get_step(entry["name"])[STEP_ATTR_NAME]
            if isinstance(step, LoadDataFromDicts):
                entry["step"]["data"] = step.data
        return told

    def outline(self) -> dict[str, Any]:
        """Return the pipeline without the data it is given, and without the secrets its models are given."""
        told = super().dump()
        for entry in told["pipeline"]["steps"]:
            step = self.dag.get_step(entry["name"])[STEP_ATTR_NAME]
            for name in type(step).model_fields:
                if isinstance(getattr(step, name), LLM):
                    entry["step"][name] = without_secrets(entry["step"][name])
        return told

    @abstractmethod
    def _workers(self, run_id: str) -> Workers:
        """Return a place where steps work."""

    @contextmanager
    def _at_work(self, load_groups: Any, row_limit: int | None = None) -> Iterator[Run]:
        self._set_pipeline_name()
        self._check_data()
        self._load_groups = self._built_load_groups(load_groups)
        self._validate()
        self._check_requirements()
        console = self.console or Console(stderr=True)
        if row_limit is not None:
            console = Console(quiet=True)  # a preview shows its rows instead
        run = Run(self, plan(self.dag, self._load_groups), self._workers, console, row_limit=row_limit)
        try:
            yield run
        finally:
            self.report, self.set_aside = run.report, run.set_aside

    def _check_data(self) -> None:
        for name in self.dag:
            step = self.dag.get_step(name)[STEP_ATTR_NAME]
            if isinstance(step, LoadDataFromDicts) and not step.data:
                raise InputError(f"step {name!r} was given no rows: data is empty")

    @contextmanager
    def _one_run(self, dataset: Any, batch_size: int, *, copied: bool = False) -> Iterator[None]:
        """Let a run add its loader, and give parameters, to a DAG of its own."""
        original = self.dag
        self.dag = _copied(original, with_steps=copied, pipeline=self)
        try:
            if dataset is not None:
                self._add_dataset_generator_step(dataset, batch_size)
            yield
        finally:
            self.dag = original

    def _show(self, distiset: Distiset) -> None:
        console = self.console or Console()
        for name, splits in distiset.items():
            if len(distiset) > 1:
                console.print(name)
            console.print(preview_table(list(splits["train"])))
        if self.set_aside:
            console.print(preview_table(self.set_aside))


def _copied(dag: DAG, *, with_steps: bool, pipeline: Any) -> DAG:
    twin = DAG()
    twin.G = dag.G.copy()
    if with_steps:
        for name in twin.G:
            twin.G.nodes[name][STEP_ATTR_NAME] = _twin(dag.get_step(name)[STEP_ATTR_NAME], pipeline)
    return twin


def _twin(step: Any, pipeline: Any) -> Any:
    step.pipeline = None  # it would be copied too
    try:
        twin = step.model_copy(deep=True)
    finally:
        step.pipeline = pipeline
    twin.pipeline = pipeline
    return twin
