"""What is asked of the model in a round, and for each new instruction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distilabel.models.llms.base import LLM

from goldsmith.generate.self_instruct import Instances, read_input_first, read_output_first, read_yes_or_no
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply

__all__ = ["CLASSIFICATION", "INPUT_FIRST", "INSTRUCTIONS", "OUTPUT_FIRST", "Answer", "Asked"]

INSTRUCTIONS = Prompt("goldsmith_distilabel.generate", "self_instruct/instructions")
CLASSIFICATION = Prompt("goldsmith_distilabel.generate", "self_instruct/classification")
INPUT_FIRST = Prompt("goldsmith_distilabel.generate", "self_instruct/input_first")
OUTPUT_FIRST = Prompt("goldsmith_distilabel.generate", "self_instruct/output_first")


@dataclass
class Answer:
    """What a model said to a round.

    Attributes:
        shown: the tasks it was shown.
        asking: what asked it.
        reply: its answer, None if there is none.
        error: why there is none.
    """

    shown: Sequence[dict[str, Any]]
    asking: Asking
    reply: Reply | None = None
    error: AskingError | None = None


@dataclass(frozen=True)
class Asked:
    """The model, and how it is asked.

    Attributes:
        llm: the model.
        language: to write in.
        instructions: the generation parameters for new instructions.
        instances: those for instances.
    """

    llm: LLM
    language: str
    instructions: dict[str, Any]
    instances: dict[str, Any]

    async def instructions_after(self, shown: Sequence[dict[str, Any]], count: int, *, seed: int) -> Answer:
        """Ask for `count` new instructions."""
        answer = Answer(shown, Asking())
        texts = [task["instruction"] for task in shown]
        chat = INSTRUCTIONS.chat(shown=texts, count=count, language=self.language)
        end = len(shown) + count + 1
        parameters: dict[str, Any] = {
            "stop": [f"\n{end}.", f"\nTask {end}"],
            "seed": seed,
        } | self.instructions
        try:
            answer.reply = await answer.asking.ask(self.llm, chat, prompt=INSTRUCTIONS, **parameters)
        except AskingError as err:
            answer.error = err
        return answer

    async def is_classification(self, instruction: str, asking: Asking) -> bool | None:
        """Ask whether a task is classification; None if the model says neither yes nor no, twice."""
        chat = CLASSIFICATION.chat(instruction=instruction)
        try:
            return await asking.read(
                self.llm, chat, read_yes_or_no, prompt=CLASSIFICATION, temperature=0.0, max_new_tokens=8
            )
        except AskingError as err:
            if err.kind != "unreadable":
                raise
            return None

    async def instances_of(
        self, instruction: str, asking: Asking, limit: int, *, classification: bool
    ) -> Instances:
        """Ask for up to `limit` instances of a task: of a classification, the output first.

        Raises:
            AskingError: there is no answer, or no instance in it.
        """
        prompt = OUTPUT_FIRST if classification else INPUT_FIRST
        read = read_output_first if classification else read_input_first
        chat = prompt.chat(instruction=instruction, count=limit, language=self.language)

        def parse(reply: Reply) -> Instances:
            return read(reply.text, cut=reply.cut, limit=limit)

        end = ["\nTask:"] if classification else [f"\nExample {limit + 1}", "\nTask:"]
        parameters: dict[str, Any] = {"stop": end} | self.instances
        return await asking.read_reply(self.llm, chat, parse, prompt=prompt, **parameters)
