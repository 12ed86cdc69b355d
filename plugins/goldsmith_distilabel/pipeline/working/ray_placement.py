"""Whether a Ray cluster has a place for every worker, and what is missing where it has not."""

import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from goldsmith.errors import PipelineError
from goldsmith.extras import require

__all__ = ["Needs", "Placement", "needs_of"]

Resources = Mapping[str, float]


@dataclass(frozen=True)
class Needs:
    """What a worker needs of a cluster.

    Attributes:
        held: what it occupies while it lives: "CPU", "GPU", "memory" (bytes) and the like.
        to_start: what must be free for it to start, which is a CPU even where it then occupies none.
        on_one_node: whether one node must have it all.
    """

    held: Resources
    to_start: Resources
    on_one_node: bool = True


class _Waiting(Protocol):
    step_name: str
    needs: Needs
    placed: bool
    due: Any


def needs_of(options: Mapping[str, Any]) -> Needs:
    """Return what an actor with these options needs.

    >>> needs_of({"num_gpus": 1}).to_start == {"GPU": 1, "CPU": 1}
    True
    """
    if (strategy := options.get("scheduling_strategy")) is not None:
        group = strategy.placement_group
        total = Counter[str]()
        for bundle in group.bundle_specs:
            total.update(bundle)
        return Needs(total, total, on_one_node=False)
    held = {
        "CPU": options.get("num_cpus", 0),
        "GPU": options.get("num_gpus", 0),
        "memory": options.get("memory", 0),
        **options.get("resources", {}),
    }
    held = {name: amount for name, amount in held.items() if amount}
    return Needs(held, {"CPU": options.get("num_cpus", 1), **held})


class Placement:
    """Looks after workers that wait for a place in the cluster.

    Args:
        patience_s: the seconds in which nothing has to happen before it looks.
    """

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._look_at = 0.0
        self.changed()

    def changed(self) -> None:
        """Note that something has happened: a worker started, answered or left."""
        self._look_at = time.monotonic() + self._patience_s

    def look(self, workers: Sequence[_Waiting]) -> list[tuple[Any, tuple[str, Any]]]:
        """Return, once in a while, a log record for each step that waits for a place.

        Raises:
            PipelineError: a worker waits for what the cluster does not have; or all wait for each other.
        """
        unplaced = {worker.step_name: worker for worker in workers if not worker.placed}
        if not unplaced or time.monotonic() < self._look_at:
            return []
        self.changed()
        ray = require("ray", extra="ray")
        nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]
        total, free = ray.cluster_resources(), ray.available_resources()
        for worker in unplaced.values():
            _check_it_fits(worker, nodes, total)
        if not any(worker.placed and worker.due is not None for worker in workers):
            _check_all_fit(workers, list(unplaced), total)
        return [(worker, ("log", _waits(worker, total, free))) for worker in unplaced.values()]


def _check_it_fits(worker: _Waiting, nodes: Sequence[Resources], total: Resources) -> None:
    places = nodes if worker.needs.on_one_node else [total]
    wanted = worker.needs.to_start
    if any(not _lacking(wanted, place) for place in places):
        return
    most = {name: max((place.get(name, 0) for place in places), default=0) for name in wanted}
    raise PipelineError(
        f"step {worker.step_name!r} has no place in the Ray cluster: a worker of it needs {_told(wanted)}, "
        f"{'one node has' if worker.needs.on_one_node else 'the cluster has'} at most {_told(most)}. Let the step's "
        "resources ask for less, or add a node. All finished batches are kept."
    )


def _check_all_fit(workers: Sequence[_Waiting], waiting: Sequence[str], total: Resources) -> None:
    wanted = Counter[str]()
    for worker in workers:
        wanted.update(worker.needs.held)
    # They start one after the other, so what only starting takes is wanted by the last one alone.
    extra = [_only_to_start(worker.needs) for worker in workers if not worker.placed]
    least = min(extra, key=lambda amounts: sum(amounts.values()))
    wanted.update(least)
    if lacking := _lacking(wanted, total):
        raise PipelineError(
            f"step {waiting[0]!r} has no place in the Ray cluster, and nothing goes on without it: the steps that run at "
            f"once need {_told({name: wanted[name] for name in lacking})}, the cluster has "
            f"{_told({name: total.get(name, 0) for name in lacking})}. Ask for less, have fewer replicas, or run fewer "
            "steps at once with load_groups. All finished batches are kept."
        )


def _only_to_start(needs: Needs) -> dict[str, float]:
    return {name: amount - needs.held.get(name, 0) for name, amount in needs.to_start.items()}


def _waits(worker: _Waiting, total: Resources, free: Resources) -> logging.LogRecord:
    wanted = worker.needs.to_start
    there, left = ({name: place.get(name, 0) for name in wanted} for place in (total, free))
    text = (
        f"step {worker.step_name!r} waits for the Ray cluster to start it: it needs {_told(wanted)}, the cluster has "
        f"{_told(there)}, of which {_told(left)} are free"
    )
    return logging.makeLogRecord(
        {"name": __name__, "levelno": logging.WARNING, "levelname": "WARNING", "msg": text}
    )


def _lacking(wanted: Resources, there: Resources) -> list[str]:
    return [name for name, amount in wanted.items() if amount > there.get(name, 0)]


def _told(resources: Resources) -> str:
    return ", ".join(f"{amount:g} {name}" for name, amount in resources.items())
