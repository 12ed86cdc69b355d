"""Questions with known answers that no model and no person wrote."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from distilabel.steps.base import GeneratorStep
from distilabel.typing import GeneratorStepOutput, StepColumns
from pydantic import Field

from goldsmith.data import derived_id, provenance
from goldsmith.generate.gym_questions import GymQuestion, gym_questions

__all__ = ["ReasoningGymSeeds"]

_BATCH = 50


class ReasoningGymSeeds(GeneratorStep):
    """Give procedurally generated questions with known answers, of tasks of the package reasoning-gym.

    The package has about a hundred tasks (`goldsmith.generate.gym_questions.gym_tasks`): arithmetic, algebra, logic, games, graphs and more. Each is a
    procedure that makes any number of questions from a seed, and a scorer that tells whether an answer is right;
    `VerifyReasoningGym` asks it. The tasks follow each other in the order in which they are named.

    It is the extra `reasoning-gym`, which `all` leaves out: one of its dependencies has to be compiled.

    Attributes:
        tasks: name -> how many questions.
        config: name -> parameters of the task, as `{"chain_sum": {"max_terms": 3}}`.
        seed: of the questions; each task's series begins with it.

    Output columns:
        - id (`str`): Derived from task, seed, number and question.
        - instruction (`str`): The question.
        - answer (`str`): An answer known to be right; "" where only the scorer can tell.
        - task (`str`): The name of the task.
        - task_index (`int`): The question's number in the task's series.
        - verifier (`str`): Who can tell whether an answer is right: "reasoning-gym".
        - verifier_entry (`str`): What the scorer needs, as JSON.
        - provenance (`dict`): Where the row comes from.

    Categories:
        - data-generation

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
        Sums and greatest common divisors:

        ```python
        from goldsmith_distilabel.reason import ReasoningGymSeeds

        step = ReasoningGymSeeds(tasks={"chain_sum": 2, "gcd": 1}, config={"chain_sum": {"max_terms": 2}})
        step.load()
        ((rows, last),) = step.process()
        assert last and [row["task"] for row in rows] == ["chain_sum", "chain_sum", "gcd"]
        ```
    """

    tasks: dict[str, int] = Field(min_length=1)
    config: dict[str, dict[str, Any]] = Field(default_factory=dict)
    seed: int = Field(default=0, ge=0)

    @property
    def outputs(self) -> StepColumns:
        return [
            "id",
            "instruction",
            "answer",
            "task",
            "task_index",
            "verifier",
            "verifier_entry",
            "provenance",
        ]

    def load(self) -> None:
        """Load the step, and make a question of each task, so that what is wrong with one is said here.

        Raises:
            MissingExtraError: the package is not installed.
            InputError: there is no such task or parameter, or a task cannot be scored from a row.
        """
        super().load()
        for task in self.tasks:
            next(gym_questions(task, 1, seed=self.seed, config=self.config.get(task)))

    def process(self, offset: int = 0) -> GeneratorStepOutput:
        """Give the questions, from the first that is not counted in `offset`."""
        size = self.batch_size or _BATCH
        rows = self._rows(offset)
        batch = list(islice(rows, size))
        while True:
            following = list(islice(rows, size))
            yield batch, not following
            if not following:
                return
            batch = following

    def _rows(self, offset: int) -> Iterator[dict[str, Any]]:
        for task, size in self.tasks.items():
            begin = min(offset, size)
            offset -= begin
            questions = gym_questions(
                task, size - begin, seed=self.seed, config=self.config.get(task), begin=begin
            )
            yield from map(self._row, questions)

    def _row(self, question: GymQuestion) -> dict[str, Any]:
        told = (question.task, str(self.seed), str(question.index), question.question)
        origin = provenance("Reasoning Gym", operation=question.task, seed=self.seed)
        return {
            "id": derived_id(*told),
            "instruction": question.question,
            "answer": question.answer,
            "task": question.task,
            "task_index": question.index,
            "verifier": "reasoning-gym",
            "verifier_entry": question.entry,
            "provenance": origin | {"source": "reasoning-gym", "licence": "Apache-2.0"},
        }
