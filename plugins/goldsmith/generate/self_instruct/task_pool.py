"""The tasks that new ones are made from and compared with."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldsmith.dedup import RougeLNovelty
from goldsmith.dedup.rouge_l import Words
from goldsmith.generate.self_instruct.demonstrations import choose_demonstrations
from goldsmith.generate.self_instruct.instruction_rules import InstructionRules

__all__ = ["JudgedInstruction", "TaskPool"]

Task = dict[str, Any]


@dataclass(frozen=True)
class JudgedInstruction:
    """What the rules say of an instruction.

    Attributes:
        instruction: the text.
        problem: why it does not count, "" if it does.
        most_similar: the most similar instruction of the pool, "" if none shares a word or nobody looked.
        similarity: their ROUGE-L F-measure.
    """

    instruction: str
    problem: str
    most_similar: str = ""
    similarity: float = 0.0


@dataclass
class TaskPool:
    """Human tasks, and a machine's that were accepted (Wang et al. 2022, section 2.2). A task is a row with `instruction`.

    Attributes:
        humans: the seeds.
        rules: what an instruction must be like.
        threshold: the ROUGE-L F-measure to any other above which an instruction is not new.
        words: the words that ROUGE-L counts.

    >>> pool = TaskPool([{"instruction": "Write a poem about the sea."}])
    >>> pool.judge("Write a poem about the deep sea.").problem
    'ROUGE-L 0.92 to an earlier instruction, above 0.70'
    """

    humans: Sequence[Task]
    rules: InstructionRules = field(default_factory=InstructionRules)
    threshold: float = 0.7
    words: Words = "rouge"
    machines: list[Task] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Compare with the human tasks from the beginning."""
        self._novelty = RougeLNovelty(words=self.words)
        self._novelty.add(task["instruction"] for task in self.humans)

    def judge(self, instruction: str) -> JudgedInstruction:
        """Say whether an instruction keeps the rules and is new."""
        problem = self.rules.problem(instruction)
        if problem:
            return JudgedInstruction(instruction, problem)
        ((row, similarity),) = self._novelty.most_similar([instruction])
        if similarity > self.threshold:
            problem = f"ROUGE-L {similarity:.2f} to an earlier instruction, above {self.threshold:.2f}"
        return JudgedInstruction(instruction, problem, self._instruction(row), similarity)

    def add(self, tasks: Iterable[Task]) -> None:
        """Take in tasks that a machine made."""
        for task in tasks:
            self.machines.append(task)
            self._novelty.add([task["instruction"]])

    def demonstrations(self, rng: random.Random, count: int, machine_limit: int, among: int) -> list[Task]:
        """Draw the tasks that a prompt shows, the machine's only from the first `among`."""
        return choose_demonstrations(
            self.humans, self.machines[:among], rng, count=count, machine_limit=machine_limit
        )

    def _instruction(self, row: int) -> str:
        if row < 0:
            return ""
        tasks = self.humans if row < len(self.humans) else self.machines
        return str(tasks[row if row < len(self.humans) else row - len(self.humans)]["instruction"])
