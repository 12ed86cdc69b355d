"""Score answers to procedurally generated questions."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.verify.gym import GymScore, gym_score, require_reasoning_gym
from goldsmith_distilabel.reason.verdicts import VERDICT, with_verdict

__all__ = ["VerifyReasoningGym"]

_AT_A_TIME = 2  # as many as there are processes that score


class VerifyReasoningGym(Step):
    """Ask the scorer of the package reasoning-gym whether answers are right, and mark those that are not.

    The rows are those of `ReasoningGymSeeds`, with an answer. The scorer runs in a process that is killed when the time is up. Some
    scorers evaluate an answer as Python or by SymPy; what is more than an expression is not given to them.

    Attributes:
        column: the final answer alone, as `ChainOfThought` extracts it.
        min_score: the least score of an answer that counts as right; the package gives 1 to a right one, and some tasks
            give a part of it for an answer that is nearly right or has more around it.
        timeout: seconds until a scorer is given up.
        drop: whether a row that is not verified is marked to be dropped; else only its verdict is written.

    Input columns:
        - final_answer (`str`): the column named by `column`.
        - task (`str`): The name of the task.
        - verifier_entry (`str`): What the scorer needs, as JSON.

    Output columns:
        - gym_score (`float`): The score, in [0, 1].
        - verified (`bool`): Whether it is `min_score` at least.
        - verdict_rule (`str`): "reasoning-gym"; "none" where nothing could be scored.
        - verdict_reason (`str`): Why, in a sentence.
        - keep (`bool`): False for a row that is not verified, if `drop`.
        - drop_reason (`str`): `unverified: ` and why; "" for a row that is kept.

    Categories:
        - filtering

    References:
        - [Reasoning Gym: Reasoning Environments for Reinforcement Learning with Verifiable Rewards](https://arxiv.org/abs/2505.24760)

    Citations:
        ```
        @misc{stojanovski2025reasoninggym,
            title={Reasoning Gym: Reasoning Environments for Reinforcement Learning with Verifiable Rewards},
            author={Stojanovski, Zafir and Stanley, Oliver and Sharratt, Joe and Jones, Richard and others},
            year={2025},
            eprint={2505.24760},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        A right answer and a wrong one:

        ```python
        from goldsmith_distilabel.reason import ReasoningGymSeeds, VerifyReasoningGym

        seeds, step = ReasoningGymSeeds(tasks={"chain_sum": 1}), VerifyReasoningGym()
        seeds.load()
        step.load()
        (((row,), _),) = seeds.process()
        rows = [row | {"final_answer": row["answer"]}, row | {"final_answer": "no idea"}]
        right, wrong = next(step.process(rows))
        assert right["keep"] and not wrong["keep"]
        ```
    """

    column: str = "final_answer"
    min_score: float = Field(default=1.0, gt=0, le=1)
    timeout: float = Field(default=5.0, gt=0)
    drop: bool = True

    @property
    def inputs(self) -> StepColumns:
        return [self.column, "task", "verifier_entry"]

    @property
    def outputs(self) -> StepColumns:
        return ["gym_score", *VERDICT]

    def load(self) -> None:
        """Load the step.

        Raises:
            MissingExtraError: the package is not installed.
        """
        super().load()
        require_reasoning_gym()

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            found = list(threads.map(self._scored, rows))
        yield [self._told(row, score) for row, score in zip(rows, found, strict=True)]

    def _scored(self, row: dict[str, Any]) -> GymScore | str:
        """Return the score, or why nothing can be scored."""
        answer, task = row.get(self.column), row.get("task")
        if not isinstance(answer, str):
            return f"{self.column} is a {type(answer).__name__}, wanted a str"
        try:
            entry = json.loads(row.get("verifier_entry") or "")
        except (TypeError, ValueError, RecursionError):
            entry = None
        if not isinstance(entry, Mapping) or not isinstance(task, str):
            return "the row has no question of reasoning-gym in task and verifier_entry"
        return gym_score(task, entry, answer, timeout=self.timeout)

    def _told(self, row: dict[str, Any], found: GymScore | str) -> dict[str, Any]:
        if isinstance(found, str):
            return with_verdict(row, verified=False, rule="none", why=found, drop=self.drop) | {
                "gym_score": 0.0
            }
        verified = found.score >= self.min_score
        told = with_verdict(row, verified=verified, rule="reasoning-gym", why=found.why, drop=self.drop)
        return told | {"gym_score": found.score}
