"""One run of a pipeline, from its first look at the disk to its report."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from logging import Handler
from pathlib import Path
from time import monotonic
from typing import Any, Literal
from unittest.mock import patch

from distilabel.distiset import Distiset, _grab_citations
from rich.console import Console

from goldsmith.data import atomic_path
from goldsmith.errors import PipelineError
from goldsmith.serving.locks import FileLock
from goldsmith_distilabel.pipeline.conducting.batch_journal import BatchJournal
from goldsmith_distilabel.pipeline.conducting.conductor import Conductor
from goldsmith_distilabel.pipeline.conducting.desk import Desk
from goldsmith_distilabel.pipeline.conducting.plan import StepPlan
from goldsmith_distilabel.pipeline.conducting.run_data import RunData
from goldsmith_distilabel.pipeline.conducting.run_log import RunLog
from goldsmith_distilabel.pipeline.conducting.step_failure import JobsPending
from goldsmith_distilabel.pipeline.conducting.workers import Workers
from goldsmith_distilabel.pipeline.fingerprints.of_a_step import fingerprint, step_fingerprint
from goldsmith_distilabel.pipeline.reporting.harmless import harmless
from goldsmith_distilabel.pipeline.reporting.progress import PipelineProgress
from goldsmith_distilabel.pipeline.reporting.run_counts import RunCounts
from goldsmith_distilabel.pipeline.reporting.run_report import RunReport

__all__ = ["Run"]


class Run:
    """A run of a pipeline.

    Its folder is `<cache_dir>/<pipeline name>`: `steps/<step>-<fingerprint>.journal` holds the finished batches of a step,
    for all runs in which the step is the same, and `runs/<fingerprint of all steps>/` what one run made: the dataset, the
    rows set aside, `report.json`, `pipeline.yaml` and `pipeline.log`.

    Args:
        pipeline: the pipeline.
        plans: its steps.
        workers: makes, for a run's id, the place where steps work.
        console: where progress and the report are shown.
        row_limit: the most rows a generator gives.

    Attributes:
        report: what the run came to.
        set_aside: the rows that did not come through.
    """

    def __init__(
        self,
        pipeline: Any,
        plans: Mapping[str, StepPlan],
        workers: Callable[[str], Workers],
        console: Console,
        *,
        row_limit: int | None = None,
    ) -> None:
        self._pipeline = pipeline
        self._plans = plans
        self._workers = workers
        self._row_limit = row_limit
        self._marks = {name: step_fingerprint(plan.step) for name, plan in plans.items()}
        shape = [(plan.name, plan.predecessors, self._marks[name]) for name, plan in plans.items()]
        self.run_id = fingerprint(shape)[:16]
        self._leaves = [name for name, plan in plans.items() if not plan.successors]
        self._home: Path = pipeline._cache_dir / pipeline.name  # noqa: SLF001 - ours
        self._folder: Path = self._home / "runs" / self.run_id
        self._data = RunData(self._folder / "data")
        self._fresh = {name for name, plan in plans.items() if not plan.step.use_cache}
        self._console = console
        self.report: RunReport | None = None
        self.set_aside: Sequence[dict[str, Any]] = ()

    def forget(self) -> None:
        """Use nothing that earlier runs have finished."""
        self._fresh = set(self._plans)

    def go(self, handlers: Sequence[Handler]) -> None:
        """Do what is left to do.

        Raises:
            PipelineError: a step failed, or another run is going on here.
        """
        lock = self._locked()
        try:
            if not self._fresh and self._data.is_final():
                self.report = RunReport.load(self._report_path)
                self.set_aside = self._data.set_aside()
                self._say(
                    f"Nothing has changed since this run was completed; its rows are in {self._data.folder}"
                )
                return
            self._data.begin()
            self._journaled(lock, handlers)
        finally:
            lock.close()

    def distiset(self, *, metadata: bool, in_memory: bool = False) -> Distiset:
        """Return the rows that came through."""
        distiset = self._data.distiset(self._leaves, metadata=metadata, in_memory=in_memory)
        with patch("distilabel.distiset.get_bibtex", side_effect=ValueError("never looked up on the web")):
            distiset._citations = _grab_citations(self._pipeline.dag)  # noqa: SLF001 - as Distilabel does
        distiset.log_filename_path = self._folder / "pipeline.log"
        if (self._folder / "pipeline.yaml").exists():
            distiset.pipeline_path = self._folder / "pipeline.yaml"
        if (self._folder / "data" / "steps_artifacts").exists():
            distiset.artifacts_path = self._folder / "data" / "steps_artifacts"
        return distiset

    # --- the way there --------------------------------------------------------------------------------------------

    def _locked(self) -> FileLock:
        lock = FileLock(self._home / "lock")
        if not lock.try_acquire():
            lock.close()
            raise PipelineError(
                f"Another run of pipeline {self._pipeline.name!r} is going on in {self._home}: wait for it, or give this one "
                "another name or cache_dir"
            )
        return lock

    @property
    def _report_path(self) -> Path:
        return self._folder / "report.json"

    def _say(self, text: str) -> None:
        self._console.print(harmless(text), highlight=False, markup=False, soft_wrap=True)

    def _journaled(self, lock: FileLock, handlers: Sequence[Handler]) -> None:
        journals = {name: BatchJournal(self._of_step(name, "journal")) for name in self._plans}
        for name in self._affected():
            journals[name].clear()
        try:
            self._conducted(journals, lock, handlers)
        finally:
            for journal in journals.values():
                journal.close()

    def _affected(self) -> list[str]:
        """The steps whose earlier batches must not be used: those told so, and all that come after them."""
        affected: list[str] = []
        for name, plan in self._plans.items():
            if name in self._fresh or any(other in affected for other in plan.predecessors):
                affected.append(name)
        return affected

    def _conducted(
        self, journals: Mapping[str, BatchJournal], lock: FileLock, handlers: Sequence[Handler]
    ) -> None:
        counts = RunCounts(
            list(self._plans), [n for n, plan in self._plans.items() if plan.step.is_generator]
        )
        for name, plan in self._plans.items():
            if plan.step.is_generator:
                counts.expect(name, _rows_of(plan.step, self._row_limit))
        self._prepare_steps()
        workers = self._workers(self.run_id)
        workers.keep_away(lock)
        started, began = datetime.now(UTC), monotonic()
        status: Literal["complete", "failed", "interrupted"] = "interrupted"
        error: str | None = None
        with PipelineProgress(counts, self._console) as progress:
            log = RunLog(self._folder / "pipeline.log", handlers, progress.note)
            conductor = Conductor(
                self._plans,
                journals,
                workers,
                counts,
                tick=progress.refresh,
                told=log.take,
                row_limit=self._row_limit,
            )
            try:
                conductor.run()
                self._finish(conductor)
                status = "complete"
            except PipelineError as err:
                status, error = "failed", str(err)
                if isinstance(err, JobsPending):
                    self._keep_jobs(err)
                raise
            finally:
                workers.close()
                log.close()
                self._tell(counts, status, error, started, monotonic() - began)

    def _prepare_steps(self) -> None:
        jobs = self._jobs()
        for name, plan in self._plans.items():
            plan.step.set_pipeline_artifacts_path(self._artifacts(name))
            if jobs.get(self._marks[name]):
                plan.step.llm.jobs_ids = tuple(jobs[self._marks[name]])
        try:
            self._pipeline.save(self._folder / "pipeline.yaml", format="yaml", dump=self._pipeline.outline())
        except Exception as err:  # noqa: BLE001 - a field of a user's step may be anything
            self._say(f"This pipeline cannot be saved as YAML ({err}); it runs all the same")

    def _finish(self, conductor: Conductor) -> None:
        leaves = {name: _Batches(conductor.desks[name]) for name in self._leaves}
        columns = {name: list(self._plans[name].step.get_outputs()) for name in self._leaves}
        self.set_aside = self._data.write(leaves, columns)
        for name in self._plans:
            if (made := self._artifacts(name) / name).exists():
                shutil.copytree(made, self._folder / "data" / "steps_artifacts" / name, dirs_exist_ok=True)
        raised = sum(
            len(desk.journal.meta(key)["raised"]) for desk in conductor.desks.values() for key in desk.keys
        )
        self._data.complete(self._leaves, worth_another_try=raised)
        self._jobs_path.unlink(missing_ok=True)

    def _tell(
        self,
        counts: RunCounts,
        status: Literal["complete", "failed", "interrupted"],
        error: str | None,
        started: datetime,
        seconds: float,
    ) -> None:
        self.report = RunReport.of(
            counts,
            pipeline=self._pipeline.name,
            run=self.run_id,
            status=status,
            error=error,
            started=started,
            seconds=seconds,
            leaves=self._leaves,
            set_aside=self._data.set_aside_path if status == "complete" else None,
        )
        with suppress(OSError):  # a full disk is told already
            self.report.save(self._report_path)
        if status != "interrupted":
            self._console.print(self.report.table())
            self._say(self.report.summary())

    def _artifacts(self, name: str) -> Path:
        # of the step, not of the run: a step that is not run again makes no artifacts again
        return self._of_step(name, "artifacts")

    def _of_step(self, name: str, kind: str) -> Path:
        return self._home / "steps" / f"{name}-{self._marks[name][:16]}.{kind}"

    @property
    def _jobs_path(self) -> Path:
        return self._home / "steps" / "jobs.json"

    def _jobs(self) -> dict[str, list[str]]:
        with suppress(OSError, ValueError):
            told: dict[str, list[str]] = json.loads(self._jobs_path.read_text(encoding="utf-8"))
            return told
        return {}

    def _keep_jobs(self, pending: JobsPending) -> None:
        jobs = self._jobs() | {self._marks[pending.step]: list(pending.jobs_ids)}
        with atomic_path(self._jobs_path) as draft:
            draft.write_text(json.dumps(jobs), encoding="utf-8")


class _Batches:
    """The batches a step gave on, in their order, as often as wanted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[list[dict[str, Any]]]:
        return (self._desk.journal.read(key).rows for key in self._desk.keys)


def _rows_of(generator: Any, limit: int | None) -> int | None:
    data = getattr(generator, "data", None)
    known = len(data) if isinstance(data, list) else getattr(generator, "num_examples", None)
    return known if limit is None or known is None else min(known, limit)
