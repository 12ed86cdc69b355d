"""Where else labeling functions may vote: in other processes, or on a Ray cluster."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from goldsmith.extras import require
from goldsmith.labels.voting import RowChunk
from goldsmith.labels.voting.apply_functions import ChunkVotes

__all__ = ["over_processes", "over_ray"]

_AHEAD = 2  # parcels a worker has waiting

Vote = Callable[[RowChunk], ChunkVotes]


def over_processes(vote: Vote, chunks: Iterable[RowChunk], *, workers: int) -> Iterator[ChunkVotes]:
    """Yield the votes on each chunk, in order, by processes of this machine that joblib keeps."""
    joblib = require("joblib", extra="snorkel")
    parallel = joblib.Parallel(n_jobs=workers, return_as="generator", pre_dispatch=_AHEAD * workers)
    yield from parallel(joblib.delayed(vote)(chunk) for chunk in chunks)


def over_ray(vote: Vote, chunks: Iterable[RowChunk]) -> Iterator[ChunkVotes]:
    """Yield the votes on each chunk, in order, by tasks of the cluster; the driver holds a few chunks at a time.

    Raises:
        MissingExtraError: Ray is not installed.
    """
    ray = require("ray", extra="ray")
    if not ray.is_initialized():
        ray.init()
    task, functions = ray.remote(_voted), ray.put(vote)
    ahead = _AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
    waiting: deque[Any] = deque()
    for chunk in chunks:
        waiting.append(task.remote(functions, chunk))
        if len(waiting) >= ahead:
            yield ray.get(waiting.popleft())
    while waiting:
        yield ray.get(waiting.popleft())


def _voted(vote: Vote, chunk: RowChunk) -> ChunkVotes:
    return vote(chunk)
