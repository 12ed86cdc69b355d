"""Redis for a single process: fakeredis instead of the server, a thread instead of `argilla_server worker`."""

import threading
import time
from typing import Any

import fakeredis
import redis

__all__ = ["install", "start_worker"]

_RETRIES_EVERY_S = 1.0


def install() -> None:
    """Answer every `redis.from_url` with a client of one in-memory server."""
    server = fakeredis.FakeServer()

    def from_url(_url: str, **_options: Any) -> fakeredis.FakeRedis:
        return fakeredis.FakeRedis(server=server)

    redis.from_url = from_url


def start_worker() -> None:
    """Work on Argilla's queues in a daemon thread: no fork, no signal handlers, time-outs by timer."""
    from argilla_server.jobs.queues import DEFAULT_QUEUE, HIGH_QUEUE, REDIS_CONNECTION
    from rq import SimpleWorker
    from rq.timeouts import TimerDeathPenalty

    class ThreadWorker(SimpleWorker):
        death_penalty_class = TimerDeathPenalty

        def _install_signal_handlers(self) -> None:
            """Leave the signals to the server: only the main thread may handle them."""

    queues = [HIGH_QUEUE, DEFAULT_QUEUE]

    def work() -> None:
        ThreadWorker(queues, connection=REDIS_CONNECTION).work(with_scheduler=False, logging_level="WARNING")

    def retry() -> None:
        while True:
            time.sleep(_RETRIES_EVERY_S)
            for queue in queues:
                _enqueue_due(queue)

    threading.Thread(target=work, daemon=True, name="worker").start()
    threading.Thread(target=retry, daemon=True, name="retries").start()


def _enqueue_due(queue: Any) -> None:
    """Put failed jobs whose next attempt is due back; rq's own scheduler would be a forked process, blind to us."""
    from rq.registry import ScheduledJobRegistry

    registry = ScheduledJobRegistry(queue=queue)
    for job_id in registry.get_jobs_to_schedule():
        registry.remove(job_id)
        if job := queue.fetch_job(job_id):
            queue.enqueue_job(job)
