"""The run itself: batches from step to step, every finished one on disk before it goes on."""

import pickle
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from distilabel.pipeline.batch import _Batch

from goldsmith.errors import PipelineError
from goldsmith_distilabel.pipeline.conducting.batch_journal import BatchJournal, BatchRecord, digest
from goldsmith_distilabel.pipeline.conducting.desk import Desk, Job, Output
from goldsmith_distilabel.pipeline.conducting.inbox import ConvergenceInbox, InputBatch
from goldsmith_distilabel.pipeline.conducting.plan import StepPlan
from goldsmith_distilabel.pipeline.conducting.second_try import failed_rows, mended
from goldsmith_distilabel.pipeline.conducting.step_failure import (
    every_row_failed,
    pending,
    step_failed,
    unequal_branches,
    worker_died,
)
from goldsmith_distilabel.pipeline.conducting.workers import Workers
from goldsmith_distilabel.pipeline.reporting.run_counts import BatchOutcome, RunCounts
from goldsmith_distilabel.pipeline.working.step_runner import BatchResult

__all__ = ["Conductor"]

_SECONDS_TO_WAIT = 0.25
_BATCHES_AHEAD = 4
_FAILURES_IN_A_ROW = 10
_NO_ROWS = pickle.dumps([], protocol=5)


