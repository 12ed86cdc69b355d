"""What is asked of the model in a round, and for each new instruction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem

from goldsmith.errors import UnreadableError
from goldsmith.generate.self_instruct import (
    Instances,
    read_input_first,
    read_numbered,
    read_output_first,
    read_yes_or_no,
)
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply

__all__ = ["CLASSIFICATION", "INPUT_FIRST", "INSTRUCTIONS", "OUTPUT_FIRST", "SERIES", "Answer", "Asked"]

INSTRUCTIONS = Prompt("goldsmith_distilabel.generate", "self_instruct/instructions")
SERIES = Prompt("goldsmith_distilabel.generate", "self_instruct/series")
CLASSIFICATION = Prompt("goldsmith_distilabel.generate", "self_instruct/classification")
INPUT_FIRST = Prompt("goldsmith_distilabel.generate", "self_instruct/input_first")
OUTPUT_FIRST = Prompt("goldsmith_distilabel.generate", "self_instruct/output_first")


@dataclass
class Answer:
    """What a model said to a round.

    Attributes:
        shown: the tasks it was shown.
        asking: what asked it.
        begun: the list it was to go on with, "" if it was not.
        reply: its answer, None if there is none.
        error: why there is none.
    """

    shown: Sequence[dict[str, Any]]
    asking: Asking
    begun: str = ""
    reply: Reply | None = None
    error: AskingError | None = None

    @property
    def prompt(self) -> Prompt:
        """How it was asked."""
        return SERIES if self.begun else INSTRUCTIONS

    def listed(self) -> list[str]:
        """Return the tasks that the model wrote.

        Raises:
            UnreadableError: there is no list, or nothing in it.
        """
        first = len(self.shown) + 1
        said = self.reply.text if self.reply else ""
        if self.begun:
            said = f"Task {first}:{said.removeprefix(self.begun)}"
        items = read_numbered(said, first=first)
        if not items:
            raise UnreadableError("new tasks were asked for, and the list has none")
        return items


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
        """Ask for `count` new instructions.

        A model that continues an answer that is begun gets the paper's own prompt, a list to go on with.
        """
        answer = Answer(shown, Asking())
        values = {
            "shown": [task["instruction"] for task in shown],
            "count": count,
            "language": self.language,
        }
        if getattr(self.llm, "continues_assistant", False):
            asked, _, answer.begun = SERIES.text(**values).partition("\n\n")
            chat = [ChatItem(role="user", content=asked)]
        else:
            chat = INSTRUCTIONS.chat(**values)
        end = len(shown) + count + 1
        parameters: dict[str, Any] = {
            "stop": [f"\n{end}.", f"\nTask {end}"],
            "seed": seed,
        } | self.instructions
        try:
            answer.reply = await answer.asking.ask(
                self.llm, chat, prompt=answer.prompt, begun=answer.begun, **parameters
            )
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

        shown = prompt.text(instruction="", count=limit, language=self.language)

        def parse(reply: Reply) -> Instances:
            return read(reply.text, cut=reply.cut, limit=limit, shown=shown)

        end = ["\nTask:"] if classification else [f"\nExample {limit + 1}", "\nTask:"]
        parameters: dict[str, Any] = {"stop": end} | self.instances
        begun = "Class label:" if classification else "Example 1\n"
        return await asking.read_reply(self.llm, chat, parse, prompt=prompt, begun=begun, **parameters)
