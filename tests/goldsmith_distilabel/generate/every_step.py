"""Every step that writes data, in a state to run: what the tests of all of them go through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.generate import SelfInstructLoop

__all__ = ["CASES", "Case"]


@dataclass(frozen=True)
class Case:
    """A step with a scripted model.

    Attributes:
        make: makes the step; call it inside a pipeline or outside.
        rows: what it is given; empty for a generator.
    """

    make: Callable[[], Any]
    rows: list[dict[str, Any]] = field(default_factory=list)


CASES: dict[str, Case] = {
    "SelfInstructLoop": Case(
        make=lambda: SelfInstructLoop(
            name="self_instruct",
            llm=ScriptedLLM(
                rules={
                    "Is it classification": "No",
                    "For a task, write": "Example 1\nInput: a river\nOutput: the Nile",
                    "Continue the numbered": "2. Name the longest river of Asia.\n3. Explain the tides to a child.",
                }
            ),
            seeds=[{"instruction": "Write a poem about the sea."}],
            num_instructions=2,
            concurrency=1,
        )
    )
}