class Conductor:
    """Moves batches through a pipeline, in one thread.

    Which rows make up a step's nth batch depends on the predecessors' batches alone, never on who was faster. Each
    batch has a key made of the contents it comes from; a batch whose key is in the step's journal was finished before
    and is taken from there. So an interrupted run goes on where it was, and a changed step redoes what depends on it
    and nothing else. A step's worker is started when there is something for it to do, and a step whose batches are all
    in its journal is never loaded.

    Args:
        plans: the steps, each after those it takes from.
        journals: the steps' journals.
        workers: where steps work.
        counts: told of every batch.
        tick: called all the time; must be quick.
        told: called with each log record of a worker.
        row_limit: the most rows a generator gives; None for all.
    """

    def __init__(
        self,
        plans: Mapping[str, StepPlan],
        journals: Mapping[str, BatchJournal],
        workers: Workers,
        counts: RunCounts,
        *,
        tick: Callable[[], None],
        told: Callable[[Any], None],
        row_limit: int | None = None,
    ) -> None:
        self.desks = {name: Desk(plan, journals[name], plan.inbox()) for name, plan in plans.items()}
        self._workers = workers
        self._counts = counts
        self._tick = tick
        self._told = told
        self._row_limit = row_limit
        self._stage = -1

    def run(self) -> None:
        """Run to the end.

        Raises:
            PipelineError: a step failed; the message names the step, the row and the cause.
        """
        while not all(desk.finished for desk in self.desks.values()):
            self._next_stage()
            moved = [self._move(desk) for desk in self._staged()]
            busy = any(desk.jobs or len(desk.idle) < len(desk.workers) for desk in self._staged())
            if not any(moved) and not busy:
                self._force()
                moved = [True]
            for worker, answer in self._workers.wait(0 if any(moved) else _SECONDS_TO_WAIT):
                self._hear(worker, answer)
            self._tick()

    def _force(self) -> None:
        """Get a pipeline going in which everyone waits for room: one branch has to run ahead of the other."""
        moved = [self._move(desk, force=True) for desk in self._staged()]
        if not any(moved):
            waiting = ", ".join(desk.name for desk in self._staged())
            raise PipelineError(f"the pipeline cannot go on, its steps wait for each other: {waiting}")

    def _staged(self) -> list[Desk]:
        return [desk for desk in self.desks.values() if desk.plan.stage == self._stage and not desk.finished]

    def _next_stage(self) -> None:
        if self._staged():
            return
        self._stage += 1
        for desk in self._staged():
            if not len(desk.journal):
                self._start(desk)  # where there is no earlier batch, there is work for sure: load all at once

    def _start(self, desk: Desk) -> None:
        if not desk.workers:
            desk.workers = [
                self._workers.start(desk.plan.step, number) for number in range(desk.plan.replicas)
            ]

    def _move(self, desk: Desk, *, force: bool = False) -> bool:
        """Do what can be done for a step now, and return whether anything was."""
        before = desk.given, len(desk.jobs), len(desk.outputs), desk.waiting, len(desk.workers)
        room = force or all(self._has_room(self.desks[name]) for name in desk.plan.successors)
        if desk.plan.step.is_generator:
            self._generate(desk, room=room)
        else:
            self._process(desk, room=room)
        self._give_on(desk)
        if self._is_done(desk):
            self._finish(desk)
        now = desk.given, len(desk.jobs), len(desk.outputs), desk.waiting, len(desk.workers)
        return desk.finished or before != now

    def _has_room(self, desk: Desk) -> bool:
        later = desk.plan.stage > self._stage
        return later or desk.inbox.backlog() < _BATCHES_AHEAD * desk.plan.size * desk.plan.replicas

    # --- from input to output -------------------------------------------------------------------------------------

    def _generate(self, desk: Desk, *, room: bool) -> None:
        if desk.exhausted or desk.jobs or desk.outputs or not room:
            return
        key = _generated_key(desk)
        if desk.known(key) is not None:
            self._reuse(desk, None, key)
        elif self._worker_is_free(desk):
            self._send(desk, Job(None), ("generate", desk.rows_given))

    def _process(self, desk: Desk, *, room: bool) -> None:
        while room and (batch := self._next_input(desk)) is not None:
            if not len(batch):
                desk.outputs[batch.seq] = Output(
                    BatchRecord(batch.key, digest(_NO_ROWS)), batch.origin, batch.closes
                )
            elif (meta := desk.known(batch.key)) is None:
                self._check_branches(desk, batch)
                if not self._worker_is_free(desk):
                    return
                self._send(desk, Job(batch), ("process", batch.parts))
            elif meta["raised"] and batch.key not in desk.fresh:
                if not self._worker_is_free(desk):
                    return
                self._try_again(desk, batch)
            else:
                self._reuse(desk, batch, batch.key)
            desk.waiting = None
            if len(desk.outputs) > _BATCHES_AHEAD * desk.plan.replicas:
                return

    @staticmethod
    def _next_input(desk: Desk) -> InputBatch | None:
        if desk.waiting is None:
            desk.waiting = desk.inbox.next()
        return desk.waiting

    def _worker_is_free(self, desk: Desk) -> bool:
        self._start(desk)
        return bool(desk.idle)

    def _send(self, desk: Desk, job: Job, request: tuple[str, Any]) -> None:
        worker = desk.idle.popleft()
        desk.jobs[worker] = job
        worker.send(request)

    def _try_again(self, desk: Desk, batch: InputBatch) -> None:
        if len(batch.parts) > 1:
            self._send(desk, Job(batch), ("process", batch.parts))
            return
        record = desk.journal.read(batch.key)
        self._send(desk, Job(batch, record), ("process", [failed_rows(record)]))

    def _reuse(self, desk: Desk, batch: InputBatch | None, key: bytes) -> None:
        record = desk.journal.read(key)
        self._count(desk, record, reused=True)
        self._put_out(desk, batch, record)

    def _put_out(self, desk: Desk, batch: InputBatch | None, record: BatchRecord) -> None:
        if batch is None:
            desk.exhausted = bool(record.meta["last"])
            desk.outputs[desk.given] = Output(record)
        else:
            desk.outputs[batch.seq] = Output(record, batch.origin, batch.closes)

    # --- what workers say -----------------------------------------------------------------------------------------

    def _hear(self, worker: Any, answer: tuple[str, Any]) -> None:
        kind, what = answer
        desk = self.desks[worker.step_name]
        if kind == "log":
            self._told(what)
        elif kind == "loaded":
            desk.idle.append(worker)
        elif kind == "failed":
            raise step_failed(desk, worker, what)
        elif kind == "died":
            raise worker_died(desk, worker, what)
        elif kind == "pending":
            raise pending(desk, what)
        else:
            self._take(desk, worker, what)

    def _take(self, desk: Desk, worker: Any, made: Any) -> None:
        job = desk.jobs.pop(worker)
        desk.idle.append(worker)
        result, last = made if job.batch is None else (made, False)
        if job.batch is None:
            result, last = self._limited(desk, result, last=last)
        if job.again is not None:
            result = mended(job.again, result)
        key = _generated_key(desk) if job.batch is None else job.batch.key
        seq = desk.given if job.batch is None else job.batch.seq
        meta = {**result.meta, "last": last, "routed_to": self._routed_to(desk, seq)}
        record = desk.journal.append(key, meta, result.pickled)
        desk.fresh.add(key)
        self._count(desk, record, reused=False)
        self._put_out(desk, job.batch, record)
        self._give_up_if_broken(desk, record)

    def _limited(self, desk: Desk, result: BatchResult, *, last: bool) -> tuple[BatchResult, bool]:
        if self._row_limit is None:
            return result, last
        left = self._row_limit - desk.rows_given
        rows = pickle.loads(result.pickled)  # noqa: S301 - our own worker's
        if len(rows) < left:
            return result, last
        return BatchResult(pickle.dumps(rows[:left], protocol=5), {**result.meta, "rows_out": left}), True

    def _routed_to(self, desk: Desk, seq: int) -> list[str] | None:
        if desk.plan.router is None:
            return None
        batch = _Batch(seq_no=seq, step_name=desk.name, last_batch=False)
        return list(desk.plan.router(batch, list(desk.plan.successors)))

    def _give_up_if_broken(self, desk: Desk, record: BatchRecord) -> None:
        raised = len(record.meta["raised"])
        whole = raised and raised == record.meta["rows_in"]
        desk.failed_in_a_row = desk.failed_in_a_row + raised if whole else 0
        if desk.failed_in_a_row >= _FAILURES_IN_A_ROW:
            raise every_row_failed(desk, record.rows, f"the last {desk.failed_in_a_row} rows all")

    # --- from output to the next steps ----------------------------------------------------------------------------

    def _give_on(self, desk: Desk) -> None:
        while (output := desk.outputs.pop(desk.given, None)) is not None:
            record = output.record
            routed = record.meta.get("routed_to")
            chosen = desk.plan.successors if routed is None else routed
            for name in chosen:
                origin = desk.given if routed is not None else output.origin
                self.desks[name].inbox.add(desk.name, record, origin, closes=output.closes)
            if routed is not None:
                self._announce(desk, routed)
            if record.key in desk.journal:
                desk.keys.append(record.key)
            desk.given += 1
            desk.rows_given += len(record.rows)

    def _announce(self, desk: Desk, routed: Sequence[str]) -> None:
        meeting = {name for routee in desk.plan.successors for name in self.desks[routee].plan.successors}
        for name in meeting:
            if isinstance(inbox := self.desks[name].inbox, ConvergenceInbox):
                inbox.expect(desk.given, routed)

    def _is_done(self, desk: Desk) -> bool:
        idle = not desk.jobs and not desk.outputs and desk.waiting is None
        return idle and (desk.exhausted if desk.plan.step.is_generator else desk.inbox.done())

    def _finish(self, desk: Desk) -> None:
        count = self._counts[desk.name]
        if count.rows_in and not count.rows_out and count.failed.total() == count.rows_in:
            raise every_row_failed(desk, desk.journal.read(desk.keys[-1]).rows, "every row")
        desk.finished = True
        self._counts.finish(desk.name)
        for name in desk.plan.successors:
            self.desks[name].inbox.end(desk.name)
            if all(self.desks[other].finished for other in self.desks[name].plan.predecessors):
                self._counts.expect(
                    name, max(self.desks[other].rows_given for other in self.desks[name].plan.predecessors)
                )
        self._workers.stop(desk.workers)
        desk.workers = []
        desk.idle.clear()

    def _check_branches(self, desk: Desk, batch: InputBatch) -> None:
        if len({len(part) for part in batch.parts}) > 1 and not desk.plan.step.is_global:
            raise unequal_branches(desk, batch)

    def _count(self, desk: Desk, record: BatchRecord, *, reused: bool) -> None:
        meta = record.meta
        spent = ("input_tokens", "output_tokens", "requests", "cost", "seconds")
        self._counts.add(
            BatchOutcome(
                step=desk.name,
                rows_in=meta["rows_in"],
                rows_out=meta["rows_out"],
                failed=meta["failed"],
                dropped=meta["dropped"],
                reused=reused,
                **({} if reused else {name: meta[name] for name in spent}),
            )
        )


def _generated_key(desk: Desk) -> bytes:
    """Return the key of the batch that a generator gives next."""
    return digest(b"generator", desk.given.to_bytes(8))
