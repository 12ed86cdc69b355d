"""What a run has to do: the steps of a pipeline as a conductor needs to know them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
from distilabel.constants import CONVERGENCE_STEP_ATTR_NAME, ROUTING_BATCH_FUNCTION_ATTR_NAME, STEP_ATTR_NAME

from goldsmith_distilabel.pipeline.conducting.inbox import (
    ConvergenceInbox,
    GlobalInbox,
    Inbox,
    NormalInbox,
    RoutedInbox,
)

__all__ = ["StepPlan", "plan"]


@dataclass(frozen=True)
class StepPlan:
    """A step and its place in the pipeline.

    Attributes:
        name: its name.
        step: the step itself.
        predecessors: the steps it takes from, in the order in which they were connected.
        successors: the steps it gives to.
        stage: which load stage it belongs to, from 0.
        router: chooses among the successors for each batch, if there is such a function.
        routed: whether it takes routed batches.
        converges: whether routed batches come together here.
    """

    name: str
    step: Any
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    stage: int
    router: Callable[[Any, list[str]], list[str]] | None
    routed: bool
    converges: bool

    @property
    def replicas(self) -> int:
        """How many workers it gets."""
        return int(self.step.resources.replicas) if self.step.is_normal else 1

    @property
    def size(self) -> int:
        """How many rows it takes at a time; a generator: gives."""
        return int(self.step.batch_size if self.step.is_generator else self.step.input_batch_size)

    def inbox(self) -> Inbox:
        """Return a new inbox of the kind it needs."""
        if self.step.is_global:
            return GlobalInbox(self.predecessors, self.size)
        if self.converges:
            return ConvergenceInbox(self.predecessors, self.size)
        return (RoutedInbox if self.routed else NormalInbox)(self.predecessors, self.size)


def plan(dag: Any, load_groups: Sequence[Sequence[str]]) -> Mapping[str, StepPlan]:
    """Return the steps of a validated DAG in an order in which each comes after those it takes from."""
    stages, _ = dag.get_steps_load_stages([list(group) for group in load_groups])
    stage_of = {name: number for number, names in enumerate(stages) for name in names}
    plans = {}
    for name in nx.topological_sort(dag.G):
        node = dag.get_step(name)
        predecessors = tuple(dag.get_step_predecessors(name))
        plans[name] = StepPlan(
            name=name,
            step=node[STEP_ATTR_NAME],
            predecessors=predecessors,
            successors=tuple(dag.get_step_successors(name)),
            stage=stage_of[name],
            router=node.get(ROUTING_BATCH_FUNCTION_ATTR_NAME),
            routed=any(dag.get_step(other).get(ROUTING_BATCH_FUNCTION_ATTR_NAME) for other in predecessors),
            converges=bool(node.get(CONVERGENCE_STEP_ATTR_NAME)) and not node[STEP_ATTR_NAME].is_global,
        )
    return plans
