"""The search for an evolving method that fails seldom (Auto Evol-Instruct, arXiv 2406.00770, section 3)."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goldsmith.generate.auto_evol import MethodSearch, SearchStep, best_candidate, held_out, mini_batch
from goldsmith_distilabel.generate.all_done import all_done, outcomes
from goldsmith_distilabel.generate.method_trials import MethodTrials
from goldsmith_distilabel.prompting import AskingError

__all__ = ["MethodSearcher"]

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class MethodSearcher:
    """Searches step by step.

    Attributes:
        trials: what tries methods.
        instructions: the data.
        dev_size: instructions held out to judge methods on; never more than half of them.
        batch_size: instructions whose evolution the optimizer sees in a step.
        rounds: how often each of those is evolved.
        candidates: methods proposed in a step.
        steps: how many steps.
        save: is given the state after every step.
    """

    trials: MethodTrials
    instructions: Sequence[str]
    dev_size: int
    batch_size: int
    rounds: int
    candidates: int
    steps: int
    save: Callable[[MethodSearch], None]

    async def begun(self, method: str, settings: dict[str, object]) -> MethodSearch:
        """Return the state with nothing done yet: the first method and its failure rate."""
        rate = await self.trials.failure_rate(method, self._held_out(), "step 0")
        search = MethodSearch(method, rate, settings)
        self.save(search)
        return search

    async def finished(self, search: MethodSearch) -> MethodSearch:
        """Return the state after the steps that are left. Nothing beats a method that never failed, so that ends it."""
        while search.failure_rate > 0 and len(search.history) < self.steps:
            search = await self._step(search)
            self.save(search)
            _LOGGER.info(
                "Step %d of %d: failure rate %.2f", len(search.history), self.steps, search.failure_rate
            )
        return search

    async def _step(self, search: MethodSearch) -> MethodSearch:
        number = len(search.history) + 1
        proposed = await self._proposed(search.method, number)
        methods = [one for one in proposed if isinstance(one, str)]
        works = (self.trials.failure_rate(one, self._held_out(), number, k) for k, one in enumerate(methods))
        rates = await all_done(*works)
        best = best_candidate(rates, search.failure_rate)
        problems = [str(one) for one in proposed if isinstance(one, AskingError)]
        note = f"{len(problems)} of {self.candidates} candidates failed: {problems[0]}" if problems else ""
        if best is None:
            return search.after(SearchStep(number, rates, -1, search.failure_rate, note), search.method)
        return search.after(SearchStep(number, rates, best, rates[best], note), methods[best])

    async def _proposed(self, method: str, number: int) -> list[str | AskingError]:
        _, others = held_out(len(self.instructions), self.dev_size, self.trials.seed)
        batch = mini_batch(others, self.batch_size, seed=self.trials.seed, step=number)
        trajectories = (
            self.trials.trajectory(method, self.instructions[one], self.rounds, number, one) for one in batch
        )
        cases = await all_done(*trajectories)
        works = (self.trials.candidate(method, cases, number, k) for k in range(self.candidates))
        return await outcomes(*works)

    def _held_out(self) -> list[str]:
        dev, _ = held_out(len(self.instructions), self.dev_size, self.trials.seed)
        return [self.instructions[one] for one in dev]
